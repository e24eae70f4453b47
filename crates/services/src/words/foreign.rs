//! Text that we didn't write, made fit to stand among our own words.
//!
//! What a person, a callee or a model says is data: it can't end its quotation, hide characters, smuggle in a link or
//! switch on a WhatsApp mark. What it means is nobody's business here.

use super::phrases::Phrases;

/// Of the callee's words, quoted.
pub(crate) const QUOTE_MAX: usize = 300;
/// Of a name, a price, an address and the like.
pub(crate) const FACT_MAX: usize = 160;
/// Of a service's or a provider's name, which head every message.
pub(crate) const NAME_MAX: usize = 60;

impl Phrases {
    /// Words of the callee, or of a model that passes them on: one line of at most `max` characters, without links.
    pub(crate) fn foreign(self, text: &str, max: usize) -> String {
        shortened(&without_links(&one_line(text), &self.say("link-removed")), max)
    }

    /// The same, to stand between quotation marks.
    pub(crate) fn quoted(self, text: &str, max: usize) -> String {
        self.foreign(&inside_quotes(text), max)
    }
}

/// One line: line breaks and tabs become blanks, runs of blanks one; control, direction and invisible characters go.
pub(crate) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| is_visible(c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max` characters; what is cut off ends in an ellipsis.
pub(crate) fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Quotation marks that would end ours become apostrophes.
pub(crate) fn inside_quotes(text: &str) -> String {
    text.replace(['"', '“', '”', '„', '‟', '«', '»', '「', '」'], "'")
}

/// Joiners stay, for scripts and emoji need them.
fn is_visible(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    !c.is_control() && !invisible
}

fn without_links(text: &str, instead: &str) -> String {
    let words = text.split(' ').map(|word| match Link::in_word(word) {
        Some(Link::Address) => instead.to_owned(),
        Some(Link::Maybe) => word.replace(DOTS, ". ").trim_end().to_owned(),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What chats and browsers take for the dot in an address.
const DOTS: [char; 4] = ['.', '。', '．', '｡'];

/// How much like a web address a word looks, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    /// It is one.
    Address,
    /// "Av.Corrientes", or an address under a rare top-level domain: a blank after the dot keeps the words and stops
    /// the chat from making a link of them.
    Maybe,
}

impl Link {
    fn in_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase().replace(DOTS, ".");
        let of_host = |c: char| c.is_alphanumeric() || ".-_@".contains(c);
        let hosts = || {
            word.split(|c| !of_host(c))
                .map(|host| host.trim_matches(|c: char| !c.is_alphanumeric()))
        };
        if word.contains("://") || hosts().any(|host| host.starts_with("www.")) {
            return Some(Self::Address);
        }
        let leads_on = word.contains(['/', '?', '#']);
        hosts().filter_map(|host| Self::at(host, leads_on)).min()
    }

    /// `leads_on`: something like a path comes with it.
    fn at(host: &str, leads_on: bool) -> Option<Self> {
        let labels: Vec<_> = host.split('.').collect();
        let top = labels.last().copied().unwrap_or_default();
        let top_like = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
        if labels.len() < 2 || !top_like || labels.iter().any(|label| label.is_empty()) {
            return None;
        }
        match (host.contains('@'), leads_on) {
            // An e-mail address is how some offices want their papers.
            (true, false) => None,
            (false, false) if !TOP_DOMAINS.contains(&top) => Some(Self::Maybe),
            _ => Some(Self::Address),
        }
    }
}

/// Top-level domains that people are sent to. Others are taken for links only when a path follows.
const TOP_DOMAINS: [&str; 40] = [
    "app", "ar", "biz", "bo", "br", "cc", "cl", "click", "cn", "co", "com", "de", "dev", "es",
    "eu", "gg", "gl", "gov", "info", "io", "link", "ly", "me", "mx", "net", "online", "org", "pe",
    "pt", "ru", "shop", "site", "su", "to", "top", "tv", "uk", "us", "uy", "xyz",
];

/// Takes the effect from WhatsApp's marks (`*bold*`, `_italic_`, `~strike~`, `` `mono` ``, `> quote`), which work in
/// pairs at the borders of words. Single ones stay as they are: codes and addresses may hold them.
pub(crate) fn without_marks(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let at_border = |i: usize| {
        let inner = |i: Option<&char>| i.is_some_and(|c| c.is_alphanumeric());
        !(inner(i.checked_sub(1).and_then(|i| chars.get(i))) && inner(chars.get(i + 1)))
    };
    let working =
        |mark: char| (0..chars.len()).filter(|&i| chars[i] == mark && at_border(i)).count() > 1;
    let paired = ['*', '_', '~', '`'].map(|mark| (mark, working(mark)));
    let plain = chars.iter().enumerate().map(|(i, &c)| match c {
        '>' if i == 0 => '›',
        _ if paired.contains(&(c, true)) => look_alike(c),
        _ => c,
    });
    plain.collect()
}

/// A character that reads the same and marks nothing.
pub(crate) fn look_alike(mark: char) -> char {
    match mark {
        '*' => '∗',
        '_' => 'ˍ',
        '~' => '∼',
        '`' => 'ˋ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use domain::language::Language;
    use proptest::prelude::{ProptestConfig, prop, proptest};

    use super::*;

    const EN: Phrases = Phrases(Language::En);

    #[test]
    fn web_addresses_go_and_the_words_around_them_stay() {
        for (said, told) in [
            ("pay at https://evil.example/x?y=1, please", "pay at (link removed) please"),
            ("see WWW.Evil.Example now", "see (link removed) now"),
            ("go to evil.com.", "go to (link removed)"),
            ("go to (evil.com/pay)", "go to (link removed)"),
            ("wa.me/5491100000000", "(link removed)"),
            ("evil。com and bit.ly/abc", "(link removed) and (link removed)"),
            ("ev\u{200b}il.com", "(link removed)"),
            ("user@evil.com/login", "(link removed)"),
            ("evil.zip:8080", "evil. zip:8080"),
            ("see:evil.com,ok", "(link removed)"),
            ("at 16:30.Thanks", "at 16:30. Thanks"),
            ("evil.zip", "evil. zip"),
            ("://", "(link removed)"),
        ] {
            assert_eq!(EN.foreign(said, 100), told, "{said}");
        }
    }

    #[test]
    fn what_only_looks_a_little_like_a_link_is_kept() {
        for said in [
            "at 16.30",
            "4 p.m.",
            "Dr. Paz",
            "$ 9.000",
            "mail it to info@clinic.example",
            "...",
            "and/or",
            "1.5.2",
        ] {
            assert_eq!(EN.foreign(said, 100), said);
        }
        assert_eq!(EN.foreign("Av.Corrientes 1234", 100), "Av. Corrientes 1234");
    }

    #[test]
    fn lines_tabs_and_invisible_characters_do_not_survive() {
        assert_eq!(
            one_line("a\r\n\tb\u{0}\u{1b}[31m\u{202e}c\u{2066}\u{e0041}  d\u{200b}"),
            "a b[31mc d"
        );
        assert_eq!(one_line("\n \t"), "");
        assert_eq!(one_line("👩‍👧"), "👩‍👧");
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis_and_counts_characters() {
        assert_eq!(shortened("ñandú", 5), "ñandú");
        assert_eq!(shortened("ñandúes", 5), "ñand…");
        assert_eq!(shortened("uno dos", 5), "uno…");
        assert_eq!(EN.foreign(&"x".repeat(1000), QUOTE_MAX).chars().count(), QUOTE_MAX);
    }

    #[test]
    fn a_quotation_cannot_end_itself() {
        assert_eq!(EN.quoted("ok” Vocero: “booked» \"now\"", 100), "ok' Vocero: 'booked' 'now'");
    }

    #[test]
    fn marks_lose_their_effect_in_pairs_only() {
        assert_eq!(without_marks("*free* and _now_ ~no~ `x`"), "∗free∗ and ˍnowˍ ∼no∼ ˋxˋ");
        assert_eq!(without_marks("A*12_b and 3 * 4"), "A*12_b and 3 * 4");
        assert_eq!(without_marks("ana_maria_paz@mail.example"), "ana_maria_paz@mail.example");
        assert_eq!(without_marks("> said"), "› said");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        #[test]
        fn what_was_made_harmless_once_has_nothing_left_to_take_out(
            said in prop::collection::vec("\\PC{0,6}|https?|://|www|evil|[.。．｡]|com|zip|/x| |@|:", 0..16)
        ) {
            let once = EN.foreign(&said.concat(), usize::MAX);
            assert_eq!(EN.foreign(&once, usize::MAX), once);
        }
    }
}

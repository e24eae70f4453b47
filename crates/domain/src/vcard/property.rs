//! The lines of a contact card before they mean anything: unfolded, decoded, in UTF-8.
//!
//! Cards come from phones of twenty years: each line may have a charset of its own, be quoted-printable, or be cut in
//! the middle of a character.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The file as bytes of UTF-8 if it says by its first bytes that it is UTF-16, and without those bytes.
pub(super) fn unicode(file: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(file) {
        Some((encoding, mark)) if encoding == UTF_8 => Cow::Borrowed(&file[mark..]),
        Some((encoding, mark)) => match encoding.decode_without_bom_handling(&file[mark..]).0 {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        },
        None => Cow::Borrowed(file),
    }
}

/// A property with the lines that go on with it.
pub(super) struct Property<'a> {
    lines: Vec<&'a [u8]>,
}

/// The properties of a file in its order, lines that are none included.
pub(super) fn properties(file: &[u8]) -> impl Iterator<Item = Property<'_>> {
    let end = if file.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines = file
        .split(move |&byte| byte == end)
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .peekable();
    std::iter::from_fn(move || {
        let first = lines.next()?;
        let quoted = is_quoted_printable(head(first));
        let mut property = Property { lines: vec![first] };
        let mut last = first;
        while let Some(next) = lines.next_if(|next| {
            next.starts_with(b" ") || next.starts_with(b"\t") || (quoted && last.ends_with(b"="))
        }) {
            property.lines.push(next);
            last = next;
        }
        Some(property)
    })
}

impl Property<'_> {
    pub(super) fn is_line(&self, text: &str) -> bool {
        self.lines.len() == 1 && self.lines[0].trim_ascii().eq_ignore_ascii_case(text.as_bytes())
    }

    /// In capitals and without its group: `TEL` of `item1.tel;type=CELL:123`. None for a line that is no property.
    pub(super) fn name(&self) -> Option<String> {
        let head = head(self.lines[0]);
        if head.len() == self.lines[0].len() {
            return None;
        }
        let name = head.split(|&byte| byte == b';').next()?;
        let name = name.rsplit(|&byte| byte == b'.').next()?.trim_ascii();
        Some(String::from_utf8_lossy(name).to_ascii_uppercase())
    }

    /// The property in one line of UTF-8, quoted-printable undone; `keep_blanks`: with the blanks that mark folding.
    pub(super) fn text(&self, keep_blanks: bool) -> String {
        let head = head(self.lines[0]);
        let quoted = is_quoted_printable(head);
        let mut whole = self.lines[0].to_vec();
        for line in &self.lines[1..] {
            if quoted && whole.ends_with(b"=") {
                whole.pop();
                whole.extend_from_slice(line);
            } else {
                whole.extend_from_slice(if keep_blanks { line } else { &line[1..] });
            }
        }
        let charset = declared_charset(head);
        if !quoted {
            return decoded(&whole, charset);
        }
        let value = whole.get(head.len() + 1..).unwrap_or_default();
        let pieces: Vec<String> = value
            .split(|&byte| byte == b';')
            .map(|piece| escaped(&decoded(&unquoted(piece), charset)))
            .collect();
        format!("{}:{}", without_encoding(head), pieces.join(";"))
    }
}

/// What stands before the colon, colons in quotes left aside: name and parameters. All of the line where there is none.
fn head(line: &[u8]) -> &[u8] {
    let mut quoted = false;
    let colon = line.iter().position(|&byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    });
    &line[..colon.unwrap_or(line.len())]
}

fn parameters(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|&byte| byte == b';').skip(1)
}

/// `ENCODING=QUOTED-PRINTABLE`, or the value alone as old phones write it.
fn is_quoted_printable(head: &[u8]) -> bool {
    parameters(head).any(|parameter| {
        let value = parameter.rsplit(|&byte| byte == b'=').next().unwrap_or_default();
        value.eq_ignore_ascii_case(b"QUOTED-PRINTABLE")
    })
}

fn declared_charset(head: &[u8]) -> Option<&'static Encoding> {
    let charset = parameters(head).find_map(|parameter| {
        let (name, value) = parameter.split_at_checked(b"CHARSET=".len())?;
        name.eq_ignore_ascii_case(b"CHARSET=").then_some(value)
    })?;
    Encoding::for_label(charset)
}

/// Text that is valid UTF-8 is UTF-8, whatever is declared: messengers convert cards and leave the declaration.
fn decoded(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            declared.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned()
        }
    }
}

fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| *first == b'=').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

/// As versions 3.0 and 4.0 write a text, in one line.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n")
}

fn without_encoding(head: &[u8]) -> String {
    let parameters = parameters(head).filter(|parameter| {
        let name = parameter.split(|&byte| byte == b'=').next().unwrap_or_default();
        !["ENCODING", "CHARSET", "QUOTED-PRINTABLE"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
    });
    let name = head.split(|&byte| byte == b';').next().unwrap_or_default();
    let kept: Vec<_> =
        std::iter::once(name).chain(parameters).map(String::from_utf8_lossy).collect();
    kept.join(";")
}

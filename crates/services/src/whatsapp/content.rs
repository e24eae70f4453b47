//! What a message is, by what it holds: the same whether it came by webhook or was found in the vendor's list.

use domain::appointment::{Content, Media, Unsupported};

/// Characters of a message; the chat itself allows no more.
const TEXT_MAX: usize = 4096;

/// Text as databases and people can take it: no NUL and no other control character but line breaks, and not too long.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    kept.take(TEXT_MAX).collect::<String>().trim().to_owned()
}

/// Words, if there are any.
#[must_use]
pub fn of_text(body: &str) -> Content {
    match clean(body) {
        text if text.is_empty() => Content::Unsupported { kind: Unsupported::Other, caption: None },
        text => Content::Text { text },
    }
}

/// A file of this type, such as `audio/ogg; codecs=opus`, at `url`.
#[must_use]
pub fn of_file(
    message_sid: &str,
    url: &str,
    content_type: &str,
    is_sticker: bool,
    body: &str,
) -> Content {
    let bare = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let media = Media {
        message_sid: message_sid.to_owned(),
        url: url.to_owned(),
        content_type: bare.clone(),
    };
    let kind = match (bare.as_str(), bare.split('/').next().unwrap_or_default()) {
        ("text/vcard" | "text/x-vcard" | "text/directory", _) => return Content::Contact { media },
        (_, "audio") => return Content::Voice { media },
        ("image/webp", _) if is_sticker => Unsupported::Sticker,
        (_, "image") => Unsupported::Image,
        (_, "video") => Unsupported::Video,
        _ => Unsupported::Document,
    };
    Content::Unsupported { kind, caption: Some(clean(body)).filter(|text| !text.is_empty()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_endless_text_are_cut() {
        assert_eq!(clean("a\u{0}b\u{7}c\nd"), "abc\nd");
        assert_eq!(clean(&"x".repeat(50_000)).len(), TEXT_MAX);
    }
}

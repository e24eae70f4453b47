//! Twilio's error codes by what is to be done about them.
//!
//! Sources: <https://www.twilio.com/docs/api/errors> and Twilio's published catalogue.

/// What a code calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Credentials wrong, permission missing, account closed or suspended: stop everything, tell the operator.
    Account,
    /// No such resource, or it is in another state.
    NotFound,
    /// Too many requests, calls or messages at a time: not processed, later.
    Busy,
    /// A failure at Twilio or WhatsApp that passes.
    ServerError,
    /// The number is malformed or does not exist: ask for another.
    BadNumber,
    /// The number cannot be reached by phone.
    Unreachable,
    /// The destination is on a block list.
    DestinationBlocked,
    /// The operator has not enabled calls to that country.
    CountryNotEnabled,
    /// Our own number, sender or channel is not set up for it: the operator's business.
    SenderUnfit,
    /// A trial account may reach verified numbers only.
    TrialAccount,
    /// The call is over already.
    CallOver,
    /// We asked for something malformed.
    OurMistake,
    /// The recipient opted out or blocked us: never again.
    OptedOut,
    /// The media is too large or cannot be fetched: send without.
    MediaUnusable,
    /// Twilio could not use a webhook of ours.
    WebhookFailed,
    /// Two machines answer each other.
    ReplyLoop,
    /// The media stream to the voice agent failed.
    StreamFailed,
    /// Not a WhatsApp user.
    NotOnWhatsApp,
    /// WhatsApp refuses the content.
    ContentRefused,
    /// The person must join the sandbox (again).
    SandboxNotJoined,
    /// Free text outside the 24-hour window: send a template.
    WindowClosed,
    /// The template is missing in that language, wrong, paused or rejected: other channel, tell the operator.
    TemplateUnusable,
    /// WhatsApp chose not to deliver; a repeat is not delivered either.
    NotDelivered,
    /// None that calls for anything of its own.
    Other,
}

#[must_use]
pub fn meaning(code: u32) -> Meaning {
    match code {
        20001 | 20003 | 20004 | 20005 | 10001 | 30002 => Meaning::Account,
        20404 | 20409 => Meaning::NotFound,
        20429 | 10004 | 22005 | 21611 | 30001 | 63017 | 63018 | 63038 => Meaning::Busy,
        20500 | 20503 | 63010 | 63012 => Meaning::ServerError,
        21201 | 21205 | 21211 | 21212 | 21213 | 21217 | 13223 | 13226 => Meaning::BadNumber,
        13224 | 21214 => Meaning::Unreachable,
        13225 | 21216 => Meaning::DestinationBlocked,
        13227 | 21215 | 21203 | 21408 => Meaning::CountryNotEnabled,
        21210 | 21606 | 21612 | 57012 | 63001 | 63007 | 63020 | 63051 | 63062 => {
            Meaning::SenderUnfit
        }
        21219 | 21608 | 573_005 => Meaning::TrialAccount,
        21220 => Meaning::CallOver,
        21602 | 21603 | 21604 | 21609 | 21617 | 21619 | 21620 | 21623 | 21655 | 21656 | 21658
        | 63031 => Meaning::OurMistake,
        21610 | 63014 | 63033 => Meaning::OptedOut,
        11751 | 63019 | 63034 => Meaning::MediaUnusable,
        11200 | 11205 | 12100 | 12200 | 12300 => Meaning::WebhookFailed,
        14107 => Meaning::ReplyLoop,
        31901..=31904 | 31920 | 31921 | 31951 => Meaning::StreamFailed,
        63003 | 63024 => Meaning::NotOnWhatsApp,
        63005 | 63013 | 63021 => Meaning::ContentRefused,
        63015 => Meaning::SandboxNotJoined,
        63016 => Meaning::WindowClosed,
        63027 | 63028 | 63030 | 63040 | 63041 | 63042 => Meaning::TemplateUnusable,
        63032 | 63049 => Meaning::NotDelivered,
        _ => Meaning::Other,
    }
}

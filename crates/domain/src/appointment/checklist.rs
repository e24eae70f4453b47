//! What providers of each kind of service ask for, as data: a new kind is a row.

use crate::understanding::Fact;
use crate::when::text::folded;

/// Whether a call can be made without the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing can be booked without it: it is asked for before the call.
    Always,
    /// Often asked for: mentioned with whatever else is asked, or on the card.
    Often,
    /// Passed on where it was said, and not asked for.
    IfSaid,
}

/// A kind of service: the beginnings of the words that name it, in all languages, and what its providers ask for.
pub(super) struct Kind {
    words: &'static [&'static str],
    pub(super) asks: &'static [(Fact, Need)],
}

const KINDS: &[Kind] = &[
    // Before the doctors: "veterinary clinic".
    Kind {
        words: &["vet", "vets", "veterin*"],
        asks: &[(Fact::Animal, Need::Always), (Fact::FirstVisit, Need::Often)],
    },
    Kind {
        words: &[
            "dentist*",
            "dental*",
            "dentadura",
            "odontolog*",
            "orthodont*",
            "ortodon*",
            "hygienist",
            "tooth",
            "teeth",
            "muela",
            "diente*",
            "dente*",
            "filling",
            "empaste",
            "caries",
        ],
        asks: &[(Fact::Insurance, Need::Often), (Fact::FirstVisit, Need::Often)],
    },
    Kind {
        words: &[
            "doctor*",
            "doutor*",
            "medic*",
            "gp",
            "physician",
            "pediatr*",
            "paediatr*",
            "dermatolog*",
            "ginecolog*",
            "gynaecolog*",
            "gynecolog*",
            "cardiolog*",
            "oftalmolog*",
            "ophthalmolog*",
            "oculist*",
            "otorrino*",
            "traumatolog*",
            "neurolog*",
            "urolog*",
            "endocrin*",
            "nutricion*",
            "nutritionist*",
            "fisioterap*",
            "physiotherap*",
            "psicolog*",
            "psicoterap*",
            "psychiatr*",
            "psiquiatr*",
            "psycholog*",
            "therapist*",
            "terapeuta*",
            "podolog*",
            "podiatr*",
            "checkup",
            "chequeo",
            "analitica",
            "ecografia",
            "radiografia",
        ],
        asks: &[(Fact::Insurance, Need::Often), (Fact::FirstVisit, Need::Often)],
    },
    Kind {
        words: &[
            "mechanic",
            "mecanico",
            "garage",
            "taller",
            "itv",
            "mot",
            "tyre",
            "tyres",
            "tire",
            "tires",
            "neumatico*",
            "pneu",
            "pneus",
            "car",
            "coche",
            "carro",
        ],
        asks: &[(Fact::Vehicle, Need::Always)],
    },
    Kind {
        words: &[
            "table",
            "mesa",
            "restaurant*",
            "dinner",
            "lunch",
            "brunch",
            "cena",
            "almuerzo",
            "jantar",
            "almoco",
        ],
        asks: &[(Fact::PartySize, Need::Always), (Fact::Diet, Need::IfSaid)],
    },
    Kind {
        words: &[
            "plumber*",
            "plumbing",
            "fontaner*",
            "plomer*",
            "encanador*",
            "canalizador*",
            "electrician*",
            "electricista*",
            "eletricista*",
            "locksmith*",
            "cerrajer*",
            "chaveiro*",
            "gasfiter*",
        ],
        asks: &[(Fact::Address, Need::Always)],
    },
];

/// The kind of a service, as somebody named it; nothing for a service whose providers ask for no more than usual.
pub(super) fn kind(service: &str) -> Option<&'static Kind> {
    let folded = folded(service);
    let words: Vec<_> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    KINDS.iter().find(|kind| {
        kind.words.iter().any(|known| match known.strip_suffix('*') {
            Some(beginning) => words.iter().any(|word| word.starts_with(beginning)),
            None => words.contains(known),
        })
    })
}

/// Whether providers of both ask for the same.
pub(super) fn same_kind(one: &str, other: &str) -> bool {
    match (kind(one), kind(other)) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Whether one visit may be for both: what one kind of provider does, or what is done to hair and nails.
pub(super) fn same_visit(one: &str, other: &str) -> bool {
    let beauty = |service: &str| {
        let words = folded(service);
        words.split_whitespace().any(|word| BEAUTY.iter().any(|stem| word.starts_with(stem)))
    };
    kind(one).is_some() && same_kind(one, other) || beauty(one) && beauty(other)
}

const BEAUTY: &[&str] = &[
    "barb",
    "beard",
    "blow",
    "brow",
    "brushing",
    "cabel",
    "cej",
    "colo",
    "cort",
    "cut",
    "depila",
    "escova",
    "eyebrow",
    "hair",
    "highlight",
    "lash",
    "manicur",
    "mecha",
    "nail",
    "peinad",
    "pedicur",
    "pelo",
    "pentead",
    "pesta",
    "shave",
    "sobrancelh",
    "tint",
    "trim",
    "unas",
    "unha",
    "wax",
];

/// Whether both kinds are known, and are not the same.
pub(super) fn differ(one: &str, other: &str) -> bool {
    kind(one).is_some() && kind(other).is_some() && !same_kind(one, other)
}

/// Whether two names of services mean the same kind of thing.
pub(super) fn alike(one: &str, other: &str) -> bool {
    if kind(one).is_some() || kind(other).is_some() {
        return same_kind(one, other);
    }
    let (one, other) = (folded(one), folded(other));
    !one.is_empty() && !other.is_empty() && (one.contains(&other) || other.contains(&one))
}

/// What is remembered for the next request, rather than for this one alone.
pub(super) fn is_lasting(fact: Fact) -> bool {
    match fact {
        Fact::Insurance | Fact::Vehicle | Fact::Animal | Fact::Address => true,
        Fact::FirstVisit | Fact::PartySize | Fact::Diet => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn asks(service: &str) -> Vec<Fact> {
        kind(service).map(|kind| kind.asks.iter().map(|ask| ask.0).collect()).unwrap_or_default()
    }

    #[test]
    fn each_kind_of_provider_asks_for_its_own() {
        for service in ["dentist", "limpieza dental", "Dentista", "consulta com o médico", "GP"] {
            assert_eq!(asks(service), [Fact::Insurance, Fact::FirstVisit], "{service}");
        }
        assert_eq!(asks("vet appointment"), [Fact::Animal, Fact::FirstVisit]);
        assert_eq!(asks("clínica veterinaria"), [Fact::Animal, Fact::FirstVisit]);
        assert_eq!(asks("taller mecánico"), [Fact::Vehicle]);
        assert_eq!(asks("mesa para dos"), [Fact::PartySize, Fact::Diet]);
        assert_eq!(asks("encanador"), [Fact::Address]);
    }

    #[test]
    fn a_haircut_asks_for_nothing_more_and_words_are_not_taken_apart() {
        for service in
            ["haircut", "corte de pelo", "corte de cabelo", "carpenter", "motivational", ""]
        {
            assert_eq!(asks(service), [], "{service}");
        }
    }

    #[test]
    fn services_are_alike_by_kind_or_by_name() {
        assert!(alike("dentist", "limpieza dental"));
        assert!(alike("Corte de pelo", "corte"));
        assert!(!alike("plumber", "dentist"));
        assert!(!alike("haircut", "manicure"));
        assert!(!alike("", "manicure"));
    }
}

//! Portuguese cues for facts.

use super::{super::super::Fact, Cues};

pub(super) const FACTS: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "sem convenio|plano|seguro; nao tenho convenio|plano|seguro; nao tem convenio|plano|seguro; e|sou particular; consulta particular",
        announce: "meu convenio|plano|seguro e; tenho convenio|plano|seguro da|do|com|na|no; convenio com|da|do; \
            plano|seguro de saude e",
        beside: "meu|nosso? convenio|plano|seguro e|com|da|do?; plano|seguro de saude da|do?; carteirinha numero?",
        label: "convenio; plano; seguro; plano de saude",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "nao e a|minha|nossa? primeira vez|visita|consulta; ja fui|fomos|estive|estivemos|vim|viemos antes?; fomos|estivemos antes; nunca fomos|estivemos; e? a|minha|nossa? primeira vez|visita|consulta; nunca fui|estive; ja sou paciente|cliente; ja fui|estive; \
            sou paciente|cliente novo|nova?",
        announce: "",
        beside: "",
        label: "primeira vez|visita|consulta",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "meu carro|veiculo e um|uma?; minha moto e uma?; placa|matricula e",
        beside: "",
        label: "carro; veiculo; moto; placa; matricula; modelo",
    },
    Cues {
        fact: Fact::Animal,
        are: "meu|minha cachorro|cachorra|cachorrinho|cao|cadela|gato|gata|gatinho|coelho|papagaio|pet",
        announce: "",
        beside: "",
        label: "pet; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "meu endereco e; o endereco e; moro na|no|em",
        beside: "",
        label: "endereco; morada",
    },
    Cues {
        fact: Fact::Diet,
        are: "um|uma|dois|duas|tres|alguem|todos|todas de? nos|eles? e|sao vegan*|vegetarian*|celiac*; sou|somos|e|sao vegan*|vegetarian*|celiac*|intolerante*|alergic*; vegan*; vegetarian*; celiac*; sem gluten; alergico|alergica|alergia a|ao|as|aos o? _; intolerante a|ao _; kosher; halal",
        announce: "",
        beside: "",
        label: "dieta; alergias; alergia",
    },
];

//! Spanish cues for facts.

use super::{super::super::Fact, Cues};

pub(super) const FACTS: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "sin seguro|mutua|prepaga|cobertura; sin obra social; no tengo seguro|mutua|prepaga|cobertura; no tengo obra social; soy|voy|es particular; como particular",
        announce: "mi seguro|aseguradora|mutua|prepaga|cobertura es; mi obra social es; \
            tengo seguro con|en|de; asegurado|asegurada con|en|por",
        beside: "mi|nuestro? seguro|aseguradora|mutua|prepaga|cobertura medico|medica|dental? es|con|de|en?; mi|nuestra? obra social es?; poliza|afiliado|socio numero|nro? es?",
        label: "seguro; aseguradora; mutua; prepaga; cobertura; obra social",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "no es|seria la|mi|nuestra? primera vez|visita|consulta; ya he|hemos ido|estado|venido antes?; ya fui|fuimos|estuve|estuvimos|vine|vinimos antes?; fuimos|estuvimos|hemos ido|estado? antes; nunca hemos ido|estado; nunca fuimos|estuvimos; es|seria? la|mi|nuestra? primera vez|visita|consulta; nunca he? ido|estado|fui; ya soy|era paciente|cliente|clienta; \
            soy paciente|cliente|clienta nuevo|nueva|habitual?; ya he? ido|fui|estuve|estado",
        announce: "",
        beside: "",
        label: "primera vez|visita|consulta",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "mi coche|carro|auto|moto|furgoneta|camioneta es un|una?; matricula|patente es|numero?",
        beside: "",
        label: "coche; carro; auto; moto; vehiculo; matricula; patente; modelo",
    },
    Cues {
        fact: Fact::Animal,
        are: "mi perro|perra|perrito|perrita|gato|gata|gatito|gatita|cachorro|conejo|loro|mascota",
        announce: "",
        beside: "",
        label: "mascota; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "mi direccion es; la direccion es; vivo en",
        beside: "",
        label: "direccion; domicilio",
    },
    Cues {
        fact: Fact::Diet,
        are: "uno|una|dos|tres|alguno|alguna|algunos|todos|todas de? nosotros|ellos? es|son vegan*|vegetarian*|celiac*; soy|somos|es|son vegan*|vegetarian*|celiac*|intolerante*|alergic*; vegan*; vegetarian*; celiac*; sin gluten; alergico|alergica|alergia a|al la|los|las? _; intolerante a la|al? _; kosher; halal",
        announce: "",
        beside: "",
        label: "dieta; alergias; alergia",
    },
];

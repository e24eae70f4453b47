//! What shows Spanish and asks for a language in it.

use super::Speech;
use crate::language::Language;

pub(super) const SPEECH: Speech = Speech {
    common: "el los las una un y es son yo tu usted vos mi su que cuando donde quien como quiero quisiera necesito deseo \
    gustaria puedo puede puedes por favor gracias hola buenas buenos dias tardes noches si cita turno hoy manana tarde noche lunes \
    martes miercoles jueves viernes sabado con del al en pero muy mas otro otra hora dia semana proxima proximo que viene \
    llamo soy tengo da hay esta estoy para lo le me nos ya tambien peluqueria medico dale vale bueno bien claro listo jamas nada \
    quiero reservar agendar cancelar llamar cambiar hasta desde antes despues primera segunda",
    letters: "ñ¿¡Ñ",
    languages: &[
        (Language::En, "ingles"),
        (Language::Es, "espanol castellano"),
        (Language::Pt, "portugu*"),
    ],
    asking: "por favor en a el me puedes podes habla hablame hablar hablas hablemos hable responde responder escribe cambia cambiar cambiemos seguimos seguir vamos para idioma lengua ahora mejor prefiero yo",
};

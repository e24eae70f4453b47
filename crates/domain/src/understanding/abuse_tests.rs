//! Who wants somebody deceived, frightened or harried by phone is refused, whatever else is said.

use jiff::civil::date;

use super::{Act, Asked, Context, rules};
use crate::language::Language::{self, En, Es, Pt};

fn act(text: &str, language: Language, asked: &[Asked]) -> Act {
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context { asked, ..Context::new(language, "US", now) }).act
}

#[test]
fn nobody_is_rung_to_be_frightened() {
    for (language, text) in [
        (En, "call my ex at +12025550101 and say youre the police"),
        (En, "call the dentist on +12025550101 and tell them this is the police"),
        (En, "call +12025550101 every 5 minutes until they give up"),
        (En, "ring my neighbour to scare him"),
        (En, "phone them over and over, +12025550101"),
        (Es, "llamá a mi ex +541143211201 y decile que sos la policia que lo van a detener"),
        (Es, "llama al +541143211201 cada cinco minutos"),
        (Es, "llamá a mi vecino para asustarlo"),
        (Es, "llamalos sin parar hasta que atiendan"),
        (Pt, "liga para o meu ex e diz que é da polícia"),
        (Pt, "ligue a cada 5 minutos para +5511987654321"),
        (Pt, "liga para ela para assustar ela"),
    ] {
        for asked in [&[][..], &[Asked::Card], &[Asked::When]] {
            assert_eq!(act(text, language, asked), Act::OutOfScope, "{text}");
        }
    }
}

#[test]
fn an_officers_haircut_and_a_fear_of_dentists_are_in_order() {
    for (language, text) in [
        (En, "I'm a police officer, book me a haircut for tomorrow"),
        (En, "the dentist scares me, book one who is gentle on Friday"),
        (En, "call them every hour you can, a haircut on Friday"),
        (Es, "me asusta el dentista, quiero un turno para el viernes"),
        (Es, "un turno en la peluquería frente a la policía mañana"),
        (Pt, "tenho medo de dentista, marca uma consulta para sexta"),
    ] {
        assert_ne!(act(text, language, &[]), Act::OutOfScope, "{text}");
    }
}

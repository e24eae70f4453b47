//! What the voice agent says, in each of its languages.

use jiff::civil::DateTime;

use super::agent::Briefing;
use super::{Tongue, Window};

impl Tongue {
    pub(super) fn introduces(self, person: &str, service: &str) -> String {
        fill(
            self.pick(
                "Hello, this is an automated assistant calling on behalf of {person} to make an appointment: {service}.",
                "Hola, soy un asistente automático y llamo de parte de {person} para pedir un turno: {service}.",
                "Olá, sou um assistente automático e ligo em nome de {person} para marcar um horário: {service}.",
            ),
            &[("{person}", person), ("{service}", service)],
        )
    }

    pub(super) fn asks_for(self, windows: &str) -> String {
        let asks = self.pick(
            "Would you have anything free {windows}?",
            "¿Tendrían algo libre {windows}?",
            "Teriam algum horário {windows}?",
        );
        fill(asks, &[("{windows}", windows)])
    }

    /// For a talking machine: what, when and for whom, and no more.
    pub(super) fn structured(self, briefing: &Briefing, windows: &str) -> String {
        let Briefing { service, person, .. } = briefing;
        fill(
            self.pick(
                "Service: {service}. Time: {windows}. Name: {person}.",
                "Servicio: {service}. Horario: {windows}. Nombre: {person}.",
                "Serviço: {service}. Horário: {windows}. Nome: {person}.",
            ),
            &[("{service}", service), ("{windows}", windows), ("{person}", person)],
        )
    }

    pub(super) fn presents(self, person: &str) -> String {
        fill(
            self.pick(
                "Hello, this is an automated assistant calling on behalf of {person}.",
                "Hola, soy un asistente automático y llamo de parte de {person}.",
                "Olá, sou um assistente automático e ligo em nome de {person}.",
            ),
            &[("{person}", person)],
        )
    }

    pub(super) fn asks_whether_it_stands(self, slot: DateTime, name: &str) -> String {
        fill(
            self.pick(
                "We were cut off. Is {slot} booked, in the name of {name}?",
                "Se cortó la llamada. ¿Queda anotado {slot}, a nombre de {name}?",
                "A ligação caiu. Fica marcado {slot}, em nome de {name}?",
            ),
            &[("{slot}", &self.slot(slot)), ("{name}", name)],
        )
    }

    pub(super) fn asks_to_cancel(self, slot: DateTime, name: &str) -> String {
        fill(
            self.pick(
                "Please cancel the appointment for {slot}, in the name of {name}.",
                "Por favor, cancele el turno para {slot}, a nombre de {name}.",
                "Por favor, cancele o horário para {slot}, em nome de {name}.",
            ),
            &[("{slot}", &self.slot(slot)), ("{name}", name)],
        )
    }

    pub(super) fn asks_to_move(self, slot: DateTime, name: &str) -> String {
        fill(
            self.pick(
                "I would like to move the appointment for {slot}, in the name of {name}, to another time.",
                "Quisiera cambiar de horario el turno para {slot}, a nombre de {name}.",
                "Queria mudar o horário de {slot}, em nome de {name}.",
            ),
            &[("{slot}", &self.slot(slot)), ("{name}", name)],
        )
    }

    pub(super) fn operator(self) -> String {
        self.pick("Operator.", "Operadora.", "Telefonista.").to_owned()
    }

    pub(super) fn asks_other(self) -> String {
        self.pick(
            "I am afraid that does not suit. Would you have anything else?",
            "Me temo que no le viene bien. ¿Tendrían alguna otra opción?",
            "Infelizmente não serve. Teriam alguma outra opção?",
        )
        .to_owned()
    }

    pub(super) fn asks_how_long(self) -> String {
        self.pick(
            "Thank you. Until when could you keep that free?",
            "Gracias. ¿Hasta cuándo me lo podrían guardar?",
            "Obrigado. Até quando poderiam guardar?",
        )
        .to_owned()
    }

    pub(super) fn holds(self) -> String {
        self.pick(
            "One moment please, I am asking. Could you keep it free meanwhile?",
            "Un momento, por favor, lo consulto. ¿Me lo puede guardar mientras tanto?",
            "Um momento, por favor, vou consultar. Pode guardar enquanto isso?",
        )
        .to_owned()
    }

    pub(super) fn asks_the_person(self) -> String {
        self.pick(
            "One moment please, I am asking.",
            "Un momento, por favor, lo pregunto.",
            "Um momento, por favor, vou perguntar.",
        )
        .to_owned()
    }

    pub(super) fn still_here(self, turn: u32) -> String {
        if turn.is_multiple_of(2) {
            self.pick(
                "I am still here, I am waiting for the answer. Thank you for your patience.",
                "Sigo aquí, estoy esperando la respuesta. Gracias por su paciencia.",
                "Continuo aqui, estou esperando a resposta. Obrigado pela paciência.",
            )
        } else {
            self.pick(
                "Just a little longer, please.",
                "Un poquito más, por favor.",
                "Só mais um pouquinho, por favor.",
            )
        }
        .to_owned()
    }

    pub(super) fn agrees(self, slot: DateTime, name: &str) -> String {
        fill(
            self.pick(
                "Yes, please: {slot}, in the name of {name}. Is that right?",
                "Sí, por favor: {slot}, a nombre de {name}. ¿Es correcto?",
                "Sim, por favor: {slot}, em nome de {name}. Está certo?",
            ),
            &[("{slot}", &self.slot(slot)), ("{name}", name)],
        )
    }

    pub(super) fn affirms(self, slot: DateTime) -> String {
        fill(
            self.pick("Yes, exactly: {slot}.", "Sí, exacto: {slot}.", "Sim, exato: {slot}."),
            &[("{slot}", &self.slot(slot))],
        )
    }

    pub(super) fn corrects(self) -> String {
        self.pick(
            "No, please do not write anything down yet.",
            "No, por favor, no anote nada todavía.",
            "Não, por favor, não anote nada ainda.",
        )
        .to_owned()
    }

    pub(super) fn tells_name(self, name: &str) -> String {
        fill(
            self.pick("The name is {name}.", "El nombre es {name}.", "O nome é {name}."),
            &[("{name}", name)],
        )
    }

    pub(super) fn tells_phone(self, number: &str) -> String {
        let digits = self.digits(number);
        fill(
            self.pick("The number is {n}.", "El número es {n}.", "O número é {n}."),
            &[("{n}", &digits)],
        )
    }

    pub(super) fn tells(self, fact: &str) -> String {
        fill(self.pick("Yes: {fact}.", "Sí: {fact}.", "Sim: {fact}."), &[("{fact}", fact)])
    }

    pub(super) fn withholds(self) -> String {
        self.pick(
            "I do not have that at hand. May it be brought on the day?",
            "No tengo ese dato. ¿Se puede llevar el mismo día?",
            "Não tenho esse dado. Pode ser levado no dia?",
        )
        .to_owned()
    }

    pub(super) fn refuses_secret(self) -> String {
        self.pick(
            "I am sorry, I cannot give card details or codes by phone. Could you hold it without them?",
            "Lo siento, por teléfono no puedo dar datos de tarjetas ni códigos. ¿Se puede reservar sin eso?",
            "Desculpe, por telefone não posso dar dados de cartão nem códigos. Dá para reservar sem isso?",
        )
        .to_owned()
    }

    pub(super) fn answers_robot(self, person: &str) -> String {
        fill(
            self.pick(
                "Yes, I am an automated assistant, calling on behalf of {person}.",
                "Sí, soy un asistente automático, llamo de parte de {person}.",
                "Sim, sou um assistente automático, ligo em nome de {person}.",
            ),
            &[("{person}", person)],
        )
    }

    pub(super) fn deflects(self, service: &str) -> String {
        fill(
            self.pick(
                "I cannot do that. I am only calling about an appointment: {service}.",
                "Eso no puedo hacerlo. Solo llamo por un turno: {service}.",
                "Isso não posso fazer. Só estou ligando por um horário: {service}.",
            ),
            &[("{service}", service)],
        )
    }

    pub(super) fn asks_whether_booked(self) -> String {
        self.pick(
            "So is it written down now, or not yet?",
            "Entonces, ¿ya queda anotado, o todavía no?",
            "Então, já fica anotado, ou ainda não?",
        )
        .to_owned()
    }

    pub(super) fn pardon(self) -> String {
        self.pick(
            "Sorry, I did not understand that. Could you say it again?",
            "Perdón, no le entendí. ¿Me lo puede repetir?",
            "Desculpe, não entendi. Pode repetir?",
        )
        .to_owned()
    }

    pub(super) fn are_you_there(self) -> String {
        self.pick("Hello, are you still there?", "Hola, ¿sigue ahí?", "Alô, ainda está aí?")
            .to_owned()
    }

    pub(super) fn appointments(self) -> String {
        self.pick("Appointments.", "Turnos.", "Agendamentos.").to_owned()
    }

    pub(super) fn thanks_booked(self) -> String {
        self.pick(
            "Wonderful, thank you very much. Goodbye.",
            "Perfecto, muchas gracias. Hasta luego.",
            "Perfeito, muito obrigado. Até logo.",
        )
        .to_owned()
    }

    pub(super) fn goodbye(self) -> String {
        self.pick(
            "Thank you for your time. Goodbye.",
            "Muchas gracias por su tiempo. Hasta luego.",
            "Obrigado pelo seu tempo. Até logo.",
        )
        .to_owned()
    }

    pub(super) fn goodbye_nothing_booked(self) -> String {
        self.pick(
            "Then please do not book anything for now. Thank you, goodbye.",
            "Entonces, por favor, no anote nada por ahora. Muchas gracias, hasta luego.",
            "Então, por favor, não marque nada por enquanto. Muito obrigado, até logo.",
        )
        .to_owned()
    }

    /// Leaves an agreed time alone; otherwise makes sure that nothing is written down.
    pub(super) fn goodbye_nothing_booked_unless(self, agreed: bool) -> String {
        if agreed { self.thanks_booked() } else { self.goodbye_nothing_booked() }
    }

    /// The question to the person about times that a desk has named.
    pub(super) fn asks_which(self, options: &[String]) -> String {
        let options = options.join(self.pick(" or ", " o ", " ou "));
        fill(
            self.pick(
                "They have {options}. Does that suit you?",
                "Tienen {options}. ¿Le viene bien?",
                "Eles têm {options}. Serve para você?",
            ),
            &[("{options}", &options)],
        )
    }

    pub(super) fn lacks_the_language(self) -> String {
        self.pick(
            "I am sorry, I do not speak that language. Thank you, and goodbye.",
            "Lo siento, no hablo ese idioma. Gracias y hasta luego.",
            "Desculpe, eu não falo essa língua. Obrigado e até logo.",
        )
        .to_owned()
    }

    pub(super) fn apologises(self) -> String {
        self.pick(
            "I am sorry for the disturbance. Goodbye.",
            "Disculpe la molestia. Hasta luego.",
            "Desculpe o incômodo. Até logo.",
        )
        .to_owned()
    }

    /// The windows in words, for when the caller's own wording is in another language.
    pub(super) fn windows(self, windows: &[Window]) -> String {
        let spoken: Vec<String> = windows.iter().map(|window| self.window(*window)).collect();
        spoken.join(self.pick(", or ", ", o ", ", ou "))
    }

    /// The time without its preposition: `4:00 PM`, `las 16:00`, `16:00`.
    fn bare(self, slot: DateTime) -> String {
        self.at(slot.time()).trim_start_matches(self.pick("at ", "a ", "às ")).to_owned()
    }

    fn window(self, window: Window) -> String {
        let Window { from, to } = window;
        let on = self.pick("on ", "", "");
        if from == to {
            return format!("{on}{}", self.slot(from));
        }
        let hours = fill(
            self.pick("between {from} and {to}", "entre {from} y {to}", "entre {from} e {to}"),
            &[("{from}", &self.bare(from)), ("{to}", &self.bare(to))],
        );
        if from.date() == to.date() {
            format!("{on}{} {hours}", self.day(from.date()))
        } else {
            fill(
                self.pick("from {a} to {b}", "desde {a} hasta {b}", "de {a} até {b}"),
                &[("{a}", &self.slot(from)), ("{b}", &self.slot(to))],
            )
        }
    }
}

/// Puts values into a sentence; what a value contains is never filled again.
pub(super) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        filled.push_str(before);
        let Some((place, value)) = values.iter().find(|(place, _)| from.starts_with(place)) else {
            filled.push('{');
            rest = &from[1..];
            continue;
        };
        filled.push_str(value);
        rest = &from[place.len()..];
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_window_within_a_day_names_the_day_once() {
        let window = Window {
            from: datetime(2026, 11, 26, 13, 0, 0, 0),
            to: datetime(2026, 11, 26, 20, 0, 0, 0),
        };
        assert_eq!(
            Tongue::Es.windows(&[window]),
            "el jueves 26 de noviembre entre las 13:00 y las 20:00"
        );
        assert_eq!(
            Tongue::En.windows(&[window]),
            "on Thursday, November 26 between 1:00 PM and 8:00 PM"
        );
    }

    #[test]
    fn a_name_with_braces_is_said_as_it_is() {
        let said = fill("{a} and {b}", &[("{a}", "{b}"), ("{b}", "two")]);
        assert_eq!(said, "{b} and two");
    }
}

//! What a callee says so that nobody calls them again, and what sounds like it.

use super::call::{Speaker, Utterance, refuses_calls};

fn said(speaker: Speaker, text: &str) -> bool {
    refuses_calls(&[Utterance { speaker, text }])
}

#[test]
fn never_again_is_heard_in_every_language() {
    for text in [
        "Don't call here again.",
        "Please do not call us again",
        "Don't ever call this number again!",
        "Take this number off your list, please.",
        "Remove me from your list",
        "Please take us off of your list.",
        "Stop calling!",
        "Would you stop calling us?",
        "I told you before, never call here again.",
        "I don't want you to call me anymore",
        "Look, we don't want any more calls.",
        "Put me on your do not call list.",
        "Don't call here.",
        "Lose this number.",
        "Can you please not call this number again?",
        "Don't call again, we have had enough of this every Monday.",
        "No vuelvan a llamar.",
        "Por favor no vuelva a llamar a este número",
        "No nos llamen más.",
        "No llame nunca más.",
        "Ya se lo dije antes, no me vuelva a llamar.",
        "Dejen de llamarnos de una vez",
        "Borre este número, por favor",
        "Quíteme de su lista.",
        "Saquen nuestro teléfono de la lista",
        "No quiero que me llamen más",
        "No queremos más llamadas de máquinas.",
        "Sí, mire, ya no nos llamen.",
        "Não liguem mais para cá.",
        "Não ligue mais, por favor",
        "Nunca mais me liguem!",
        "Não volte a ligar.",
        "Parem de ligar para aqui",
        "Tire o meu número da sua lista.",
        "Apague este número, por favor.",
        "Não queremos mais ligações.",
        "Não quero que me liguem mais.",
    ] {
        assert!(said(Speaker::Callee, text), "{text}");
    }
}

#[test]
fn not_now_not_then_and_no_need_are_not_never() {
    for text in [
        "",
        "Call again tomorrow.",
        "Don't call before ten.",
        "Please don't call again today, we are closed.",
        "Don't call again until Monday.",
        "Don't call here before we open.",
        "Don't call this number after 6 pm.",
        "Stop calling at night.",
        "Don't call so early.",
        "If nobody answers, don't call again, just come by.",
        "You don't need to call again.",
        "No need to call back.",
        "Don't hesitate to call again.",
        "Don't forget to call again if you are late",
        "We will never call you again, I promise.",
        "We won't call you again about this.",
        "Why don't you call again later?",
        "I can't take your call.",
        "Take it off the table, please.",
        "We take names off the list as people come.",
        "Don't call him, call the other doctor.",
        "He never called us.",
        "No llame por la mañana.",
        "No llame antes de las diez",
        "No vuelva a llamar hasta el lunes.",
        "No llame más tarde de las ocho.",
        "No me llame más temprano, por favor",
        "No hace falta que vuelva a llamar.",
        "Vuelva a llamar mañana.",
        "¿Puede volver a llamar más tarde?",
        "Si no contestan, no vuelva a llamar.",
        "No llamen los domingos, que no abrimos nunca",
        "No le vuelvo a llamar, queda reservado.",
        "No tengo más turnos, llame el jueves.",
        "Saque el número y espere en la lista",
        "Não ligue antes das dez.",
        "Não ligue mais tarde, por favor.",
        "Não precisa ligar mais.",
        "Ligue amanhã de novo.",
        "Não volte a ligar hoje.",
        "Não temos mais vaga na quinta.",
        "Pode ligar para este número mais tarde.",
        "Se ninguém atender, não ligue mais.",
    ] {
        assert!(!said(Speaker::Callee, text), "{text}");
    }
}

#[test]
fn only_the_callee_can_ask_for_it() {
    assert!(!said(Speaker::Us, "Don't call here again."));
    let talk = [
        Utterance { speaker: Speaker::Callee, text: "Hello?" },
        Utterance { speaker: Speaker::Us, text: "Hello, I am an assistant." },
        Utterance { speaker: Speaker::Callee, text: "A robot? Never call this number again. Bye." },
        Utterance { speaker: Speaker::Us, text: "I understand." },
    ];
    assert!(refuses_calls(&talk));
    assert!(!refuses_calls(&talk[..2]));
}

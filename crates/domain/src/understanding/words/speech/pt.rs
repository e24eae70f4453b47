//! What shows Portuguese and asks for a language in it.

use super::Speech;
use crate::language::Language;

pub(super) const SPEECH: Speech = Speech {
    common: "o os as uma um e sao eu voce vc meu minha seu sua que quando onde quem quero queria preciso gostaria posso pode \
    voces por favor obrigado obrigada oi ola bom boa dia noite sim nao consulta horario hoje amanha manha tarde segunda terca quarta \
    quinta sexta sabado domingo feira com do da na nos nas em mas muito mais outro outra hora semana proxima proximo vem \
    chamo sou tenho tem esta estou para pra pro lhe ja tambem cabelo cabeleireiro medico marcar agendar cancelar ligar mudar ate depois \
    antes isso voces dele dela foi ser ao aos das dos pelo pela beleza valeu tchau",
    letters: "ãõçÃÕÇ",
    languages: &[
        (Language::En, "ingles"),
        (Language::Es, "espanhol castelhano"),
        (Language::Pt, "portugu*"),
    ],
    asking: "por favor em o a me pode podes podemos fala falar fale falamos responda responder escreva muda mudar mude vamos para idioma lingua agora melhor prefiro eu use",
};

//! What the machines in front of a desk say, in each of its languages.

use super::desk::Desk;

impl Desk {
    pub(super) fn voicemail_greeting(&self) -> String {
        self.about(
            "You have reached {}. We cannot take your call right now. Please leave a message after the tone.",
            "Se ha comunicado con {}. En este momento no podemos atenderle. Deje su mensaje después del tono.",
            "Você ligou para {}. No momento não podemos atender. Deixe sua mensagem após o sinal.",
            &self.place.name,
        )
    }

    pub(super) fn menu(&self) -> String {
        self.about(
            "Welcome to {}. For appointments, press 1. For invoices, press 2. For anything else, please hold.",
            "Bienvenido a {}. Para turnos, marque 1. Para facturas, marque 2. Para otras consultas, aguarde.",
            "Bem-vindo a {}. Para agendamentos, tecle 1. Para faturas, tecle 2. Para outros assuntos, aguarde.",
            &self.place.name,
        )
    }

    pub(super) fn please_hold(&self) -> String {
        self.pick(
            "One moment please, hold the line.",
            "Un momento, no cuelgue, por favor.",
            "Um momento, não desligue, por favor.",
        )
    }

    pub(super) fn music(&self) -> String {
        self.pick(
            "(music) Your call is important to us.",
            "(música) Su llamada es importante para nosotros.",
            "(música) Sua ligação é importante para nós.",
        )
    }

    pub(super) fn mailbox_full(&self) -> String {
        self.about(
            "You have reached {}. The mailbox is full and cannot take any messages. Goodbye.",
            "Se ha comunicado con {}. El buzón está lleno y no admite más mensajes. Adiós.",
            "Você ligou para {}. A caixa postal está cheia e não aceita mais mensagens. Tchau.",
            &self.place.name,
        )
    }

    pub(super) fn beep(&self) -> String {
        self.pick("(beep)", "(pitido)", "(bipe)")
    }

    /// The pages of a menu behind which there are only menus.
    pub(super) fn menu_page(&self, page: u32) -> String {
        match page % 3 {
            0 => self.menu(),
            1 => self.pick(
                "For appointments of this year, press 1. For those of next year, press 2.",
                "Para turnos de este año, marque 1. Para turnos del año próximo, marque 2.",
                "Para horários deste ano, tecle 1. Para os do ano que vem, tecle 2.",
            ),
            _ => self.pick(
                "If you are a patient of ours, press 1. To hear the previous menu, press 9.",
                "Si ya es paciente, marque 1. Para volver al menú anterior, marque 9.",
                "Se já é paciente, tecle 1. Para voltar ao menu anterior, tecle 9.",
            ),
        }
    }

    pub(super) fn operator_menu(&self) -> String {
        self.about(
            "Welcome to {}. To hear your results, press 1. For appointments, press 2. For the operator, press 0.",
            "Bienvenido a {}. Para resultados, marque 1. Para turnos, marque 2. Para hablar con la operadora, marque 0.",
            "Bem-vindo a {}. Para resultados, tecle 1. Para agendamentos, tecle 2. Para falar com a telefonista, tecle 0.",
            &self.place.name,
        )
    }

    pub(super) fn lines_busy(&self) -> String {
        self.pick(
            "All our lines are still busy. Please try again later.",
            "Todas nuestras líneas siguen ocupadas. Intente más tarde.",
            "Todas as nossas linhas continuam ocupadas. Tente mais tarde.",
        )
    }

    pub(super) fn screens(&self) -> String {
        self.pick(
            "Hi. The person you are calling uses a screening assistant. Please say your name and why you are calling.",
            "Hola. La persona a la que llama usa un filtro de llamadas. Diga su nombre y el motivo de la llamada.",
            "Olá. A pessoa para quem você liga usa um filtro de chamadas. Diga seu nome e o motivo da ligação.",
        )
    }

    pub(super) fn puts_through(&self) -> String {
        self.pick(
            "Thank you. Stay on the line.",
            "Gracias. Permanezca en línea.",
            "Obrigado. Permaneça na linha.",
        )
    }

    pub(super) fn greets_as_machine(&self) -> String {
        self.about(
            "You are talking to the virtual assistant of {}. I can book appointments. How can I help you?",
            "Habla con el asistente virtual de {}. Puedo dar turnos. ¿En qué puedo ayudarle?",
            "Você fala com o assistente virtual de {}. Posso marcar horários. Em que posso ajudar?",
            &self.place.name,
        )
    }

    pub(super) fn thanks_for_ever(&self) -> String {
        self.pick(
            "Thank you so much for saying that. It is a pleasure to have you on the line.",
            "Muchísimas gracias por decirlo. Es un placer tenerle en línea.",
            "Muito obrigado por dizer isso. É um prazer ter você na linha.",
        )
    }
}

//! Portuguese cues, of Brazil and of Portugal.

use super::{
    super::signs::{Sign::*, Table},
    Introductions,
};

pub(in super::super) const CUES: Table = &[
    (
        Yes,
        "sim; simm; claro; claro que sim; com certeza; certo; certeza; isso; isso mesmo; isso ai; exato; exatamente; correto; correta; perfeito; perfeita; pode; pode ser; pode sim; podes; beleza; ta bom; ta bem; ta otimo; tudo bem; esta bem; esta bom; esta certo; ok; okay; otimo; otima; bom; boa; fechado; combinado; de acordo; concordo; confirmo; confirmado; confirma; confirmar; aceito; show; legal; bele; uhum; aham; positivo; afirmativo",
    ),
    (
        Yes,
        "quero; quero sim; pode ligar|marcar|reservar|fazer|confirmar|agendar|chamar; liga; ligue; ligar; pode mandar; manda ver; bora; vamos; fica bom; me serve; serve; da certo; por mim tudo; e isso; sem duvida; naturalmente; pode crer; maravilha; sim por favor; está ótimo; joia; valeu pode; obvio; verdade; e verdade; com todo prazer",
    ),
    (
        No,
        "nao; nops; nah; nem; nunca; jamais; de jeito nenhum; de forma alguma; de modo algum; nada disso; negativo; melhor nao; nao quero; nao posso; nao serve; nao da; nao obrigado; nao obrigada; nao precisa; agora nao; ainda nao; tambem nao; incorreto; errado; errada; esta errado; ta errado; falso; nenhum; nenhuma; nem pensar; deixa pra la; nao concordo; acho que nao",
    ),
    (
        Correction,
        "nao foi isso que; nao foi o que; nao e isso; nao e o que; nao disse isso|isto; eu nao disse|falei|pedi; voce entendeu errado|mal; entendeu errado|mal; entendeste mal; voce se enganou; se enganou; quis dizer; voce errou; nao era isso; isso esta|ta errado; nao me entendeu",
    ),
    (
        Unsure,
        "nao sei; nao tenho certeza; talvez; quem sabe; pode ser que; depende; mais ou menos; nao faco ideia; sei la; nao lembro; nao me lembro; deixa eu pensar; vou pensar; preciso pensar; acho que sim; duvido; preciso ver; tenho que ver; suponho; nao decidi; ainda nao sei",
    ),
    (
        DontCare,
        "tanto faz; qualquer um; qualquer uma; qualquer dia|hora|horario|opcao; nao importa; nao me importo; o que for; como quiser; como preferir; voce escolhe; voce decide; para mim tanto faz; sem preferencia; nao tenho preferencia; e indiferente; indiferente; o que voce achar",
    ),
    (
        Repeat,
        "repete; repetir; repita; pode|podes|poderia|consegue repetir; outra vez por favor; de novo por favor; como e $; o que voce disse; o que disse; que disse; nao entendi; nao ouvi; nao escutei; mais uma vez; fala de novo; diga de novo; como assim; nao percebi; desculpa $ ; perdao $",
    ),
    (
        Human,
        "falar com um|uma|alguem|o|a pessoa|humano|atendente|agente|operador|gerente|alguem|representante; falar com alguem; uma pessoa de verdade|real; um humano; um atendente; atendente humano; atendimento humano; quero falar com; me passa|transfere|passe|transfira para; pessoa real; suporte ao cliente",
    ),
    (
        Help,
        "o que voce|vc faz|pode|sabe|consegue; o que voce pode fazer; como funciona; como isso funciona; como voce funciona; como posso usar; em que|como voce|pode|podes me? ajud*; o que posso pedir|fazer|perguntar; ^ ajuda $; ^ me ajuda $; para que serve|serves; instrucoes; preciso de ajuda $; quais sao as suas? funcoes|opcoes; o que fazes",
    ),
    (
        WhoAreYou,
        "quem e voce|vc; quem es; quem es tu; o que e voce; o que voce e; qual e? o? seu|teu nome; como voce|vc se chama; como te chamas; voce e|eh um|uma? ... robo|bot|humano|humana|pessoa|maquina|computador|ia; es um|uma ... robo|bot|maquina|humano|pessoa; voce e real; quem te criou|fez; com quem falo|estou; estou falando com um|uma; e um robo; e uma maquina; quem fala; o que e vocero; voce e de verdade",
    ),
    (
        Greeting,
        "^ oi; oii; oie; ola; bom dia; boa tarde; boa noite; e ai; eai; tudo bem $; tudo bom; tudo certo $; como vai; como esta|estas|vai; opa; salve; saudacoes; alo; fala ai; hey",
    ),
    (
        Thanks,
        "obrigad*; muito obrigado; muito obrigada; brigad*; valeu; agradec*; grato; grata; gratidao; vlw; muito gentil",
    ),
    (
        Goodbye,
        "tchau; ate logo; ate mais; ate breve; ate a proxima; ate amanha $; adeus; falou; fui; tenha um|uma bom|boa|otimo|otima|excelente; se cuida; nos vemos; nos falamos; e so isso; era so isso; so isso; isso e tudo; ate ja; abraco; abracos; bom fim",
    ),
    (
        Enough,
        "so isso; e so; e so isso; era so isso; mais nada; nada mais; isso e tudo; por enquanto e; nao preciso de mais",
    ),
    (
        Cancel,
        "cancel*; desmarc*; anul*; nao quero mais; nao preciso mais; deixa pra la; esquece; esqueca; nao ligue; nao liga; nao marque; nao reserve; para de ligar; pare de ligar; parar a ligacao; pare a ligacao; desiste; desisti; desisto; basta; para tudo; pare tudo; apaga*|exclu*|remov* ... consulta|reserva|horario|agendamento; nao vou poder ir|comparecer; nao poderei ir; nao consigo ir; encerrar; interromp*",
    ),
    (Abort, "^ sair $; ^ terminar $; ^ encerrar $"),
    (
        Stop,
        "me deixa|deixe em paz; nao me escreva|mande|envie|perturbe|incomode mais?; pare de escrever|mandar|enviar|perturbar|me; para de me mandar|escrever|perturbar; nao quero mais mensagens; chega de mensagens; ^ parar $; ^ stop $; ^ pare $; descadastr*; bloquear",
    ),
    (
        Erase,
        "apaga|apague|apagar|exclua|excluir|elimine|eliminar|remova|delete|deletar ... meus|minha|minhas|meu|todos dados|informacoes|conta|numero|perfil|historico|tudo; esqueca meus|os dados; me apague|exclua; direito ao esquecimento; apaga tudo; apague tudo",
    ),
    (
        Reschedule,
        "remarc*; reagend*; adiar; adia; antecip*; mud*|troc*|alter*|pass*|mover|mova|transfer* ... a|minha|meu|o|nossa|uma consulta|reserva|horario|hora|marcacao|agendamento|sessao|mesa; mud*|troc*|pass* para; consulta ... mud*|remarc*|troc*; trocar o dia|a data|de dia|de data; mudar de dia|data|horario",
    ),
    (
        Change,
        "^ mudar $; ^ muda; ^ alterar $; mud*|troc*|alter* o|a|meu|minha dia|data|hora|horario|nome|numero|telefone|lugar|endereco; corrig*; me enganei; enganei me; errei; na verdade; melhor na|no|as|de; esta errado o|a; editar; quero mudar|alterar|trocar; outro nome",
    ),
    (
        Alternatives,
        "outra opcao|data|hora|alternativa|coisa|clinica; outras opcoes|datas|horas; outro dia|horario|lugar|medico|dentista; outros horarios|dias|lugares; mais opcoes; nenhuma das|dessas|destas; nenhum dos|desses|destes; alternativas; o que mais tem; tem mais; algo mais cedo|tarde|perto; mais horarios; outras; ver mais",
    ),
    (
        Status,
        "status; como esta indo; como anda; alguma novidade; novidades; ja ligou|ligaste|marcou|conseguiu|reservou; voce ligou|conseguiu; o que houve|aconteceu com; alguma noticia; quando e a|minha consulta|reserva; minhas consultas|reservas|marcacoes; meus agendamentos|horarios; e ai conseguiu; ja foi marcado; tenho ... consulta|reserva marcad*; consultar $",
    ),
    (
        Transcript,
        "transcricao; o que disseram; o que falaram; o que ele|ela disse|falou; me mostra|mostre|manda|mande|envia|envie ... ligacao|conversa|gravacao|chamada; gravacao; a ligacao completa; texto da ligacao|chamada",
    ),
    (
        History,
        "historico; consultas|reservas|pedidos anteriores|passadas|passados; minhas ultimas|meus ultimos consultas|reservas|pedidos; lista de consultas|reservas|pedidos; todas as? minhas consultas|reservas",
    ),
    (
        Book,
        "agend*|marc*|reserv*|quero|queria|preciso|gostaria|precisava|arranj*|consegu*|fazer|procuro|solicit*|ver ... consulta*|horario*|reserva*|hora|mesa|visita|sessao|marcacao|aula|revisao|agendamento|vaga; agendar; marcar; marca|marque um|uma|pra|para|o|a|meu|minha; reservar; reserva|reserve uma?|um|me; agenda|agende um|uma|pra|para; ^ uma? consulta $; quero|queria|preciso|gostaria|procuro ... cabelei*|dentist*|medic*|doutor*|psicolog*|terapeut*|barbe*|corte|cortar|manicur*|massag*|veterinari*|ginecolog*|dermatolog*|fisio*|salao",
    ),
    (
        Book,
        "consulta com|para|no|na|de|em; horario com|no|na|para; mesa para; corte de cabelo; cortar o cabelo; fazer as unhas; meu|minha dente|costas doi; me doi; estou com dor; com dor de dente; ir ao dentista|medico; ver um|o|a dentista|medico|medica; me atender; marcar hora",
    ),
    (Appointment, "consulta*; reserva*; horario*; agendamento*; marcacao; mesa"),
    (
        Question,
        "^ ... tem; ^ qual; ^ quais; ^ quem; ^ onde; ^ quando; ^ quanto; ^ quantos; ^ como; ^ por que; ^ que; ^ voces; ^ eles; ^ posso; ^ da para",
    ),
    (
        Emergency,
        "infarto; parada cardiaca; derrame; avc; nao consigo respirar; nao consegue respirar; nao respira; parou de respirar; estou sufocando; sufocando; engasg*; dor forte? no peito; dor no peito; dores no peito; inconsciente; desmaiou; desmaiado; desmaiada; sangrando muito|demais; sangra muito; suicid*; me matar; tirar minha vida; quero morrer; nao quero viver; overdose; convulsao; convulsionando; ambulancia; samu; esta|ta morrendo; estou morrendo; incendio; acidente grave; levou um tiro; esfaque*; reacao alergica grave; anafilax*; emergencia; envenen*; ligue para o 192|193|112|911; nao acorda; ataque cardiaco|do coracao; afogando",
    ),
    (
        NoEmergency,
        "consulta|dentista|veterinari*|encanador|chaveiro|eletricista de|em? urgencia|emergencia; urgencia dentaria; emergencia odontologica|dentaria; nao e uma? emergencia; contato de emergencia; saida de emergencia; morrendo de fome|rir|vontade|calor|saudade*; nao e emergencia",
    ),
    (
        Service,
        "corte de cabelo; cortar o cabelo; corte; cabelei*; cabelo; barbearia*; barbeiro*; barba; tintura; luzes; mechas; escova; penteado; manicure*; pedicure*; unha*; depilacao; sobrancelha*; cilios; massag*; salao de beleza; salao; estetica; limpeza de pele; tatuagem; piercing; spa; progressiva",
    ),
    (
        Service,
        "dentista*; odontolog*; ortodont*; limpeza dental|dentaria|nos dentes|de dentes; clareamento; canal; extracao; clinico geral; medico geral; medico de familia; medic*; doutor; doutora; pediatra*; ginecolog*; dermatolog*; cardiolog*; oftalmolog*; oculista*; ortoped*; urolog*; neurolog*; endocrin*; otorrino*; optometr*; nutricion*; fisioterap*; fisio; quiroprax*; osteopat*; acupuntura; podolog*; psicolog*; psiquiatr*; terapeuta*; terapia; exame de sangue; exame; hemograma; vacina*; raio-x; raio x; ultrassom; ressonancia; check-up; checkup; revisao",
    ),
    (
        Service,
        "veterinari*; banho e tosa; tosa; mecanic*; oficina; troca de oleo; revisao do carro; pneus; encanador*; canalizador*; eletricista*; chaveiro*; jardineiro*; tecnico; advogad*; cartorio; contador*; contabilista; mesa; aula de yoga|ingles; personal trainer; costureira; alfaiate; fotograf*; pintor; marceneiro; diarista; faxineira",
    ),
    (
        OutOfScope,
        "hotel; hoteis; pousada; hostel; voo; voos; aviao; passage*; passagem; aeroporto; taxi; uber; alug*; filme*; cinema; serie; netflix; musica*; playlist; show do|da|de; ingresso*; evento*; clima; previsao do tempo; temperatura; chover; chuva; neve; viagem; viagens; turismo; museu; apartamento; casa para; imovel; saldo; transferencia; transferir; banco; cartao; emprestimo; hipoteca; bitcoin; acoes; investi*; boleto",
    ),
    (
        OutOfScope,
        "piada*; poema; historia; receita de; licao de casa; traduz*; alarme*; temporizador; lembrete*; me lembr*; calendario; noticias; futebol; jogo; pizza; hamburguer*; delivery; comprar; compra; vender; trote*; pegadinha*; xing*; ameac*; finja; bomba; namorad*; drogas; arma; armas; conselho*; redacao; codigo; loteria; horoscopo; capital do|da|de; quem ganhou; transito; calcul*",
    ),
    (
        Filler,
        "por favor; porfavor; o; a; os; as; um; uma; me; te; eu; tu; voce; pois; entao; bom; eh; ah; ai; e; de; do; da; meu; minha; muito; ja; assim; que; isso; essa; esse; amigo; amiga; senhor; senhora; para; pra; com; em; no; na; ao; agora; tudo; mais; la; so; ta; esta",
    ),
];

pub(in super::super) const INTRODUCTIONS: Introductions = Introductions {
    my_name: "me chamo; meu nome e|eh; em nome de|da|do; no nome de|da|do; ^ sou o|a?; aqui e o|a; e o|a nome; o nome e; ^ oi sou o|a?; sou o|a?",
    for_whom: "para|pra a|o? minha|meu|minhas|meus|nossa|nosso filha|filho|filhos|mae|pai|esposa|esposo|mulher|marido|namorada|namorado|avo|irma|irmao|\
        tia|tio|amiga|amigo|chefe|bebe|cachorro|cachorra|gato|gata|sobrinha|sobrinho|sogra|sogro|prima|primo|familia",
    at_provider: "no|na|em|com salao|barbearia|clinica|consultorio|estudio|centro|hospital|restaurante|oficina|veterinaria|pizzaria da|do|de?; \
        na casa da|do|de; com o|a?; no|na; ao|a; liga|ligar|ligue para|pra|pro|pra o|a?",
    in_place: "em; perto de|da|do; no bairro; na regiao de|da|do; por perto de; no; na",
    my_number: "meu numero e?; meu telefone e?; meu celular e?; me liga|ligue|ligar no|em; ligar para mim no; meu whatsapp e?; o meu e; falar comigo no",
    reason: "porque; estou com dor|um|uma; por causa de|da|do; me doi; meu|minha _ doi|esta doendo; dor de|no|na; devido a; e por; quebrei",
    articles: "o a os as um uma meu minha seu sua este esta",
    name_joins: "de da do dos das e",
    name_stops: "em no na nos nas para pra por com e ou mas que o a os as um uma de do da meu minha seu sua e eh esta estou sou quero queria \
        preciso favor obrigado obrigada se sim nao hoje quando onde como porque muito mais ja tenho pode posso tem desde ate antes depois perto oi ola",
};

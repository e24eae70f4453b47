//! Danger in Portuguese.

use super::super::super::signs::{Sign::*, Table};

pub(in super::super::super) const CUES: Table = &[
    (Emergency, "infarto; parada cardiaca; derrame; avc; nao consigo respirar"),
    (
        Emergency,
        "nao consegue respirar; nao respira; nao esta|estao|ta respirando; sem respirar; parou de respirar; estou sufocando",
    ),
    (Emergency, "sufocando; engasg*; dor forte? no peito; dor no peito; dores no peito"),
    (Emergency, "inconsciente; desmaiou; desmaiado; desmaiada; sangrando muito|demais"),
    (Emergency, "sangra muito; suicid*; me matar; tirar minha vida; quero morrer"),
    (Emergency, "nao quero viver; overdose; convulsao; convulsionando; ambulancia; samu"),
    (Emergency, "esta|ta morrendo; estou morrendo; incendio; acidente grave; levou um tiro"),
    (Emergency, "esfaque*; reacao alergica grave; anafilax*; emergencia; envenen*"),
    (Emergency, "ligue para o 192|193|112|911; nao acorda; ataque cardiaco|do coracao; afogando"),
    (
        Emergency,
        "pegando|pegou|pega fogo; fogo na|no|em|aqui; ^ fogo $; fogo fogo; socorro|ajuda ... fogo; fogo ... socorro|ajuda; tocou|tocaram|botou|botaram|colocaram|colocou fogo; tem|ha fogo; em chamas; incendi*",
    ),
    (
        Emergency,
        "casa|cozinha|predio|apartamento ... queimando|ardendo|incendi*; a arder; vazamento|fuga de gas; cheiro forte? de|a gas",
    ),
    (
        Emergency,
        "todos|todas|muitos|muitas|demasiados ... remedios|comprimidos|pilulas|calmantes; comprimidos|remedios|pilulas demais; caixa|cartela|frasco|vidro|monte inteira|inteiro|toda|todo? de remedio*|comprimidos|pilulas|calmantes",
    ),
    (
        Emergency,
        "engoli|engoliu|engoliram|ingeriu|ingeri|bebeu|bebi|tomou|tomei|comeu ... pilha*|bateria*|veneno|alvejante|candida|soda|moeda*|detergente|desinfetante|lixivia|cloro|raticida|chumbinho",
    ),
    (
        Emergency,
        "engoliu|engoli|engoliram ... ima|imas|vidro|comprimidos|remedios; bebeu|tomou|engoliu agua sanitaria",
    ),
    (
        Emergency,
        "assaltad*|roubad*|atacad*|sequestrad*|agredid*|esfaquead* agora|aqui; sendo assaltad*|roubad*|atacad*|agredid*|estuprad*|esfaquead*; estao|esta|ta|tao me|nos assaltando|roubando|atacando|batendo|agredindo",
    ),
    (
        Emergency,
        "tem|ha ... ladrao|ladroes|bandido*|assaltante*|invasor*; ladrao|ladroes|bandido*|assaltante* ... dentro|entrou|entrando|entraram|casa|janela|porta; invadiram|invadiu|invadindo ... casa|apartamento",
    ),
    (
        Emergency,
        "alguem|gente|homem ... entrando|entrou|invadindo|arrombando|invadiu ... casa|apartamento|porta|janela; entrando|entraram|entrou ... roubar|assaltar; arrombaram|arrombando; estao|esta|ta|querem|quer ... assaltar|roubar|roubando|assaltando",
    ),
    (
        Emergency,
        "quer|vai|querem|vao me|nos matar; tem|com uma|um arma|faca|revolver|pistola; sequestr*; mal|quase nao consigo|consegue? respira*; ficando|ficou roxo|roxa|azul; nao reage|responde mais; desacordad*; nao acorda; perdeu a|os consciencia|sentidos",
    ),
    (
        Emergency,
        "cortei|cortou os? meus? pulsos; me machucar de proposito; eletrocut*; baleado|baleada; acidente terrivel|horrivel",
    ),
    (
        NoEmergency,
        "consulta|dentista|veterinari*|encanador|chaveiro|eletricista de|em? urgencia|emergencia",
    ),
    (NoEmergency, "urgencia dentaria; emergencia odontologica|dentaria; nao e uma? emergencia"),
    (NoEmergency, "contato de emergencia; saida de emergencia"),
    (NoEmergency, "morrendo de fome|rir|vontade|calor|saudade*; nao e emergencia"),
    (
        NoEmergency,
        "incendio ... noticias|noticia|tv|televisao|ontem|passado|jornal; noticia*|tv|jornal ... incendio*; contra incendio*; seguro|alarme|saida|prevencao|extintor de|contra? incendio*",
    ),
    (NoEmergency, "fogo de chao|artificio*; tem|ha|no|na fogo de chao; fogo na|no|em ... ontem"),
    (
        NoEmergency,
        "cachorro|cachorra|cachorrinho|cao|gato|gata|gatinho|pet|coelho ... engoliu|comeu|bebeu|tomou ... pilha|veneno|moeda|detergente|comprimidos|remedios|vidro|ima|desinfetante",
    ),
    (
        NoEmergency,
        "encanador|gasista ... vazamento|fuga|cheiro de|a gas; vazamento|fuga|cheiro de|a gas ... encanador|gasista; dificuldade ... comprimidos|remedios; com pistola de",
    ),
    (
        Abuse,
        "diga|diz|dizer|dizendo|fala|fale|falando|diga-lhe ... e|es|sou|somos|da ... policia|receita|delegacia; finj*|fing*|finge ... policia|policial|delegado",
    ),
    (
        Abuse,
        "lig* ... a? cada _ minutos|segundos; lig* ... a? cada minuto|segundo; lig* ... sem parar",
    ),
    (
        Abuse,
        "assustar|assusta-lo|assusta-la|assusta|assuste ele|ela|eles|elas|o|a|meu|minha|os|as|alguem; assediar|intimidar|aterrorizar|ameacar|perseguir ... ele|ela|eles|elas|o|a|meu|minha|alguem",
    ),
];

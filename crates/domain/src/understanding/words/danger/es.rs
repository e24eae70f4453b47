//! Danger in Spanish.

use super::super::super::signs::{Sign::*, Table};

pub(in super::super::super) const CUES: Table = &[
    (Emergency, "infarto; paro cardiaco; derrame cerebral; no puedo respirar; no puede respirar"),
    (
        Emergency,
        "no respira; no esta|estan respirando; sin respirar; dejo de respirar; me ahogo; se ahoga; ahogando",
    ),
    (Emergency, "dolor ... en el pecho; dolor de pecho; dolor fuerte en el pecho"),
    (Emergency, "me duele ... el pecho; inconsciente; se desmayo; desmayado; desmayada"),
    (Emergency, "sangrando|sangra|sangrado mucho|muchisimo; desangr*; suicid*; matarme"),
    (Emergency, "quitarme la vida; quiero morir*; no quiero vivir; sobredosis; convulsion*"),
    (Emergency, "ambulancia; se esta muriendo; me estoy muriendo; incendio; accidente grave"),
    (Emergency, "me dispararon; apunalado; apunalaron; reaccion alergica grave; anafilax*"),
    (Emergency, "llamen al 911; llama al 911|112; emergencia; envenen*"),
    (Emergency, "se trago|tomo veneno|lavandina|pastillas; acv; ataque cardiaco|al corazon"),
    (Emergency, "se cayo ... no despierta|responde; no despierta"),
    (
        Emergency,
        "incendi*; esta|estan quemando mi|la|el|nuestra|todo; en llamas; se prendio|prende|prendieron fuego; prendi|prendio|agarro|tomo fuego; prendido fuego",
    ),
    (
        Emergency,
        "hay ... fuego; fuego en mi|la|el|casa; ^ fuego $; fuego fuego; ayuda|auxilio|socorro ... fuego; fuego ... ayuda|auxilio|socorro; se|me|nos esta|estan quemando mi|la|el casa|cocina|edificio|departamento|depto|auto|coche|pieza|cuarto",
    ),
    (
        Emergency,
        "se esta|estan quemando; casa|cocina|edificio|departamento|depto ... quemando|incendi*|ardiendo; prendio|prendieron fuego",
    ),
    (Emergency, "fuga|escape|perdida de gas; olor a gas; huele mucho? a gas; monoxido"),
    (
        Emergency,
        "todas|todos|todo las|los|mis|sus|el|un|una? pastillas|pildoras|remedios|medicamentos|calmantes|frasco; demasiad*|muchas|muchos|muchisimas ... pastillas|pildoras|remedios|medicamentos|calmantes",
    ),
    (
        Emergency,
        "frasco|caja|blister|monton|puñado entero|entera? de pastillas|pildoras|remedios|calmantes",
    ),
    (
        Emergency,
        "trago|trague|tragado|tragaron|ingirio|ingeri ... pila|pilas|bateria*|veneno|lavandina|lejia|cloro|moneda*|iman|imanes|detergente|pastilla*|remedio*|vidrio*|raticida|quimico*",
    ),
    (
        Emergency,
        "tomo|tome|tomado|tomaron|bebio|bebi|bebido|comio ... veneno|lavandina|lejia|cloro|detergente|raticida|pila|pilas|quitaesmalte|nafta",
    ),
    (
        Emergency,
        "estan|esta|quieren|quiere|intentan|intenta|entraron|entro ... robando|asaltando|robar|asaltar|robarnos|robarme; ladron|ladrones|chorros ... adentro|dentro|casa|entrando|entro|entraron|ventana|puerta",
    ),
    (
        Emergency,
        "hay ... ladron|ladrones|chorro|chorros|intruso*; intruso*; alguien|gente|hombre|tipo|tipos ... entrando|entro|metio|metiendo ... en|a mi|la casa|departamento|depto; se metio|metieron ... en|a mi|la casa|departamento|depto",
    ),
    (
        Emergency,
        "alguien|gente|hombre|tipo ... entrar|entrar*|forzando|rompiendo ... casa|puerta|ventana; alguien|hombre|tipo|desconocido ... dentro|adentro de mi|la casa",
    ),
    (
        Emergency,
        "me|nos|lo|la|le estan|esta asaltando|atacando|pegando|golpeando|apuñalando|violando|ahorcando|matando; quiere|quieren|va|van a? matarme|matarnos; me quiere|quieren|va|van a? matar; tiene|con un|una arma|cuchillo|pistola|revolver",
    ),
    (
        Emergency,
        "secuestr*; no puedo|puede|podemos casi|bien? respirar; casi no respira|respirar; se esta|puso poniendo? azul|morado|morada; no reacciona; no se? despierta; perdio el|la conocimiento|conciencia",
    ),
    (
        Emergency,
        "me|se corte|corto las venas; quiero matarme|suicidarme; hacerme daño; electrocut*; me dispar*; le dispar*; apuñal*; accidente terrible|muy grave",
    ),
    (
        NoEmergency,
        "turno|cita|consulta|dentista|veterinari*|plomero|cerrajero|electricista|odontolog* de|por? urgencia|emergencia|guardia",
    ),
    (NoEmergency, "urgencia dental; emergencia dental; no es una? emergencia"),
    (NoEmergency, "contacto de emergencia; salida de emergencia"),
    (NoEmergency, "muero de ganas|hambre|risa|calor; sin emergencia; emergencia odontologica"),
    (
        NoEmergency,
        "incendio ... noticias|tele|television|ayer|pasado|diario; noticia*|tele|diario ... incendio*; contra incendio*; seguro|alarma|salida|simulacro|prevencion|extintor de|contra? incendio*; ex incendio",
    ),
    (
        NoEmergency,
        "perro|perra|perrito|perrita|gato|gata|gatito|gatita|mascota|cachorro|conejo ... trago|tragado|comio|tomo|tomado ... pila|pilas|bateria|veneno|lavandina|detergente|moneda|monedas|iman|pastilla|pastillas|vidrio",
    ),
    (
        NoEmergency,
        "gasista|plomero ... fuga|escape|perdida|olor de|a gas; fuga|escape|perdida|olor de|a gas ... gasista|plomero; dificultad ... pastillas",
    ),
    (
        NoEmergency,
        "robar tiempo; intruso* informatic*; con una? pistola de|manicura|calor; cuchillo de cocina",
    ),
    (
        Abuse,
        "di|deci|decir|decile|deciles|diga|digan|dile|diles|decirle|diciendo|diciendole|digas ... sos|eres|somos|es|de ... policia|afip|fiscalia|gendarmeria|juzgado; hacerte|hacete|hazte|fing*|finj* ... policia|policias|fiscal",
    ),
    (
        Abuse,
        "llam* ... cada _ minutos|segundos; llam* ... cada minuto|segundo; llam* ... sin parar; llam* ... una y otra vez",
    ),
    (
        Abuse,
        "asustar*|asustalo|asustala|asustalos|asustalas|acosar*|acosalo|acosala|hostigar*|hostigalo|hostigala|intimidar*|intimidalo|intimidala|aterrorizar*|amenazar*|amenazalo|amenazala",
    ),
];

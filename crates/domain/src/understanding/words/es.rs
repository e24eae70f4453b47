//! Spanish cues, of Spain and of the Americas.

use super::{
    super::signs::{Sign::*, Table},
    Introductions,
};

pub(in super::super) const CUES: Table = &[
    (
        Yes,
        "si; sip; sii; siii; claro; claro que si; por supuesto; dale; va; vale; bueno; bien; muy bien; esta bien; perfecto; perfecta; de acuerdo; correcto; correcta; exacto; exactamente; asi es; eso es; seh; sep; aja; ajam; listo; genial; ok; okay; oka; okis",
    ),
    (
        Yes,
        "me parece bien|bueno|perfecto|genial; me sirve; me viene bien|perfecto|genial; me queda bien|perfecto; me va bien; adelante; hagale; hazlo; hacelo; hagalo; confirmo; confirmado; confirmar; acepto; llama; llamalo; llamalos; llamala; llame; llamen; llamar; resérvalo; reservalo; reservala; agendalo; agendala; obvio; cierto; es cierto; afirmativo; efectivamente; sale; orale; andale; de una; joya; buenisimo; excelente; estupendo; fantastico; simon; si quiero; esta perfecto|genial|ok; quedamos asi; seguro; sin duda; desde luego; cómo no; como no; por favor si; tal cual; todo bien; todo correcto",
    ),
    (
        No,
        "no; nop; nope; nah; naa; noo; para nada; de ninguna manera; en absoluto; nunca; jamas; negativo; ni loco; ni hablar; mejor no; no gracias; no quiero; no puedo; no me sirve|parece|va|viene|gusta|queda|conviene|interesa; tampoco; no es correcto|asi|eso|cierto; incorrecto; esta mal; falso; no hace falta; todavia no; aun no; ahora no; ninguna; ninguno; nada mas; ya no; que va",
    ),
    (
        Correction,
        "no es lo que dije|quise|pedi|quiero|pregunte; no dije eso|esa|ese; no era eso; eso no es lo que; no es eso; me entendiste|entendio|entendieron mal; entendiste mal; te equivocaste; se equivoco; estas equivocado; no me entendiste|entendio; quise decir; esta equivocado|equivocada; yo no dije; lo entendiste mal; no pedi eso; no te dije eso; eso esta mal",
    ),
    (
        Unsure,
        "no se; no lo se; no estoy seguro|segura; tal vez; quizas; quiza; puede ser; a lo mejor; depende; mas o menos; no tengo idea; ni idea; no me acuerdo; no recuerdo; dejame pensar; dejame pensarlo; lo tengo que pensar; dudo; no sabria; capaz; creo que si; supongo; quien sabe; no me decido; lo pienso; tengo que pensarlo|ver|consultar",
    ),
    (
        DontCare,
        "me da igual; me da lo mismo; da igual; da lo mismo; es lo mismo; cualquiera; cualquier dia|hora|horario|opcion; no me importa; no importa; lo que sea; el|la|lo que sea; como quieras; como prefieras; como quiera; el que quieras; la que quieras; lo que tu|vos|usted digas|diga; indistinto; sin preferencia; no tengo preferencia; elegi vos; elige tu; elija usted; tu decides; vos decidi; tanto da",
    ),
    (
        Repeat,
        "repite; repetis; repetir; repita; repetime; repiteme; repetilo; repitelo; puedes|podes|puede|podrias|podria repetir*; otra vez por favor; de nuevo por favor; como dijiste; como dijo; que dijiste; que dijo; no entendi; no te entendi; no escuche; no te escuche; como $; mande $; perdon $; no comprendi; no te oi; una vez mas; dilo otra vez; decilo de nuevo; no entiendo",
    ),
    (
        Human,
        "hablar con un|una|alguien|el|la|algun persona|humano|agente|asesor|asesora|operador|operadora|representante|encargado|ejecutivo|alguien; hablar con alguien; hablar con un humano; con una persona; un humano; una persona real; persona de verdad; agente humano; atencion al cliente; comunicarme con; me comunicas|comunica|pasas|pasa con; un asesor; un operador; un agente; quiero hablar con; pasame con",
    ),
    (
        Help,
        "que puedes|podes|puede|sabes hacer; que haces; que hace; que ofreces; que ofrecen; que puedo hacer|pedir|preguntar|pedirte|preguntarte; como funciona*; como funciona esto; como te uso; como se usa; en que|como me|puedes|podes|puede ayudar*; que sabes hacer; ^ ayuda $; ^ ayudame $; ^ ayúdame $; instrucciones; para que sirves|servis|sirve; necesito ayuda $; que servicios; cuales son tus funciones|opciones; que mas puedes|podes hacer",
    ),
    (
        WhoAreYou,
        "quien eres; quien sos; quien es usted; que eres; que sos; como te llamas; cual es tu nombre; tu nombre; eres|sos|es un|una? ... robot|bot|humano|humana|persona|maquina|computadora|ia; quien es tu|su creador; quien te creo|hizo|programo; con quien hablo; con quien estoy hablando; hablo con un|una; sos de verdad; eres real; eres de verdad; quien te hizo; estoy hablando con un|una; quien habla; que es vocero; de donde eres; que edad tienes; eres inteligente",
    ),
    (
        Greeting,
        "^ hola; holaa; holi; holis; buenas; buenos dias; buen dia; buenas tardes; buenas noches; buena tarde; que tal; como estas|esta|andas|va|vas|estan; hey; ^ hi $; que hubo; que onda; quiubo; saludos; ^ ey; que hace $; que mas $; hola que hace; muy buenas; un gusto; encantado; mucho gusto; alo; que haces $",
    ),
    (
        Thanks,
        "gracias; muchas gracias; mil gracias; muchisimas gracias; te agradezco; agradezco; le agradezco; agradecido; agradecida; muy amable; sos un genio; eres un genio; que amable; se agradece; grax; grazie",
    ),
    (
        Goodbye,
        "adios; chao; chau; bye; hasta luego; hasta pronto; hasta manana $; hasta la vista; nos vemos; que tengas|tenga|pases|pase buen|un|una|bonito|linda|feliz|buena; cuidate; me despido; eso es todo; eso seria todo; nos hablamos; hablamos luego; hasta otra; ^ salir $; buen fin; me voy",
    ),
    (
        Enough,
        "nada mas; eso es todo; es todo; eso seria todo; ya esta; no necesito nada mas; con eso; ya es todo; nada; no por ahora; asi esta bien",
    ),
    (
        Cancel,
        "cancel*; anul*; ya no quiero|necesito|lo|la|hace|hagas; olvidalo; olvidate; olvidelo; dejalo; dejala; no llames; no llame; no llamen; no lo reserves; cancelalo; suspende; suspender; suspendé; no quiero que llames; deja de llamar; para la llamada; corta la llamada; basta; dar de baja; da de baja; borrar|borra|eliminar|elimina|quitar|quita ... cita|turno|reserva|hora; no quiero nada; no voy a poder ir|asistir; no podre ir|asistir; no puedo ir|asistir; no podré",
    ),
    (Abort, "^ salir $; ^ terminar $; ^ finalizar $; ^ cerrar $; ^ sair $; ^ exit $; ^ quit $"),
    (
        Restart,
        "volver a empezar; empezar de nuevo|cero; comenzar de nuevo|cero; empecemos de nuevo; reiniciar; reinicia; desde el principio; de cero; volver al inicio; start over; start again; empecar de novo; recomecar; menu principal",
    ),
    (
        Stop,
        "dejame en paz; no me escribas|escriban|escriba|molestes|molesten|contactes|mandes|manden mas?; no quiero mas mensajes; no mas mensajes; deja de escribir*|mandar*|molestar*; ^ baja $; ^ stop $; ^ alto $; desuscrib*; no me hables mas; bloquear",
    ),
    (
        Erase,
        "borra|borrar|elimina|eliminar|borre|elimine|borren|eliminen|suprimir ... mis|mi|todos datos|informacion|cuenta|numero|perfil|historial|todo; olvida mis datos; borrame; eliminame; derecho al olvido; olvidate de mi; borrar todo; borra todo",
    ),
    (
        Reschedule,
        "reprogram*; reagend*; posponer; postergar; pospon*; posterg*; aplazar; aplaza*; cambi*|mov*|muev*|pas*|correr|adelant*|modific*|atras* ... la|mi|el|una|nuestra cita|turno|reserva|hora|consulta|mesa; cambi*|mov*|muev*|pas* la|lo para|al|a; correr ... para; cambiar ... de dia|fecha|hora|horario; cita ... cambi*|mov*; otro dia mi|la cita|turno; cambiar de fecha",
    ),
    (
        Change,
        "^ cambiar $; ^ cambia; cambi* la|el|mi fecha|hora|dia|nombre|numero|telefono|lugar|direccion|horario; correg*; me equivoque; modific* la|el|mi fecha|hora|dia|nombre; en realidad; mejor el|la|a|por; perdon era|es|quise; otro nombre; otra fecha mejor; esta mal el|la; editar; es otro|otra; quiero cambiar; hay un error; quise poner",
    ),
    (
        Alternatives,
        "otra opcion|fecha|hora|alternativa|cosa|dia|clinica; otras opciones|fechas|horas|alternativas; otro dia|horario|turno|lugar|medico|dentista; otros horarios|dias|turnos|lugares; algo mas temprano|tarde|cerca; mas opciones; ninguna de las|esas|estas|mostradas; ninguno de los|esos|estos; alternativas; que mas hay|tienes|tenes; hay mas; otra mas; mas horarios; otras; ver mas; mostrar mas",
    ),
    (
        Status,
        "estado; como va; como vas; alguna novedad; novedades; ya llamaste|llamo|llamaron|reservaste|conseguiste; llamaste; pudiste; que paso con; hay noticias; en que quedo; cuando es|tengo mi|la cita|turno|reserva; mis citas|turnos|reservas; consultar mi|mis|cita|citas|turno; consultar $; ^ consultar $; ^ citas $; ^ mis citas $; tengo ... cita|turno agendad*|pendiente*; ver mis citas; ya esta reservado; ya quedo; que onda con; revisar mi cita",
    ),
    (
        Transcript,
        "transcripcion; transcripto; que dijeron; que te dijeron; que dijo el|la; mostrame|muestrame|pasame|mandame|enviame ... llamada|conversacion|grabacion; grabacion; la llamada completa; texto de la llamada; que hablaron",
    ),
    (
        History,
        "historial; citas|turnos|reservas|pedidos anteriores|pasadas|pasados; mis ultimas|ultimos citas|turnos|reservas|pedidos; que reservas tengo; lista de citas|turnos|reservas|pedidos; todas mis citas|reservas",
    ),
    (
        Book,
        "agend*|reserv*|pedir|pide|pedi|pedime|pideme|sac*|solicit*|program*|consegui*|consigue*|coordin*|hac*|tomar|crear|apartar|quiero|necesito|deseo|quisiera|gustaria|busco|dame|marcar|obtener ... cita*|turno*|reserva*|hora|consulta|mesa|visita|sesion|control|chequeo|revision|clase; agend*; reservar; reservame; resérvame; resérvenme; sacar turno|cita|hora; pedir turno|cita|hora; ^ una? cita $; ^ un? turno $; quiero|necesito|deseo|quisiera|busco ... peluquer*|dentist*|medic*|doctor*|odontolog*|psicolog*|terapeut*|barber*|corte|manicur*|masaje|veterinari*|ginecolog*|dermatolog*|fisio*",
    ),
    (
        Book,
        "una cita con|para|en|de|el|medica|odontologica; un turno con|para|en|de; una hora con|en|para|medica; quiero|necesito|quisiera|deseo cortarme|ver a|ver al|atenderme|que me|ir al|ir a la|una? revision|un? chequeo|limpieza; me vendria bien; vengo a; ayudame a agendar; mesa para; me duele*; corte de pelo; con el odontologo|dentista|medico|doctor; del dentista|medico|odontologo; cortarme el pelo; hacerme las unas|un|una",
    ),
    (Appointment, "cita*; turno*; reserva*; consulta; hora medica; mesa"),
    (
        Question,
        "^ ... hay; ^ que; ^ cual; ^ cuales; ^ quien; ^ quienes; ^ donde; ^ cuando; ^ cuanto; ^ cuanta; ^ cuantos; ^ como; ^ por que; ^ tienen; ^ tienes; ^ se puede; ^ puedo; ^ no hay; ^ atienden; ^ hacen",
    ),
    (
        Emergency,
        "infarto; paro cardiaco; derrame cerebral; no puedo respirar; no puede respirar; no respira; dejo de respirar; me ahogo; se ahoga; ahogando; dolor ... en el pecho; dolor de pecho; dolor fuerte en el pecho; me duele ... el pecho; inconsciente; se desmayo; desmayado; desmayada; sangrando|sangra|sangrado mucho|muchisimo; desangr*; suicid*; matarme; quitarme la vida; quiero morir*; no quiero vivir; sobredosis; convulsion*; ambulancia; se esta muriendo; me estoy muriendo; incendio; accidente grave; me dispararon; apunalado; apunalaron; reaccion alergica grave; anafilax*; llamen al 911; llama al 911|112; emergencia; envenen*; se trago|tomo veneno|lavandina|pastillas; acv; ataque cardiaco|al corazon; se cayo ... no despierta|responde; no despierta",
    ),
    (
        NoEmergency,
        "turno|cita|consulta|dentista|veterinari*|plomero|cerrajero|electricista|odontolog* de|por? urgencia|emergencia|guardia; urgencia dental; emergencia dental; no es una? emergencia; contacto de emergencia; salida de emergencia; muero de ganas|hambre|risa|calor; sin emergencia; emergencia odontologica",
    ),
    (
        Service,
        "corte de pelo; corte de cabello; corte y barba; corte; peluquer*; estilista*; barberia*; barbero*; barba; tintura; tinte; mechas; color; alisado; brushing; peinado; manicur*; pedicur*; unas; esculpidas; depilacion; cejas; pestanas; masaje*; masajista*; salon de belleza; estetica; facial; limpieza facial|de cutis; tatuaje*; piercing; spa",
    ),
    (
        Service,
        "odontolog*; dentista*; ortodonc*; limpieza dental|de dientes; revision de dientes; revision dental; blanqueamiento; extraccion; endodoncia; medicina general; medica general; medico general; medico clinico; medico de cabecera; medic* familiar; medico; medica; doctor; doctora; clinico; pediatra*; ginecolog*; dermatolog*; cardiolog*; oftalmolog*; oculista*; traumatolog*; urolog*; neurolog*; endocrin*; otorrino*; optometr*; alergista; nutricion*; nutriologo; kinesiolog*; kinesio; fisioterap*; fisio; quiroprac*; osteopat*; acupuntura; podolog*; psicolog*; psiquiatr*; terapeuta*; terapia; analisis de sangre; examen de sangre; laboratorio; vacuna*; radiografia*; ecografia*; resonancia; chequeo; control; matasanos",
    ),
    (
        Service,
        "veterinari*; guarderia canina; peluqueria canina; baño del perro; mecanic*; taller; cambio de aceite; service del auto; revision del coche|auto|carro; itv; vtv; neumaticos; gomeria; plomero*; fontanero*; gasista*; electricista*; cerrajero*; jardinero*; tecnico; abogad*; escriban*; notari*; contador*; gestor; mesa; clase de yoga|ingles|manejo; entrenador*; sastre; modista; fotograf*; pintor*; carpintero*; albañil",
    ),
    (
        OutOfScope,
        "hotel*; hostal; hostel; vuelo*; avion; pasaje*; boleto*; aerolinea; aeropuerto; taxi; uber; remis; alquil*; rent*; renta de; auto en alquiler; pelicula*; cine; serie; netflix; cancion*; musica; playlist; concierto; recital; entrada*; evento*; clima; pronostico; temperatura; llover; llueva; llueve; lluvia; nieve; nevar; soleado; humedo; tormenta; calor; viaje*; turismo; museo; departamento; apartamento; piso en; casa en; inmueble; saldo; transferencia; transferir; banco; tarjeta; prestamo; hipoteca; bitcoin; acciones; inversion*",
    ),
    (
        OutOfScope,
        "chiste*; poema; cuento; receta de; tarea; traduc*; alarma*; temporizador; recordatorio*; recuerdame; recuérdame; recordame; calendario; noticias; futbol; partido; pizza; hamburguesa*; delivery; comprar; compra; vender; broma*; insult*; amenaz*; hazte pasar; bomba; novia; novio; drogas; arma; armas; consejo*; ensayo; codigo; loteria; horoscopo; resultado del; capital de; quien gano; direcciones; trafico; matematica*; calcul*; sushi a domicilio",
    ),
    (
        Filler,
        "por favor; porfavor; el; la; los; las; lo; un; una; me; te; yo; tu; vos; usted; pues; entonces; bueno; eh; ah; ay; y; es; esta; de; del; mi; muy; ya; asi; que; eso; esa; ese; nomas; amigo; amiga; senor; senora; para; con; se; le; en; a; al; ahora; todo; mas",
    ),
];

pub(in super::super) const INTRODUCTIONS: Introductions = Introductions {
    my_name: "me llamo; mi nombre es; a nombre de; al nombre de; a mi nombre; ^ soy; hola soy; nombre; habla; ^ hola me llamo; mi nombre; soy",
    for_whom: "para|a mi|mis|nuestra|nuestro hija|hijo|hijos|madre|padre|mama|papa|esposa|esposo|mujer|marido|pareja|novia|novio|abuela|abuelo|\
        abuelita|abuelito|hermana|hermano|tia|tio|amiga|amigo|jefe|jefa|bebe|nena|nene|perro|perra|gato|gata|sobrina|sobrino|suegra|suegro|prima|primo|familia",
    at_provider: "en lo de; en la casa de; en casa de; donde; en|con|a la|el peluqueria|barberia|clinica|consultorio|estudio|salon|centro|hospital|\
        restaurante|veterinaria|taller|spa? de?; con la|el?; en la|el?; a la|lo de?; de la|el?; llama|llamar|llame a la|lo? de?",
    in_place: "en; cerca de la|el?; por; cerca del; alrededor de; zona de; barrio de?; por la zona de",
    my_number: "mi numero es?; mi telefono es?; mi celular es?; mi movil es?; llamarme al|a; llamame al|a; llámenme al|a; llamenme al|a; ubicarme en|al; contactarme al|en; mi whatsapp es?; el mio es",
    reason: "porque; me duele*; tengo un|una dolor|molestia|muela|problema|caries; por un|una dolor|molestia|control|problema; dolor de; es por; debido a; a causa de; se me rompio|partio|cayo",
    articles: "el la los las un una mi su lo este esta",
    name_joins: "de la del los las y e da",
    name_stops: "en el la los las un una para por con y o pero que a al del de mi su tu es esta estoy soy quiero quisiera necesito por favor gracias \
        lo le me se si no hoy cuando donde como porque muy mas ya tengo puede puedo hay desde hasta antes despues cerca nombre favor hola",
};

### Todo lo que dice Vocero en español: neutro, sin formas que separen «tú», «vos» y «usted».
### Aquí no van marcas de WhatsApp. Las variables llegan limpias: sin saltos de línea, recortadas y sin enlaces ajenos.

## Nombres, fechas y horas

# El nombre de un pedido del que todavía no se sabe nada.
appointment-unnamed = Tu turno
language-name =
    { $code ->
        [en] inglés
        [es] español
       *[pt] portugués
    }
weekday =
    { $number ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    }
weekday-short =
    { $number ->
        [1] lun
        [2] mar
        [3] mié
        [4] jue
        [5] vie
        [6] sáb
       *[7] dom
    }
month =
    { $number ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }
month-short =
    { $number ->
        [1] ene
        [2] feb
        [3] mar
        [4] abr
        [5] may
        [6] jun
        [7] jul
        [8] ago
        [9] sep
        [10] oct
        [11] nov
       *[12] dic
    }
date-short = { $weekday } { $day } { $month }
date-long = { $weekday } { $day } de { $month }
date-with-year = { $weekday } { $day } de { $month } de { $year }
# También es el título de un botón: 20 caracteres como máximo.
moment-short = { $date }, { $time }
moment-long = { $date }, { $time }
# Primero la hora de quien atiende, después la de la persona.
moment-in-two-zones = { $moment } (hora de { $city }; { $own } en { $own_city })
# Las ciudades que en español no se llaman como en el nombre del huso horario.
city =
    { $zone ->
        [America-Sao_Paulo] San Pablo
        [America-Bogota] Bogotá
        [America-Asuncion] Asunción
        [America-Argentina-Cordoba] Córdoba
        [America-Mexico_City] Ciudad de México
        [America-New_York] Nueva York
        [America-Panama] Panamá
        [America-Havana] La Habana
        [Europe-London] Londres
        [Europe-Lisbon] Lisboa
        [Europe-Paris] París
        [Europe-Berlin] Berlín
        [Europe-Rome] Roma
       *[other] { $fallback }
    }

window-moment = { $day }, { $from }
window-any-time = { $day }, a cualquier hora
window-from = { $day }, desde las { $from }
window-until = { $day }, hasta las { $to }
window-between = { $day }, de { $from } a { $to }
window-days = del { $first } al { $last }
window-days-at = del { $first } al { $last }, a las { $from }
window-days-from = del { $first } al { $last }, desde las { $from }
window-days-until = del { $first } al { $last }, hasta las { $to }
window-days-between = del { $first } al { $last }, de { $from } a { $to }
window-span = desde el { $from } hasta el { $to }
window-open = desde el { $from } en adelante
windows-more =
    { $count ->
        [one] y uno más
       *[other] y { $count } más
    }

## Primer contacto y cortesía

welcome-what = Hola, soy Vocero, un asistente automático que pide turnos por teléfono. Alcanza con escribir o decir qué turno hace falta: llamo al lugar y lo reservo.
welcome-how = En la llamada habla una máquina, y lo aclara. Lo que se dice queda guardado como texto, para poder leerlo después. No doy nada por reservado si no lo prueban las palabras de quien atendió.
welcome-stop = Con «stop» dejo de escribir. Con «borrar mis datos» borro todo, después de preguntar.
help-what = Hace falta saber para qué es el turno, con quién, su número de teléfono (sirve un contacto compartido) y cuándo viene bien. Puede ir todo en un mensaje, escrito o hablado.
help-words = En cualquier momento: «estado» cuenta cómo va todo, «cancelar» lo anula, «transcripción» muestra lo que se dijo, «historial» lo que hubo, y con «stop» dejo de escribir.
who-i-am = Soy Vocero, un asistente automático, no una persona. Pido turnos por teléfono y a quienes llamo les digo que soy una máquina.
greeting = ¡Hola! ¿Qué turno hay que pedir?
you-are-welcome = ¡De nada!
goodbye = ¡Hasta luego! Cuando haga falta un turno, aquí estoy.
invited-only = Este asistente llama por teléfono solo para personas invitadas. Con un código de invitación, alcanza con enviarlo aquí.
out-of-scope = Solo puedo pedir turnos por teléfono. Con saber para qué, con quién y cuándo, llamo.
emergency-call = Hay que llamar ya al { $number }.
emergency-why = Soy una máquina y no puedo pedir ayuda. Lo mejor es llamar al { $number } sin perder tiempo, o que llame alguien que esté cerca.
heard = Escuché: «{ $text }»
chat-was-closed = Después de un día sin mensajes, WhatsApp no me dejaba escribir. Esto es lo que faltaba contar:
could-not-hear = No pude entender ese mensaje de voz. ¿Puede ser otra vez, o por escrito?
secret-not-kept = Nada de números de tarjeta, códigos de seguridad ni números de documento, por favor: nunca me hacen falta. Ese no lo guardé ni se lo paso a nadie. Conviene borrarlo también de este chat.
could-not-read-card = En ese contacto no encontré un número al que pueda llamar. ¿Puede ser el número por escrito?
unsupported =
    { $kind ->
        [image] No puedo ver imágenes.
        [video] No puedo ver videos.
        [document] No puedo leer documentos.
        [sticker] Lindo sticker, pero solo entiendo palabras.
       *[other] No puedo abrir ese tipo de mensaje.
    }
    Mejor por escrito o con un mensaje de voz.
not-understood = No entendí el mensaje. Pido turnos por teléfono: hace falta saber para qué, con quién y cuándo. Con «ayuda» cuento más.
no-human = Eso no lo puedo hacer en este chat, y aquí no lee nadie más que esta máquina. Para eso hay que hablar con quien ofrece este servicio (quien dio este número) o llamar directamente al lugar.
language-set = Desde ahora, en español. Llamo en el idioma del lugar al que llamo.
stopped = Listo: lo que estaba pendiente queda anulado y no vuelvo a escribir, salvo que llegue un mensaje nuevo.
too-many-open =
    { $max ->
        [one] Ya hay un pedido abierto y no puedo ocuparme de más a la vez.
       *[other] Ya hay { $max } pedidos abiertos y no puedo ocuparme de más a la vez.
    }
    Primero hay que terminar o cancelar alguno.
nothing-open = No hay nada pendiente en este momento. ¿Qué turno hay que pedir?
one-at-a-time = Me ocupo de un turno por vez: hay que mandarme cada uno por separado, con el único número al que llamar.

## Armar el pedido

ask-nothing-found = Busqué y no encontré a nadie ahí a quien pueda llamar.
ask-search-down = Ahora mismo no puedo buscar a nadie.
ask-number-or-place = ¿A quién llamo? Sirve el número, el contacto, o el lugar (o la ubicación): busco a alguien ahí.
item-number-or-place = el número al que hay que llamar (sirve un contacto), o el lugar donde busco
ask-number-invalid = Ese número de teléfono no es válido.
ask-number-refused = A números de ese tipo no llamo nunca (emergencias, tarifa especial y similares).
ask-country-refused = No tengo permitido llamar a números de ese país.
ask-when-past = Ese horario ya pasó.
ask-when-doubtful = A esa hora cambia el reloj, así que no queda claro qué momento es.
ask-call-too-late = A esa hora, los horarios pedidos ya habrían pasado.
ask-service = ¿Para qué es el turno?
ask-number = ¿A qué número llamo? Con código de área, por favor; también sirve compartir el contacto.
ask-when = ¿Cuándo viene bien? Un día y una hora, o varios.
ask-call-at = ¿Cuándo llamo?
ask-name = ¿A nombre de quién lo pido?
ask-several = Todavía me falta saber:
item-service = para qué es
item-number = el número al que hay que llamar, con código de área (sirve un contacto compartido)
item-when = los días y las horas que vienen bien
item-call-at = cuándo llamo
item-name = a nombre de quién lo pido
card-question = ¿Llamo?
card-question-later = ¿Llamo entonces?
card-moves = Tenés turno: { $moment }. Sigue en pie hasta que confirmen otro horario. Pediría:
card-later = Ahora no es hora de llamar ahí. Llamaría el { $moment }.
card-call-at = Llamo el { $moment }.
card-call-moved = A la hora pedida no se puede llamar ahí. Llamo el { $moment }.
card-compares = Pregunto qué tienen, no acepto nada y lo muestro todo junto.
card-takes-earliest = Les pregunto a todos y pido lo primero que venga bien.
card-ask-first = Te pregunto antes de aceptar nada.
card-may-ask = También pueden preguntar lo que todavía no sé. Se puede escribir ahora; si hace falta, lo pregunto durante la llamada:
# Datos que piden los negocios; también responden a una pregunta abierta.
ask-fact =
    { $fact ->
        [insurance] ¿Con qué seguro médico? También vale «ninguno».
        [first_visit] ¿Es la primera visita ahí?
        [vehicle] ¿Qué vehículo es? Marca, modelo o matrícula.
        [party_size] ¿Para cuántas personas?
        [animal] ¿Para qué animal es?
        [diet] ¿Hay algo que alguien no coma?
       *[address] ¿A qué dirección tienen que ir?
    }
item-fact =
    { $fact ->
        [insurance] el seguro médico, si hay uno
        [first_visit] si es la primera visita ahí
        [vehicle] qué vehículo es: marca, modelo o matrícula
        [party_size] para cuántas personas
        [animal] para qué animal es
        [diet] lo que alguien no come
       *[address] la dirección a la que tienen que ir
    }
label-fact =
    { $fact ->
        [insurance] Seguro
        [first_visit] ¿Primera visita?
        [vehicle] Vehículo
        [party_size] Personas
        [animal] Animal
        [diet] Dieta
       *[address] Dirección a la que ir
    }
what-to-change = ¿Qué cambio? Basta con escribirlo: otro horario, otro número, otro nombre…

label-call = Número al que llamo
label-call-several = A quiénes hay que llamar
label-when = Cuándo
label-name = A nombre de
label-for-whom = Para
label-reason = Motivo
label-price-max = Como máximo
label-cost = Precio de llamar
cost = unos { $amount } { $currency }
label-callback = Tu número, si lo piden
label-language = Idioma de la llamada
label-with = Con
label-price = Precio
label-address = Dirección
label-bring = Para llevar o preparar
label-code = Código de confirmación

## Mientras tanto

calling = Llamo ahora.
call-held = Las llamadas están en pausa por un rato, así que todavía no llamé. Llamo apenas se reanuden. Con «cancelar» queda anulado.
talking = Atendieron, y estoy hablando.
still-on-it = Estoy en eso. Apenas haya novedades, aviso.
asked-first = En plena llamada no puedo pasarles el cambio, así que no acepto nada sin preguntar antes acá. Con «cancelar» la detengo; después, basta con decirme cómo tiene que ser.
cannot-change-now = Hay una llamada prevista o en curso, así que ahora no puedo cambiar nada. Con «cancelar» la detengo; después, basta con decirme cómo tiene que ser.
status-not-called = Todavía no llamé: espero una respuesta en este chat.
status-calls =
    { $calls ->
        [one] Una llamada hasta ahora.
       *[other] { $calls } llamadas hasta ahora.
    }
status-next = El próximo paso es, a más tardar, el { $moment }.
retry-why =
    { $why ->
        [outside-hours] Ahora no es hora de llamar ahí.
        [holiday] Hoy es feriado ahí.
        [busy] La línea estaba ocupada.
        [no-answer] No atendió nadie.
        [voicemail] Atendió un contestador.
        [voicemail-left] Atendió un contestador. Dejé un mensaje y pedí que devuelvan la llamada.
        [cut-off] La llamada se cortó antes de que confirmaran lo acordado. Todavía no cuenta como reservado.
        [hold] Me dejaron en espera y no atendió nadie.
        [silent] Atendieron, pero no habló nadie.
        [call-back] Pidieron que llame más tarde.
        [will-get-back] No dijeron ni que sí ni que no: van a avisar. Todavía no hay nada seguro.
        [check] Lo confirmó su sistema automático; falta preguntar a una persona.
       *[failed] No se pudo establecer la llamada.
    }
retry-at =
    { $why ->
        [outside-hours] Llamo el { $moment }.
        [holiday] Llamo el { $moment }.
        [as-wished] Llamo el { $moment }.
        [cut-off] Vuelvo a llamar enseguida para preguntar.
        [will-get-back] Si no llaman antes, pregunto otra vez el { $moment }.
       *[other] Vuelvo a llamar el { $moment }.
    }
which-offer =
    { $count ->
        [one] Están en línea y tienen este horario:
       *[other] Están en línea y tienen estos horarios:
    }
which-offer-question =
    { $count ->
        [one] ¿Lo tomo?
       *[other] ¿Cuál tomo?
    }
offers-left =
    { $count ->
        [one] La llamada terminó. Tienen este horario, que no tomé:
       *[other] La llamada terminó. Tienen estos horarios, y no tomé ninguno:
    }
offers-reminder =
    { $count ->
        [one] Sigue libre este horario, que no tomé:
       *[other] Siguen libres estos horarios, y no tomé ninguno:
    }
offers-left-until =
    { $count ->
        [one] ¿Llamo otra vez y lo tomo? Espero la respuesta hasta el { $moment }.
       *[other] ¿Por cuál llamo otra vez? Espero la respuesta hasta el { $moment }.
    }
offer-collides = choca con «{ $title }»
offer-collides-untitled = choca con algo del calendario
which-offer-anyway =
    { $count ->
        [one] ¿Lo tomo igual?
       *[other] ¿Tomo alguno igual?
    }
quoted-title = «{ $title }»
card-taken = En todos esos horarios el calendario tiene { $list }: antes de tomar uno, pregunto.
card-taken-untitled = En todos esos horarios el calendario está ocupado: antes de tomar uno, pregunto.
offer-held = lo guardan hasta el { $moment }
provider-asks = Están en línea y preguntan: «{ $question }»
provider-asks-answer = La respuesta que llegue aquí se la doy enseguida.
unanswered = Quisieron saber: «{ $question }» No podía hacerlos esperar más.
unanswered-until = Con una respuesta aquí hasta el { $moment }, los llamo enseguida.
passed-on = Gracias, se lo digo.
already-decided = Eso ya está decidido. Con «estado» cuento cómo va todo.
stopping = Lo estoy anulando. Cuando sea seguro que la llamada terminó, aviso.
stopping-talking = Me estoy despidiendo y corto la llamada. Cuando sea seguro que terminó, aviso.
on-hold = Me pusieron en espera. Espero, como mucho, hasta el { $moment }.
they-rang = Están devolviendo la llamada, y estoy hablando con ellos.
not-on-the-list = Eso no está en la lista. Un número del 1 al { $last } elige, «ninguno» los descarta a todos.
no-secrets = No transmito números de tarjeta, contraseñas, códigos ni números de documento. Si hace falta alguno, hay que dárselo directamente al lugar.
which-to-cancel = ¿Cuál cancelo?
call-off-booked = Hay un turno reservado: { $moment }. ¿Llamo para cancelarlo?
kept = Sigue reservado: { $moment }.
no-check = De acuerdo, no llamo para comprobarlo.
which-to-move = ¿Cuál cambio?
cannot-come = Tenés turno: { $moment }. ¿Qué hago? Puedo pedirles otro horario o cancelarlo.
already-over = Empezó el { $moment }, así que ya no puedo cambiarlo ni cancelarlo.
reminder = Se acerca tu turno: { $moment }.
reminder-stop = «Sin recordatorios» termina estos mensajes.
reminders-on = Te vuelvo a recordar tus turnos.
reminders-off = No más recordatorios. «Quiero recordatorios» los trae de vuelta.
watching = Voy a estar atento a algo antes del { $moment }: los llamo de vez en cuando, desde el { $next }, y te pregunto antes de cambiar nada.
watch-stop = «No busques más» termina la búsqueda.
watch-too-near = Falta muy poco para buscar algo antes: { $moment }.
watch-in-vain = No encontré nada antes y dejo de buscar. Queda como está: { $moment }.
watch-over = Ya no busco nada antes. Queda como está: { $moment }.
earlier-found =
    { $count ->
        [one] Tienen algo antes:
       *[other] Tienen horarios antes:
    }
earlier-question =
    { $count ->
        [one] ¿Lo tomo? Hasta que lo confirmen sigue en pie el tuyo: { $moment }.
       *[other] ¿Tomo alguno? Hasta que lo confirmen sigue en pie el tuyo: { $moment }.
    }

## Cómo terminó

final-booked = ✅ Reservado: { $moment }
final-booked-untimed = ✅ Reservado.
final-unconfirmed = Sin confirmar: puede que lo tengan anotado para el { $moment }, pero nada de lo que se dijo lo prueba.
final-unconfirmed-untimed = Sin confirmar: puede que lo tengan anotado, pero nada de lo que se dijo lo prueba.
final-not-reached =
    { $calls ->
        [one] No hay turno: llamé una vez y no logré hablar con nadie.
       *[other] No hay turno: llamé { $calls } veces y no logré hablar con nadie.
    }
final-not-reached-uncalled = No hay turno: no logré hablar con nadie a tiempo.
final-no-availability = No hay turno: no tienen nada libre en los horarios pedidos.
final-no-offers = No hay turno: en ninguno de estos lugares conseguí un horario.
final-offers-expired = No hay turno: los horarios que ofrecieron vencieron antes de que se eligiera uno.
final-nothing-suited = No hay turno: ninguno de los horarios que ofrecieron iba bien.
final-wrong-number = No hay turno: ese número no es el del lugar.
final-refused = No hay turno: no quisieron arreglarlo conmigo.
final-moved = No hay turno: se mudaron o ahora tienen otro número.
final-unanswered = No hay turno: quisieron saber algo y no llegó ninguna respuesta.
final-refuses-machines = No hay turno: no arreglan nada con un asistente automático.
final-never-call-again = No hay turno: no quieren llamadas mías. A ese número no vuelvo a llamar, para nadie.
final-wants-secret = No hay turno: solo reservan con algo que nunca doy, como un número de tarjeta o un código.
final-no-common-language = No hay turno: no hablan ninguno de los idiomas que tengo (español, inglés, portugués).
final-menu-unsolved = No hay turno: no encontré cómo pasar su menú telefónico.
final-hold-given-up = No hay turno: me dejaron en espera y no atendió nadie.
final-no-progress = No hay turno: hubo conversación, pero no se llegó a nada.
final-failed = No hay turno: la línea falló todas las veces.
final-cannot-call =
    { $why ->
        [bad-number] No hay turno: no se puede llegar a ese número.
        [not-allowed] No hay turno: no puedo llamar a ese número.
        [account] No hay turno: mi línea telefónica no funciona en este momento; tiene que revisarlo quien administra este servicio.
        [do-not-call] No hay turno: pidieron que no los llame.
        [number-cap] No hay turno: a ese número ya se llamó bastante por hoy. Mañana se puede pedir otra vez.
        [person-cap] No hay turno: esas fueron todas las llamadas que hago en un día para una persona. Mañana se puede pedir otra vez.
        [money-cap] No hay turno: por ahora se agotó el dinero para llamadas. Mañana se puede pedir otra vez.
        [paused] No hay turno: las llamadas están suspendidas en este momento. Se puede intentar más tarde.
        [gave-up] No hay turno: mi línea estuvo ocupada demasiado tiempo. Se puede intentar más tarde.
       *[called-off] No hay turno: no se pudo hacer la llamada.
    }
final-could-not-find-out = No pude averiguar cómo terminó la llamada. Es mejor no contar con el turno.
final-cancelled = Anulado. No se reservó nada.
final-called-off = Cancelado: { $moment }. Ya lo sacaron de la agenda.
final-call-off-unconfirmed = Sin confirmar: nada de lo que se dijo prueba que el turno esté cancelado: { $moment }.
final-call-off-not-reached = No está cancelado: no logré hablar con nadie. El turno sigue en pie: { $moment }.
final-call-off-refused = No está cancelado: no logré arreglarlo con ellos. El turno sigue en pie: { $moment }.
final-call-off-stopped = Lo dejo como está. El turno sigue en pie: { $moment }.
final-dropped = Dejé de lado este pedido porque no hubo más mensajes. No se reservó nada.
final-rescheduled = ✅ Cambiado: { $moment }, en lugar de { $old }.
final-move-unconfirmed = Sin confirmar: puede que lo hayan cambiado a { $moment }, pero nada de lo que se dijo lo prueba. Contá con { $old } mientras no te digan otra cosa.
final-move-unclear = No pude averiguar si lo cambiaron. Contá con { $moment } mientras no te digan otra cosa.
final-move-not-reached = Sin cambios: no pude hablar con nadie. Sigue en pie { $moment }.
final-move-nothing-free = Sin cambios: no tenían otro horario que fuera bien. Sigue en pie { $moment }.
final-move-refused = Sin cambios: no pude arreglarlo con ellos. Sigue en pie { $moment }.
final-not-in-their-book = No lo encuentran en su agenda: { $moment }. No cambié nada.
final-begins-before = No pude llamar antes de que empiece. No cambié nada: que yo sepa, { $moment } está en su agenda.
final-reconfirmed = ✅ Llamé para confirmar, como pidieron: { $moment } sigue en pie.
final-reconfirm-not-reached = Pidieron una llamada para confirmar { $moment }, y no pude hablar con nadie.
final-reconfirm-unclear = Llamé para confirmar { $moment }, como pidieron, y no me dieron una respuesta clara.
call-before = Piden una llamada antes para confirmar. La hago el { $moment } y te aviso.
call-before-yourself = Piden una llamada antes para confirmar. Ya no llego a hacerla, así que llamalos, por favor: { $number }
final-correction = Corrección de lo que escribí antes:
final-despite-stop = Quedó reservado antes de que llegara el «cancelar».
final-by-machine = Lo confirmó su sistema automático, no una persona.
final-check-at = El { $moment } llamo para comprobar que figure en su agenda.
final-checked = Comprobado: figura en su agenda: { $moment }
final-not-in-book = Corrección: al llamar para comprobarlo, no figuraba en su agenda, aunque su sistema automático lo había confirmado. No cuenta como reservado: { $moment }
final-not-checked = No pude comprobar si figura en su agenda; solo lo confirmó su sistema automático: { $moment }
final-number-source =
    { $by ->
        [card] El número venía en la tarjeta de contacto enviada ({ $moment }).
        [directory] El número salió del directorio, donde lo busqué ({ $moment }).
       *[message] El número venía en el mensaje recibido ({ $moment }).
    }
final-chosen =
    { $why ->
        [only] Tenían también otros horarios: este es el único que encaja con lo pedido.
        [first-wish] Tenían también otros horarios: este cae en el horario preferido.
       *[earliest] Tenían también otros horarios: este es el primero dentro del horario preferido.
    }
quote-means =
    { $kind ->
        [says] Es decir: { $moment }.
        [off] Es decir, queda anulado: { $moment }.
       *[agrees] Es decir, un sí a: { $moment }.
    }
final-left-message = Dejé un mensaje en su contestador.
final-told = Lo que se les dijo: { $list }.
# Items of the list in final-told.
told-name = el nombre
told-for-whom = para quién es
told-reason = el motivo
told-callback = el número de contacto
told-answer = «{ $text }»
told-fact =
    { $fact ->
        [insurance] la cobertura médica
        [first_visit] si ya hubo una visita antes
        [vehicle] el vehículo
        [party_size] para cuántas personas
        [animal] el animal
       *[address] la dirección
    }
said-by = { $who } dijo: «{ $quote }»
said = Dijeron: «{ $quote }»
noted = De la llamada: «{ $note }»
calendar-link = Para agregar al calendario:
mailed-to = La transcripción y el evento para el calendario van por correo a { $address }.
ask-email-too = Para recibir por correo la transcripción y el evento para el calendario, basta con enviarme una dirección.
ask-call-off = ¿Llamo para cancelarlo?
next-check = Conviene confirmarlo por teléfono: { $number }
next-other-times = Para otros horarios, basta con decirme cuándo, o llamar al { $number }
next-other-times-here = Para otros horarios, basta con decirme cuándo.
next-right-number = Al { $number } no vuelvo a llamar por esto. Con el número correcto, puedo intentarlo en un pedido nuevo.
next-new-number = Con el número nuevo puedo intentarlo en otro pedido. El anterior: { $number }
next-yourself = Para llamar directamente: { $number }

## Correo y transcripción

ask-email = ¿A qué dirección de correo envío la transcripción y el evento para el calendario?
email-saved = Anotado: las transcripciones y los eventos para el calendario van a { $address }.
bad-email = Eso no parece una dirección de correo. ¿Puede ser que tenga un error?
mail-sent = El correo a { $address } está en camino.
mail-failed = El correo a { $address } no llega. Si hay otra dirección, basta con enviarla.
no-transcript = No hay transcripción de esta llamada.
transcript-here = Lo que se dijo en la llamada:
transcript-here-foreign = Lo que se dijo en la llamada, en { $language }, tal cual:
speaker-agent = Asistente
speaker-callee = Del otro lado
link-removed = (enlace quitado)
mail-subject-booked = Reservado: { $about }, { $moment }
mail-subject-moved = Cambiado: { $about }, ahora { $moment }
mail-subject = { $about }: cómo terminó
mail-attached = El turno va adjunto como evento para el calendario.
mail-attached-moved = El horario nuevo va adjunto para tu calendario y reemplaza al anterior.
mail-attached-cancelled = El archivo adjunto saca el turno de tu calendario.
mail-footer = Este correo lo envía Vocero, un asistente automático, a la dirección que se dio en el chat.

## Lo que hubo, y lo que se guarda

history-title = Turnos pedidos
history-none = Todavía no hay ningún turno pedido por acá.
history-upcoming = Próximos:
history-open = En curso:
history-over = Anteriores:
history-line = { $about } · { $what }
history-called-off = { $moment }, cancelado después
history-more =
    { $count ->
        [one] y uno más
       *[other] y { $count } más
    }
receipts-title = Datos personales que se dijeron por teléfono
receipts-none = Hasta ahora no se dijo ningún dato personal por teléfono.
receipt-line = { $moment }: { $list }
receipt-nothing = ningún dato personal
ask-email-for-data = ¿A qué dirección de correo mando los datos?
data-coming = Todos los datos que guardo van a { $address }, en un archivo.
export-subject = Vocero: datos personales
export-text = Va adjunto, en un archivo JSON, todo lo que Vocero guarda sobre la persona que lo pidió. No incluye los correos enviados, que ya están en su buzón.
erase-ask = ¿Borro todos los datos personales? No se puede deshacer.
erase-what = Se borran los mensajes, los pedidos, las llamadas y lo que se dijo en ellas, acá y en los servicios con los que escribo, llamo y hablo (Twilio, ElevenLabs).
erase-open =
    { $count ->
        [one] El pedido en curso se detiene en el momento.
       *[other] Los { $count } pedidos en curso se detienen en el momento.
    }
erase-stands = Estos turnos siguen en pie en cada lugar. Para cancelar alguno por teléfono, hay que pedirlo antes:
calendar-kept = Anotado. Guardo la dirección en secreto, miro el calendario antes de llamar y pregunto por los horarios que choquen. Con «olvidar mi calendario» dejo de mirarlo.
calendar-forgotten = Listo, olvidé el calendario.
calendar-unknown = No conozco ningún calendario.
calendar-not-read =
    { $why ->
        [not-a-calendar] Lo que hay en la dirección del calendario no es un calendario que pueda leer. Sigo sin él.
        [not-allowed] No miro esa dirección: tiene que ser pública y empezar con https. Sigo sin calendario.
       *[not-reached] Ahora no logro llegar al calendario. Sigo sin él.
    }
nothing-erased = No borré nada.
erasing = Estoy borrando todos los datos. Cuando termine, escribo una última vez.
erased = Listo. Ya no guardo ningún dato personal.
erased-deleted = También se borró: { $list }.
erased-left = No se pudo borrar allí, aunque lo pedí una y otra vez: { $list }. De eso puede ocuparse quien administra este servicio.
erased-mails =
    { $count ->
        [one] El servicio de correo (Resend) no borra correos sueltos: guarda el que mandé hasta que vence su propio plazo.
       *[other] El servicio de correo (Resend) no borra correos sueltos: guarda los { $count } que mandé hasta que vence su propio plazo.
    }
erased-last = Este mensaje también se borra de mi lado. Las copias de seguridad de esos servicios vencen en semanas. Con un mensaje nuevo, todo empieza de cero.
copies =
    { $kind ->
        [messages] { $count ->
            [one] un mensaje en Twilio
           *[other] { $count } mensajes en Twilio
        }
        [contents] { $count ->
            [one] un juego de botones en Twilio
           *[other] { $count } juegos de botones en Twilio
        }
        [calls] { $count ->
            [one] el registro de una llamada en Twilio
           *[other] los registros de { $count } llamadas en Twilio
        }
       *[conversations] { $count ->
            [one] una conversación en ElevenLabs
           *[other] { $count } conversaciones en ElevenLabs
        }
    }

## Fuera de las 24 horas en las que se puede escribir libremente: una línea cada uno

note-offers =
    { $count ->
        [one] Tienen un horario. Espero la respuesta hasta el { $moment }.
       *[other] Tienen { $count } horarios para elegir. Espero la respuesta hasta el { $moment }.
    }
note-question = Preguntaron algo que no puedo responder por mi cuenta.
note-news = Hay novedades.
note-earlier = Tienen algo antes para vos: { $moment }.

## Botones: 20 caracteres como máximo

button-call = Llamar
button-change = Cambiar
button-cancel = Cancelar
button-call-now = Llamar ya
button-elsewhere = Otro lugar
button-stop-now = Cortar ya
button-wait-longer = Esperar más
button-call-off = Cancelar el turno
button-keep = Dejarlo reservado
button-no-check = No comprobar
button-bring-it = Lo llevo yo
button-ring-me = Que me llamen
button-move = Cambiar el turno
button-erase = Borrar todo
button-erase-nothing = No borrar nada
button-neither =
    { $count ->
        [one] No, gracias
       *[other] Ninguno
    }
button-transcript = Transcripción
button-choose = Elegir

## Varios lugares

decimal-sign = ,
distance-m = a { $metres } m
distance-km = a { $km } km
found =
    { $count ->
        [one] Encontré un lugar al que puedo llamar:
       *[other] Encontré estos lugares a los que puedo llamar:
    }
found-not = No encontré ningún lugar llamado «{ $name }».
found-rating = { $stars } ★ ({ $ratings })
found-opens = se puede llamar { $moment }
found-question =
    { $count ->
        [one] ¿Llamo ahí? También sirve otro número.
       *[other] ¿A quién llamo? A uno, o a varios («1 y 3»): les pregunto a todos y comparo.
    }
button-any = El que tenga antes
enquiring = Pregunto en estos lugares qué tienen:
enquiring-later = Se puede llamar a partir del { $begins }. Entonces pregunto en estos lugares qué tienen:
enquiring-compares = Todavía no acepto nada. Mando una sola comparación, a más tardar el { $moment }.
enquiring-commits = Pido lo primero que venga bien y aviso a más tardar el { $moment }.
compared =
    { $count ->
        [one] Ya pregunté. Hay una oferta, que no tomé:
       *[other] Ya pregunté. Estas son las ofertas: primero los horarios pedidos, y de esos el más próximo. No tomé ninguna:
    }
compared-gone =
    { $count ->
        [one] Con ese no se pudo, y no hay nada reservado. Queda una oferta:
       *[other] Con ese no se pudo, y no hay nada reservado. Quedan estas ofertas:
    }
compared-reminder =
    { $count ->
        [one] Sigue en pie una oferta, que no tomé:
       *[other] Siguen en pie estas ofertas, y no tomé ninguna:
    }
compared-taken =
    { $count ->
        [one] Ya pregunté. Hay una oferta que viene bien:
       *[other] Ya pregunté. Estas son las ofertas, primero la mejor:
    }
compared-books = Vuelvo a llamar ahora para pedir la primera. No hay nada reservado hasta que lo confirmen.
merit-earliest = el más próximo
merit-cheapest = el más barato
merit-nearest = el más cercano
merit-best-rated = el mejor valorado
merit-other-time = fuera de lo pedido
merit-too-dear = más caro de lo pedido
merit-price-unknown = precio sin saber
asked-without =
    { $why ->
        [offered] { $name }: sus horarios ya no están
        [no_availability] { $name }: nada libre
        [nothing_suited] { $name }: nada que venga bien
        [wrong_number] { $name }: número equivocado
        [moved] { $name }: se mudó o tiene otro número
        [refused] { $name }: no quiso
        [refuses_machines] { $name }: no habla con máquinas
        [never_call_again] { $name }: no quiere llamadas nuestras
        [wants_secret] { $name }: pide lo que nunca doy
        [menu_unsolved] { $name }: solo un menú telefónico
        [hold_given_up] { $name }: demasiado tiempo en espera
        [no_progress] { $name }: sin una respuesta clara
        [cannot_call] { $name }: no se puede llamar
        [unasked] { $name }: ya no pregunté
        [cancelled] { $name }: ya no pregunté
       *[other] { $name }: no contestó
    }

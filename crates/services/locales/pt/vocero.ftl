### Tudo o que o Vocero diz em português do Brasil.
### Aqui não há marcas do WhatsApp. As variáveis chegam limpas: sem quebras de linha, cortadas e sem links de terceiros.

## Nomes, datas e horas

# O nome de um pedido do qual ainda não se sabe nada.
appointment-unnamed = Seu horário
language-name =
    { $code ->
        [en] inglês
        [es] espanhol
       *[pt] português
    }
weekday =
    { $number ->
        [1] segunda-feira
        [2] terça-feira
        [3] quarta-feira
        [4] quinta-feira
        [5] sexta-feira
        [6] sábado
       *[7] domingo
    }
weekday-short =
    { $number ->
        [1] seg
        [2] ter
        [3] qua
        [4] qui
        [5] sex
        [6] sáb
       *[7] dom
    }
month =
    { $number ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
    }
month-short =
    { $number ->
        [1] jan
        [2] fev
        [3] mar
        [4] abr
        [5] mai
        [6] jun
        [7] jul
        [8] ago
        [9] set
        [10] out
        [11] nov
       *[12] dez
    }
date-short = { $weekday } { $day } { $month }
date-long = { $weekday }, { $day } de { $month }
date-with-year = { $weekday }, { $day } de { $month } de { $year }
# Também é o título de um botão: no máximo 20 caracteres.
moment-short = { $date }, { $time }
moment-long = { $date }, { $time }
# Primeiro a hora de quem atende, depois a da pessoa.
moment-in-two-zones = { $moment } (hora de { $city }; { $own } em { $own_city })
# As cidades que em português não se chamam como no nome do fuso.
city =
    { $zone ->
        [America-Sao_Paulo] São Paulo
        [America-Bogota] Bogotá
        [America-Asuncion] Assunção
        [America-Argentina-Cordoba] Córdoba
        [America-Mexico_City] Cidade do México
        [America-Montevideo] Montevidéu
        [America-New_York] Nova York
        [America-Panama] Panamá
        [America-Havana] Havana
        [Europe-London] Londres
        [Europe-Lisbon] Lisboa
        [Europe-Madrid] Madri
        [Europe-Berlin] Berlim
        [Europe-Rome] Roma
       *[other] { $fallback }
    }

window-moment = { $day }, { $from }
window-any-time = { $day }, a qualquer hora
window-from = { $day }, a partir das { $from }
window-until = { $day }, até as { $to }
window-between = { $day }, das { $from } às { $to }
window-days = de { $first } a { $last }
window-days-at = de { $first } a { $last }, às { $from }
window-days-from = de { $first } a { $last }, a partir das { $from }
window-days-until = de { $first } a { $last }, até as { $to }
window-days-between = de { $first } a { $last }, das { $from } às { $to }
window-span = de { $from } até { $to }
window-open = de { $from } em diante
windows-more =
    { $count ->
        [one] e mais um
       *[other] e mais { $count }
    }

## Primeiro contato e cortesia

welcome-what = Oi, eu sou o Vocero, um assistente automático que marca horários por telefone. É só escrever ou dizer que horário você precisa: eu ligo para o lugar e marco.
welcome-how = Na ligação quem fala é uma máquina, e ela avisa isso. O que é dito fica guardado como texto, para você poder ler depois. Só dou algo como marcado se as palavras de quem atendeu provarem.
welcome-stop = Com “stop” eu paro de escrever. Com “apagar meus dados” eu apago tudo, depois de perguntar.
help-what = Me diga para que é o horário, com quem, o telefone de lá (pode ser um contato compartilhado) e quando fica bom para você. Pode ser tudo em uma mensagem, escrita ou falada.
help-words = A qualquer momento: “status” conta como está, “cancelar” desfaz o pedido, “transcrição” mostra o que foi dito, “histórico” o que houve, e com “stop” eu paro de escrever.
who-i-am = Eu sou o Vocero, um assistente automático, não uma pessoa. Marco horários por telefone e digo a quem atende que sou uma máquina.
greeting = Oi! Que horário você quer marcar?
you-are-welcome = De nada!
goodbye = Até mais! Quando precisar de um horário, é só escrever.
invited-only = Este assistente telefona só para pessoas convidadas. Se você tem um código de convite, mande aqui.
out-of-scope = Eu só marco horários por telefone. Me diga para quê, com quem e quando, e eu ligo.
emergency-call = Ligue para { $number } agora.
emergency-why = Eu sou uma máquina e não consigo chamar ajuda. Ligue para { $number } sem perder tempo, ou peça a alguém que esteja por perto.
heard = Eu ouvi: “{ $text }”
chat-was-closed = Depois de um dia sem mensagens, o WhatsApp não me deixava escrever. Isto é o que faltou contar:
could-not-hear = Não consegui entender esse áudio. Pode repetir ou escrever?
secret-not-kept = Por favor, não me mande números de cartão, códigos de segurança nem números de documento: nunca preciso deles. Esse eu não guardei e não passo a ninguém. É melhor apagar também desta conversa.
could-not-read-card = Não achei nesse contato um número para o qual eu possa ligar. Pode mandar o número por escrito?
unsupported =
    { $kind ->
        [image] Eu não consigo ver imagens.
        [video] Eu não consigo ver vídeos.
        [document] Eu não consigo ler documentos.
        [sticker] Boa figurinha, mas eu só entendo palavras.
       *[other] Eu não consigo abrir esse tipo de mensagem.
    }
    Pode escrever ou mandar um áudio?
not-understood = Não entendi. Eu marco horários por telefone: me diga para quê, com quem e quando. “Ajuda” conta mais.
no-human = Isso eu não consigo fazer nesta conversa, e só esta máquina lê o que chega aqui. Fale com quem oferece este serviço (quem passou este número) ou ligue direto para o lugar.
language-set = A partir de agora, em português. Ligo no idioma do lugar para onde ligo.
stopped = Pronto: o que estava em aberto foi cancelado e eu não escrevo mais, a não ser que você me escreva.
too-many-open =
    { $max ->
        [one] Já há um pedido em aberto, e eu só consigo cuidar de um por vez.
       *[other] Já há { $max } pedidos em aberto, e eu não consigo cuidar de mais ao mesmo tempo.
    }
    Conclua ou cancele um deles primeiro.
nothing-open = Não há nada em aberto no momento. Que horário você quer marcar?
one-at-a-time = Cuido de um horário por vez: mande cada um separado, com o único número para o qual ligar.

## Montar o pedido

ask-nothing-found = Procurei e não achei ninguém lá para quem eu possa ligar.
ask-search-down = Agora não consigo procurar ninguém.
ask-number-or-place = Para quem eu ligo? Mande o número ou o contato, ou o lugar (ou a sua localização) que eu procuro alguém lá.
item-number-or-place = o número para o qual ligar (pode ser um contato), ou o lugar onde eu procuro
ask-number-invalid = Esse número de telefone não é válido.
ask-number-refused = Eu nunca ligo para números desse tipo (emergência, tarifa especial e parecidos).
ask-country-refused = Não tenho permissão para ligar para números desse país.
ask-when-past = Esse horário já passou.
ask-when-doubtful = Nessa hora os relógios mudam, e não fica claro de que momento se trata.
ask-call-too-late = Nessa hora os horários pedidos já teriam passado.
ask-service = Para que é o horário?
ask-number = Para qual número eu ligo? Com DDD, por favor, ou mande o contato.
ask-when = Quando fica bom para você? Um dia e uma hora, ou vários.
ask-call-at = Quando eu ligo?
ask-name = Em nome de quem eu marco?
ask-several = Ainda preciso saber:
item-service = para que é
item-number = o número para o qual ligar, com DDD (pode ser um contato compartilhado)
item-when = os dias e as horas que ficam bons para você
item-call-at = quando eu ligo
item-name = em nome de quem eu marco
card-question = Posso ligar?
card-question-later = Posso ligar nesse horário?
card-moves = Está marcado: { $moment }. Continua valendo até que confirmem outro horário. Eu pediria:
card-later = Agora não é hora de ligar para lá. Eu ligaria depois: { $moment }.
card-call-at = Vou ligar: { $moment }.
card-call-moved = Na hora pedida não é hora de ligar para lá. Vou ligar: { $moment }.
card-compares = Pergunto o que eles têm, não aceito nada e mostro tudo lado a lado.
card-takes-earliest = Pergunto a todos e marco o primeiro horário que servir.
card-ask-first = Pergunto a você antes de aceitar qualquer coisa.
card-may-ask = Eles também podem perguntar o que ainda não sei. Pode escrever agora; se perguntarem, eu pergunto a você:
# Dados que os estabelecimentos pedem; também respondem a uma pergunta aberta.
ask-fact =
    { $fact ->
        [insurance] Qual é o seu convênio? “Nenhum” também é resposta.
        [first_visit] Você já foi lá alguma vez?
        [vehicle] Qual é o veículo? Marca, modelo ou placa.
        [party_size] Para quantas pessoas?
        [animal] Para qual animal é?
        [diet] Há algo que alguém não coma?
       *[address] Em que endereço eles devem ir?
    }
item-fact =
    { $fact ->
        [insurance] seu convênio, se tiver
        [first_visit] se você já foi lá alguma vez
        [vehicle] qual é o veículo: marca, modelo ou placa
        [party_size] para quantas pessoas
        [animal] para qual animal é
        [diet] o que alguém não come
       *[address] o endereço em que eles devem ir
    }
label-fact =
    { $fact ->
        [insurance] Convênio
        [first_visit] Primeira visita?
        [vehicle] Veículo
        [party_size] Pessoas
        [animal] Animal
        [diet] Dieta
       *[address] Endereço da visita
    }
what-to-change = O que eu mudo? É só escrever: outro horário, outro número, outro nome…

label-call = Número para ligar
label-call-several = Para quem ligar
label-when = Quando
label-name = Em nome de
label-for-whom = Para
label-reason = Motivo
label-price-max = No máximo
label-cost = Custo de ligar
cost = cerca de { $amount } { $currency }
label-callback = Seu número, se pedirem
label-language = Idioma da ligação
label-with = Com
label-price = Preço
label-address = Endereço
label-bring = Para levar ou preparar
label-code = Código de confirmação

## Enquanto isso

calling = Vou ligar agora.
call-held = As ligações estão em pausa por um tempo, então ainda não liguei. Ligo assim que voltarem. “Cancelar” desiste do pedido.
talking = Atenderam, e eu estou falando com eles.
still-on-it = Estou cuidando disso e aviso assim que houver novidade.
asked-first = No meio da ligação não consigo passar a mudança, então não aceito nada sem perguntar aqui antes. “Cancelar” interrompe tudo; depois é só me dizer como deve ser.
cannot-change-now = Há uma ligação prevista ou em andamento, então agora não consigo mudar nada. “Cancelar” interrompe tudo; depois é só me dizer como deve ser.
status-not-called = Ainda não liguei: estou esperando a sua resposta.
status-calls =
    { $calls ->
        [one] Uma ligação até agora.
       *[other] { $calls } ligações até agora.
    }
status-next = O próximo passo vem até { $moment }.
retry-why =
    { $why ->
        [outside-hours] Agora não é hora de ligar para lá.
        [holiday] Hoje é feriado lá.
        [busy] A linha estava ocupada.
        [no-answer] Ninguém atendeu.
        [voicemail] Caiu na caixa postal.
        [voicemail-left] Caiu na caixa postal. Deixei um recado e pedi que retornem a ligação.
        [cut-off] A ligação caiu antes de confirmarem o combinado. Ainda não conta como marcado.
        [hold] Me deixaram na espera e ninguém atendeu.
        [silent] Atenderam, mas ninguém falou.
        [call-back] Pediram para eu ligar mais tarde.
        [will-get-back] Não disseram nem sim nem não: vão avisar. Ainda não há nada certo.
        [check] Quem confirmou foi o sistema automático deles; falta perguntar a uma pessoa.
       *[failed] A ligação não completou.
    }
retry-at =
    { $why ->
        [outside-hours] Vou ligar depois: { $moment }.
        [holiday] Vou ligar depois: { $moment }.
        [as-wished] Vou ligar: { $moment }.
        [cut-off] Vou ligar de novo agora mesmo para perguntar.
        [will-get-back] Se não ligarem antes, pergunto de novo: { $moment }.
       *[other] Vou ligar de novo: { $moment }.
    }
which-offer =
    { $count ->
        [one] Estão na linha e têm este horário:
       *[other] Estão na linha e têm estes horários:
    }
which-offer-question =
    { $count ->
        [one] Posso aceitar?
       *[other] Qual eu aceito?
    }
offers-left =
    { $count ->
        [one] A ligação terminou. Eles têm este horário, que eu não aceitei:
       *[other] A ligação terminou. Eles têm estes horários, e eu não aceitei nenhum:
    }
offers-reminder =
    { $count ->
        [one] Ainda há este horário, que eu não aceitei:
       *[other] Ainda há estes horários, e eu não aceitei nenhum:
    }
offers-left-until =
    { $count ->
        [one] Ligo de novo para aceitar? Espero a sua resposta até { $moment }.
       *[other] Por qual deles eu ligo de novo? Espero a sua resposta até { $moment }.
    }
offer-collides = bate com “{ $title }”
offer-collides-untitled = bate com algo da sua agenda
which-offer-anyway =
    { $count ->
        [one] Pego mesmo assim?
       *[other] Pego um deles mesmo assim?
    }
quoted-title = “{ $title }”
card-taken = Em todos esses horários a sua agenda tem { $list }: antes de pegar um, eu pergunto.
card-taken-untitled = Em todos esses horários a sua agenda está cheia: antes de pegar um, eu pergunto.
offer-held = guardado até { $moment }
provider-asks = Estão na linha e perguntam: “{ $question }”
provider-asks-answer = Responda aqui e eu digo a eles na hora.
unanswered = Quiseram saber: “{ $question }” Eu não podia deixá-los esperando mais.
unanswered-until = Responda aqui até { $moment } e eu ligo para eles na hora.
passed-on = Obrigado, vou dizer a eles.
already-decided = Isso já foi decidido. “Status” conta como está.
stopping = Estou cancelando. Aviso assim que for certo que a ligação terminou.
stopping-talking = Estou me despedindo e encerrando a ligação. Aviso assim que for certo que ela terminou.
on-hold = Me puseram na espera. Espero no máximo até { $moment }.
they-rang = Estão retornando a ligação, e eu estou falando com eles.
not-on-the-list = Isso não está na lista. Um número de 1 a { $last } escolhe, “nenhum” descarta todos.
no-secrets = Não repasso números de cartão, senhas, códigos nem números de documento. Se eles precisarem, passe você mesmo.
which-to-cancel = Qual eu cancelo?
call-off-booked = Há um horário marcado: { $moment }. Ligo para cancelar?
kept = Continua marcado: { $moment }.
no-check = Certo, não ligo para conferir.
which-to-move = Qual deles eu mudo?
cannot-come = Está marcado: { $moment }. O que faço? Posso pedir outro horário ou cancelar.
already-over = Começou em { $moment }, então não posso mais mudar nem cancelar.
reminder = Seu horário está chegando: { $moment }.
reminder-stop = “Sem lembretes” encerra estas mensagens.
reminders-on = Volto a lembrar você dos seus horários.
reminders-off = Sem mais lembretes. “Quero lembretes” traz de volta.
watching = Vou ficar de olho em algo antes de { $moment }: ligo de vez em quando, a partir de { $next }, e pergunto a você antes de mudar qualquer coisa.
watch-stop = “Pare de procurar” encerra isso.
watch-too-near = Falta pouco demais para procurar algo antes: { $moment }.
watch-in-vain = Não encontrei nada antes e paro de procurar. Fica como está: { $moment }.
watch-over = Não procuro mais nada antes. Fica como está: { $moment }.
earlier-found =
    { $count ->
        [one] Eles têm um horário antes:
       *[other] Eles têm horários antes:
    }
earlier-question =
    { $count ->
        [one] Devo pegar? Até que confirmem, o seu continua valendo: { $moment }.
       *[other] Devo pegar algum? Até que confirmem, o seu continua valendo: { $moment }.
    }

## Como terminou

final-booked = ✅ Marcado: { $moment }
final-booked-untimed = ✅ Marcado.
final-unconfirmed = Sem confirmação: pode estar na agenda deles para { $moment }, mas nada do que foi dito prova isso.
final-unconfirmed-untimed = Sem confirmação: pode estar na agenda deles, mas nada do que foi dito prova isso.
final-not-reached =
    { $calls ->
        [one] Não marquei: liguei uma vez e não consegui falar com ninguém.
       *[other] Não marquei: liguei { $calls } vezes e não consegui falar com ninguém.
    }
final-not-reached-uncalled = Não marquei: não consegui falar com ninguém a tempo.
final-no-availability = Não marquei: eles não têm nada livre nos horários que você queria.
final-no-offers = Não marquei: não consegui horário em nenhum destes lugares.
final-offers-expired = Não marquei: os horários que ofereceram venceram antes que um fosse escolhido.
final-nothing-suited = Não marquei: nenhum dos horários que ofereceram servia.
final-wrong-number = Não marquei: esse número não é de lá.
final-refused = Não marquei: não quiseram combinar comigo.
final-moved = Não marquei: eles se mudaram ou agora têm outro número.
final-unanswered = Não marquei: quiseram saber uma coisa e não veio resposta.
final-refuses-machines = Não marquei: eles não combinam nada com um assistente automático.
final-never-call-again = Não marquei: eles não querem ligações minhas. Não ligo mais para esse número, para ninguém.
final-wants-secret = Não marquei: eles só marcam com algo que eu nunca passo, como um número de cartão ou um código.
final-no-common-language = Não marquei: eles não falam nenhum dos idiomas que eu tenho (português, espanhol, inglês).
final-menu-unsolved = Não marquei: não achei o caminho no menu telefônico deles.
final-hold-given-up = Não marquei: me deixaram na espera e ninguém atendeu.
final-no-progress = Não marquei: houve conversa, mas não deu em nada.
final-failed = Não marquei: a linha falhou todas as vezes.
final-cannot-call =
    { $why ->
        [bad-number] Não marquei: esse número não pode ser alcançado.
        [not-allowed] Não marquei: não posso ligar para esse número.
        [account] Não marquei: a minha linha não funciona no momento; quem administra este serviço precisa ver isso.
        [do-not-call] Não marquei: eles pediram para não receber ligações minhas.
        [number-cap] Não marquei: já se ligou bastante para esse número hoje. Peça de novo amanhã.
        [person-cap] Não marquei: essas foram todas as ligações que faço por dia para uma pessoa. Peça de novo amanhã.
        [money-cap] Não marquei: o dinheiro para ligações acabou por enquanto. Peça de novo amanhã.
        [paused] Não marquei: as ligações estão suspensas no momento. Tente de novo mais tarde.
        [gave-up] Não marquei: a minha linha ficou ocupada tempo demais. Tente de novo mais tarde.
       *[called-off] Não marquei: não foi possível fazer a ligação.
    }
final-could-not-find-out = Não consegui descobrir como a ligação terminou. É melhor não contar com o horário.
final-cancelled = Cancelado. Nada foi marcado.
final-called-off = Cancelado: { $moment }. Já tiraram da agenda.
final-call-off-unconfirmed = Sem confirmação: nada do que foi dito prova que o horário está cancelado: { $moment }.
final-call-off-not-reached = Não cancelei: não consegui falar com ninguém. O horário continua marcado: { $moment }.
final-call-off-refused = Não cancelei: não consegui combinar com eles. O horário continua marcado: { $moment }.
final-call-off-stopped = Deixo como está. O horário continua marcado: { $moment }.
final-dropped = Deixei este pedido de lado, porque não veio mais nada. Nada foi marcado.
final-rescheduled = ✅ Remarcado: { $moment }, em vez de { $old }.
final-move-unconfirmed = Sem confirmação: talvez tenham passado para { $moment }, mas nada do que foi dito prova isso. Conte com { $old } até que digam outra coisa.
final-move-unclear = Não consegui descobrir se foi remarcado. Conte com { $moment } até que digam outra coisa.
final-move-not-reached = Nada mudou: não consegui falar com ninguém. Continua valendo { $moment }.
final-move-nothing-free = Nada mudou: não tinham outro horário que servisse. Continua valendo { $moment }.
final-move-refused = Nada mudou: não consegui acertar com eles. Continua valendo { $moment }.
final-not-in-their-book = Eles não encontram na agenda: { $moment }. Não mudei nada.
final-begins-before = Não consegui ligar antes do início. Não mudei nada: até onde sei, { $moment } está na agenda deles.
final-reconfirmed = ✅ Liguei para confirmar, como pediram: { $moment } continua valendo.
final-reconfirm-not-reached = Pediram uma ligação para confirmar { $moment }, e não consegui falar com ninguém.
final-reconfirm-unclear = Liguei para confirmar { $moment }, como pediram, e não recebi uma resposta clara.
call-before = Eles pedem uma ligação antes para confirmar. Vou ligar em { $moment } e aviso você.
call-before-yourself = Eles pedem uma ligação antes para confirmar. Não dá mais tempo de eu ligar, então ligue para eles, por favor: { $number }
final-correction = Correção do que eu escrevi antes:
final-despite-stop = Já estava marcado quando o seu “cancelar” chegou.
final-by-machine = Quem confirmou foi o sistema automático deles, não uma pessoa.
final-check-at = Vou ligar para conferir se está na agenda deles: { $moment }.
final-checked = Conferido: está na agenda deles: { $moment }
final-not-in-book = Correção: quando liguei para conferir, não estava na agenda deles, embora o sistema automático tivesse confirmado. Não conta como marcado: { $moment }
final-not-checked = Não consegui conferir se está na agenda deles; só o sistema automático confirmou: { $moment }
final-number-source =
    { $by ->
        [card] O número veio do contato que você enviou ({ $moment }).
        [directory] O número veio do guia, onde eu procurei ({ $moment }).
       *[message] O número veio da sua mensagem ({ $moment }).
    }
final-chosen =
    { $why ->
        [only] Eles também tinham outros horários: este é o único que serve para o que você pediu.
        [first-wish] Eles também tinham outros horários: este fica no horário que você prefere.
       *[earliest] Eles também tinham outros horários: este é o mais cedo dentro do horário que você prefere.
    }
quote-means =
    { $kind ->
        [says] Ou seja: { $moment }.
        [off] Ou seja, foi desmarcado: { $moment }.
       *[agrees] Ou seja, um sim para: { $moment }.
    }
final-left-message = Deixei um recado na caixa postal deles.
final-told = O que foi dito a eles: { $list }.
# Items of the list in final-told.
told-name = o nome
told-for-whom = para quem é
told-reason = o motivo
told-callback = o seu número
told-answer = “{ $text }”
told-fact =
    { $fact ->
        [insurance] o seu convênio
        [first_visit] se você já esteve lá
        [vehicle] o veículo
        [party_size] para quantas pessoas
        [animal] o animal
       *[address] o seu endereço
    }
said-by = { $who } disse: “{ $quote }”
said = Disseram: “{ $quote }”
noted = Da ligação: “{ $note }”
calendar-link = Para pôr na agenda:
mailed-to = A transcrição e o evento para a agenda vão para { $address }.
ask-email-too = Quer receber a transcrição e o evento para a agenda por e-mail? É só me mandar o endereço.
ask-call-off = Ligo para desmarcar?
next-check = Confirme com eles, por favor: { $number }
next-other-times = Para outros horários, me diga quando, ou ligue para { $number }
next-other-times-here = Para outros horários, é só me dizer quando.
next-right-number = Para { $number } eu não ligo mais por isto. Se você tiver o número certo, mande em um novo pedido.
next-new-number = Se você tiver o número novo, mande em um novo pedido. O antigo: { $number }
next-yourself = Para ligar direto: { $number }

## E-mail e transcrição

ask-email = Para qual e-mail eu mando a transcrição e o evento para a agenda?
email-saved = Anotado: as transcrições e os eventos para a agenda vão para { $address }.
bad-email = Isso não parece um endereço de e-mail. Pode conferir e mandar de novo?
mail-sent = O e-mail para { $address } está a caminho.
mail-failed = O e-mail para { $address } não chega. Se você tiver outro endereço, é só mandar.
no-transcript = Não há transcrição desta ligação.
transcript-here = O que foi dito na ligação:
transcript-here-foreign = O que foi dito na ligação, em { $language }, como foi falado:
speaker-agent = Assistente
speaker-callee = Do outro lado
link-removed = (link removido)
mail-subject-booked = Marcado: { $about }, { $moment }
mail-subject-moved = Remarcado: { $about }, agora { $moment }
mail-subject = { $about }: como terminou
mail-attached = O horário vai anexo como evento para a agenda.
mail-attached-moved = O novo horário vai em anexo para o seu calendário e substitui o anterior.
mail-attached-cancelled = O arquivo em anexo tira o horário do seu calendário.
mail-footer = Enviado pelo Vocero, um assistente automático, ao endereço que você deu na conversa.

## O que houve, e o que fica guardado

history-title = Seus horários
history-none = Você ainda não marcou nada comigo.
history-upcoming = Próximos:
history-open = Em andamento:
history-over = Anteriores:
history-line = { $about } · { $what }
history-called-off = { $moment }, desmarcado depois
history-more =
    { $count ->
        [one] e mais um
       *[other] e mais { $count }
    }
receipts-title = O que foi dito sobre você
receipts-none = Até agora ninguém soube nada sobre você por telefone.
receipt-line = { $moment }: { $list }
receipt-nothing = nada sobre você
ask-email-for-data = Para qual e-mail eu mando os seus dados?
data-coming = Tudo o que eu guardo sobre você vai para { $address }, em um arquivo.
export-subject = Vocero: seus dados
export-text = Vai em anexo, em um arquivo JSON, tudo o que o Vocero guarda sobre você. Os e-mails que foram enviados a você ficam de fora, porque você já os tem.
erase-ask = Apago tudo o que eu guardo sobre você? Não dá para desfazer.
erase-what = São apagados suas mensagens, seus pedidos, as ligações e o que foi dito nelas, aqui e nos serviços pelos quais eu escrevo, ligo e falo (Twilio, ElevenLabs).
erase-open =
    { $count ->
        [one] O pedido em andamento é interrompido na hora.
       *[other] Os { $count } pedidos em andamento são interrompidos na hora.
    }
erase-stands = Estes horários continuam valendo em cada lugar. Se quiser que eu desmarque algum por telefone, peça isso antes:
calendar-kept = Anotado. Guardo o endereço em segredo, olho a sua agenda antes de ligar e pergunto sobre os horários que baterem. Com “esquecer minha agenda” eu paro de olhar.
calendar-forgotten = Pronto, esqueci a sua agenda.
calendar-unknown = Eu não conheço nenhuma agenda sua.
calendar-not-read =
    { $why ->
        [not-a-calendar] O que está no endereço da sua agenda não é uma agenda que eu consiga ler. Sigo sem ela.
        [not-allowed] Eu não olho esse endereço: ele precisa ser público e começar com https. Sigo sem a agenda.
       *[not-reached] Não estou conseguindo abrir a sua agenda agora. Sigo sem ela.
    }
nothing-erased = Não apaguei nada.
erasing = Estou apagando tudo o que eu guardo sobre você. Quando terminar, escrevo uma última vez.
erased = Pronto. Não guardo mais nada sobre você.
erased-deleted = Também foi apagado: { $list }.
erased-left = Não deu para apagar lá, mesmo pedindo várias vezes: { $list }. Fale com quem lhe deu este serviço.
erased-mails =
    { $count ->
        [one] O serviço de e-mail (Resend) não apaga e-mails avulsos: guarda o que eu mandei até vencer o prazo dele.
       *[other] O serviço de e-mail (Resend) não apaga e-mails avulsos: guarda os { $count } que eu mandei até vencer o prazo dele.
    }
erased-last = Também apago esta mensagem do meu lado. As cópias de segurança desses serviços vencem em semanas. Se você escrever de novo, começamos do zero.
copies =
    { $kind ->
        [messages] { $count ->
            [one] uma mensagem na Twilio
           *[other] { $count } mensagens na Twilio
        }
        [contents] { $count ->
            [one] um conjunto de botões na Twilio
           *[other] { $count } conjuntos de botões na Twilio
        }
        [calls] { $count ->
            [one] o registro de uma ligação na Twilio
           *[other] os registros de { $count } ligações na Twilio
        }
       *[conversations] { $count ->
            [one] uma conversa na ElevenLabs
           *[other] { $count } conversas na ElevenLabs
        }
    }

## Fora das 24 horas em que se pode escrever livremente: uma linha cada um

note-offers =
    { $count ->
        [one] Eles têm um horário. Espero a sua resposta até { $moment }.
       *[other] Eles têm { $count } horários para escolher. Espero a sua resposta até { $moment }.
    }
note-question = Perguntaram algo que só você pode responder.
note-news = Há novidades.
note-earlier = Eles têm um horário antes para você: { $moment }.

## Botões: no máximo 20 caracteres

button-call = Ligar
button-change = Alterar
button-cancel = Cancelar
button-call-now = Ligar agora
button-elsewhere = Outro lugar
button-stop-now = Desligar já
button-wait-longer = Esperar mais
button-call-off = Cancelar o horário
button-keep = Manter
button-no-check = Não conferir
button-bring-it = Eu levo
button-ring-me = Podem me ligar
button-move = Mudar o horário
button-erase = Apagar tudo
button-erase-nothing = Não apagar nada
button-neither =
    { $count ->
        [one] Não, obrigado
       *[other] Nenhum
    }
button-transcript = Transcrição
button-choose = Escolher

## Vários lugares

decimal-sign = ,
distance-m = a { $metres } m
distance-km = a { $km } km
found =
    { $count ->
        [one] Achei um lugar para o qual posso ligar:
       *[other] Achei estes lugares para os quais posso ligar:
    }
found-not = Não achei nenhum lugar chamado “{ $name }”.
found-rating = { $stars } ★ ({ $ratings })
found-opens = dá para ligar { $moment }
found-question =
    { $count ->
        [one] Ligo para lá? Também pode mandar outro número.
       *[other] Para quem eu ligo? Um, ou vários (“1 e 3”): aí pergunto a todos e comparo.
    }
button-any = Quem tiver antes
enquiring = Estou perguntando nestes lugares o que eles têm:
enquiring-later = Dá para ligar a partir de { $begins }. Aí pergunto nestes lugares o que eles têm:
enquiring-compares = Ainda não aceito nada. Você recebe uma só comparação, no máximo até { $moment }.
enquiring-commits = Marco o primeiro horário que servir e aviso no máximo até { $moment }.
compared =
    { $count ->
        [one] Já perguntei. Há uma oferta, que eu não aceitei:
       *[other] Já perguntei. Estas são as ofertas: primeiro os horários que você queria, e deles o mais cedo. Não aceitei nenhuma:
    }
compared-gone =
    { $count ->
        [one] Com esse não deu, e nada está marcado. Sobrou uma oferta:
       *[other] Com esse não deu, e nada está marcado. Sobraram estas ofertas:
    }
compared-reminder =
    { $count ->
        [one] Ainda há uma oferta, que eu não aceitei:
       *[other] Ainda há estas ofertas, e eu não aceitei nenhuma:
    }
compared-taken =
    { $count ->
        [one] Já perguntei. Há uma oferta que serve:
       *[other] Já perguntei. Estas são as ofertas, a melhor primeiro:
    }
compared-books = Vou ligar de novo agora para marcar a primeira. Nada está marcado antes que confirmem.
merit-earliest = o mais cedo
merit-cheapest = o mais barato
merit-nearest = o mais perto
merit-best-rated = o mais bem avaliado
merit-other-time = fora do que você pediu
merit-too-dear = acima do seu preço
merit-price-unknown = preço não informado
asked-without =
    { $why ->
        [offered] { $name }: os horários deles já eram
        [no_availability] { $name }: nada livre
        [nothing_suited] { $name }: nada que sirva
        [wrong_number] { $name }: número errado
        [moved] { $name }: mudou ou tem outro número
        [refused] { $name }: não quis
        [refuses_machines] { $name }: não fala com máquinas
        [never_call_again] { $name }: não quer ligações nossas
        [wants_secret] { $name }: pede o que eu nunca dou
        [menu_unsolved] { $name }: só um menu eletrônico
        [hold_given_up] { $name }: tempo demais na espera
        [no_progress] { $name }: sem resposta clara
        [cannot_call] { $name }: não dá para ligar
        [unasked] { $name }: não perguntei mais
        [cancelled] { $name }: não perguntei mais
       *[other] { $name }: não atendeu
    }

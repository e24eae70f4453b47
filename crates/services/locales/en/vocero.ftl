### Everything that Vocero says in English. No WhatsApp marks in here: the layout sets them.
### A variable is clean text: without line breaks, cut to length, links removed where others wrote it.

## Names, dates and times

# The name of a request of which nothing is known yet.
appointment-unnamed = Your appointment
language-name =
    { $code ->
        [en] English
        [es] Spanish
       *[pt] Portuguese
    }
weekday =
    { $number ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
weekday-short =
    { $number ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    }
month =
    { $number ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
month-short =
    { $number ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
date-short = { $weekday } { $day } { $month }
date-long = { $weekday } { $day } { $month }
date-with-year = { $weekday } { $day } { $month } { $year }
# Also the title of a button: at most 20 characters.
moment-short = { $date } { $time }
moment-long = { $date }, { $time }
# The provider's clock first, then the person's.
moment-in-two-zones = { $moment } ({ $city } time; { $own } in { $own_city })
# Cities whose English name is not the one in the name of the time zone.
city =
    { $zone ->
        [America-Sao_Paulo] São Paulo
        [America-Bogota] Bogotá
        [America-Asuncion] Asunción
        [America-Argentina-Cordoba] Córdoba
       *[other] { $fallback }
    }

window-moment = { $day }, { $from }
window-any-time = { $day }, any time
window-from = { $day }, from { $from }
window-until = { $day }, until { $to }
window-between = { $day }, { $from }–{ $to }
window-days = { $first } to { $last }
window-days-at = { $first } to { $last }, at { $from }
window-days-from = { $first } to { $last }, from { $from }
window-days-until = { $first } to { $last }, until { $to }
window-days-between = { $first } to { $last }, { $from }–{ $to }
window-span = from { $from } until { $to }
window-open = from { $from } on
windows-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }

## First contact and small talk

welcome-what = Hi, I am Vocero, an automated assistant that books appointments by phone. Write or say which appointment you need: I call the place and book it.
welcome-how = On the phone a machine speaks, and it says so. What is said is kept as text, so that you can read it later. I call nothing booked unless their own words prove it.
welcome-stop = “Stop” ends my messages. “Delete my data” deletes everything, after I have asked once more.
help-what = Tell me what the appointment is for, with whom, their phone number (a contact card will do) and when it suits you. All in one message, written or spoken, is fine.
help-words = At any time: “status” tells where things stand, “cancel” calls it off, “transcript” shows what was said, “history” what there was, “stop” ends my messages.
who-i-am = I am Vocero, an automated assistant, not a person. I book appointments by phone, and I tell those I call that I am a machine.
greeting = Hi! Which appointment shall I book?
you-are-welcome = You're welcome!
goodbye = Bye! Write whenever you need an appointment.
invited-only = This assistant makes phone calls for invited people only. If you have an invitation code, send it here.
out-of-scope = I can only book appointments by phone. Tell me what for, with whom and when, and I will call.
emergency-call = Call { $number } now.
emergency-why = I am a machine and cannot get help for you. Call { $number } yourself, or ask somebody next to you to do it.
heard = I heard: “{ $text }”
chat-was-closed = After a day of silence WhatsApp would not let me write. This is what I could not tell:
could-not-hear = I could not make out that voice note. Please say it once more, or write it.
secret-not-kept = Please send me no card numbers, security codes or identity numbers: I never need them. I have not kept that one, and nobody gets it from me. Better delete it from this chat, too.
could-not-read-card = I found no phone number in that contact that I can call. Please send the number as text.
unsupported =
    { $kind ->
        [image] I cannot look at pictures.
        [video] I cannot watch videos.
        [document] I cannot read documents.
        [sticker] Nice sticker, but I only understand words.
       *[other] I cannot open that kind of message.
    }
    Please write it or say it.
not-understood = I did not understand that. I book appointments by phone: tell me what for, with whom and when. “Help” tells you more.
no-human = That is not something I can do in this chat, and nobody but this machine reads it. Please turn to whoever runs this service (the one who gave you this number), or call the place yourself.
language-set = From now on in English. Calls are made in the language of the place that I call.
stopped = Done: what was open is called off, and I will not write again unless you write to me.
too-many-open =
    { $max ->
        [one] There is one open request already, and I can only look after one at a time.
       *[other] There are { $max } open requests already, and I cannot look after more at a time.
    }
    Please finish or cancel one first.
nothing-open = There is nothing open at the moment. Which appointment shall I book?
one-at-a-time = I look after one appointment at a time: please send me each one by itself, with the one number to call for it.

## Putting a request together

ask-nothing-found = I looked and found nobody there whom I can call.
ask-search-down = I cannot look anybody up right now.
ask-number-or-place = Whom shall I call? Send me the number or the contact, or the place (or your location) and I look for somebody there.
item-number-or-place = the phone number to call (a contact card will do), or the place where I shall look
ask-number-invalid = That phone number is not valid.
ask-number-refused = I never call numbers of that kind (emergency, premium-rate and the like).
ask-country-refused = I may not call numbers in that country.
ask-when-past = That time is over already.
ask-when-doubtful = The clocks change at that time, so I cannot tell which moment is meant.
ask-call-too-late = By then the times you asked for would be over.
ask-service = What is the appointment for?
ask-number = Which number shall I call? Please include the area code, or send the contact.
ask-when = When would it suit you? A day and a time, or several.
ask-call-at = When shall I call them?
ask-name = In whose name shall I book it?
ask-several = I still need:
item-service = what it is for
item-number = the phone number to call, with its area code (a contact card will do)
item-when = the days and times that suit you
item-call-at = when to call them
item-name = the name to book it under
card-question = Shall I call?
card-question-later = Shall I call then?
card-moves = { $moment } is booked, and stands until they confirm another time. I would ask for:
card-later = It is too early or too late to call there now. I would call on { $moment }.
card-call-at = I will call on { $moment }.
card-call-moved = They cannot be called at the time you asked for. I will call on { $moment }.
card-compares = I ask what they have, agree to nothing, and show you all of it side by side.
card-takes-earliest = I ask them all and book the earliest that suits you.
card-ask-first = I will ask you before I agree to anything.
card-may-ask = They may also ask for what I do not know yet. Write it now if you like; if they ask, I will ask you:
# Facts that providers ask for; also answers to an open question.
ask-fact =
    { $fact ->
        [insurance] Which insurance do you have? “None” is an answer too.
        [first_visit] Have you been there before?
        [vehicle] Which vehicle is it? Make, model or number plate.
        [party_size] For how many people?
        [animal] Which animal is it for?
        [diet] Is there anything that somebody does not eat?
       *[address] To which address shall they come?
    }
item-fact =
    { $fact ->
        [insurance] your insurance, if you have one
        [first_visit] whether you have been there before
        [vehicle] which vehicle it is: make, model or number plate
        [party_size] for how many people
        [animal] which animal it is for
        [diet] what somebody does not eat
       *[address] the address to come to
    }
label-fact =
    { $fact ->
        [insurance] Insurance
        [first_visit] First visit?
        [vehicle] Vehicle
        [party_size] People
        [animal] Animal
        [diet] Diet
       *[address] Address to come to
    }
what-to-change = What shall I change? Just write it: another time, another number, another name…

label-call = Number to call
label-call-several = Places to call
label-when = When
label-name = In the name of
label-for-whom = For
label-reason = Reason
label-price-max = At most
label-cost = Cost of calling
cost = about { $amount } { $currency }
label-callback = Your number, if they ask
label-language = Language of the call
label-with = With
label-price = Price
label-address = Address
label-bring = To bring or prepare
label-code = Confirmation code

## While it goes on

calling = I will call them now.
call-held = Calls are paused for a while, so nobody has been rung yet. I will call as soon as they go on. “Cancel” calls it off.
talking = They answered, and I am talking with them.
still-on-it = I am on it, and I will write as soon as there is news.
asked-first = I cannot tell them that in the middle of the call, so I agree to nothing without asking here first. “Cancel” stops the call; then tell me how it should be.
cannot-change-now = A call is planned or going on, so I cannot change anything now. “Cancel” stops it; then tell me how it should be.
status-not-called = I have not called yet: I am waiting for your answer.
status-calls =
    { $calls ->
        [one] One call so far.
       *[other] { $calls } calls so far.
    }
status-next = The next step comes on { $moment } at the latest.
retry-why =
    { $why ->
        [outside-hours] It is too early or too late to call there now.
        [holiday] It is a public holiday there today.
        [busy] The line was busy.
        [no-answer] Nobody answered.
        [voicemail] An answering machine picked up.
        [voicemail-left] An answering machine picked up. I left a message and asked them to call back.
        [cut-off] The line was cut before they had confirmed what we had agreed on. Nothing counts as booked yet.
        [hold] They kept me on hold, and nobody came.
        [silent] They picked up, and nobody spoke.
        [call-back] They asked me to call later.
        [will-get-back] They said neither yes nor no: they will let us know. Nothing is certain yet.
        [check] Their automated system has confirmed it; a person there shall be asked.
       *[failed] The call did not go through.
    }
retry-at =
    { $why ->
        [outside-hours] I will call on { $moment }.
        [holiday] I will call on { $moment }.
        [as-wished] I will call on { $moment }.
        [cut-off] I will call them right back to ask.
        [will-get-back] If they do not call before, I will ask again on { $moment }.
       *[other] I will call again on { $moment }.
    }
which-offer =
    { $count ->
        [one] They are on the line and have this time:
       *[other] They are on the line and have these times:
    }
which-offer-question =
    { $count ->
        [one] Shall I take it?
       *[other] Which one shall I take?
    }
offers-left =
    { $count ->
        [one] The call is over. They have this time, which I have not taken:
       *[other] The call is over. They have these times, none of which I have taken:
    }
offers-reminder =
    { $count ->
        [one] One time is still open, and I have not taken it:
       *[other] These times are still open, and I have taken none of them:
    }
offers-left-until =
    { $count ->
        [one] Shall I call again and take it? Please answer by { $moment }.
       *[other] Which one shall I call again for? Please answer by { $moment }.
    }
offer-collides = you have “{ $title }” then
offer-collides-untitled = your calendar is taken then
which-offer-anyway =
    { $count ->
        [one] Shall I take it anyway?
       *[other] Shall I take one of them anyway?
    }
quoted-title = “{ $title }”
card-taken = Your calendar has { $list } in all of these times: I will ask you before I take one.
card-taken-untitled = Your calendar is full in all of these times: I will ask you before I take one.
offer-held = held until { $moment }
provider-asks = They are on the line and ask: “{ $question }”
provider-asks-answer = Answer here and I will tell them right away.
unanswered = They wanted to know: “{ $question }” I could not keep them waiting any longer.
unanswered-until = Answer here by { $moment }, and I will call them right away.
passed-on = Thanks, I am telling them.
already-decided = That has been decided already. “Status” tells where things stand.
stopping = I am calling it off. I will write as soon as it is certain that the call has ended.
stopping-talking = I am saying goodbye and ending the call. I will write as soon as it is certain that it has ended.
on-hold = They have put me on hold. I will wait until { $moment } at most.
they-rang = They are calling back, and I am talking to them.
not-on-the-list = That names none of them. A number from 1 to { $last } picks one, “none” refuses them all.
no-secrets = I do not pass on card numbers, passwords, codes or numbers of identity documents. If they need one, please give it to them yourself.
which-to-cancel = Which one shall I cancel?
call-off-booked = { $moment } is booked. Shall I call them and cancel it?
kept = { $moment } stays booked.
no-check = All right, I will not call to check.
which-to-move = Which one shall I move?
cannot-come = { $moment } is booked. What shall I do? I can ask them for another time, or cancel it.
already-over = It began on { $moment }, so I can no longer move or cancel it.
reminder = Your appointment is coming up: { $moment }.
reminder-stop = “No reminders” ends these messages.
reminders-on = I will remind you of your appointments again.
reminders-off = No more reminders. “I want reminders” brings them back.
watching = I will look out for something earlier than { $moment }: I call them now and then, from { $next } on, and ask you before I change anything.
watch-stop = “Stop looking” ends that.
watch-too-near = { $moment } is too near for me to look out for something earlier.
watch-in-vain = I found nothing earlier and stop looking. It stays at { $moment }.
watch-over = I no longer look for something earlier. It stays at { $moment }.
earlier-found =
    { $count ->
        [one] They have something earlier:
       *[other] They have earlier times:
    }
earlier-question =
    { $count ->
        [one] Shall I take it? Until they confirm it, yours stands: { $moment }.
       *[other] Shall I take one? Until they confirm it, yours stands: { $moment }.
    }

## How it ended

final-booked = ✅ Booked: { $moment }
final-booked-untimed = ✅ Booked.
final-unconfirmed = Not confirmed: it may be in their book for { $moment }, but nothing that was said proves it.
final-unconfirmed-untimed = Not confirmed: it may be in their book, but nothing that was said proves it.
final-not-reached =
    { $calls ->
        [one] Not booked: I called once and reached nobody.
       *[other] Not booked: I called { $calls } times and reached nobody.
    }
final-not-reached-uncalled = Not booked: I reached nobody in time.
final-no-availability = Not booked: they have nothing free at the times you wanted.
final-no-offers = No appointment: none of these places gave me a time.
final-offers-expired = Not booked: the times they offered ran out before one was chosen.
final-nothing-suited = Not booked: none of the times they offered was right.
final-wrong-number = Not booked: that number is not theirs.
final-refused = Not booked: they would not arrange it with me.
final-moved = Not booked: they have moved, or they have another number now.
final-unanswered = Not booked: they wanted to know something, and no answer came.
final-refuses-machines = Not booked: they arrange nothing with an automated assistant.
final-never-call-again = Not booked: they want no calls from me. I will not call that number again, for anybody.
final-wants-secret = Not booked: they only book with something that I never give away, such as a card number or a code.
final-no-common-language = Not booked: they speak none of the languages that I have (English, Spanish, Portuguese).
final-menu-unsolved = Not booked: I found no way through their phone menu.
final-hold-given-up = Not booked: they kept me on hold, and nobody came.
final-no-progress = Not booked: there was talk, and nothing came of it.
final-failed = Not booked: the line failed each time.
final-cannot-call =
    { $why ->
        [bad-number] Not booked: that number cannot be reached.
        [not-allowed] Not booked: I may not call that number.
        [account] Not booked: my phone line does not work at the moment; whoever runs this service has to look into it.
        [do-not-call] Not booked: they asked not to be called by me.
        [number-cap] Not booked: that number has been called often enough for one day. Ask me again tomorrow.
        [person-cap] Not booked: these were all the calls that I make for one person in a day. Ask me again tomorrow.
        [money-cap] Not booked: the money for calls is used up for now. Ask me again tomorrow.
        [paused] Not booked: calls are switched off at the moment. Please try again later.
        [gave-up] Not booked: my line was busy for too long. Please try again later.
       *[called-off] Not booked: the call could not be made.
    }
final-could-not-find-out = I could not find out how the call ended. Please do not count on an appointment.
final-cancelled = Called off. Nothing was booked.
final-called-off = Cancelled: { $moment }. They have taken it out of their book.
final-call-off-unconfirmed = Not confirmed: nothing that was said proves that { $moment } is cancelled.
final-call-off-not-reached = Not cancelled: I reached nobody. { $moment } still stands.
final-call-off-refused = Not cancelled: I could not arrange it with them. { $moment } still stands.
final-call-off-stopped = I leave it as it is: { $moment } still stands.
final-dropped = I have put this request away, for nothing came after it. Nothing was booked.
final-rescheduled = ✅ Moved: { $moment }, instead of { $old }.
final-move-unconfirmed = Not confirmed: they may have moved it to { $moment }, but nothing that was said proves it. Count on { $old } until they tell you otherwise.
final-move-unclear = I could not find out whether it was moved. Count on { $moment } until they tell you otherwise.
final-move-not-reached = Not moved: I reached nobody. { $moment } still stands.
final-move-nothing-free = Not moved: they had no other time that was right. { $moment } still stands.
final-move-refused = Not moved: I could not arrange it with them. { $moment } still stands.
final-not-in-their-book = They do not find it in their book: { $moment }. I changed nothing.
final-begins-before = I could not call them before it begins. I changed nothing: as far as I know, { $moment } is in their book.
final-reconfirmed = ✅ I called to confirm, as they wanted: { $moment } stands.
final-reconfirm-not-reached = They wanted a call to confirm { $moment }, and I reached nobody.
final-reconfirm-unclear = I called to confirm { $moment }, as they wanted, and got no clear answer.
call-before = They want a call beforehand to confirm it. I will make it on { $moment } and tell you.
call-before-yourself = They want a call beforehand to confirm it. There is no time left for mine, so please call them: { $number }
final-correction = Correction of what I wrote before:
final-despite-stop = It had been booked before your “cancel” reached them.
final-by-machine = Their automated system confirmed it, not a person.
final-check-at = I will call on { $moment } to check that it is in their book.
final-checked = Checked: they have it in their book: { $moment }
final-not-in-book = Correction: when I called to check, it was not in their book, although their automated system had confirmed it. It does not count as booked: { $moment }
final-not-checked = I could not check whether it is in their book; only their automated system has confirmed it: { $moment }
final-number-source =
    { $by ->
        [card] The number came from the contact card that you sent ({ $moment }).
        [directory] The number came from the directory, where I looked it up ({ $moment }).
       *[message] The number came from your message ({ $moment }).
    }
final-chosen =
    { $why ->
        [only] They had other times too: this is the only one that suits what you asked for.
        [first-wish] They had other times too: this one lies in the time that you prefer.
       *[earliest] They had other times too: this is the earliest in the time that you prefer.
    }
quote-means =
    { $kind ->
        [says] That is: { $moment }.
        [off] That is, it is cancelled: { $moment }.
       *[agrees] That is a yes to: { $moment }.
    }
final-left-message = I left a message on their answering machine.
final-told = What they were told: { $list }.
# Items of the list in final-told.
told-name = the name
told-for-whom = who it is for
told-reason = the reason
told-callback = your number
told-answer = “{ $text }”
told-fact =
    { $fact ->
        [insurance] your insurance
        [first_visit] whether you have been there before
        [vehicle] the vehicle
        [party_size] for how many people
        [animal] the animal
       *[address] your address
    }
said-by = { $who } said: “{ $quote }”
said = They said: “{ $quote }”
noted = From the call: “{ $note }”
calendar-link = Add to calendar:
mailed-to = Transcript and calendar entry go to { $address }.
ask-email-too = Would you like the transcript and a calendar entry by mail? Then just send me your address.
ask-call-off = Shall I call them and cancel it?
next-check = Please check with them: { $number }
next-other-times = For other times, tell me when, or call them: { $number }
next-other-times-here = For other times, just tell me when.
next-right-number = I will not call { $number } for this again. If you have the right number, send it with your request.
next-new-number = If you have the new number, send it with your request. The old one: { $number }
next-yourself = To call them yourself: { $number }

## Mail and transcript

ask-email = Which e-mail address shall I send the transcript and the calendar entry to?
email-saved = Noted: transcripts and calendar entries go to { $address }.
bad-email = That does not look like an e-mail address. Could you check it and send it again?
mail-sent = The mail to { $address } is on its way.
mail-failed = Mail to { $address } does not arrive. If you have another address, just send it.
no-transcript = There is no transcript of this call.
transcript-here = What was said in the call:
transcript-here-foreign = What was said in the call, in { $language } as spoken:
speaker-agent = Assistant
speaker-callee = They
link-removed = (link removed)
mail-subject-booked = Booked: { $about }, { $moment }
mail-subject-moved = Moved: { $about }, now { $moment }
mail-subject = { $about }: how it ended
mail-attached = The appointment is attached as a calendar entry.
mail-attached-moved = The new time is attached for your calendar. It takes the place of the old entry.
mail-attached-cancelled = The attached file takes the appointment out of your calendar.
mail-footer = Sent by Vocero, an automated assistant, because you gave this address in the chat.

## What was, and what is kept

history-title = Your appointments
history-none = You have not booked anything with me so far.
history-upcoming = Coming up:
history-open = Not over yet:
history-over = Before:
history-line = { $about } · { $what }
history-called-off = { $moment }, cancelled since
history-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
receipts-title = What was said about you
receipts-none = Nobody has been told anything about you on the phone so far.
receipt-line = { $moment }: { $list }
receipt-nothing = nothing about you
ask-email-for-data = Which e-mail address shall I send your data to?
data-coming = All that I keep about you goes to { $address }, as a file.
export-subject = Vocero: your data
export-text = Attached is all that Vocero keeps about you, as a JSON file. Mails that were sent to you are left out, for you have them.
erase-ask = Shall I delete everything about you? It cannot be undone.
erase-what = Your messages, requests, calls and what was said in them go, here and at the services through which I write, call and talk (Twilio, ElevenLabs).
erase-open =
    { $count ->
        [one] The request that is under way is stopped at once.
       *[other] The { $count } requests that are under way are stopped at once.
    }
erase-stands = These appointments stay with the places themselves. If you want one cancelled by phone, have me do that first:
calendar-kept = Noted. I keep the address to myself, look at your calendar before I call, and ask you about times that collide. “Forget my calendar” ends it.
calendar-forgotten = I have forgotten your calendar.
calendar-unknown = I know no calendar of yours.
calendar-not-read =
    { $why ->
        [not-a-calendar] What lies at the address of your calendar is no calendar that I can read. I go on without it.
        [not-allowed] I do not look at that address: it has to be a public one that begins with https. I go on without it.
       *[not-reached] I cannot reach your calendar just now. I go on without it.
    }
nothing-erased = Nothing was deleted.
erasing = I am deleting everything about you. When it is done, I write one last time.
erased = Done. I keep nothing about you any more.
erased-deleted = Also deleted: { $list }.
erased-left = Could not be deleted there, though I asked again and again: { $list }. Please turn to whoever runs this service.
erased-mails =
    { $count ->
        [one] The mail service (Resend) deletes no single mail: it keeps the one that I sent you until its own time is over.
       *[other] The mail service (Resend) deletes no single mails: it keeps the { $count } that I sent you until its own time is over.
    }
erased-last = I delete this message on my side, too. Backups of these services end within weeks. If you write again, we start anew.
copies =
    { $kind ->
        [messages] { $count ->
            [one] one message at Twilio
           *[other] { $count } messages at Twilio
        }
        [contents] { $count ->
            [one] one set of buttons at Twilio
           *[other] { $count } sets of buttons at Twilio
        }
        [calls] { $count ->
            [one] the record of one call at Twilio
           *[other] the records of { $count } calls at Twilio
        }
       *[conversations] { $count ->
            [one] one conversation at ElevenLabs
           *[other] { $count } conversations at ElevenLabs
        }
    }

## Outside the 24 hours in which free text may be sent: one line each

note-offers =
    { $count ->
        [one] They have a time for you. Please answer by { $moment }.
       *[other] They have { $count } times to choose from. Please answer by { $moment }.
    }
note-question = They asked something that only you can answer.
note-news = There is news.
note-earlier = They have something earlier for you: { $moment }.

## Buttons: at most 20 characters each

button-call = Call
button-change = Change
button-cancel = Cancel
button-call-now = Call now
button-elsewhere = Another place
button-stop-now = Hang up now
button-wait-longer = Wait longer
button-call-off = Cancel appointment
button-keep = Keep it
button-no-check = Do not check
button-bring-it = I will bring it
button-ring-me = They should ring me
button-move = Move it
button-erase = Delete everything
button-erase-nothing = Delete nothing
button-neither =
    { $count ->
        [one] No, thanks
       *[other] None of these
    }
button-transcript = Transcript
button-choose = Choose

## Several providers

decimal-sign = .
distance-m = { $metres } m away
distance-km = { $km } km away
found =
    { $count ->
        [one] I found one whom I can call:
       *[other] I found these whom I can call:
    }
found-not = I found nobody called “{ $name }”.
found-rating = { $stars } ★ ({ $ratings })
found-opens = open for calls { $moment }
found-question =
    { $count ->
        [one] Shall I call there? You can also send another number.
       *[other] Whom shall I call? One, or several (“1 and 3”): then I ask them all and compare.
    }
button-any = Whoever has it first
enquiring = I am asking these places what they have:
enquiring-later = They can be called from { $begins } on. Then I ask these places what they have:
enquiring-compares = I agree to nothing yet. You get one comparison, by { $moment } at the latest.
enquiring-commits = I book the earliest that suits you, and tell you by { $moment } at the latest.
compared =
    { $count ->
        [one] I have asked. There is one offer, which I have not taken:
       *[other] I have asked. These are the offers, your wished times and the earliest first; I have taken none:
    }
compared-gone =
    { $count ->
        [one] That one did not work out, and nothing is booked. One offer is left:
       *[other] That one did not work out, and nothing is booked. These offers are left:
    }
compared-reminder =
    { $count ->
        [one] One offer is still open, and I have not taken it:
       *[other] These offers are still open, and I have taken none of them:
    }
compared-taken =
    { $count ->
        [one] I have asked. There is one offer that suits:
       *[other] I have asked. These are the offers, the best for you first:
    }
compared-books = I am calling again now to book the first. Nothing is booked before they confirm it.
merit-earliest = earliest
merit-cheapest = cheapest
merit-nearest = nearest
merit-best-rated = best rated
merit-other-time = not one of your times
merit-too-dear = above your price
merit-price-unknown = price not known
asked-without =
    { $why ->
        [offered] { $name }: their times are gone
        [no_availability] { $name }: nothing free
        [nothing_suited] { $name }: nothing that suits
        [wrong_number] { $name }: wrong number
        [moved] { $name }: has moved or another number
        [refused] { $name }: did not want to
        [refuses_machines] { $name }: does not talk to machines
        [never_call_again] { $name }: wants no calls of ours
        [wants_secret] { $name }: asks for what I never give away
        [menu_unsolved] { $name }: only a phone menu
        [hold_given_up] { $name }: on hold for too long
        [no_progress] { $name }: gave no clear answer
        [cannot_call] { $name }: cannot be called
        [unasked] { $name }: not asked any more
        [cancelled] { $name }: not asked any more
       *[other] { $name }: not reached
    }

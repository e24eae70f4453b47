//! English cues.

use super::{
    super::signs::{Sign::*, Table},
    Introductions,
};

pub(in super::super) const CUES: Table = &[
    (
        Yes,
        "yes; yeah; yea; yep; yeap; yup; yess; ya; aye; sure; of course; absolutely; certainly; definitely; correct; exactly; right",
    ),
    (
        Yes,
        "ok; okay; okey; okie; k; kk; alright; all right; fine; very well; perfect; perfectly; great; excellent; wonderful; awesome; amazing",
    ),
    (
        Yes,
        "sounds good|great|perfect|fine|right|nice|lovely|awesome; go ahead; go for it; do it; please do; confirm; confirmed; affirmative",
    ),
    (
        Yes,
        "works for me; that|it works; that|it will|would work; that|this is|was fine|good|great|perfect|right|correct|true|ok|okay|amazing|exact",
    ),
    (
        Yes,
        "that will|would do; this will do; i agree; agreed; deal; by all means; why not; i confirm; i accept; i do; it|that is a yes; true",
    ),
    (
        Yes,
        "let us do it|that|this; let us go with it|that|this; book it; call them; call now; call; call him|her; go on; make the call; looks good|right|great",
    ),
    (
        Yes,
        "i am|was happy|glad with; that|this suits; suits me; you got it; you are right; 👍; ✅; 👌; you have|'s? got _ _? exactly|perfectly|right; spot on; indeed",
    ),
    (
        Yes,
        "you understood|got ... right|correctly|perfectly|exactly; would be correct|right|great|perfect|fine|good|nice|lovely; good|great|right|exact|excellent|wonderful response",
    ),
    (
        Yes,
        "done ... exactly|right|correctly|perfectly; seems|is|was true|right|exact|perfect|confirmed; for sure; i would like|love that; sign me up; totally; please book",
    ),
    (
        No,
        "no; nope; nah; nay; noo; not really; not at all; no way; never; negative; definitely not; of course not; absolutely not",
    ),
    (
        No,
        "do not; i do not want|need|think; no thanks; no thank you; not now; not today; not yet; not that|this; not interested; rather not",
    ),
    (
        No,
        "that|this|it is|was not; is false; is wrong; is incorrect; that is false|wrong|incorrect; does not work; will not work; can not do|make; i can not",
    ),
    (
        No,
        "not correct|right|true|good|ok; it is a no; i refuse; i disagree; i did not; i have not; i never; will|would not be able; not the case; 👎; ❌; so false; erroneous",
    ),
    (
        No,
        "is not; does not; incorrect; inaccurate; wrong; false; untrue; hell no; not me; i would not; will not; not going to; out of the question; no need",
    ),
    (
        Correction,
        "that|this|it is|was not what i said|say|meant|mean|asked|wanted|requested|want; i did not say|ask|mean that|this|it|for?; you misunderstood; you got it|that|me|this wrong",
    ),
    (
        Correction,
        "not what i ... said|say|meant|asked|wanted|requested|searching|looking|for; you did not get|understand|interpret; understood ... wrong*; you are wrong|incorrect|mistaken; you made ... mistake|mistakes",
    ),
    (
        Correction,
        "wrong response|answer|command|date|time|name|information; response|answer|command ... not correct|right; incorrect response|answer|information|date|command; not ... correct|right response|answer|command",
    ),
    (
        Correction,
        "got ... wrong|incorrectly|not; done ... wrong|incorrectly; i did not say ... that|this|it; that is not my; i said ... not; was incorrect; misheard; i meant; misunderst*; not right answer|response|command",
    ),
    (
        Unsure,
        "not sure; i do not know; do not remember; no idea; no clue; not certain; maybe; perhaps; who knows; i guess; depends; it depends",
    ),
    (
        Unsure,
        "hard to say; can not say; can not tell; not able to say; can not remember; i forget; i forgot; drawing a blank; possibly; uncertain; undecided; unsure; can not decide",
    ),
    (
        Unsure,
        "have to think; let me think; not ... certain|sure; need to check; beats me; could not tell you; it could be; not|in? completely|entirely|quite sure|certain; can not figure; shit if i know; ? know why; i do not have a|any clue|idea",
    ),
    (
        DontCare,
        "do not mind; do not care; does not matter; not matter; whatever; whichever; anything; any one; any of them; either; any is fine",
    ),
    (
        DontCare,
        "no preference; up to you; you choose; you decide; your choice; i am easy; i am flexible; it is all the same; makes no difference; not bother*; all the same; no matter",
    ),
    (
        DontCare,
        "any will|would do|be; any day|time|one is|would|will; do not really mind|care|bother; whatever you; as you wish|like; surprise me; doesn't matter; i do not have a|any preference; does not really matter",
    ),
    (
        Repeat,
        "repeat; say ... again; once again; one more time; once more; come again; pardon; pardon me; what did you ... say; did not hear; did not catch; did not get that|it; missed that|the; again please",
    ),
    (
        Repeat,
        "say ... over; say what; what was that|the; what is that $; tell ... again; retry; replay; can not hear; speak ... again|louder; what question ... ask; did not understand what you; try ... again|once|one; hear ... again|last",
    ),
    (
        Repeat,
        "go over that; i could not hear; excuse me $; sorry what; what you ... said; do it again; start over; ^ i am? sorry $; ^ what $; ^ huh $; said again; reset",
    ),
    (
        Human,
        "speak|talk|chat ... human|person|agent|someone|somebody|representative|operator|manager|people|staff|team|advisor|assistant|colleague|worker|cleaners|restaurant|reception; a? human please; real person $; real human $; customer service|support; human agent",
    ),
    (
        Human,
        "transfer me; put me through; connect me; operator; representative; let me|us speak|talk; give me ... person|human|agent; get me ... person|human|agent; live agent; talk to someone; speak to someone; prefer talking; put me with; your ... manager|agent; team please; reach your; from an agent",
    ),
    (
        Help,
        "what can you do; what do you do; how does this|it work; how do you work; how can you help; what can i ask|do; what are you able|capable; what ... can i ask you; how do i|can|to use|i use you|this; your features|commands|capabilities",
    ),
    (
        Help,
        "^ help $; ^ help me $; what ... you can ... help|do|assist; things|topics|subjects|questions ... you|i can|should ... ask|answer|do|help|tell|assist; what ... help with; kind|kinds|sort|sorts|type|types of ... you|i|questions|info|things|subjects; what should i ask; what subjects|topics; what questions; instructions; am i able to ask",
    ),
    (
        WhoAreYou,
        "who are you; what are you; are|r you a|an? ... bot|robot|human|computer|machine|ai|person|real|artificial|program|automated; are you real; your name; who made|created|built you; am i talking|speaking|chatting with|to a|an? ... person|human|bot|robot|machine|computer|ai|real; ^ is this a|an? ... person|bot|robot|human|machine",
    ),
    (
        WhoAreYou,
        "whether you are; call yourself a; human or a? computer|bot|robot|machine|ai; person or a? computer|bot|robot|machine|ai; you ... bot or; real about you; are an an? ai; an? actual|real person or; who am i talking|speaking; what is vocero; who is this; you ... a|an human or; you ... computer generated",
    ),
    (
        Greeting,
        "^ ... hi; ^ ... hello; ^ hey; ^ ... good morning; ^ ... good afternoon; ^ ... good evening; howdy; hiya; greetings; ^ yo $; how are you; how is it going; hello; aloha; what is up; ^ hi; how have you been; how do you do; hi there",
    ),
    (
        Greeting,
        "how is your day|life|everything; how|how're ya|you|are doin|doing; nice|good|great|pleased to meet|see you; sup $; how is the ai; is everything ok; how is life; are you feeling|doing ok|okay|well|good; how ... are you doing; good day; hey there; how ... you ... today; ai is doing",
    ),
    (
        Thanks,
        "thank*; thanks; much appreciated; appreciate; cheers; grateful; gratitude; you are the best; very kind; that is very helpful; that was helpful; nice one; props to you",
    ),
    (
        Goodbye,
        "bye; goodbye; good bye; bye-bye; see you; see ya; cya; farewell; good night; goodnight; have a nice|good|great|lovely|wonderful; take care; talk ... later; until next time; later $; peace out; so long; take it easy; ^ later; adios; hasta; ciao; catch you",
    ),
    (
        Goodbye,
        "nice|good|great|lovely|fun ... talking|chatting|seeing|speaking; this was fun; outta here; i am leaving; going now; enjoy your day; that is ... i need|needed; that will be all; that is all; nothing more|else; hang up; thanks for talking|chatting; we are done; i got to go; i have to go; toodles; been a pleasure|pleaure; that would be all",
    ),
    (
        Enough,
        "that is all; that will be all; that would be all; nothing else; nothing more; that is it; i am good; i am done; all i need|needed; no more; we are done; i am all set; all set; that was all; no that is; not ... anything else; that is everything; that would be it; that will be it; all done",
    ),
    (
        Cancel,
        "cancel*; call ... off; scrap it; forget it; forget about it; never mind; nevermind; do not call; do not book; stop the call; hang up now; drop it; changed my mind; abort; undo; terminate; delete ... booking|reservation|appointment|table; not ... required|needed any*; cancell*",
    ),
    (
        Cancel,
        "will|would|can not be able? to? make|come ... to|for|it; not need ... appointment|reservation|booking|table any*; stop it; just stop; please stop; ^ stop $; stop that; stop this; can|will|would|could you please? stop|cancel|quit; shut up|down; be quiet; switch off; turn off; stop talking; that is enough; end it",
    ),
    (
        Cancel,
        "stop $; ^ stop; ^ mute $; do not ... anymore; disregard; stop your; do not do this|that|it; do not bother; ^ quit; ^ exit; remove ... reservation|booking|appointment; get rid of ... reservation|booking|appointment; talk to you later; please? stop",
    ),
    (
        Stop,
        "leave me alone; stop messaging|texting|writing|contacting|sending; unsubscribe; do not message|text|write|contact me; no more messages; ^ stop $; opt out; remove me from",
    ),
    (
        Erase,
        "delete|erase|remove|forget ... my|all data|information|account|everything|number|details|profile|history; forget me; erase me; right to be forgotten; delete me; delete everything",
    ),
    (
        Reschedule,
        "reschedul*; move|change|push|switch|shift|postpone|bring|amend|modify|update|alter|adjust|edit|rebook my|the|our|that|this|a|an|your ... appointment|booking|reservation|table|meeting|visit|slot|appt; change ... day|date|time of|for my|the|our ... appointment|booking|reservation|visit|table|meeting",
    ),
    (
        Reschedule,
        "appointment|booking|reservation|table|meeting ... reschedul*|change*|move*|amend*|modif*|later|earlier|update*; move it to|from|back|forward; postpone; move my; can not make it ... another|different|later|instead; different day for my; push it back; instead ... my|our|the? booking|appointment|reservation ... to; change it to; move it; bring it forward",
    ),
    (
        Change,
        "^ change $; change something; change ... details|date|time|day|name|number|place|place|provider; ^ ... wrong name|number|date|time|day|place; make it ... instead; i made a mistake; different time|day|name|number; edit; actually; i want to change; modify something; correct the|my; ^ wait",
    ),
    (
        Alternatives,
        "another one|time|day|date|option|place|slot|salon|dentist|doctor|therapist|appointment; other one|ones|options|times|days|dates|places|slots|salons|dentists|doctors|therapists; something|anything|somewhere|someone else; different one|time|day|option|place|salon|dentist|doctor|therapist; any other*; else do you have; more options; none of them|these|those; neither; alternatives; alternative; what else; anyone else; other choices; someone else; others",
    ),
    (
        Status,
        "status; any news; any update*; how is it going with; did you|they call|book|reach|get; have you called|booked|reached; what happened with|to; is it booked; what is happening; still calling; progress; when is my appointment|booking|reservation; my appointments|bookings|reservations; check ... my appointment|booking|reservation; do i have ... appointment|booking|reservation*",
    ),
    (
        Transcript,
        "transcript*; what was said; what did they say; recording; show ... conversation|call; the whole conversation; what did he|she say; word for word; minutes of the call; call log",
    ),
    (
        History,
        "history; past appointments|bookings|requests|calls; previous appointments|bookings|calls; last appointments|bookings; what have i booked; list ... appointments|bookings|requests; all my appointments|bookings|requests",
    ),
    (
        Book,
        "book|schedule|arrange|reserve|make|get|set|want|need|like|find|have|setup|plan|request ... appointment*|reservation*|booking*|table|slot|appt|visit|session|consultation|checkup|check-up|meeting; set up ... appointment|meeting|visit|reservation; book me; book for; book a|an|my|the|us; reserve a|an|me|the|us; ^ book; fix ... appointment|meeting",
    ),
    (
        Book,
        "get ... an? appointment; appointment with|at|for|to|in|on|tomorrow|today; get|getting|have|want|need my|a|an|some ... haircut|hair|nails|manicure|pedicure|massage|facial|trim|tattoo|cleaning|check-up|checkup|eyebrows|wax|waxing|filling|oil|tires|tyres|repair*|repaired|checked|fixed; schedule ... maintenance|repair|cleaning|service|a|an|me|my|in|that|this; call ... and ask|book|make|see|get; get me in; fit me in; squeeze me in; see a|the|my doctor|dentist|therapist|gp|vet|specialist|dermatologist|physio*",
    ),
    (
        Book,
        "find|locate|search|looking|look|need|want|recommend|suggest|searching|locating|finding|get ... doctor*|dentist*|therapist*|salon*|stylist*|hairdresser*|barber*|psycholog*|psychiatr*|gp|dermatolog*|gynecolog*|vet|physio*|optician|clinic|plumber|electrician|mechanic|masseu*|counselor*|practitioner|ophthalmolog*|parlor*|parlour|physician|orthodontist|someone ... check|look|fix|who|car|engine; table for _; reservation|reservations at|for; i would like to come|book|reserve|schedule|see; a? ... room|suite ... for|with|from|until|please|checking",
    ),
    (
        Book,
        "come in today|tomorrow|on|at; to eat at; need ... trim|haircut|manicure|massage|checkup|cleaning; want to see; like to see; ^ an? appointment; ^ table for; i want to be seen; ^ haircut; need|want|like a ... haircut|massage|manicure; take my car to; get help with ... engine; engine ... get help; make it close to; how do i book|make; when can i|we? set|book|come",
    ),
    (Appointment, "appointment*; reservation*; booking*; appt; table; meeting"),
    (
        Question,
        "^ ... do you have; ^ what; ^ where; ^ who; ^ how; ^ which; ^ when; ^ why; ^ can you tell; ^ is there; ^ are there; ^ could you tell; ^ do they; ^ does it; ^ is it",
    ),
    (
        Emergency,
        "heart attack; having a stroke; can not breathe; not breathing; stopped breathing; chest pain*; pain in ... chest; unconscious; passed out; bleeding heavily|badly|a|out|to|so; kill myself; killing myself; suicid*; want to die; end my life; overdos*; choking; call 911|999|112|an; ambulance; life threatening; anaphyla*; severe allergic; seizure*; i am dying; he|she is dying; been shot; been stabbed; on fire; house is on fire; drowning; emergency; swallowed poison; poisoned; call the police; can not feel my; collapsed",
    ),
    (
        NoEmergency,
        "emergency ... appointment|dentist|doctor|slot|contact|plumber|vet|locksmith|electrician|visit|room|exit|number; not an? ... emergency; no emergency; emergency contact; in case of emergency; urgent dental; dental emergency; emergency dental; non emergency; dentist|plumber|electrician|vet|locksmith ... emergency; killing me $",
    ),
    (
        Service,
        "haircut*; hair cut; hair appointment; hairdresser*; hair dresser*; hair stylist*; hairstylist*; stylist*; barber*; barber shop; hair salon*; beauty salon*; nail salon*; unisex salon*; salon*; hair done|cut|colored|coloured|styled|dyed; beard trim; trim; highlights; blow dry; manicure*; pedicure*; nails done; nails; facial*; massage*; waxing; eyebrow*; eyelash*; tattoo*; piercing; spa",
    ),
    (
        Service,
        "dentist*; dental cleaning|checkup|check-up|appointment|clinic|visit; dental; teeth cleaning; teeth cleaned|whitening; tooth extraction; tooth cleaning; root canal; orthodontist*; braces; doctor*; physician*; gp; general practitioner*; check-up; checkup; check up; physical exam; dermatologist*; gynecologist*; gynaecologist*; ob-gyn; pediatrician*; paediatrician*; cardiologist*; ophthalmologist*; ent specialist*; ent; optometrist*; optician*; eye doctor*; eye exam|test; neurologist*; urologist*; orthopedist*; podiatrist*; oncologist*; blood test; vaccination; vaccine; flu shot; x-ray; ultrasound; mri",
    ),
    (
        Service,
        "therapist*; family counselor*; counselor*; counsellor*; psychologist*; psychiatrist*; therapy session; therapy; physiotherapist*; physiotherapy; physical therapist*; physical therapy; chiropractor*; acupuncture; osteopath*; nutritionist*; dietitian*; vet; veterinarian*; dog groomer*; grooming; oil change; car service|repair|maintenance|inspection|wash; mechanic*; tire change|check|rotation; tyre change; mot; plumber*; electrician*; locksmith*; cleaner*; handyman; gardener*; piano tuner; lawyer*; notary; accountant*; table; yoga class; personal trainer; tailor; photographer; driving lesson*; haircuts; parlor*; parlour",
    ),
    (
        OutOfScope,
        "hotel*; hostel*; airbnb; flight*; plane ticket*; airline*; airport; bus ticket*; bus; buses; train ticket*; train; trains; taxi*; cab; cabs; uber; lyft; ride to; rental car*; rent a|an|out|some; car rental*; car for; cars; rent; renting; movie*; film; films; cinema; theater; theatre; netflix; song*; music; album; playlist; artist; band; concert*; event; events; tickets; ticket; show times; game tickets; sports",
    ),
    (
        OutOfScope,
        "weather; forecast; temperature; rain; raining; snow; humid; sunny; apartment*; house for; home for; house; houses; place to live; place to stay; to stay; vacation; trip; trips; travel*; attraction*; museum*; sightseeing; tourist; things to do; something to do; something ... interesting|fun to do; bored; balance; bank account; transfer money; send money; savings; checking account; payment; pay my; credit card; mortgage; loan; invest*; stock*; bitcoin",
    ),
    (
        OutOfScope,
        "joke; jokes; poem; story; recipe*; homework; translate; alarm; alarms; timer; reminder*; remind me; my calendar; calendar event*; my schedule; calendar; news; who won; capital of; pizza delivery; order ... pizza|food|burger*|takeout; buy; purchase; shopping; prank*; insult; pretend to be; threaten; harass; ransom; tell him he; bomb; stock price; dating; girlfriend; boyfriend find; drugs; weapon*; gun; advice; essay; write me; code; python; shift change; address of|for; directions; navigate; traffic; convert; calculate; math; lottery; horoscope; roomate*; roommate*",
    ),
    (
        Filler,
        "please; kindly; the; it; that; this; a; an; for; me; i; you; just; so; then; well; oh; um; uh; hmm; and; is; are; to; of; my; too; also; now; very; really; much; all; guys; dear; sir; madam; friend; lot; there; thing; am; be; will; in; on; at; with; as; let; us",
    ),
];

pub(in super::super) const INTRODUCTIONS: Introductions = Introductions {
    my_name: "my name is|'s; name is; i am called; this is; under the? name of?; under; in the name of; on behalf of; the name of; \
        name of; reservation|booking|appointment|table for; ^ i am; ^ it is; i am",
    for_whom: "for my|our daughter|son|mother|father|mom|mum|dad|wife|husband|partner|girlfriend|boyfriend|grandmother|grandfather|grandma|\
        grandpa|sister|brother|aunt|uncle|friend|boss|baby|kid|child|children|kids|dog|cat|cousin|niece|nephew|parents|colleague|family",
    at_provider: "at|with the? salon|clinic|office|studio|practice?; at|with; to see; see; visit; call; from",
    in_place: "in; near; around; close to; by; at; within; of; area of; for",
    my_number: "my number is?; my phone is?; my phone number is?; my mobile is?; my cell is?; call me at|on|back?; reach me at|on; \
        ring me on|at; me on|at; callback number is?; my whatsapp is?; mine is; contact me at|on",
    reason: "because; i have a|an; my _ hurts|hurt|aches|ache|is|are hurting|aching|killing|broken|swollen|bleeding; reason is; due to; pain in; suffering from; it is about",
    articles: "the a an my your our this that any some",
    name_joins: "de la van von der del da dos of and the & d",
    name_stops: "at for on in to and or with by from the a an is are was please thanks thank if because that this my our your his her i we you it \
        as who which where when but so not about sure ok okay yes no fine here there looking calling trying going interested wondering \
        sorry afraid able available hoping having not just still really very also only good great located near around area will would",
};

//! Danger in English.

use super::super::super::signs::{Sign::*, Table};

pub(in super::super::super) const CUES: Table = &[
    (Emergency, "heart attack; having a stroke; can not breathe; not breathing"),
    (Emergency, "stopped breathing; chest pain*; pain in ... chest; unconscious; passed out"),
    (Emergency, "bleeding heavily|badly|a|out|to|so; kill myself; killing myself; suicid*"),
    (Emergency, "want to die; end my life; overdos*; choking; call 911|999|112|an; ambulance"),
    (Emergency, "life threatening; anaphyla*; severe allergic; seizure*; i am dying"),
    (Emergency, "he|she is dying; been shot; been stabbed; on fire; house is on fire; drowning"),
    (Emergency, "emergency; swallowed poison; poisoned; call the police; can not feel my"),
    (Emergency, "collapsed"),
    (
        Emergency,
        "there is|was ... fire; a? fire in|at my|the|our|a; ^ fire $; fire fire; help ... fire; fire help; caught|catching fire",
    ),
    (
        Emergency,
        "house|kitchen|apartment|building|room|roof|garage|car fire|burning|burns; is burning down; set ... on fire",
    ),
    (Emergency, "gas leak; smell gas; smells of|like gas; carbon monoxide"),
    (
        Emergency,
        "too many ... pills|tablets|meds|painkillers|capsules|drugs; took|taken|swallowed|ate all ... pills|tablets|meds|medication|medicine|painkillers",
    ),
    (Emergency, "bottle|box|pack|packet|lot|bunch|handful of ... pills|tablets|painkillers"),
    (
        Emergency,
        "swallow*|drank|drunk|ate|eaten|ingested ... battery|batteries|bleach|poison|detergent|coin|coins|magnet|magnets|pills|tablets|chemical*|drain|antifreeze|glass|razor",
    ),
    (
        Emergency,
        "someone|somebody|burglar*|intruder*|man|men|stranger|they|robber* ... breaking|break|broke in|into",
    ),
    (
        Emergency,
        "breaking|broke|broken into my|our house|home|apartment|flat|place; burglar*; intruder*; home invasion",
    ),
    (
        Emergency,
        "am|are|is|was getting|being robbed|attacked|mugged|assaulted|raped|stabbed|beaten|kidnapped|strangled; is|are attacking|stabbing|strangling",
    ),
    (
        Emergency,
        "has|with|have a gun|knife; shot|stabbed me|him|her|someone|somebody; got shot|stabbed; trying to kill",
    ),
    (
        Emergency,
        "hardly|barely breathe|breathing|breathes; does|do not breathe; not responding to; unresponsive; turning|turned blue; not wake|waking up",
    ),
    (
        Emergency,
        "not want to live; harm myself; cut my wrists; electrocuted; kidnapped; serious|terrible|bad accident",
    ),
    (
        NoEmergency,
        "emergency ... appointment|dentist|doctor|slot|contact|plumber|vet|locksmith|electrician|visit|room|exit|number",
    ),
    (NoEmergency, "not an? ... emergency; no emergency; emergency contact; in case of emergency"),
    (NoEmergency, "urgent dental; dental emergency; emergency dental; non emergency"),
    (NoEmergency, "dentist|plumber|electrician|vet|locksmith ... emergency; killing me $"),
    (
        NoEmergency,
        "fire exit|drill|pit|place|alarm|alarms|extinguisher*|station|inspection|safety|sale|insurance|damage|restoration|door|department",
    ),
    (
        NoEmergency,
        "fire ... news|tv|yesterday|last; there is|was ... fire pit|place|exit|sale|drill|alarm|extinguisher|station",
    ),
    (
        NoEmergency,
        "burglar alarm*|bars|proof; breaking|broke|broken into ... yesterday|last|ago; breaking|broke|broken in new|my new",
    ),
    (
        NoEmergency,
        "dog|dogs|puppy|cat|kitten|pet|rabbit|hamster ... swallow*|ate|eaten|drank ... battery|batteries|coin|coins|glass|pills|tablets|detergent|magnet|magnets|poison",
    ),
    (
        NoEmergency,
        "swallow* pills|tablets; plumber ... gas leak; gas leak ... plumber; not swallow* ... pills|tablets; trouble|difficulty|hard swallowing ... pills|tablets",
    ),
    (
        Abuse,
        "say|saying|tell|telling ... you are ... police|fbi|irs|cop|cops|sheriff|immigration; say|saying|tell|telling ... it|this is ... police|fbi|irs|cop|cops|sheriff|immigration; pretend*|impersonat*|pose|posing ... police|officer|cop|cops|sheriff|fbi|irs",
    ),
    (
        Abuse,
        "call|ring|phone|dial|telephone ... every _ minutes|seconds; call|ring|phone|dial ... every minute|second; call|ring|phone ... over and over|again; call|ring|phone ... again and again|nonstop",
    ),
    (
        Abuse,
        "to? frighten|scare|terrify|threaten|harass|intimidate|terrorise|terrorize|stalk him|her|them|my|the|someone|somebody",
    ),
];

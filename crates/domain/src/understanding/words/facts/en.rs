//! English cues for facts.

use super::{super::super::Fact, Cues};

pub(super) const FACTS: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "no insurance; not insured; uninsured; without insurance; pay|paying privately; self pay; private patient",
        announce: "my insurance|insurer|plan is; insured with|by|through; my insurance|member number is; \
            insurance is|with|through",
        beside: "my|our? insurance|member|policy number|no|id|plan is?; my|our? insurance|insurer is?",
        label: "insurance; insurer; member number",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "not my|our|the|her|his first time|visit; we|i have been|come|gone there|here? before; we|i went|came there|here? before; my|our? first time|visit; new patient|client|customer; never been there|here?; i have been there|here before; \
            been there|here before; existing|regular|returning patient|client|customer",
        announce: "",
        beside: "",
        label: "first visit|time",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "my car|van|truck|bike|motorbike|vehicle is a|an?; i drive a|an?; \
            license|licence|number|registration plate|number is?",
        beside: "",
        label: "car; vehicle; plate; model",
    },
    Cues {
        fact: Fact::Animal,
        are: "my dog|puppy|cat|kitten|rabbit|parrot|hamster|horse|tortoise|pet",
        announce: "",
        beside: "",
        label: "pet; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "my address is; the address is; i live at",
        beside: "",
        label: "address; my address",
    },
    Cues {
        fact: Fact::Diet,
        are: "one|two|three|some|all|both|none|everybody|everyone of? us|them? is|are vegan|vegans|vegetarian|vegetarians|celiac|coeliac; i|we|he|she|they am|is|are vegan|vegetarian|celiac|coeliac|vegetarians|vegans; vegan; vegetarian; gluten free; lactose intolerant; allergic to _; nut|peanut|shellfish|milk|egg|fish|gluten|lactose allergy; kosher; halal",
        announce: "",
        beside: "",
        label: "diet; allergies; allergy",
    },
];

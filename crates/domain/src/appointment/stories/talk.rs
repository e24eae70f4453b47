//! From messages to thoughts, to a complete wish, and to the request that is meant.

mod bursts;
mod corrections;
mod in_whose_name;
mod naming;
mod profile;
mod secrets;
mod turns;
mod wishes;

use super::*;
use crate::understanding::{Asked, Context, Fact, SaidFact, rules};

impl Story {
    /// A message arrives; if it is to be read, the rules read it at once.
    fn says(&mut self, text: &str) {
        let sid = format!("SM{}", self.events);
        let content = Content::Text { text: text.to_owned() };
        self.happens_and_reads(EventKind::Said(Said { sid, content }));
    }

    /// Nothing comes for a moment.
    fn pauses(&mut self) {
        self.later(self.policy.burst_s);
        self.happens_and_reads(EventKind::TimedOut(Timer::Thought));
    }

    pub(super) fn says_all(&mut self, text: &str) {
        self.says(text);
        self.pauses();
    }

    fn shares_a_card(&mut self, name: &str, phone: &str) {
        let of = EventId(Uuid::from_u128(7000 + self.events));
        let contacts = vec![(Some(name.to_owned()), vec![phone.to_owned()])];
        self.happens(EventKind::CardRead { of, contacts });
    }

    fn happens_and_reads(&mut self, kind: EventKind) {
        let before = self.commands.len();
        self.happens(kind);
        let Some(Command::Read { of, text, asked, options, .. }) = self.commands[before..]
            .iter()
            .find(|command| matches!(command, Command::Read { .. }))
            .cloned()
        else {
            return;
        };
        let proposal = self.by_rules(&text, &asked, &options);
        self.happens(EventKind::Read { of, text, proposal: Box::new(proposal), by: Reader::Rules });
    }

    fn by_rules(&self, text: &str, asked: &[Asked], options: &[String]) -> Proposal {
        let person = &self.desk.person;
        let now = self.now.to_zoned(person.time_zone()).datetime();
        let (language, region) = (person.language, person.region.as_str());
        rules(text, &Context { asked, options, ..Context::new(language, region, now) })
    }

    fn asks(&self) -> &Missing {
        let Words::Ask { missing, .. } = self.last_said() else { panic!("{:?}", self.last_said()) };
        missing
    }

    fn shows(&self) -> &CardView {
        let Words::Card(card) = self.last_said() else { panic!("{:?}", self.last_said()) };
        card
    }

    fn fact(&self, fact: Fact) -> Option<&str> {
        let known = self.request().wish.facts.iter().find(|known| known.fact == fact);
        known.map(|known| known.text.as_str())
    }

    /// Two requests: a dentist, on the phone, and a haircut whose card was shown.
    fn with_two_open() -> Self {
        let mut story = Self::new();
        story.says("necesito un dentista el jueves por la tarde, 912 345 678");
        story.taps(ButtonVerb::Call);
        story.says("corte de pelo el viernes a las 11, 913 456 789");
        assert_eq!(story.desk.requests.len(), 2, "{:?}", story.said);
        story
    }

    fn statuses(&self) -> Vec<&'static str> {
        self.desk.requests.iter().map(Request::status).collect()
    }
}

//! What the chat did not take because it had been closed: told as it stands, as soon as the person writes again.

use crate::ids::RequestId;

use super::decide::Deciding;
use super::{Button, ClosedBecause, Content, Stage, Words};

impl Deciding<'_> {
    pub(super) fn could_not_tell(&mut self, request: Option<RequestId>) {
        if let Some(index) = request.and_then(|request| self.find(request)) {
            self.request(index).untold = true;
        }
    }

    /// Who taps a button has read what stands above it.
    pub(super) fn tell_the_untold(&mut self, content: &Content) {
        let now = self.now();
        let tapped = match content {
            Content::Choice { id, .. } => Button::parse(id).map(|button| button.request),
            _ => None,
        };
        let mut untold = Vec::new();
        for (index, request) in self.desk.requests.iter_mut().enumerate() {
            let over = request.appointment.as_ref().is_some_and(|it| !it.stands(now));
            if std::mem::take(&mut request.untold) && !over && tapped != Some(request.id) {
                untold.push(index);
            }
        }
        if untold.is_empty() {
            return;
        }
        self.say(None, Words::ChatWasClosed);
        for index in untold {
            match self.desk.requests[index].stage {
                Stage::Closed { because, .. } => self.tell_again(index, because),
                Stage::Choosing { .. } => self.offers_left(index),
                Stage::Confirming => self.card(index),
                _ => self.tell_status(index),
            }
        }
    }

    pub(super) fn tell_again(&mut self, index: usize, because: ClosedBecause) {
        let view = self.final_view(index, because);
        self.say(Some(view.about.request), Words::Final(Box::new(view)));
    }
}

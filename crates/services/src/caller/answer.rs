//! Somebody picked up: exactly one call of a command gets to talk.

use data::{Attempt, Brake, CallRow, CallState, Fence};
use domain::appointment::{Direction, Purpose};
use domain::ids::AttemptId;
use domain::when::Window;
use jiff::Timestamp;
use serde_json::{Value, json};
use vendors::elevenlabs::{CallDirection, Registered, Registration};

use super::{Caller, call_token};
use crate::Error;
use crate::words;
use crate::worker::Turn;

/// What the carrier is told when somebody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The voice platform's instructions, to be passed on as they are.
    Connect(String),
    /// Not this call: it was called off, or another one talks already.
    HangUp,
    /// The agent could not be had: say sorry in the provider's language, then hang up.
    Apologise(domain::language::Language),
}

impl Caller {
    /// The fence (2.1 step 9). The same call gets the same answer however often it asks; any other gets a hang-up.
    ///
    /// # Errors
    /// [`Error::Storage`]: the carrier will ask the fallback.
    pub async fn answer(&self, attempt: AttemptId, sid: &str) -> Result<Answer, Error> {
        let data = &self.ground.data;
        let Some((row, _)) = self.row_of(attempt).await? else { return Ok(Answer::HangUp) };
        self.bind(&row, attempt, sid).await?;
        match data.fence(attempt, sid, self.ground.clock.now()).await? {
            Fence::HangUp(_) => {
                metrics::counter!("vocero_fence_total", "answer" => "hang_up").increment(1);
                Ok(Answer::HangUp)
            }
            Fence::Talk { twiml: Some(twiml), .. } => {
                metrics::counter!("vocero_fence_total", "answer" => "stored").increment(1);
                Ok(Answer::Connect(twiml))
            }
            Fence::Talk { twiml: None, .. } => {
                metrics::counter!("vocero_fence_total", "answer" => "registered").increment(1);
                Ok(self
                    .register(&row, attempt, sid)
                    .await?
                    .map_or(Answer::Apologise(row.call.language), Answer::Connect))
            }
        }
    }

    /// Has the agent ready while the phone still rings, so that nobody hears a pause. A courtesy: if it fails, the
    /// fence registers.
    pub(crate) async fn register_ahead(&self, attempt: AttemptId) -> Turn {
        let Ok(Some((row, Attempt { sid: Some(sid), .. }))) = self.row_of(attempt).await else {
            return Turn::done();
        };
        if row.state != CallState::Dialling || row.stop_wanted {
            return Turn::done();
        }
        if let Err(error) = self.register(&row, attempt, &sid).await {
            tracing::warn!(%error, "the agent could not be made ready ahead");
        }
        Turn::done()
    }

    /// Registers the call and keeps the answer: the first one that is stored is the one that is used.
    async fn register(
        &self,
        row: &CallRow,
        attempt: AttemptId,
        sid: &str,
    ) -> Result<Option<String>, data::Error> {
        let client_data = self.client_data(row);
        let (ours, theirs) = (&self.ground.settings.voice_from, &row.call.to);
        let (from, to, direction) = match row.call.direction {
            Direction::Outbound => (ours, theirs, CallDirection::Outbound),
            Direction::Inbound => (theirs, ours, CallDirection::Inbound),
        };
        let registration = Registration {
            agent_id: &self.ground.settings.agent_id,
            from,
            to,
            direction,
            client_data: &client_data,
        };
        // One quick repeat: a second registration is harmless, for only one is ever served.
        let mut registered = self.elevenlabs.register_call(&registration).await;
        if matches!(
            registered,
            Err(vendors::Error::Unavailable { .. }
                | vendors::Error::Unknown { .. }
                | vendors::Error::NotSent { .. })
        ) {
            registered = self.elevenlabs.register_call(&registration).await;
        }
        match registered {
            Ok(Registered { twiml, conversation_id }) => {
                self.worked(Brake::Voice).await;
                self.ground.data.store_twiml(attempt, sid, &twiml, conversation_id.as_deref()).await
            }
            Err(error) => {
                tracing::error!(call = %row.call.id, %error, "the agent could not be had for a call");
                self.failed(Brake::Voice).await;
                Ok(None)
            }
        }
    }

    /// Everything the agent may know in this call, and nothing else.
    fn client_data(&self, row: &CallRow) -> Value {
        let call = &row.call;
        let brief = &call.brief;
        let zone = domain::appointment::zone(&call.zone);
        let wished: Vec<Window> = match brief.chosen {
            Some(slot) => vec![exactly(slot.0)],
            None => brief.windows.clone(),
        };
        let local = |at: Timestamp| at.to_zoned(zone.clone()).datetime();
        let minutes = |at: Timestamp| local(at).strftime("%Y-%m-%dT%H:%M").to_string();
        let windows_iso: Vec<_> = wished
            .iter()
            .map(|window| json!({"from": minutes(window.from), "to": minutes(window.to)}))
            .collect();
        let facts = [("for", &brief.for_whom), ("reason", &brief.reason)];
        let facts = facts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let told = brief.facts.iter().map(|known| (known.fact.name(), &known.text));
        let facts = facts.chain(told).map(|(name, value)| format!("{name}: {value}"));
        let today = local(self.ground.clock.now()).date().to_string();
        json!({
            "user_id": call.id.to_string(),
            "dynamic_variables": {
                "purpose": call.purpose.name(),
                "service": brief.service,
                "provider": brief.provider.clone().unwrap_or_default(),
                "windows": words::windows_aloud(call.language, &wished, &call.zone),
                "windows_iso": json!(windows_iso).to_string(),
                "person_name": brief.name,
                "callback_number": brief.callback.as_ref().map(domain::phone::PhoneNumber::for_people).unwrap_or_default(),
                "language": call.language.code(),
                "today": today,
                "zone": call.zone,
                "facts": facts.collect::<Vec<_>>().join("; "),
                "commit": if call.purpose == Purpose::Enquire { "false" } else { "true" },
                "appointment": brief.appointment.map(|slot| words::windows_aloud(call.language, &[exactly(slot.0)], &call.zone)).unwrap_or_default(),
                "appointment_iso": brief.appointment.map(|slot| minutes(slot.0)).unwrap_or_default(),
                "price_max": brief.price_max.clone().unwrap_or_default(),
                "call_token": call.id.to_string(),
                "secret__tool_token": call_token(&self.ground.settings, call.id),
            },
            "conversation_config_override": {
                "agent": { "language": call.language.code(), "first_message": brief.first_sentence },
                "conversation": { "max_duration_seconds": self.ground.settings.time_limit_s },
            },
        })
    }
}

fn exactly(at: Timestamp) -> Window {
    Window { from: at, to: at }
}

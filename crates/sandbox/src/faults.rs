//! What is ordered to go wrong: requests to the vendors and the vendors' deliveries to the product.
//!
//! An order holds for the next so many times its occasion comes, then it is used up. Orders for the same occasion are
//! taken in the order in which they were given.

mod recorded;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::agenda::Action;
use crate::timeline::Kind;
use crate::world::World;

/// Bytes of a request that can be repeated on its way.
const REPEATED_MAX: usize = 16 << 20;
/// How long a delivery waits for a next one to be swapped with.
const SWAP_WAIT: SignedDuration = SignedDuration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    Twilio,
    Media,
    Elevenlabs,
    Resend,
    Llm,
    Places,
}

/// What a vendor calls the product for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Webhook {
    /// A WhatsApp message of a person.
    TwilioInbound,
    TwilioMessageStatus,
    TwilioCallStatus,
    /// The request for TwiML when a call that we made is answered.
    TwilioVoice,
    TwilioAmd,
    /// The request for TwiML when a provider rings our number.
    TwilioInboundCall,
    /// Twilio fetches a `MediaUrl` of a message.
    TwilioMedia,
    ElevenlabsTool,
    ElevenlabsPostCall,
    Resend,
}

impl Webhook {
    /// The vendor can't go on without what the product answers.
    #[must_use]
    pub fn needs_answer(self) -> bool {
        matches!(
            self,
            Self::TwilioVoice | Self::TwilioInboundCall | Self::TwilioMedia | Self::ElevenlabsTool
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryFault {
    /// It is never sent, and nobody tries again. A request whose answer is needed fails like [`Self::Unreachable`].
    Lose,
    Delay {
        seconds: u32,
    },
    /// It is sent twice.
    Double,
    /// It is sent after the next one of its kind, or after a minute if there is none.
    SwapWithNext,
    /// This attempt finds nobody: the connection is refused. The vendor's retry rules apply.
    Unreachable,
    /// The product gets it, but the vendor never sees the answer. The vendor's retry rules apply.
    AnswerLost,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestFault {
    /// 429, nothing was done.
    TooMany,
    /// 500, nothing was done.
    ErrorBefore,
    /// 500, and yet it was done.
    ErrorAfter,
    /// The connection closes before anything was done.
    RequestLost,
    /// It was done, and the connection closes without an answer.
    AnswerLost,
    /// It was done, and the answer comes after this time (real time, not the sandbox's).
    Slow { millis: u64 },
    /// It is done twice, as if something on the way had repeated it; the first answer comes back.
    Twice,
    /// It was done, and no answer ever comes: the client must give up.
    Silence,
    /// Refused with this status, the vendor's error code and message; nothing was done.
    Refuse { status: u16, code: i64, message: String },
}

/// One order. `times` 0 orders nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    Delivery {
        webhook: Webhook,
        fault: DeliveryFault,
        times: u32,
    },
    /// `operation` as the vendor's module names it (`calls.create`), or `*`.
    /// The next delivery, whatever it is.
    NextDelivery {
        fault: DeliveryFault,
        times: u32,
    },
    /// From now on the vendor takes no connections.
    Down {
        vendor: Vendor,
    },
    Up {
        vendor: Vendor,
    },
    Request {
        vendor: Vendor,
        operation: String,
        fault: RequestFault,
        times: u32,
    },
    /// A message that Twilio took doesn't reach its person: `undelivered` with this code.
    Message {
        code: i64,
        times: u32,
    },
    /// From now on, Twilio's lists of calls and messages don't show anything younger than this.
    ListLag {
        seconds: u32,
    },
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Faults {
    orders: Vec<Order>,
    held: BTreeMap<Webhook, Vec<Action>>,
    down: BTreeSet<Vendor>,
    /// What Twilio's lists of calls and messages don't show yet: anything younger than this.
    pub list_lag: SignedDuration,
}

impl Faults {
    pub fn order(&mut self, order: Order) {
        match order {
            Order::ListLag { seconds } => {
                self.list_lag = SignedDuration::from_secs(i64::from(seconds));
            }
            Order::Down { vendor } => {
                self.down.insert(vendor);
            }
            Order::Up { vendor } => {
                self.down.remove(&vendor);
            }
            order => self.orders.push(order),
        }
    }

    /// Forgets all orders that haven't struck.
    pub fn clear(&mut self) {
        self.orders.clear();
        self.down.clear();
        self.list_lag = SignedDuration::ZERO;
    }

    #[must_use]
    pub fn pending(&self) -> Vec<Order> {
        let down = self.down.iter().map(|vendor| Order::Down { vendor: *vendor });
        self.orders.iter().filter(|order| order.left() > 0).cloned().chain(down).collect()
    }

    #[must_use]
    pub fn is_down(&self, vendor: Vendor) -> bool {
        self.down.contains(&vendor)
    }

    pub fn take_request(&mut self, vendor: Vendor, operation: &str) -> Option<RequestFault> {
        if self.is_down(vendor) {
            return Some(RequestFault::RequestLost);
        }
        self.take(|order| match order {
            Order::Request { vendor: v, operation: o, fault, .. }
                if *v == vendor && (o == operation || o == "*") =>
            {
                Some(fault.clone())
            }
            _ => None,
        })
    }

    fn take_delivery(
        &mut self,
        webhook: Webhook,
        fits: impl Fn(DeliveryFault) -> bool,
    ) -> Option<DeliveryFault> {
        self.take(|order| match order {
            Order::Delivery { webhook: w, fault, .. } if *w == webhook && fits(*fault) => {
                Some(*fault)
            }
            Order::NextDelivery { fault, .. } if fits(*fault) => Some(*fault),
            _ => None,
        })
    }

    /// The fault that strikes this attempt on its way, if one was ordered.
    pub fn take_on_the_way(&mut self, webhook: Webhook) -> Option<DeliveryFault> {
        self.take_delivery(webhook, |fault| fault.strikes_on_the_way(webhook))
    }

    /// The code with which the next message fails, if that was ordered.
    pub fn take_message(&mut self) -> Option<i64> {
        self.take(|order| match order {
            Order::Message { code, .. } => Some(*code),
            _ => None,
        })
    }

    fn take<T>(&mut self, wanted: impl Fn(&Order) -> Option<T>) -> Option<T> {
        self.orders.retain(|order| order.left() > 0);
        let (index, found) = self
            .orders
            .iter()
            .enumerate()
            .find_map(|(index, order)| wanted(order).map(|found| (index, found)))?;
        self.orders[index].use_up();
        Some(found)
    }
}

impl DeliveryFault {
    fn strikes_on_the_way(self, webhook: Webhook) -> bool {
        matches!(self, Self::Unreachable | Self::AnswerLost)
            || (self == Self::Lose && webhook.needs_answer())
    }
}

impl Order {
    /// How often it still strikes.
    fn left(&self) -> u32 {
        match self {
            Self::Delivery { times, .. }
            | Self::NextDelivery { times, .. }
            | Self::Request { times, .. }
            | Self::Message { times, .. } => *times,
            Self::ListLag { .. } | Self::Down { .. } | Self::Up { .. } => 0,
        }
    }

    fn use_up(&mut self) {
        match self {
            Self::Delivery { times, .. }
            | Self::NextDelivery { times, .. }
            | Self::Request { times, .. }
            | Self::Message { times, .. } => *times = times.saturating_sub(1),
            Self::ListLag { .. } | Self::Down { .. } | Self::Up { .. } => {}
        }
    }
}

impl crate::world::State {
    /// Puts one delivery to the product on the agenda, as the ordered faults will have it.
    pub fn deliver(&mut self, now: Timestamp, due: Timestamp, webhook: Webhook, action: Action) {
        let fault = self.faults.take_delivery(webhook, |fault| !fault.strikes_on_the_way(webhook));
        if let Some(fault) = fault {
            self.timeline.note(now, Kind::Fault, "", "sandbox", format!("{webhook:?}: {fault:?}"));
        }
        match fault {
            Some(DeliveryFault::Lose) => return,
            Some(DeliveryFault::SwapWithNext) => {
                self.faults.held.entry(webhook).or_default().push(action);
                self.agenda.put(due + SWAP_WAIT, Action::LetGo(webhook));
                return;
            }
            Some(DeliveryFault::Delay { seconds }) => {
                let later = due + SignedDuration::from_secs(i64::from(seconds));
                self.agenda.put(later, action);
            }
            Some(DeliveryFault::Double) => {
                self.agenda.put(due, action.clone());
                self.agenda.put(due, action);
            }
            Some(DeliveryFault::Unreachable | DeliveryFault::AnswerLost) | None => {
                self.agenda.put(due, action);
            }
        }
        self.let_go(due, webhook);
    }

    /// Sends what was held back to be swapped with a later delivery.
    pub(crate) fn let_go(&mut self, due: Timestamp, webhook: Webhook) {
        let held = self.faults.held.remove(&webhook).unwrap_or_default();
        if !held.is_empty() {
            self.agenda.withdraw(|action| *action == Action::LetGo(webhook));
        }
        for action in held {
            self.agenda.put(due, action);
        }
    }
}

/// How one vendor's server names its operations and words its refusals.
#[derive(Clone, Copy)]
pub struct Desk {
    pub vendor: Vendor,
    /// From method and path to a name such as `calls.create`; anything unknown is `other`.
    pub operation: fn(&Method, &str) -> &'static str,
    /// An error answer in the vendor's own shape, for a status, the vendor's code (0 = the usual one) and a message.
    pub refusal: fn(u16, i64, &str) -> Response,
}

/// Puts the ordered faults before a vendor's routes, and counts what was asked of it.
pub fn guard(router: Router, world: Arc<World>, desk: Desk) -> Router {
    let router = router.layer(middleware::from_fn_with_state((Arc::clone(&world), desk), strike));
    if !world.options.notes_requests {
        return router;
    }
    router.layer(middleware::from_fn_with_state((world, desk), recorded::note))
}

async fn strike(
    State((world, desk)): State<(Arc<World>, Desk)>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if path.starts_with("/_sandbox/") {
        return next.run(request).await;
    }
    let operation = (desk.operation)(request.method(), path);
    let fault = {
        let now = world.now();
        let mut state = world.lock();
        *state.requests.entry((desk.vendor, operation)).or_default() += 1;
        let fault = state.faults.take_request(desk.vendor, operation);
        if let Some(fault) = &fault {
            let text = format!("{operation}: {fault:?}");
            state.timeline.note(now, Kind::Fault, "", format!("{:?}", desk.vendor), text);
        }
        fault
    };
    match fault {
        None => next.run(request).await,
        Some(RequestFault::TooMany) => (desk.refusal)(429, 0, "Too Many Requests"),
        Some(RequestFault::ErrorBefore) => (desk.refusal)(500, 0, "Internal Server Error"),
        Some(RequestFault::Refuse { status, code, message }) => {
            (desk.refusal)(status, code, &message)
        }
        Some(RequestFault::RequestLost) => close_connection(),
        Some(RequestFault::ErrorAfter) => {
            next.run(request).await;
            (desk.refusal)(500, 0, "Internal Server Error")
        }
        Some(RequestFault::AnswerLost) => {
            next.run(request).await;
            close_connection()
        }
        Some(RequestFault::Slow { millis }) => {
            let answer = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            answer
        }
        Some(RequestFault::Twice) => twice(request, next).await,
        Some(RequestFault::Silence) => {
            next.run(request).await;
            std::future::pending().await
        }
    }
}

async fn twice(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, REPEATED_MAX).await else {
        return close_connection();
    };
    let first = next.clone().run(Request::from_parts(parts.clone(), bytes.clone().into())).await;
    next.run(Request::from_parts(parts, bytes.into())).await;
    first
}

/// Ends the task of this connection, which closes its socket without an answer. There is no answer that says this.
fn close_connection() -> Response {
    std::panic::resume_unwind(Box::new("ordered fault: the connection closes"))
}

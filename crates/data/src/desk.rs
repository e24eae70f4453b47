//! A person's desk, and the commit of what was decided about it.

use domain::appointment::{Appointment, Desk, Event, Offer, Person, Request, Stage, Tried};
use domain::ids::{EventId, PersonId, RequestId};
use domain::phone::PhoneNumber;
use jiff::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, JoinType, JsonValue,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef, SelectTwo, Set,
};
use uuid::Uuid;

use crate::calls::CallRow;
use crate::claims::Claimed;
use crate::commands::{NewCommand, TokenHash, Wanted, want};
use crate::error::{Error, Result};
use crate::events::{EventRow, note};
use crate::open::Data;
use crate::stored;
use crate::tables::{
    appointment_requests as requests, appointments, call_logs, events, offers, users,
};

/// What a decision rests on: the desk as it was loaded, and the decision that it was the outcome of. Only what differs
/// from it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    version: i64,
    desk: Desk,
}

/// The closed requests that still lie on the desk.
const CLOSED_KEPT: u64 = 3;

/// The appointments that do, however many requests were closed since: of those that stand the latest.
const STANDING_KEPT: u64 = 10;

struct Decided {
    person: Uuid,
    version: i64,
    event: Decides,
    answer: Option<JsonValue>,
    now: Timestamp,
    user: users::ActiveModel,
    requests: Vec<RequestRows>,
    wanted: Vec<Wanted>,
}

/// The event that was decided.
enum Decides {
    Stored(Uuid),
    /// It is stored with its decision.
    New(Box<EventRow>),
}

/// What changed of a request.
struct RequestRows {
    row: requests::Model,
    offers: Vec<offers::Model>,
    appointment: Option<appointments::Model>,
    claim: Option<Claimed>,
    /// Calls and their outcomes.
    outcomes: Vec<(Uuid, String)>,
}

impl Data {
    /// The person, their open requests, the last three that were closed, those whose appointments stand, those that open
    /// ones are about, and `also`; oldest first.
    ///
    /// # Errors
    /// [`Error::Missing`] for an unknown person.
    pub async fn desk(&self, person: PersonId, also: Option<RequestId>) -> Result<(Desk, Basis)> {
        let rows = on_the_desk(&person.0.into(), also.map(|also| also.0.into()))
            .into_model::<users::Model, Option<requests::Model>>()
            .all(self.connection())
            .await?;
        self.laid(rows).await?.ok_or(Error::Missing("person"))
    }

    /// The call whose tools show the token of this hash, with the desk of its person, on which its request lies.
    pub async fn desk_in_call(&self, token: &TokenHash) -> Result<Option<(CallRow, Desk, Basis)>> {
        let with_token = call_logs::Column::TokenHash.eq(token.to_vec());
        let of_call = |column: call_logs::Column| -> Expr {
            let calls = call_logs::Entity::find().select_only().column(column);
            calls.filter(with_token.clone()).into_query().into()
        };
        let (person, request) =
            (of_call(call_logs::Column::UserId), of_call(call_logs::Column::RequestId));
        let rows = on_the_desk(&person, Some(request))
            .find_also_related(call_logs::Entity)
            .filter(with_token)
            .into_model::<users::Model, Option<requests::Model>, call_logs::Model>()
            .all(self.connection())
            .await?;
        let (mut calls, rows): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|(user, request, call)| (call, (user, request))).unzip();
        let Some(call) = calls.pop().flatten() else { return Ok(None) };
        let (call, desk) = (CallRow::of(call)?, self.laid(rows).await?);
        Ok(desk.map(|(desk, basis)| (call, desk, basis)))
    }

    async fn laid(&self, rows: Vec<UserWithRequest>) -> Result<Option<(Desk, Basis)>> {
        let (mut users, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let Some(user) = users.pop() else { return Ok(None) };
        let version = user.version;
        let mut rows: Vec<_> = rows.into_iter().flatten().flatten().collect();
        let about = |row: &requests::Model| Some(request(row.clone()).ok()?.errand.changes()?.0);
        let about: Vec<_> = rows.iter().filter_map(about).collect();
        if !about.is_empty() {
            let changed = requests::Entity::find()
                .filter(requests::Column::UserId.eq(user.id))
                .filter(requests::Column::Id.is_in(about));
            rows.extend(changed.all(self.connection()).await?);
        }
        rows.sort_by_key(|row| (row.created_at, row.id));
        rows.dedup_by_key(|row| row.id);

        let requests = rows.into_iter().map(request).collect::<Result<_>>()?;
        let desk = Desk { person: person_of(user)?, requests };
        Ok(Some((desk.clone(), Basis { version, desk })))
    }

    /// Stores the outcome of deciding `event` on the desk as it was: the person, the requests with their offers,
    /// appointments and calls, the answer, and the commands; all or nothing. `answer` is for whoever asked.
    ///
    /// # Errors
    /// [`Error::Stale`] when something else was decided meanwhile, or this event was; [`Error::Conflict`] for a second
    /// final word of a request, a second appointment, a claim beside that of another call, or a request of another person.
    pub async fn commit(
        &self,
        person: PersonId,
        based_on: &Basis,
        event: EventId,
        desk: &Desk,
        commands: &[NewCommand],
        answer: Option<&JsonValue>,
        now: Timestamp,
    ) -> Result<()> {
        let event = Decides::Stored(event.0);
        let decided = Decided::new(person, based_on, event, desk, commands, answer, now);
        self.write(decided, |transaction, decided| Box::pin(store(transaction, decided))).await
    }

    /// The same for an event that nobody has stored yet: it is, with its decision, under a name as in
    /// [`Self::record_event`].
    ///
    /// # Errors
    /// As [`Self::commit`]; [`Error::Stale`] also when the name is known, or when something else of the person is still
    /// to be decided.
    pub async fn commit_new(
        &self,
        person: PersonId,
        based_on: &Basis,
        (source_key, event): (&str, &Event),
        desk: &Desk,
        commands: &[NewCommand],
        answer: Option<&JsonValue>,
        now: Timestamp,
    ) -> Result<()> {
        let event = Decides::New(Box::new(EventRow::new(source_key, person.0, event)));
        let decided = Decided::new(person, based_on, event, desk, commands, answer, now);
        self.write(decided, |transaction, decided| Box::pin(store(transaction, decided))).await
    }
}

impl Decided {
    fn new(
        person: PersonId,
        based_on: &Basis,
        mut event: Decides,
        desk: &Desk,
        commands: &[NewCommand],
        answer: Option<&JsonValue>,
        now: Timestamp,
    ) -> Self {
        let answer = answer.map(stored::json);
        if let Decides::New(event) = &mut event {
            event.row.decided_at = Some(stored::time(now));
            event.row.answer.clone_from(&answer);
        }
        Self {
            person: person.0,
            version: based_on.version,
            event,
            answer,
            now,
            user: user_row(&desk.person, based_on.version, now),
            requests: desk
                .requests
                .iter()
                .filter_map(|request| {
                    RequestRows::new(person, based_on.before(request), request, now)
                })
                .collect(),
            wanted: commands.iter().map(|command| Wanted::new(command, now)).collect(),
        }
    }
}

impl Basis {
    fn before(&self, request: &Request) -> Option<&Request> {
        self.desk.requests.iter().find(|before| before.id == request.id)
    }
}

/// An absent row is none, one that can't be read an error: therefore the inner `Option`.
type UserWithRequest = (users::Model, Option<Option<requests::Model>>);

/// In one statement, so that nothing on the desk is older than its version; what is newer makes a commit stale.
fn on_the_desk(person: &Expr, also: Option<Expr>) -> SelectTwo<users::Entity, requests::Entity> {
    let id = || requests::Column::Id.into_expr();
    let lie_there = Condition::any()
        .add(requests::Column::ClosedAt.is_null())
        .add_option(also.map(|also| id().eq(also)))
        .add(requests::Column::Id.in_subquery(closed_last(person)))
        .add(requests::Column::Id.in_subquery(stand(person)));
    let theirs: RelationDef = requests::Entity::belongs_to(users::Entity)
        .from(requests::Column::UserId)
        .to(users::Column::Id)
        .into();
    users::Entity::find()
        .filter(users::Column::Id.into_expr().eq(person.clone()))
        .join(JoinType::LeftJoin, theirs.rev().on_condition(move |_, _| lie_there.clone()))
        .select_also(requests::Entity)
}

fn closed_last(person: &Expr) -> SelectStatement {
    requests::Entity::find()
        .select_only()
        .column(requests::Column::Id)
        .filter(requests::Column::UserId.into_expr().eq(person.clone()))
        .filter(requests::Column::ClosedAt.is_not_null())
        .filter(requests::Column::EnquiresFor.is_null())
        .order_by_desc(requests::Column::ClosedAt)
        .limit(CLOSED_KEPT)
        .into_query()
}

/// Requests of a person with appointments that nobody has called off or moved, the latest ones.
fn stand(person: &Expr) -> SelectStatement {
    appointments::Entity::find()
        .select_only()
        .column(appointments::Column::RequestId)
        .filter(appointments::Column::UserId.into_expr().eq(person.clone()))
        .filter(appointments::Column::CalledOffAt.is_null())
        .filter(appointments::Column::MovedTo.is_null())
        .order_by_desc(appointments::Column::StartsAt)
        .limit(STANDING_KEPT)
        .into_query()
}

async fn store(transaction: &DatabaseTransaction, decided: &Decided) -> Result<()> {
    let mut user = users::Entity::update_many()
        .set(decided.user.clone())
        .filter(users::Column::Id.eq(decided.person))
        .filter(users::Column::Version.eq(decided.version));
    if matches!(decided.event, Decides::New(_)) {
        let undecided = events::Entity::find()
            .select_only()
            .column(events::Column::Id)
            .filter(events::Column::UserId.eq(decided.person))
            .filter(events::Column::DecidedAt.is_null());
        user = user.filter(Expr::exists(undecided.into_query()).not());
    }
    if user.exec(transaction).await?.rows_affected != 1 || !decided.mark(transaction).await? {
        return Err(Error::Stale);
    }
    for request in &decided.requests {
        request.store(transaction).await?;
    }
    for wanted in &decided.wanted {
        want(transaction, wanted).await?;
    }
    Ok(())
}

impl Decided {
    /// Tells whether the event was still to be decided.
    async fn mark(&self, transaction: &DatabaseTransaction) -> Result<bool> {
        let event = match &self.event {
            Decides::New(event) => return Ok(note(transaction, event).await?.new),
            Decides::Stored(event) => *event,
        };
        let decided = events::ActiveModel {
            decided_at: Set(Some(stored::time(self.now))),
            answer: Set(self.answer.clone()),
            ..Default::default()
        };
        let marked = events::Entity::update_many()
            .set(decided)
            .filter(events::Column::Id.eq(event))
            .filter(events::Column::UserId.eq(self.person))
            .filter(events::Column::DecidedAt.is_null())
            .exec(transaction)
            .await?;
        Ok(marked.rows_affected == 1)
    }
}

fn user_row(person: &Person, version: i64, now: Timestamp) -> users::ActiveModel {
    users::ActiveModel {
        version: Set(version + 1),
        language: Set(person.language.code().to_owned()),
        zone: Set(stored::text(&person.zone)),
        region: Set(stored::text(&person.region)),
        name: Set(person.name.as_deref().map(stored::text)),
        callback: Set(person.callback.as_ref().map(|number| number.e164().to_owned())),
        email: Set(person.email.as_deref().map(stored::text)),
        state: Set(stored::json(person)),
        updated_at: Set(stored::time(now)),
        ..Default::default()
    }
}

fn person_of(row: users::Model) -> Result<Person> {
    let mut person: Person = stored::read("users", row.id, row.state)?;
    // A message may have come in since the last decision.
    person.last_inbound_at = person.last_inbound_at.max(row.last_inbound_at.map(stored::timestamp));
    person.writes_from = number_of(&row.reply_to);
    Ok(person)
}

/// `whatsapp:+54…` tells a number, `whatsapp:AR.…` doesn't.
fn number_of(address: &str) -> Option<PhoneNumber> {
    let number = address.rsplit(':').next().filter(|number| number.starts_with('+'))?;
    PhoneNumber::parse(number, "").ok()
}

pub(crate) fn request(row: requests::Model) -> Result<Request> {
    stored::read("appointment_requests", row.id, row.state)
}

impl RequestRows {
    /// Nothing where all is as it was.
    fn new(
        person: PersonId,
        before: Option<&Request>,
        request: &Request,
        now: Timestamp,
    ) -> Option<Self> {
        if before == Some(request) {
            return None;
        }
        let closed_at = match &request.stage {
            Stage::Closed { at, .. } => Some(stored::time(*at)),
            _ => None,
        };
        let wish = &request.wish;
        let row = requests::Model {
            id: request.id.0,
            user_id: person.0,
            status: request.status().to_owned(),
            service: wish.service.as_deref().map(stored::text),
            provider: wish.provider.as_deref().map(stored::text),
            number: wish.number.as_ref().map(|of| of.number.e164().to_owned()),
            deadline: request.deadline.map(stored::time),
            state: stored::json(request),
            created_at: stored::time(request.created_at),
            updated_at: stored::time(now),
            closed_at,
            enquires_for: request.errand.enquires_for().map(|of| of.0),
            forgotten_at: None,
        };
        let offer = |offer: &Offer| offers::Model {
            id: offer.id.0,
            request_id: request.id.0,
            call_id: offer.call.0,
            starts_at: stored::time(offer.slot.0),
            held_until: offer.held_until.map(stored::time),
            price: offer.price.as_deref().map(stored::text),
        };
        let outcome = |tried: &Tried| Some((tried.call.0, stored::text(tried.outcome.as_deref()?)));
        let old_offers = before.map_or(&[][..], |it| &it.offers);
        let old_calls = before.map_or(&[][..], |it| &it.calls);
        let stood = before.and_then(|it| it.appointment.as_ref());
        let appointment = request.appointment.as_ref().filter(|it| Some(*it) != stood);
        Some(Self {
            row,
            offers: changed(&request.offers, old_offers).map(offer).collect(),
            appointment: appointment.map(|it| appointment_row(person, request.id, it, now)),
            claim: Claimed::new(before, request, now),
            outcomes: changed(&request.calls, old_calls).filter_map(outcome).collect(),
        })
    }

    async fn store(&self, transaction: &DatabaseTransaction) -> Result<()> {
        use requests::Column::{
            ClosedAt, Deadline, EnquiresFor, Id, Number, Provider, Service, State, Status,
            UpdatedAt, UserId,
        };
        let theirs = |column| Expr::col((requests::Entity, column));
        let new = |column| Expr::col((Alias::new("excluded"), column));
        let changed = OnConflict::column(Id)
            .update_columns([
                Status,
                Service,
                Provider,
                Number,
                Deadline,
                State,
                UpdatedAt,
                ClosedAt,
                EnquiresFor,
            ])
            .action_and_where(theirs(UserId).eq(new(UserId)))
            .to_owned();
        let row = self.row.clone().into_active_model();
        let stored = requests::Entity::insert(row)
            .on_conflict(changed)
            .exec_without_returning(transaction)
            .await?;
        if stored == 0 {
            return Err(Error::Conflict { rule: "a request is one person's".to_owned() });
        }
        if let Some(claim) = &self.claim {
            claim.store(transaction).await?;
        }
        self.store_offers(transaction).await?;
        self.store_outcomes(transaction).await?;
        self.store_appointment(transaction).await
    }

    async fn store_offers(&self, transaction: &DatabaseTransaction) -> Result<()> {
        use offers::Column::{HeldUntil, Id, Price};
        if self.offers.is_empty() {
            return Ok(());
        }
        let rows = self.offers.iter().cloned().map(IntoActiveModel::into_active_model);
        let changed = OnConflict::column(Id).update_columns([HeldUntil, Price]).to_owned();
        offers::Entity::insert_many(rows)
            .on_conflict(changed)
            .exec_without_returning(transaction)
            .await?;
        Ok(())
    }

    async fn store_outcomes(&self, transaction: &DatabaseTransaction) -> Result<()> {
        for (call, outcome) in &self.outcomes {
            call_logs::Entity::update_many()
                .set(call_logs::ActiveModel {
                    outcome: Set(Some(outcome.clone())),
                    ..Default::default()
                })
                .filter(call_logs::Column::Id.eq(*call))
                .filter(call_logs::Column::RequestId.eq(self.row.id))
                .exec(transaction)
                .await?;
        }
        Ok(())
    }

    async fn store_appointment(&self, transaction: &DatabaseTransaction) -> Result<()> {
        use appointments::Column::{
            Address, Bring, CalledOffAt, Code, Id, MovedTo, Name, Price, Provider, Quote,
            QuoteTurn, WithWhom,
        };
        let Some(row) = &self.appointment else { return Ok(()) };
        let changed = OnConflict::column(Id)
            .update_columns([
                Address,
                Bring,
                CalledOffAt,
                Code,
                MovedTo,
                Name,
                Price,
                Provider,
                Quote,
                QuoteTurn,
                WithWhom,
            ])
            .to_owned();
        let new = row.clone().into_active_model();
        appointments::Entity::insert(new)
            .on_conflict(changed)
            .exec_without_returning(transaction)
            .await?;
        call_logs::Entity::update_many()
            .set(call_logs::ActiveModel {
                quote: Set(Some(row.quote.clone())),
                ..Default::default()
            })
            .filter(call_logs::Column::Id.eq(row.call_id))
            .filter(call_logs::Column::RequestId.eq(self.row.id))
            .exec(transaction)
            .await?;
        Ok(())
    }
}

fn changed<'a, T: PartialEq>(now: &'a [T], before: &'a [T]) -> impl Iterator<Item = &'a T> {
    now.iter().filter(|it| !before.contains(it))
}

fn appointment_row(
    person: PersonId,
    request: RequestId,
    it: &Appointment,
    now: Timestamp,
) -> appointments::Model {
    let detail = |text: &Option<String>| text.as_deref().map(stored::text);
    appointments::Model {
        id: it.id.0,
        request_id: request.0,
        user_id: person.0,
        call_id: it.call.0,
        provider: stored::text(&it.provider),
        service: stored::text(&it.service),
        starts_at: stored::time(it.slot.0),
        zone: stored::text(&it.zone),
        name: stored::text(&it.name),
        quote: stored::text(&it.quote.text),
        quote_turn: i32::try_from(it.quote.turn).unwrap_or(i32::MAX),
        price: detail(&it.details.price),
        address: detail(&it.details.address),
        bring: detail(&it.details.bring),
        code: detail(&it.details.code),
        with_whom: detail(&it.details.with),
        created_at: stored::time(now),
        called_off_at: it.called_off_at.map(stored::time),
        moved_to: it.moved_to.map(|request| request.0),
    }
}

//! People and the addresses they write from, and the inbox of what they write.

use domain::appointment::{Event, Person};
use domain::ids::PersonId;
use domain::language::Language;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::error::{Error, Result, Unavailable};
use crate::events::{EventRow, note};
use crate::open::Data;
use crate::stored;
use crate::tables::{identities, seen, users};

/// Where a person can be written to, as the chat vendor names it: opaque to us. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address has 1 to 150 characters and no control characters")]
pub struct InvalidAddress;

impl Address {
    /// # Errors
    /// [`InvalidAddress`] unless it has 1 to 150 characters, none of them a control character.
    pub fn new(address: impl Into<String>) -> std::result::Result<Self, InvalidAddress> {
        let address = address.into();
        let fits =
            (1..=150).contains(&address.chars().count()) && !address.chars().any(char::is_control);
        if fits { Ok(Self(address)) } else { Err(InvalidAddress) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// What is assumed of a person before they have said anything about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    pub language: Language,
    /// IANA time zone.
    pub zone: String,
    /// ISO 3166-1 alpha-2.
    pub region: String,
}

/// Who wrote, and whether the message is new to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    pub person: PersonId,
    pub new: bool,
}

/// How a person is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The one they wrote from last.
    pub address: Address,
    pub language: Language,
    pub last_inbound_at: Option<Timestamp>,
}

struct Inbound {
    from: Vec<Address>,
    newcomer: Newcomer,
    event: EventRow,
}

impl Data {
    /// Stores a message of the person who has any of these addresses; makes a person for addresses that nobody has.
    /// Addresses that were unknown become theirs too; the first one is what answers go to. A message whose
    /// `source_key` is known changes nothing.
    ///
    /// # Errors
    /// [`Error::Missing`] without any address.
    pub async fn record_message(
        &self,
        from: &[Address],
        newcomer: &Newcomer,
        source_key: &str,
        event: &Event,
    ) -> Result<Recorded> {
        // Whose it is will be known inside the transaction.
        let event = EventRow::new(source_key, Uuid::nil(), event);
        let given = Inbound { from: from.to_vec(), newcomer: newcomer.clone(), event };
        self.write(given, |transaction, given| Box::pin(record(transaction, given))).await
    }

    /// How the person is written to.
    ///
    /// # Errors
    /// [`Error::Missing`] for an unknown person.
    pub async fn contact(&self, person: PersonId) -> Result<Contact> {
        let row = users::Entity::find_by_id(person.0)
            .one(self.connection())
            .await?
            .ok_or(Error::Missing("person"))?;
        let language = stored::read("users", row.id, row.language.into())?;
        let last_inbound_at = row.last_inbound_at.map(stored::timestamp);
        Ok(Contact { address: Address(row.reply_to), language, last_inbound_at })
    }

    /// The person's address that answers go to: the last one they wrote from.
    ///
    /// # Errors
    /// [`Error::Missing`] for an unknown person.
    pub async fn address(&self, person: PersonId) -> Result<Address> {
        Ok(self.contact(person).await?.address)
    }

    /// Who has given this mail address; more than one for a family that shares it.
    pub async fn people_with_email(&self, email: &str) -> Result<Vec<PersonId>> {
        let people: Vec<Uuid> = users::Entity::find()
            .select_only()
            .column(users::Column::Id)
            .filter(users::Column::Email.eq(email))
            .limit(100)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(people.into_iter().map(PersonId).collect())
    }

    pub async fn person_of(&self, address: &Address) -> Result<Option<PersonId>> {
        let row = identities::Entity::find_by_id(address.as_str()).one(self.connection()).await?;
        Ok(row.map(|row| PersonId(row.user_id)))
    }
}

async fn record(transaction: &DatabaseTransaction, given: &Inbound) -> Result<Recorded> {
    if let Some(known) = seen::Entity::find_by_id(given.event.hash.clone()).one(transaction).await?
    {
        return Ok(Recorded { person: PersonId(known.user_id), new: false });
    }
    let person = match owner(transaction, &given.from).await? {
        Some(person) => person,
        None => welcome(transaction, given).await?,
    };
    attach(transaction, person, given).await?;
    let noted = note(transaction, &given.event.of(person)).await?;
    if !noted.new {
        // The same message came twice at once. What this transaction has done besides is true of the other as well.
        return Ok(Recorded { person: noted.person, new: false });
    }
    heard_from(transaction, person, given).await?;
    Ok(Recorded { person: PersonId(person), new: true })
}

/// Who has the first of these addresses that anybody has.
async fn owner(transaction: &DatabaseTransaction, from: &[Address]) -> Result<Option<Uuid>> {
    let addresses = from.iter().map(Address::as_str);
    let rows = identities::Entity::find()
        .filter(identities::Column::Address.is_in(addresses))
        .all(transaction)
        .await?;
    let of = |address: &Address| rows.iter().find(|row| row.address == address.as_str());
    Ok(from.iter().find_map(of).map(|row| row.user_id))
}

async fn welcome(transaction: &DatabaseTransaction, given: &Inbound) -> Result<Uuid> {
    let first = given.from.first().ok_or(Error::Missing("address"))?;
    let Newcomer { language, zone, region } = given.newcomer.clone();
    let id = PersonId::fresh();
    let person = Person::new(id, language, zone, region);
    let row = users::Model {
        id: id.0,
        version: 0,
        language: language.code().to_owned(),
        zone: stored::text(&person.zone),
        region: stored::text(&person.region),
        name: None,
        callback: None,
        email: None,
        reply_to: first.0.clone(),
        last_inbound_at: None,
        state: stored::json(&person),
        created_at: given.event.row.at,
        updated_at: given.event.row.at,
    };
    users::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    if !claim_address(transaction, id.0, first, given).await? {
        // Somebody made a person for it this very moment: begin again and find that one.
        return Err(Error::Unavailable(Unavailable::Contention));
    }
    Ok(id.0)
}

async fn attach(transaction: &DatabaseTransaction, person: Uuid, given: &Inbound) -> Result<()> {
    for address in &given.from {
        claim_address(transaction, person, address, given).await?;
    }
    Ok(())
}

/// Whether the address was nobody's until now.
async fn claim_address(
    transaction: &DatabaseTransaction,
    person: Uuid,
    address: &Address,
    given: &Inbound,
) -> Result<bool> {
    let row = identities::Model {
        address: address.0.clone(),
        user_id: person,
        created_at: given.event.row.at,
    };
    stored::insert_if_new(transaction, row.into_active_model()).await
}

async fn heard_from(
    transaction: &DatabaseTransaction,
    person: Uuid,
    given: &Inbound,
) -> Result<()> {
    let at = given.event.row.at;
    let earlier = Condition::any()
        .add(users::Column::LastInboundAt.is_null())
        .add(users::Column::LastInboundAt.lt(at));
    let mut change = users::ActiveModel { last_inbound_at: Set(Some(at)), ..Default::default() };
    if let Some(first) = given.from.first() {
        change.reply_to = Set(first.0.clone());
    }
    users::Entity::update_many()
        .set(change)
        .filter(users::Column::Id.eq(person))
        .filter(earlier)
        .exec(transaction)
        .await?;
    Ok(())
}

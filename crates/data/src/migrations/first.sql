-- The words in braces become the types and settings of Postgres or of SQLite. Times are UTC, with microseconds.

-- A person who writes to us. `state` is the whole of it; the columns beside it are for people who read tables.
CREATE TABLE users (
    id {uuid} PRIMARY KEY,
    -- Grows by one with each decision; a decision names the version that it was based on.
    version bigint NOT NULL DEFAULT 0,
    language text NOT NULL,
    zone text NOT NULL,
    region text NOT NULL,
    name text,
    callback text,
    email text,
    -- The address that the last message came from.
    reply_to text NOT NULL,
    last_inbound_at {time},
    state {json} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);

CREATE TABLE identities (
    address text PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL
);
CREATE INDEX identities_of_user ON identities (user_id);

CREATE TABLE appointment_requests (
    id {uuid} PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    status text NOT NULL,
    service text,
    provider text,
    number text,
    deadline {time},
    state {json} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    closed_at {time}
);
CREATE INDEX requests_of_user ON appointment_requests (user_id, created_at);
CREATE INDEX requests_open ON appointment_requests (user_id) WHERE closed_at IS NULL;

-- What happened. A row never changes but for `decided_at` and `answer`, which are written once.
CREATE TABLE events (
    id {uuid} PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    request_id {uuid},
    what text NOT NULL,
    body {json} NOT NULL,
    at {time} NOT NULL,
    decided_at {time},
    answer {json}
);
CREATE INDEX events_undecided ON events (user_id, at) WHERE decided_at IS NULL;
CREATE INDEX events_of_user ON events (user_id, at);

-- The names of all events there ever were, as hashes: kept for ever, so that a repeat is known after its event is gone.
CREATE TABLE seen (
    hash {bytes} PRIMARY KEY,
    event_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    at {time} NOT NULL
);

-- What is to be done. `seq` grows in the order in which the decisions of one person were made.
CREATE TABLE commands (
    seq {serial},
    id {uuid} NOT NULL UNIQUE,
    user_id {uuid} NOT NULL REFERENCES users (id),
    request_id {uuid},
    kind text NOT NULL,
    lane text,
    body {json} NOT NULL,
    state text NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
    ready_at {time} NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    recovered {bool} NOT NULL DEFAULT FALSE,
    owner text,
    lease_until {time},
    last_error text,
    final_for {uuid} UNIQUE,
    created_at {time} NOT NULL,
    finished_at {time}
){busy};
CREATE UNIQUE INDEX commands_one_running_a_lane ON commands (lane) WHERE state = 'running';
CREATE INDEX commands_ready ON commands (ready_at, seq) WHERE state = 'ready';
CREATE INDEX commands_running ON commands (lease_until) WHERE state = 'running';
CREATE INDEX commands_unfinished_of_lane ON commands (lane, seq) WHERE state IN ('ready', 'running');

-- One row for each call that is wanted, however many tries the carrier needs.
CREATE TABLE call_logs (
    id {uuid} PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES appointment_requests (id),
    user_id {uuid} NOT NULL REFERENCES users (id),
    nth integer NOT NULL,
    to_number text NOT NULL,
    from_number text,
    language text NOT NULL,
    zone text NOT NULL,
    provenance {uuid} NOT NULL,
    call {json} NOT NULL,
    state text NOT NULL
        CHECK (state IN ('wanted', 'dialling', 'talking', 'ended', 'cancelled', 'refused', 'lost')),
    stop_wanted {bool} NOT NULL DEFAULT FALSE,
    -- The one attempt, and the one call of the carrier, that may talk: set once.
    talking_attempt {uuid},
    talking_sid text,
    token_hash {bytes} NOT NULL UNIQUE,
    conversation_id text UNIQUE,
    created_at {time} NOT NULL,
    started_at {time},
    answered_at {time},
    ended_at {time},
    ended_how text,
    duration_s integer,
    outcome text,
    quote text,
    transcript {json},
    -- As the voice platform sent it.
    transcript_raw text
);
CREATE INDEX calls_of_request ON call_logs (request_id, nth);
CREATE INDEX calls_of_user ON call_logs (user_id);

-- One row for each try to dial.
CREATE TABLE call_attempts (
    id {uuid} PRIMARY KEY,
    call_id {uuid} NOT NULL REFERENCES call_logs (id),
    n integer NOT NULL,
    from_number text NOT NULL,
    to_number text NOT NULL,
    state text NOT NULL
        CHECK (state IN ('intent', 'accepted', 'unknown', 'absent', 'not_sent', 'refused', 'ended')),
    intent_at {time} NOT NULL,
    call_sid text UNIQUE,
    twiml text,
    carrier_status text,
    sequence integer,
    answered_by text,
    ringing_at {time},
    answered_at {time},
    ended_at {time},
    duration_s integer,
    UNIQUE (call_id, n)
);
-- While nobody knows whether a phone rang, nothing else may make it ring: not this call, not another to the number.
CREATE UNIQUE INDEX attempts_one_unresolved_a_call ON call_attempts (call_id) WHERE state IN ('intent', 'unknown');
CREATE UNIQUE INDEX attempts_one_unresolved_a_pair ON call_attempts (from_number, to_number)
    WHERE state IN ('intent', 'unknown');
CREATE INDEX attempts_live ON call_attempts (to_number) WHERE state IN ('intent', 'unknown', 'accepted');

CREATE TABLE offers (
    id {uuid} PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES appointment_requests (id),
    call_id {uuid} NOT NULL,
    starts_at {time} NOT NULL,
    held_until {time},
    price text
);
CREATE INDEX offers_of_request ON offers (request_id);

CREATE TABLE appointments (
    id {uuid} PRIMARY KEY,
    request_id {uuid} NOT NULL UNIQUE REFERENCES appointment_requests (id),
    user_id {uuid} NOT NULL REFERENCES users (id),
    call_id {uuid} NOT NULL,
    provider text NOT NULL,
    service text NOT NULL,
    starts_at {time} NOT NULL,
    zone text NOT NULL,
    name text NOT NULL,
    -- The callee's own words, and their place in the transcript, from 0.
    quote text NOT NULL,
    quote_turn integer NOT NULL,
    price text,
    address text,
    bring text,
    code text,
    with_whom text,
    created_at {time} NOT NULL
);
CREATE INDEX appointments_of_user ON appointments (user_id, starts_at);

-- What was sent to people in the chat. A status that comes before we have noted the sending makes a row of its own.
CREATE TABLE messages (
    sid text PRIMARY KEY,
    command_id {uuid},
    part integer NOT NULL DEFAULT 0,
    user_id {uuid},
    request_id {uuid},
    address text,
    body_hash text,
    status text NOT NULL,
    error text,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE UNIQUE INDEX messages_of_command ON messages (command_id, part) WHERE command_id IS NOT NULL;

-- What could not be parsed, decided or carried out.
CREATE TABLE dead_letters (
    id {uuid} PRIMARY KEY,
    kind text NOT NULL,
    user_id {uuid},
    request_id {uuid},
    reason text NOT NULL,
    body {json} NOT NULL,
    at {time} NOT NULL
);
CREATE INDEX dead_letters_by_time ON dead_letters (at);

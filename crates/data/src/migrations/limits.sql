-- What a try to dial counts for, in millionths of the currency's unit. All empty for tries made before there were caps.
ALTER TABLE call_attempts ADD COLUMN minute_price bigint;
-- What it may cost at most.
ALTER TABLE call_attempts ADD COLUMN reserved bigint;
-- What the counters hold for it just now; empty when they hold nothing, not even a call.
ALTER TABLE call_attempts ADD COLUMN counted bigint;

-- Calls and money by person, number, hour and day: reserved for what is under way, spent for what is over.
CREATE TABLE counters (
    scope text NOT NULL CHECK (scope IN ('person', 'number', 'hour', 'day')),
    -- The person's id or the number's line; empty for the hour and the day, which count everything.
    subject text NOT NULL,
    period text NOT NULL,
    calls bigint NOT NULL DEFAULT 0,
    spent bigint NOT NULL DEFAULT 0,
    forget_at {time} NOT NULL,
    PRIMARY KEY (scope, subject, period)
){busy};
CREATE INDEX counters_to_forget ON counters (forget_at);

-- Numbers that nobody gets called again, as hashes: no person's, so that erasing a person leaves them here.
CREATE TABLE never_call (
    line_hash {bytes} PRIMARY KEY,
    why text NOT NULL CHECK (why IN ('asked', 'wrong_number', 'operator')),
    call_id {uuid},
    at {time} NOT NULL
);

-- What keeps everybody from being dialled: the operator, or a vendor that fails. One row each, for ever.
CREATE TABLE brakes (
    who text PRIMARY KEY CHECK (who IN ('operator', 'carrier', 'voice')),
    -- It holds since then; empty when it doesn't.
    held_since {time},
    why text,
    -- When one call may try whether the vendor works again.
    probe_at {time},
    -- In a row, and since when.
    failures integer NOT NULL DEFAULT 0,
    failing_since {time}
){busy};
INSERT INTO brakes (who) VALUES ('operator'), ('carrier'), ('voice');

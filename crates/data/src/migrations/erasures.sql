-- People who are being deleted, or were. `address` is where the last message goes, and is emptied when it has gone; what
-- is left of a row when all is done tells numbers and nothing of the person but the id that we had made for them.
CREATE TABLE erasures (
    id {uuid} PRIMARY KEY,
    person {uuid} NOT NULL UNIQUE,
    language text NOT NULL,
    address text,
    state text NOT NULL CHECK (state IN ('ending_calls', 'asking_vendors', 'telling', 'clearing', 'done')),
    asked_at {time} NOT NULL,
    ready_at {time} NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    owner text,
    lease_until {time},
    receipt {json} NOT NULL,
    finished_at {time}
);
CREATE INDEX erasures_to_do ON erasures (ready_at) WHERE state <> 'done';

-- What the vendors are asked to delete, by their own names for it; gone when the erasure is done.
CREATE TABLE erasure_items (
    erasure_id {uuid} NOT NULL REFERENCES erasures (id),
    kind text NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'deleted', 'left')),
    PRIMARY KEY (erasure_id, kind, name)
);

-- Since when the texts of a request, its calls and its messages are gone.
ALTER TABLE appointment_requests ADD COLUMN forgotten_at {time};
CREATE INDEX requests_to_forget ON appointment_requests (closed_at) WHERE forgotten_at IS NULL AND closed_at IS NOT NULL;

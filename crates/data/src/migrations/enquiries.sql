-- The request for whose candidates this one asks; absent for a request of a person's own.
ALTER TABLE appointment_requests ADD COLUMN enquires_for {uuid};

-- The right to say yes, to one slot in one call: of a request there is one at most.
CREATE TABLE claims (
    request_id {uuid} PRIMARY KEY REFERENCES appointment_requests (id),
    call_id {uuid} NOT NULL,
    starts_at {time} NOT NULL,
    claimed_at {time} NOT NULL
);

-- Work that one process is enough for: until when somebody has it in hand.
CREATE TABLE leases (
    name text PRIMARY KEY,
    owner text NOT NULL,
    until {time} NOT NULL
);

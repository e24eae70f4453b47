ALTER TABLE appointments ADD COLUMN called_off_at {time};

-- Whose request a provider belongs to who rings us.
CREATE INDEX calls_of_number ON call_logs (to_number, created_at);

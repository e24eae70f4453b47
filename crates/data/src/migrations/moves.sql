-- The request whose appointment has taken the place of this one.
ALTER TABLE appointments ADD COLUMN moved_to {uuid};

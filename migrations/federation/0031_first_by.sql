-- Who gave the first key is forgotten once both are there. Keys of before were made of names that stand in
-- the same database: none of those that wait is kept, and a first moderator approves once more.
UPDATE held SET first_by = NULL;

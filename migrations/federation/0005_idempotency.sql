-- For which kind of write a key was used: a key is for one. What was kept before has none.
ALTER TABLE idempotency ADD COLUMN write TEXT NOT NULL DEFAULT '';

-- The life of what is kept: what people agreed to, which threads end sooner than others, and when the
-- deletion that the notice promises last ran. Times are milliseconds.

-- Sealed: hash of the words, who reads first, where it was agreed, for how many days. Consents of
-- before have none.
ALTER TABLE consent ADD COLUMN detail TEXT;

-- "draft" while words wait for their person, "closed" once nothing can come any more, otherwise "open".
-- Threads of before count as open until they are next touched.
ALTER TABLE thread ADD COLUMN stage TEXT;

-- The last words to somebody who is forgotten: deleted with everything in them once they are posted.
ALTER TABLE post ADD COLUMN last_words BOOLEAN NOT NULL DEFAULT FALSE;

-- When each kind of deletion last ran. Nothing here is about anybody.
CREATE TABLE upkeep (
    name    TEXT   NOT NULL PRIMARY KEY,
    ran_at  BIGINT NOT NULL,
    threads BIGINT NOT NULL,         -- deleted by the last run
    total   BIGINT NOT NULL          -- deleted by all runs
);

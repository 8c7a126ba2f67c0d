-- The end of what is kept. A day is that of the last thing that became of a row, and from it the days of
-- [kept] count. What has none (all that stood here before, and what was written since the last run) gets
-- that of the run that first sees it. None of these is a time of day: that could point at a person.
ALTER TABLE held ADD COLUMN settled_day TEXT;
ALTER TABLE held_reply ADD COLUMN day TEXT;
ALTER TABLE update_out ADD COLUMN day TEXT;
ALTER TABLE idempotency ADD COLUMN day TEXT;
ALTER TABLE moderation_change ADD COLUMN day TEXT;

CREATE INDEX held_by_settled ON held (settled_day);
CREATE INDEX held_reply_by_day ON held_reply (day);
CREATE INDEX update_by_day ON update_out (day) WHERE what <> '';
CREATE INDEX idempotency_by_day ON idempotency (day);
CREATE INDEX moderation_change_by_day ON moderation_change (day);
CREATE INDEX audit_by_at ON audit (at);
CREATE INDEX audit_by_reference ON audit (reference);

-- When each kind of end last came, and how much ended. Nothing here is about anybody.
CREATE TABLE upkeep (
    name TEXT PRIMARY KEY NOT NULL,
    ran_at BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    total BIGINT NOT NULL
);

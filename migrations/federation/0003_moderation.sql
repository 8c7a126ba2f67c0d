-- What was taken out of a need before it came: kinds of the closed list, as JSON.
ALTER TABLE held ADD COLUMN removed TEXT NOT NULL DEFAULT '[]';

-- What happened, the same for every thread that is told of it. An older update was told alone.
ALTER TABLE update_out ADD COLUMN cause TEXT NOT NULL DEFAULT '';
UPDATE update_out SET cause = id;

-- What became of needs at the door, in order, for the bots that moderate. The head's one row is
-- locked until the transaction ends, so that no reader skips a change that commits late.
CREATE TABLE moderation_head (
    one BIGINT PRIMARY KEY NOT NULL,
    pos BIGINT NOT NULL
);

CREATE TABLE moderation_change (
    pos BIGINT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL,
    did TEXT NOT NULL,
    come_by TEXT NOT NULL
);

-- Discord: servers, and what is needed where a community is on two platforms at once.
-- Ids of servers stand in the clear nowhere, as those of rooms do. Times are milliseconds.

-- Each platform deals with what was heard on it.
ALTER TABLE inbound ADD COLUMN platform TEXT NOT NULL DEFAULT 'matrix';

-- A server, on a platform where rooms belong to one.
CREATE TABLE server (
    server_hash TEXT   NOT NULL PRIMARY KEY,
    platform    TEXT   NOT NULL,
    info        TEXT   NOT NULL,     -- sealed: address, rooms and language
    left_at     BIGINT               -- when the bot was put out: some days later all of it is deleted
);

ALTER TABLE place ADD COLUMN server_hash TEXT;
ALTER TABLE chat_room ADD COLUMN server_hash TEXT;

CREATE INDEX place_server ON place (server_hash);
CREATE INDEX chat_room_server ON chat_room (server_hash);

-- The card of a need, one on each platform where moderators decide.
CREATE TABLE card_of_platform (
    platform   TEXT NOT NULL,
    reference  TEXT NOT NULL,
    post       TEXT NOT NULL,        -- the post that it came with
    event_hash TEXT UNIQUE,          -- the message that it became
    state      TEXT NOT NULL,        -- sealed: what it last showed
    PRIMARY KEY (platform, reference)
);

INSERT INTO card_of_platform (platform, reference, post, event_hash, state)
    SELECT 'matrix', reference, post, event_hash, state FROM card;

DROP TABLE card;

ALTER TABLE card_of_platform RENAME TO card;

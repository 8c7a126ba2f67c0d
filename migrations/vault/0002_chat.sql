-- Chat platforms: rooms, where each thread lives, what was heard and what is to be posted.
-- Ids of rooms, people and messages stand in the clear nowhere: columns named after a hash hold an
-- HMAC under the vault's key, and the rest is sealed. Times are milliseconds.

-- Small things that are kept under a name: sessions, places in streams.
CREATE TABLE kept (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL              -- sealed
);

CREATE TABLE chat_room (
    room_hash TEXT   NOT NULL PRIMARY KEY,
    platform  TEXT   NOT NULL,
    role      TEXT   NOT NULL,       -- off, community, moderators, direct, left
    info      TEXT   NOT NULL        -- sealed: address, language and what was told to the room
);

-- Where a thread of a chat room lives. Threads with one home share the messages there.
CREATE TABLE place (
    thread      TEXT   NOT NULL PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
    room_hash   TEXT   NOT NULL,
    home_hash   TEXT   NOT NULL,     -- room and root message
    person_hash TEXT   NOT NULL,
    info        TEXT   NOT NULL,     -- sealed
    lapses_at   BIGINT               -- when a preview that nobody answers ends
);

CREATE INDEX place_home ON place (home_hash);
CREATE INDEX place_person ON place (person_hash);
CREATE INDEX place_lapses ON place (lapses_at);

-- A message that means something when somebody reacts to it, replies to it or deletes it.
CREATE TABLE anchor (
    event_hash TEXT NOT NULL,
    thread     TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    PRIMARY KEY (event_hash, thread)
);

CREATE INDEX anchor_thread ON anchor (thread);

-- What was heard and not yet dealt with. A row stays without its body, so that nothing is heard twice.
CREATE TABLE inbound (
    event_hash TEXT   NOT NULL PRIMARY KEY,
    lane       TEXT   NOT NULL,      -- the room's hash: rooms are served in turn
    person     TEXT   NOT NULL,      -- the speaker's hash: nobody fills a room for all others
    sealed     BOOLEAN NOT NULL,     -- could not be decrypted when it came
    pos        BIGINT NOT NULL,      -- order of arrival
    body       TEXT,                 -- sealed
    attempts   BIGINT NOT NULL,
    next_at    BIGINT NOT NULL,
    done_at    BIGINT
);

CREATE INDEX inbound_due ON inbound (done_at, lane, pos);
CREATE INDEX inbound_pos ON inbound (pos);

-- What is to be posted. The id is also the platform's own key against posting twice.
CREATE TABLE post (
    id        TEXT   NOT NULL PRIMARY KEY,
    platform  TEXT   NOT NULL,
    lane      TEXT   NOT NULL,       -- the room's hash: in order inside it, in turn between them
    pos       BIGINT NOT NULL,
    thread    TEXT   REFERENCES thread (id) ON DELETE CASCADE,
    merge_key TEXT   UNIQUE,         -- home and cause: what several people in one thread hear is one post
    body      TEXT   NOT NULL,       -- sealed
    attempts  BIGINT NOT NULL,
    next_at   BIGINT NOT NULL,
    done_at   BIGINT,
    event     TEXT                   -- sealed: the message that it became
);

CREATE INDEX post_due ON post (platform, done_at, lane, pos);

-- Updates of the node that a post carries; their outcome is told when it is done.
CREATE TABLE post_update (
    update_id TEXT NOT NULL PRIMARY KEY,
    post      TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE
);

CREATE INDEX post_update_post ON post_update (post);

-- The card of a need in the moderators' room.
CREATE TABLE card (
    reference  TEXT NOT NULL PRIMARY KEY,
    post       TEXT NOT NULL,        -- the post that it came with
    event_hash TEXT UNIQUE,          -- the message that it became
    state      TEXT NOT NULL         -- sealed: what it last showed
);

-- The vault: what the bots hold of people and threads. Nothing but hearback-bots reads it.
-- Columns marked "sealed" are ChaCha20-Poly1305 over JSON, in base64. Times are milliseconds.

CREATE TABLE thread (
    id         TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE, -- SHA-256 of the secret in the address; the secret is not kept
    room       TEXT   NOT NULL,        -- the community, by the name in the settings
    state      TEXT   NOT NULL,        -- sealed dialogue state
    handle     TEXT   NOT NULL UNIQUE, -- how the node asks for this thread
    reference  TEXT,                   -- the need's public reference, once it has one
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX thread_updated_at ON thread (updated_at);

CREATE TABLE message (
    thread     TEXT   NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    pos        BIGINT NOT NULL,        -- 1, 2, 3 ... inside the thread
    from_whom  TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    text       TEXT   NOT NULL,        -- sealed
    update_id  TEXT   UNIQUE,          -- the node's update that caused it: one message for each
    created_at BIGINT NOT NULL,
    PRIMARY KEY (thread, pos)
);

CREATE TABLE outbox (
    id       TEXT   NOT NULL PRIMARY KEY, -- also the idempotency key
    thread   TEXT   REFERENCES thread (id) ON DELETE CASCADE,
    pos      BIGINT NOT NULL,             -- order inside the thread; without a thread it means nothing
    path     TEXT   NOT NULL,
    body     TEXT   NOT NULL,             -- sealed
    attempts BIGINT NOT NULL,
    next_at  BIGINT NOT NULL,
    done_at  BIGINT
);

CREATE INDEX outbox_due ON outbox (done_at, next_at);
CREATE INDEX outbox_thread ON outbox (thread, pos);

CREATE TABLE cursor (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE voice (
    person_mark TEXT NOT NULL, -- keyed hash of the person's cookie and the reference
    reference   TEXT NOT NULL,
    thread      TEXT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    PRIMARY KEY (person_mark, reference)
);

CREATE TABLE consent (
    thread         TEXT   NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    purpose        TEXT   NOT NULL,
    notice_version TEXT   NOT NULL,
    lang           TEXT   NOT NULL,
    given_at       BIGINT NOT NULL,
    withdrawn_at   BIGINT
);

CREATE INDEX consent_thread ON consent (thread);

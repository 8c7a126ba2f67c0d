-- Logs: what was said, by whom, in what order. Never changed, but for the erasure of body and salt.
CREATE TABLE event (
    node TEXT NOT NULL,
    log TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    rec TEXT NOT NULL,
    day TEXT NOT NULL,
    head TEXT NOT NULL,
    envelope TEXT NOT NULL,
    salt TEXT,
    body TEXT,
    refused TEXT,
    PRIMARY KEY (node, log, epoch, seq)
);
CREATE INDEX event_by_record ON event (node, rec);

CREATE TABLE log_head (
    node TEXT NOT NULL,
    log TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    head TEXT NOT NULL,
    PRIMARY KEY (node, log, epoch)
);

-- Projections: folded from the logs, and built again by refold.
CREATE TABLE need (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    reference TEXT NOT NULL,
    content TEXT,
    voices TEXT NOT NULL,
    released TEXT NOT NULL,
    day TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (node, rec)
);
CREATE INDEX need_by_reference ON need (reference);

CREATE TABLE voices (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    need TEXT NOT NULL,
    band TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);

CREATE TABLE link (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    relation TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);

CREATE TABLE referral (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    need TEXT NOT NULL,
    producer TEXT NOT NULL,
    role TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);
CREATE INDEX referral_by_need ON referral (need);

CREATE TABLE response (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    rec TEXT NOT NULL,
    referral TEXT NOT NULL,
    need TEXT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    into_need TEXT,
    lang TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (node, epoch, seq)
);
CREATE INDEX response_by_need ON response (need);
CREATE INDEX response_by_referral ON response (referral);

CREATE TABLE question (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    referral TEXT NOT NULL,
    words TEXT NOT NULL,
    lang TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);

CREATE TABLE answered (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    question TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);

CREATE TABLE verdict (
    node TEXT NOT NULL,
    rec TEXT NOT NULL,
    referral TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (node, rec)
);

-- This node's own: needs at the door, whom to tell, what was told.
CREATE TABLE held (
    reference TEXT PRIMARY KEY NOT NULL,
    rec TEXT NOT NULL,
    bot TEXT NOT NULL,
    handle TEXT NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    approved TEXT NOT NULL,
    before TEXT,
    said TEXT,
    appealed BOOLEAN NOT NULL,
    released BOOLEAN NOT NULL,
    created_day TEXT NOT NULL
);
CREATE INDEX held_by_handle ON held (handle);

CREATE TABLE held_reply (
    id TEXT PRIMARY KEY NOT NULL,
    question TEXT NOT NULL,
    reference TEXT NOT NULL,
    words TEXT NOT NULL,
    approved BOOLEAN NOT NULL
);

CREATE TABLE listener (
    handle TEXT PRIMARY KEY NOT NULL,
    bot TEXT NOT NULL,
    need TEXT NOT NULL,
    asker BOOLEAN NOT NULL,
    voice TEXT,
    verdict TEXT,
    felt_heard BIGINT
);
CREATE INDEX listener_by_need ON listener (need);

CREATE TABLE pushed (
    id TEXT PRIMARY KEY NOT NULL,
    need TEXT NOT NULL
);

CREATE TABLE update_head (
    bot TEXT PRIMARY KEY NOT NULL,
    pos BIGINT NOT NULL
);

CREATE TABLE update_out (
    id TEXT PRIMARY KEY NOT NULL,
    bot TEXT NOT NULL,
    pos BIGINT NOT NULL,
    handle TEXT NOT NULL,
    reference TEXT NOT NULL,
    what TEXT NOT NULL,
    outcome TEXT,
    UNIQUE (bot, pos)
);
CREATE INDEX update_by_reference ON update_out (reference);

CREATE TABLE idempotency (
    bot TEXT NOT NULL,
    token TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (bot, token)
);

CREATE TABLE peer (
    node TEXT PRIMARY KEY NOT NULL,
    manifest TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    paused BOOLEAN NOT NULL,
    they_have TEXT NOT NULL,
    last_heard BIGINT,
    last_error TEXT
);

CREATE TABLE peer_invite (
    token_hash TEXT PRIMARY KEY NOT NULL,
    expires TEXT NOT NULL,
    used BOOLEAN NOT NULL
);

CREATE TABLE nonce (
    node TEXT NOT NULL,
    nonce TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (node, nonce)
);

CREATE TABLE audit (
    id TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    reference TEXT
);

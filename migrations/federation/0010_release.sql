-- What both keys let go waits for a window in which it leaves among others. The author's key is an
-- HMAC of the vault's; it is forgotten when the need leaves, is refused or is taken back.
ALTER TABLE held ADD COLUMN author TEXT;
ALTER TABLE held ADD COLUMN leaves TEXT;
ALTER TABLE held ADD COLUMN waited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE held ADD COLUMN alone BOOLEAN NOT NULL DEFAULT FALSE;

-- One row for each window: the moment drawn for it, so that copies of the program and starts after a
-- crash agree on it, and whether it was carried out.
CREATE TABLE release_window (
    day TEXT PRIMARY KEY NOT NULL,
    runs_at BIGINT NOT NULL,
    done BOOLEAN NOT NULL
);

-- What a person does after their need left (an answer to a question, a verdict, a withdrawal) leaves at a
-- moment of its own each day, not when it is done. `about` is what it is about, so that what is done twice
-- leaves once: a question's answer, or a need. `value` is a verdict; `due` the day on which it leaves.
CREATE TABLE later (
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    value TEXT,
    due TEXT NOT NULL,
    PRIMARY KEY (kind, about)
);

-- One row for each day on which something of a kind may leave, in the place of release_window: the moment
-- drawn for it, so that copies of the program and starts after a crash agree on it, and whether it is over.
CREATE TABLE departure (
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    runs_at BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    PRIMARY KEY (kind, day)
);
INSERT INTO departure (kind, day, runs_at, done) SELECT 'needs', day, runs_at, done FROM release_window;
DROP TABLE release_window;

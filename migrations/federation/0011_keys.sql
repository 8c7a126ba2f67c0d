-- How near the words are to those first written, what people answered for where a rule would hold the
-- words back, the first of two moderators (an opaque key, forgotten with the second), and whether
-- there were two.
ALTER TABLE held ADD COLUMN wording TEXT;
ALTER TABLE held ADD COLUMN waived TEXT NOT NULL DEFAULT '{}';
ALTER TABLE held ADD COLUMN first_by TEXT;
ALTER TABLE held ADD COLUMN two BOOLEAN NOT NULL DEFAULT FALSE;

-- Who may read a need: everybody, or only the organisations that its node is connected with. What left
-- before this was said is for everybody, as it was.
ALTER TABLE need ADD COLUMN audience TEXT NOT NULL DEFAULT 'public';
ALTER TABLE held ADD COLUMN audience TEXT NOT NULL DEFAULT 'public';

-- Whose thread of the web room it is, as a keyed hash of their cookie, sealed: so that the node can
-- tell needs of several people from those of one. A thread in a chat room has it in its place.
ALTER TABLE thread ADD COLUMN author TEXT;

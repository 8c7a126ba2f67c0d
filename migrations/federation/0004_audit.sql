-- Decisions keep their order and their day, and no time of day: that could point at whoever decided.
ALTER TABLE audit ADD COLUMN pos BIGINT NOT NULL DEFAULT 0;
UPDATE audit SET at = at - at % 86400000;
CREATE INDEX audit_by_pos ON audit (pos);

-- In which role it was done, and from where. What was written before says so as far as it can.
ALTER TABLE audit ADD COLUMN role TEXT NOT NULL DEFAULT 'not known';
ALTER TABLE audit ADD COLUMN via TEXT NOT NULL DEFAULT 'not known';
UPDATE audit SET via = 'chat' WHERE action LIKE '% by chat' OR action = 'withdraw';
UPDATE audit SET via = 'console' WHERE action LIKE '% by console'
    OR action IN ('approve', 'edit', 'ask', 'refuse', 'refer', 'link', 'approve_reply', 'respond', 'staff signed in');
UPDATE audit SET via = 'peer' WHERE action = 'hello';
UPDATE audit SET action = 'approve' WHERE action LIKE 'approved by %';
UPDATE audit SET action = 'edit' WHERE action LIKE 'edited by %';
UPDATE audit SET action = 'ask' WHERE action LIKE 'asked by %';
UPDATE audit SET action = 'refuse' WHERE action LIKE 'refused by %';
UPDATE audit SET role = 'moderator'
    WHERE action IN ('approve', 'edit', 'ask', 'refuse', 'refer', 'link', 'approve_reply');
UPDATE audit SET role = 'responder' WHERE action = 'respond';
UPDATE audit SET role = 'person' WHERE action = 'withdraw';
UPDATE audit SET role = 'peer' WHERE action = 'hello';
UPDATE audit SET role = 'admin' WHERE action IN ('confirm_peer', 'pause_peer', 'remove_peer');
UPDATE audit SET role = 'staff' WHERE action = 'staff signed in';

-- Decisions keep their order and their day, and no time of day: that could point at whoever decided.
ALTER TABLE audit ADD COLUMN pos BIGINT NOT NULL DEFAULT 0;
UPDATE audit SET at = at - at % 86400000;
CREATE INDEX audit_by_pos ON audit (pos);

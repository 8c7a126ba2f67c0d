-- Since when nothing can be decided about the need of a card; none while something can.
ALTER TABLE card ADD COLUMN settled_at BIGINT;
CREATE INDEX card_settled ON card (settled_at);

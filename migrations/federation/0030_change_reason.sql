-- The reason of a refusal, from the closed list, so that a card in chat can say it wherever it was
-- decided. Changes that were made before have none.
ALTER TABLE moderation_change ADD COLUMN reason TEXT;

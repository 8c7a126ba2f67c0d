-- The ledger of what was said about how many support a need: one row for each quarter in which a
-- count was looked at with fresh noise, and what that spent of the year's privacy budget.
CREATE TABLE count_ledger (
    need TEXT NOT NULL,
    quarter TEXT NOT NULL,
    day TEXT NOT NULL,
    spent BIGINT NOT NULL,
    PRIMARY KEY (need, quarter)
);

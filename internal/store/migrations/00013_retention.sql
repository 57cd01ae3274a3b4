-- +goose Up

-- How long a strike's names are kept, on which legal basis, and where people can read
-- of it: no name is taken before. Both texts are empty while nothing has been recorded.
ALTER TABLE strikes ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 0 CHECK (retention_days BETWEEN 0 AND 365);
ALTER TABLE strikes ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE strikes ADD COLUMN notice TEXT NOT NULL DEFAULT '';
ALTER TABLE strikes ADD COLUMN retention_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE strikes ADD COLUMN purged_at BIGINT;

-- That the people of a strike were deleted, when, and how many rows of what: a JSON
-- document of counts, and the totals that are kept. It outlives the strike.
CREATE TABLE purges (
    strike_id TEXT   NOT NULL PRIMARY KEY,
    name      TEXT   NOT NULL, -- of the strike
    due_on    TEXT   NOT NULL,
    purged_at BIGINT NOT NULL,
    purged_by TEXT   NOT NULL,
    counts    TEXT   NOT NULL
);

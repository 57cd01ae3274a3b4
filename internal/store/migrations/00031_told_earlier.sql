-- +goose Up

-- The counts of attendance that were told of a day before those that are told now: what is told next differs
-- from none of them by so few that it would tell of one person. Counts; nobody's name or code.
ALTER TABLE told_returns ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';

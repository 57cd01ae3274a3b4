-- +goose Up

-- Of what an account did: which request it was, as the log and pages of errors call it, and the address that it came
-- from. Both are empty of what anybody did by a personal link, of what the planner did itself, and of all before.
ALTER TABLE audit ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';

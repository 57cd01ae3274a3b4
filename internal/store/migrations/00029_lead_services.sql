-- +goose Up

-- Of which services an account of the role lead sees the slots: 'all', or a JSON list of their names. Of
-- every other role, and of a lead of none, ''. Those who were leads before saw all services, and go on to.
ALTER TABLE users ADD COLUMN services TEXT NOT NULL DEFAULT '';
UPDATE users SET services = 'all' WHERE role = 'lead';

-- +goose Up

-- Since when an account that would see residents by name waits for somebody who does to confirm
-- it, NULL for not; and up to which row of the audit somebody who does has seen who came to.
ALTER TABLE users ADD COLUMN waits_since BIGINT;
ALTER TABLE users ADD COLUMN sight_seen BIGINT NOT NULL DEFAULT 0;

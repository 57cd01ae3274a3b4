-- +goose Up

-- A run may plan the rest of a strike anew on the day. Its plan waits until somebody
-- takes it for the rota.
ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'rota' CHECK (kind IN ('rota', 'prices', 'cases', 'aims', 'robust', 'replan'));
ALTER TABLE runs ADD COLUMN asked TEXT CHECK ((kind = 'rota') = (asked IS NULL));
UPDATE runs SET kind = purpose, asked = question;
ALTER TABLE runs DROP COLUMN question;
ALTER TABLE runs DROP COLUMN purpose;
ALTER TABLE runs RENAME COLUMN kind TO purpose;
ALTER TABLE runs RENAME COLUMN asked TO question;

-- What came of telephone calls about changes since a version: whether a consultant
-- comes to a slot, or has been told not to. version is the newest when they were rung,
-- 0 when there was none. The newest row of a consultant and a slot counts.
CREATE TABLE calls (
    strike_id     TEXT    NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    number        BIGINT  NOT NULL CHECK (number > 0),
    version       BIGINT  NOT NULL CHECK (version >= 0),
    slot_id       TEXT    NOT NULL,
    consultant_id TEXT    NOT NULL,
    comes         BOOLEAN NOT NULL,
    outcome       TEXT    NOT NULL CHECK (outcome IN ('yes', 'no', 'no answer')),
    at            BIGINT  NOT NULL,
    made_by       TEXT    NOT NULL,
    PRIMARY KEY (strike_id, number)
);

-- +goose Up

-- What consultants changed of themselves by their personal links: all of a consultant
-- before and after, as JSON documents with names, offers and sessions.
CREATE TABLE own_changes (
    strike_id     TEXT   NOT NULL,
    number        BIGINT NOT NULL CHECK (number > 0),
    consultant_id TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    before        TEXT   NOT NULL,
    after         TEXT   NOT NULL,
    PRIMARY KEY (strike_id, number),
    FOREIGN KEY (strike_id, consultant_id) REFERENCES consultants (strike_id, id) ON DELETE CASCADE
);
CREATE INDEX own_changes_consultant ON own_changes (strike_id, consultant_id);

-- Up to where an account, or a consultant by their personal link, has said that they have
-- seen what changed for a consultant: in the rota a version, of own_changes a number.
CREATE TABLE marks (
    strike_id     TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    seen_by       TEXT   NOT NULL CHECK (seen_by <> ''),
    about         TEXT   NOT NULL CHECK (about IN ('rota', 'offers')),
    consultant_id TEXT   NOT NULL,
    number        BIGINT NOT NULL CHECK (number > 0),
    PRIMARY KEY (strike_id, seen_by, about, consultant_id)
);
INSERT INTO marks (strike_id, seen_by, about, consultant_id, number)
    SELECT strike_id, user_id, 'rota', consultant_id, number FROM seen WHERE number > 0;
DROP TABLE seen;

-- +goose Up

-- The rota as it was published, each time. A version never changes: the program adds
-- rows to these two tables and deletes them with their strike, and no more. beside is
-- a JSON document of what its files show that is in neither of the other two: names of
-- consultants, rate cards, reasons of locks.
CREATE TABLE versions (
    strike_id    TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL CHECK (number > 0),
    published_at BIGINT NOT NULL,
    published_by TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    open_reason  TEXT   NOT NULL,
    approver     TEXT   NOT NULL,
    problem      TEXT   NOT NULL,
    plan         TEXT   NOT NULL,
    beside       TEXT   NOT NULL,
    PRIMARY KEY (strike_id, number)
);

-- Who was told of what by a version, and by which version they were told of it just so
-- for the first time: since is the same as long as it stays theirs, at its time and place.
CREATE TABLE told (
    strike_id     TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    slot_id       TEXT   NOT NULL,
    consultant_id TEXT   NOT NULL,
    start_at      BIGINT NOT NULL,
    end_at        BIGINT NOT NULL,
    mode          TEXT   NOT NULL,
    site          TEXT   NOT NULL,
    since         BIGINT NOT NULL CHECK (since BETWEEN 1 AND number),
    PRIMARY KEY (strike_id, number, slot_id, consultant_id),
    FOREIGN KEY (strike_id, number) REFERENCES versions (strike_id, number) ON DELETE CASCADE
);

-- What consultants answered to a version, or that they were rung. The newest row of a
-- consultant and a slot counts. Nobody is asked for a reason, and none is kept.
CREATE TABLE answers (
    strike_id     TEXT    NOT NULL,
    number        BIGINT  NOT NULL CHECK (number > 0),
    version       BIGINT  NOT NULL,
    slot_id       TEXT    NOT NULL,
    consultant_id TEXT    NOT NULL,
    outcome       TEXT    NOT NULL CHECK (outcome IN ('rung', 'confirmed', 'declined', 'taken back')),
    by_phone      BOOLEAN NOT NULL,
    at            BIGINT  NOT NULL,
    made_by       TEXT    NOT NULL,
    PRIMARY KEY (strike_id, number),
    FOREIGN KEY (strike_id, version, slot_id, consultant_id) REFERENCES told (strike_id, number, slot_id, consultant_id) ON DELETE CASCADE
);

-- Up to which version an account has seen what changed for a consultant.
CREATE TABLE seen (
    strike_id     TEXT   NOT NULL,
    user_id       TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    consultant_id TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    PRIMARY KEY (strike_id, user_id, consultant_id),
    FOREIGN KEY (strike_id, number) REFERENCES versions (strike_id, number) ON DELETE CASCADE
);

-- No page ever wrote to it: what people were told of is in the newest version.
DROP TABLE published;

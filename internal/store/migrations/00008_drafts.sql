-- +goose Up

-- The rota that people work on: what a run made, and, once it has been changed by
-- hand, who is where and what has been decided, as a JSON document of ids and reasons.
CREATE TABLE drafts (
    strike_id  TEXT   NOT NULL PRIMARY KEY REFERENCES strikes (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    run_id     TEXT   NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    hand       TEXT
);

-- What was changed by hand, numbered by the version of the draft that came of it. An
-- undo is an edit too, which names the one that it took back. change is a JSON
-- document of ids and reasons: what it touched, before and after.
CREATE TABLE edits (
    strike_id TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL CHECK (number > 0),
    made_at   BIGINT NOT NULL,
    made_by   TEXT   NOT NULL,
    undoes    BIGINT,
    undone_by BIGINT,
    change    TEXT   NOT NULL,
    PRIMARY KEY (strike_id, number)
);

-- Places that are left open on purpose.
CREATE TABLE left_open (
    strike_id TEXT   NOT NULL,
    slot_id   TEXT   NOT NULL,
    places    BIGINT NOT NULL CHECK (places BETWEEN 1 AND 99),
    reason    TEXT   NOT NULL,
    PRIMARY KEY (strike_id, slot_id),
    FOREIGN KEY (strike_id, slot_id) REFERENCES slots (strike_id, id) ON DELETE CASCADE
);

INSERT INTO drafts (strike_id, version, changed_at, changed_by, run_id)
SELECT r.strike_id, r.number, r.finished_at, r.made_by, r.id
FROM runs r
WHERE r.state = 'done' AND r.purpose = 'rota' AND r.number =
    (SELECT MAX(n.number) FROM runs n WHERE n.strike_id = r.strike_id AND n.state = 'done' AND n.purpose = 'rota');

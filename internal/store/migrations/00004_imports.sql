-- +goose Up

-- A file that somebody is bringing in: nothing of it is saved yet. choices is what
-- they have decided so far, a JSON document that may hold names. It goes when it is
-- finished or cancelled, with the strike, and after a day.
CREATE TABLE imports (
    id        TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    strike_id TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    version   BIGINT NOT NULL CHECK (version > 0),
    made_at   BIGINT NOT NULL,
    made_by   TEXT   NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind <> ''),
    file_name TEXT   NOT NULL, -- '' when the rows were pasted
    choices   TEXT   NOT NULL
);
CREATE INDEX imports_strike ON imports (strike_id, made_by);
CREATE INDEX imports_made_at ON imports (made_at);

-- The file itself, apart, so that saving a choice does not write it again.
CREATE TABLE import_files (
    import_id TEXT NOT NULL PRIMARY KEY REFERENCES imports (id) ON DELETE CASCADE,
    data      TEXT NOT NULL -- base64
);

-- What words of the trust's files mean, as somebody has said. Never about a person.
CREATE TABLE import_words (
    word       TEXT   NOT NULL PRIMARY KEY CHECK (word <> ''),
    answer     TEXT   NOT NULL CHECK (answer <> ''),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL
);

-- What the files of one strike have left behind beyond its entry: a JSON document
-- with marks of people, such as GMC numbers.
CREATE TABLE import_memory (
    strike_id TEXT NOT NULL PRIMARY KEY REFERENCES strikes (id) ON DELETE CASCADE,
    document  TEXT NOT NULL
);

-- A file that was brought in, and how to take it back: the entry and the memory as
-- they were before and after, and what the page tells of it, as JSON documents with
-- names and declarations. It goes with the strike, once undone, and after a day.
CREATE TABLE imports_done (
    id            TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    strike_id     TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    made_at       BIGINT NOT NULL,
    made_by       TEXT   NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind <> ''),
    file_name     TEXT   NOT NULL,
    report        TEXT   NOT NULL,
    before        TEXT   NOT NULL,
    after         TEXT   NOT NULL,
    memory_before TEXT   NOT NULL,
    memory_after  TEXT   NOT NULL
);
CREATE INDEX imports_done_strike ON imports_done (strike_id);
CREATE INDEX imports_done_made_at ON imports_done (made_at);

-- +goose Up

-- Each row of the audit holds the seal of the row before and its own, which nobody can
-- make without the key that is kept outside the database. Rows of before have none until
-- the program seals them, once.
ALTER TABLE audit ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';

-- The newest row of the audit, sealed too, so that rows cannot go from its end, and which
-- key seals. It numbers the rows, and holds writers up one after another.
CREATE TABLE audit_head (
    name     TEXT   NOT NULL PRIMARY KEY CHECK (name = 'audit'),
    seq      BIGINT NOT NULL CHECK (seq >= 0),
    hash     TEXT   NOT NULL,
    key_mark TEXT   NOT NULL,
    seal     TEXT   NOT NULL
);
INSERT INTO audit_head (name, seq, hash, key_mark, seal) SELECT name, value, '', '', '' FROM counters WHERE name = 'audit';
DROP TABLE counters;

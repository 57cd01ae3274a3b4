-- +goose Up

-- The trusts of the installation. The name of the first is in the settings, and empty
-- here: it had all that there was before there could be more than one.
CREATE TABLE trusts (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    name    TEXT   NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    CHECK (name <> '' OR id = 1)
);
INSERT INTO trusts (id, name, made_at) VALUES (1, '', 0);

-- Whose each thing is. What is in a strike is whoever's the strike is. The next version
-- of the tables holds that none of these is empty, and that none ever changes.
ALTER TABLE users ADD COLUMN trust_id BIGINT REFERENCES trusts (id);
UPDATE users SET trust_id = 1;
CREATE INDEX users_trust ON users (trust_id);
ALTER TABLE strikes ADD COLUMN trust_id BIGINT REFERENCES trusts (id);
UPDATE strikes SET trust_id = 1;
CREATE INDEX strikes_trust ON strikes (trust_id);
ALTER TABLE library_cards ADD COLUMN trust_id BIGINT REFERENCES trusts (id);
UPDATE library_cards SET trust_id = 1;
ALTER TABLE purges ADD COLUMN trust_id BIGINT REFERENCES trusts (id);
UPDATE purges SET trust_id = 1;

-- Empty for what was done in the first trust before there could be others, since sealed
-- rows never change, and for what was done to the installation as a whole.
ALTER TABLE audit ADD COLUMN trust_id BIGINT REFERENCES trusts (id);
CREATE INDEX audit_trust ON audit (trust_id, seq);

-- The same word may mean different things in the files of different trusts.
CREATE TABLE words (
    trust_id   BIGINT NOT NULL REFERENCES trusts (id),
    word       TEXT   NOT NULL CHECK (word <> ''),
    answer     TEXT   NOT NULL CHECK (answer <> ''),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    PRIMARY KEY (trust_id, word)
);
INSERT INTO words (trust_id, word, answer, changed_at, changed_by) SELECT 1, word, answer, changed_at, changed_by FROM import_words;
DROP TABLE import_words;
ALTER TABLE words RENAME TO import_words;

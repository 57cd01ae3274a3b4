-- +goose Up

-- Links with which residents and consultants reach their own pages of one strike, each
-- known by a hash alone. One is for the person who had the code and the name when it was
-- made: whoever has the code later under another name does not come in with it.
CREATE TABLE personal_links (
    strike_id  TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    kind       TEXT   NOT NULL CHECK (kind IN ('resident', 'consultant')),
    person_id  TEXT   NOT NULL CHECK (person_id <> ''),
    name       TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE CHECK (hash <> ''),
    made_at    BIGINT NOT NULL,
    made_by    TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (strike_id, kind, person_id)
);

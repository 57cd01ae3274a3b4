-- +goose Up

-- How to reach the rota office of each trust, in its own words. A trust without a row has
-- not said; for the first one that of the settings stands until it does.
CREATE TABLE offices (
    trust_id   BIGINT NOT NULL PRIMARY KEY REFERENCES trusts (id),
    reach      TEXT   NOT NULL,
    version    BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL
);

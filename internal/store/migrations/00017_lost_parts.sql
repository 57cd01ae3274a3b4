-- +goose Up

-- Parts of slots that nobody was in on the day and that nobody can cover any more. What is
-- left of such a slot is a slot of its own.
CREATE TABLE lost_parts (
    strike_id TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id        TEXT   NOT NULL CHECK (id <> ''),
    service   TEXT   NOT NULL CHECK (service <> ''),
    unit      TEXT   NOT NULL CHECK (unit <> ''),
    role      TEXT   NOT NULL CHECK (role <> ''),
    site      TEXT   NOT NULL CHECK (site <> ''),
    start_at  BIGINT NOT NULL,
    end_at    BIGINT NOT NULL,
    places    BIGINT NOT NULL CHECK (places BETWEEN 1 AND 99),
    mode      TEXT   NOT NULL CHECK (mode IN ('on_site', 'on_call', 'standby')),
    priority  BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 3),
    PRIMARY KEY (strike_id, id),
    CHECK (start_at < end_at)
);

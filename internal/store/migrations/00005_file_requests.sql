-- +goose Up

-- Who asked for a file that names residents, and why. The reason goes with the strike.
CREATE TABLE file_requests (
    strike_id TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    number    BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    actor_id  TEXT   NOT NULL,
    file      TEXT   NOT NULL CHECK (file <> ''),
    reason    TEXT   NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (strike_id, number)
);

-- +goose Up

-- The same statements make the tables in SQLite and in PostgreSQL. Instants are
-- Unix seconds, days are YYYY-MM-DD, money is pence an hour, lengths are minutes,
-- and columns said to be a list hold a JSON array of words.

CREATE TABLE counters (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);
INSERT INTO counters (name, value) VALUES ('audit', 0);

CREATE TABLE users (
    id            TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    email         TEXT   NOT NULL UNIQUE CHECK (email <> ''),
    name          TEXT   NOT NULL CHECK (name <> ''),
    role          TEXT   NOT NULL CHECK (role <> ''),
    password_hash TEXT   NOT NULL,
    made_at       BIGINT NOT NULL
);

CREATE TABLE sessions (
    token      TEXT   NOT NULL PRIMARY KEY,
    data       TEXT   NOT NULL, -- base64
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- saves counts every save of the strike; versions of all that is in it are taken
-- from it. The last_ columns are the last codes given out (R001, D0001, C001, S001).
CREATE TABLE strikes (
    id                   TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    version              BIGINT  NOT NULL CHECK (version > 0),
    changed_at           BIGINT  NOT NULL,
    changed_by           TEXT    NOT NULL,
    name                 TEXT    NOT NULL CHECK (name <> ''),
    start_at             BIGINT  NOT NULL,
    end_at               BIGINT  NOT NULL,
    rest                 BIGINT  CHECK (rest >= 0),
    max_run              BIGINT  CHECK (max_run > 0),
    max_cover            BIGINT  CHECK (max_cover >= 0),
    max_nights_in_a_row  BIGINT  CHECK (max_nights_in_a_row >= 0),
    max_days_in_a_row    BIGINT  CHECK (max_days_in_a_row >= 0),
    on_call_with_on_site BOOLEAN NOT NULL,
    case_kind            TEXT    NOT NULL CHECK (case_kind IN ('all_away', 'share_away', 'all_working')),
    share                BIGINT  NOT NULL CHECK (share BETWEEN 0 AND 100),
    aims                 TEXT    NOT NULL, -- list
    made_at              BIGINT  NOT NULL,
    saves                BIGINT  NOT NULL CHECK (saves >= version),
    last_resident        BIGINT  NOT NULL CHECK (last_resident >= 0),
    last_duty            BIGINT  NOT NULL CHECK (last_duty >= 0),
    last_consultant      BIGINT  NOT NULL CHECK (last_consultant >= 0),
    last_slot            BIGINT  NOT NULL CHECK (last_slot >= 0),
    CHECK (start_at < end_at)
);

CREATE TABLE travel (
    strike_id TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    position  BIGINT NOT NULL,
    from_site TEXT   NOT NULL CHECK (from_site <> ''),
    to_site   TEXT   NOT NULL CHECK (to_site <> from_site),
    minutes   BIGINT NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
    PRIMARY KEY (strike_id, position),
    UNIQUE (strike_id, from_site, to_site)
);

CREATE TABLE slots (
    strike_id     TEXT    NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id            TEXT    NOT NULL CHECK (id <> ''),
    version       BIGINT  NOT NULL CHECK (version > 0),
    changed_at    BIGINT  NOT NULL,
    changed_by    TEXT    NOT NULL,
    position      BIGINT  NOT NULL,
    service       TEXT    NOT NULL CHECK (service <> ''),
    unit          TEXT    NOT NULL CHECK (unit <> ''),
    role          TEXT    NOT NULL CHECK (role <> ''),
    site          TEXT    NOT NULL CHECK (site <> ''),
    start_at      BIGINT  NOT NULL,
    end_at        BIGINT  NOT NULL,
    places        BIGINT  NOT NULL CHECK (places BETWEEN 1 AND 99),
    skills_all    TEXT    NOT NULL, -- list
    skills_any    TEXT    NOT NULL, -- list
    mode          TEXT    NOT NULL CHECK (mode IN ('on_site', 'on_call', 'standby')),
    no_other_duty BOOLEAN NOT NULL,
    priority      BIGINT  NOT NULL CHECK (priority BETWEEN 1 AND 3),
    source        TEXT    NOT NULL,
    PRIMARY KEY (strike_id, id),
    CHECK (start_at < end_at)
);

CREATE TABLE residents (
    strike_id  TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id         TEXT   NOT NULL CHECK (id <> ''),
    version    BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    grade      TEXT   NOT NULL,
    unit       TEXT   NOT NULL,
    PRIMARY KEY (strike_id, id)
);

-- Declarations are here and nowhere else. Each is stamped with its last change.
CREATE TABLE duties (
    strike_id   TEXT   NOT NULL,
    id          TEXT   NOT NULL CHECK (id <> ''),
    position    BIGINT NOT NULL,
    resident_id TEXT   NOT NULL,
    slot_id     TEXT,
    start_at    BIGINT NOT NULL,
    end_at      BIGINT NOT NULL,
    declaration TEXT   NOT NULL CHECK (declaration IN ('no_reply', 'away', 'working', 'prefers_not_to_say')),
    declared_at BIGINT NOT NULL,
    declared_by TEXT   NOT NULL,
    PRIMARY KEY (strike_id, id),
    FOREIGN KEY (strike_id, resident_id) REFERENCES residents (strike_id, id) ON DELETE CASCADE,
    FOREIGN KEY (strike_id, slot_id) REFERENCES slots (strike_id, id),
    CHECK (start_at < end_at)
);
CREATE INDEX duties_resident ON duties (strike_id, resident_id);
CREATE INDEX duties_slot ON duties (strike_id, slot_id);

CREATE TABLE consultants (
    strike_id           TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id                  TEXT   NOT NULL CHECK (id <> ''),
    version             BIGINT NOT NULL CHECK (version > 0),
    changed_at          BIGINT NOT NULL,
    changed_by          TEXT   NOT NULL,
    position            BIGINT NOT NULL,
    name                TEXT   NOT NULL CHECK (name <> ''),
    grade               TEXT   NOT NULL,
    contact             TEXT   NOT NULL,
    skills              TEXT   NOT NULL, -- list
    sites               TEXT   NOT NULL, -- list
    terms               TEXT   NOT NULL CHECK (terms IN ('in_job_plan', 'trust_rate', 'bma_rate', 'time_off')),
    pay_point           TEXT   NOT NULL,
    max_cover           BIGINT CHECK (max_cover >= 0),
    max_nights_in_a_row BIGINT CHECK (max_nights_in_a_row >= 0),
    PRIMARY KEY (strike_id, id)
);

CREATE TABLE offers (
    strike_id     TEXT   NOT NULL,
    consultant_id TEXT   NOT NULL,
    position      BIGINT NOT NULL,
    start_at      BIGINT NOT NULL,
    end_at        BIGINT NOT NULL,
    modes         TEXT   NOT NULL, -- list
    PRIMARY KEY (strike_id, consultant_id, position),
    FOREIGN KEY (strike_id, consultant_id) REFERENCES consultants (strike_id, id) ON DELETE CASCADE,
    CHECK (start_at < end_at)
);

CREATE TABLE job_sessions (
    strike_id     TEXT   NOT NULL,
    consultant_id TEXT   NOT NULL,
    id            TEXT   NOT NULL CHECK (id <> ''),
    position      BIGINT NOT NULL,
    start_at      BIGINT NOT NULL,
    end_at        BIGINT NOT NULL,
    kind          TEXT   NOT NULL CHECK (kind IN ('fixed', 'planned')),
    loss          BIGINT NOT NULL CHECK (loss >= 0),
    name          TEXT   NOT NULL,
    PRIMARY KEY (strike_id, consultant_id, id),
    FOREIGN KEY (strike_id, consultant_id) REFERENCES consultants (strike_id, id) ON DELETE CASCADE,
    CHECK (start_at < end_at)
);

CREATE TABLE cards (
    strike_id     TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id            TEXT   NOT NULL CHECK (id IN ('trust', 'bma')),
    version       BIGINT NOT NULL CHECK (version > 0),
    changed_at    BIGINT NOT NULL,
    changed_by    TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    region        TEXT   NOT NULL,
    valid_from    TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    bank_holidays TEXT   NOT NULL, -- list
    PRIMARY KEY (strike_id, id)
);

-- A rate that is NULL is not known. unconfirmed lists the columns that nobody at the trust has confirmed.
CREATE TABLE rates (
    strike_id       TEXT   NOT NULL,
    card_id         TEXT   NOT NULL,
    position        BIGINT NOT NULL,
    pay_point       TEXT   NOT NULL,
    weekday_day     BIGINT CHECK (weekday_day >= 0),
    weekday_evening BIGINT CHECK (weekday_evening >= 0),
    weekend         BIGINT CHECK (weekend >= 0),
    night           BIGINT CHECK (night >= 0),
    on_call         BIGINT CHECK (on_call >= 0),
    standby         BIGINT CHECK (standby >= 0),
    unconfirmed     TEXT   NOT NULL, -- list
    PRIMARY KEY (strike_id, card_id, position),
    UNIQUE (strike_id, card_id, pay_point),
    FOREIGN KEY (strike_id, card_id) REFERENCES cards (strike_id, id) ON DELETE CASCADE
);

CREATE TABLE locks (
    strike_id     TEXT   NOT NULL,
    slot_id       TEXT   NOT NULL,
    consultant_id TEXT   NOT NULL,
    position      BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    PRIMARY KEY (strike_id, slot_id, consultant_id),
    FOREIGN KEY (strike_id, slot_id) REFERENCES slots (strike_id, id) ON DELETE CASCADE,
    FOREIGN KEY (strike_id, consultant_id) REFERENCES consultants (strike_id, id) ON DELETE CASCADE
);
CREATE INDEX locks_consultant ON locks (strike_id, consultant_id);

-- The plan that people have been told of. It may name slots and people gone since.
CREATE TABLE published (
    strike_id     TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    slot_id       TEXT   NOT NULL,
    consultant_id TEXT   NOT NULL,
    position      BIGINT NOT NULL,
    PRIMARY KEY (strike_id, slot_id, consultant_id)
);

-- lease is the worker that has the run, until lease_until. stop is what the user
-- asked for. problem and plan are JSON documents without names or declarations.
CREATE TABLE runs (
    id          TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    strike_id   TEXT    NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    number      BIGINT  NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    stop        TEXT    NOT NULL CHECK (stop IN ('', 'keep', 'cancel')),
    reference   TEXT    NOT NULL,
    made_at     BIGINT  NOT NULL,
    made_by     TEXT    NOT NULL,
    started_at  BIGINT,
    finished_at BIGINT,
    max_seconds BIGINT  NOT NULL CHECK (max_seconds >= 0),
    seed        BIGINT  NOT NULL,
    stage       TEXT    NOT NULL,
    stage_index BIGINT  NOT NULL,
    stages      BIGINT  NOT NULL,
    best        BIGINT  NOT NULL,
    bound       BIGINT  NOT NULL,
    has_best    BOOLEAN NOT NULL,
    took        BIGINT  NOT NULL, -- milliseconds
    lease       TEXT    NOT NULL,
    lease_until BIGINT  NOT NULL,
    attempts    BIGINT  NOT NULL CHECK (attempts >= 0),
    nudged_at   BIGINT  NOT NULL,
    problem     TEXT    NOT NULL,
    plan        TEXT,
    UNIQUE (strike_id, number),
    CHECK ((state = 'done') = (plan IS NOT NULL)),
    CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL))
);
CREATE INDEX runs_state ON runs (state);

-- Who did what to which thing, by ids alone. Rows stay when what they tell of goes.
CREATE TABLE audit (
    seq       BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor_id  TEXT   NOT NULL,
    strike_id TEXT   NOT NULL,
    action    TEXT   NOT NULL CHECK (action <> ''),
    kind      TEXT   NOT NULL CHECK (kind <> ''),
    entity_id TEXT   NOT NULL
);
CREATE INDEX audit_strike ON audit (strike_id, seq);

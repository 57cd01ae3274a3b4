-- +goose Up

-- Cards say what to know before they are used, and which card they were copied
-- from: the id of one in the library or the key of one that comes with the program.
ALTER TABLE cards ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN chosen TEXT NOT NULL DEFAULT '';

-- confirmed_by is a JSON object of who confirmed each column; called is the rate of
-- an on-call hour when called in, NULL for the rate of its band.
ALTER TABLE rates ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rates ADD COLUMN called BIGINT CHECK (called >= 0);

-- The trust's own library of cards, for every strike to copy from.
CREATE TABLE library_cards (
    id            TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    version       BIGINT NOT NULL CHECK (version > 0),
    changed_at    BIGINT NOT NULL,
    changed_by    TEXT   NOT NULL,
    name          TEXT   NOT NULL CHECK (name <> ''),
    region        TEXT   NOT NULL,
    valid_from    TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    bank_holidays TEXT   NOT NULL -- list
);

CREATE TABLE library_rates (
    card_id         TEXT   NOT NULL REFERENCES library_cards (id) ON DELETE CASCADE,
    position        BIGINT NOT NULL,
    pay_point       TEXT   NOT NULL,
    weekday_day     BIGINT CHECK (weekday_day >= 0),
    weekday_evening BIGINT CHECK (weekday_evening >= 0),
    weekend         BIGINT CHECK (weekend >= 0),
    night           BIGINT CHECK (night >= 0),
    on_call         BIGINT CHECK (on_call >= 0),
    standby         BIGINT CHECK (standby >= 0),
    called          BIGINT CHECK (called >= 0),
    unconfirmed     TEXT   NOT NULL, -- list
    confirmed_by    TEXT   NOT NULL, -- JSON object
    PRIMARY KEY (card_id, position),
    UNIQUE (card_id, pay_point)
);

-- Whether a duty was worked, once its day is over. Like a declaration, it is here
-- and nowhere else, and no reason is ever kept.
ALTER TABLE duties ADD COLUMN attendance TEXT NOT NULL DEFAULT '' CHECK (attendance IN ('', 'worked', 'absent'));
ALTER TABLE duties ADD COLUMN attended_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE duties ADD COLUMN attended_by TEXT NOT NULL DEFAULT '';

-- What a strike's costs are worked out with, beside its cards. Shares are
-- hundredths of a per cent, amounts pence. own_salaries is whether the salaries are
-- those below, or else the standard ones.
CREATE TABLE money (
    strike_id     TEXT    NOT NULL PRIMARY KEY REFERENCES strikes (id) ON DELETE CASCADE,
    version       BIGINT  NOT NULL CHECK (version > 0),
    changed_at    BIGINT  NOT NULL,
    changed_by    TEXT    NOT NULL,
    called_share  BIGINT  NOT NULL CHECK (called_share BETWEEN 0 AND 10000),
    ni            BOOLEAN NOT NULL,
    ni_rate       BIGINT  NOT NULL CHECK (ni_rate BETWEEN 0 AND 10000),
    pension       BOOLEAN NOT NULL,
    pension_rate  BIGINT  NOT NULL CHECK (pension_rate BETWEEN 0 AND 10000),
    time_off_hour BIGINT  CHECK (time_off_hour >= 0),
    loss_unit     BIGINT  CHECK (loss_unit >= 0),
    loss_session  BIGINT  CHECK (loss_session >= 0),
    budget        BIGINT  CHECK (budget >= 0),
    method        TEXT    NOT NULL CHECK (method IN ('year_day', 'month_day', 'hourly')),
    night_is_two  BOOLEAN NOT NULL,
    own_salaries  BOOLEAN NOT NULL
);
INSERT INTO money (strike_id, version, changed_at, changed_by, called_share, ni, ni_rate, pension, pension_rate, method, night_is_two, own_salaries)
    SELECT id, version, changed_at, changed_by, 0, FALSE, 1500, FALSE, 1438, 'year_day', FALSE, FALSE FROM strikes;

CREATE TABLE salaries (
    strike_id   TEXT    NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    position    BIGINT  NOT NULL,
    grade       TEXT    NOT NULL CHECK (grade <> ''),
    annual      BIGINT  NOT NULL CHECK (annual >= 0),
    source      TEXT    NOT NULL,
    unconfirmed BOOLEAN NOT NULL,
    PRIMARY KEY (strike_id, position)
);

-- Questions about cost that somebody has kept: a JSON document without names.
CREATE TABLE cost_cases (
    strike_id  TEXT   NOT NULL REFERENCES strikes (id) ON DELETE CASCADE,
    id         TEXT   NOT NULL CHECK (id <> ''),
    version    BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    document   TEXT   NOT NULL CHECK (document <> ''),
    PRIMARY KEY (strike_id, id),
    UNIQUE (strike_id, name)
);

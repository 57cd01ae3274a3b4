-- +goose Up

-- Where each account is signed in now: since when, when it was last used and in what browser, in words such as
-- "Firefox on Windows". mark tells the password and second factor it began with from later ones. The row is what
-- makes the session: without it, whoever has its cookie is signed out. Personal links have none.
CREATE TABLE account_sessions (
    id       TEXT   NOT NULL PRIMARY KEY CHECK (id <> ''),
    user_id  TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    began_at BIGINT NOT NULL,
    used_at  BIGINT NOT NULL,
    browser  TEXT   NOT NULL,
    mark     TEXT   NOT NULL,
    role     TEXT   NOT NULL
);
CREATE INDEX account_sessions_user_id ON account_sessions (user_id);

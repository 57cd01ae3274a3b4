-- +goose Up

-- What the trust's own sign-in calls the sessions of an account there, and the tokens with which
-- it said that somebody has signed out, which count once. All are known by a hash alone.
CREATE TABLE openid_tokens (
    kind       TEXT   NOT NULL CHECK (kind IN ('session', 'signed out')),
    hash       TEXT   NOT NULL CHECK (hash <> ''),
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (kind, hash)
);
CREATE INDEX openid_tokens_expires_at ON openid_tokens (expires_at);

-- +goose Up

-- Whether an account is closed; how often its sessions were ended; and the secret of its
-- second factor, sealed with a key that is not here, with the last 30 seconds whose code
-- was used. All are empty for none.
ALTER TABLE users ADD COLUMN closed_at BIGINT;
ALTER TABLE users ADD COLUMN ended BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN factor TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0;

-- Things of an account that are known by a hash alone: a link with which to choose a
-- password, a browser in which somebody has signed in, a recovery code.
CREATE TABLE tokens (
    kind       TEXT   NOT NULL CHECK (kind IN ('link', 'browser', 'recovery')),
    hash       TEXT   NOT NULL CHECK (hash <> ''),
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (kind, user_id, hash)
);
CREATE INDEX tokens_expires_at ON tokens (expires_at);

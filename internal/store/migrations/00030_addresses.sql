-- +goose Up

-- The same person may have an account in several trusts, so that nobody learns from a new account whether another
-- trust has its address. The address of every account is in contact, and email holds a text that is no other's.
UPDATE users SET contact = email, email = 'account:' || id WHERE subject = '';
CREATE UNIQUE INDEX users_address ON users (trust_id, contact) WHERE subject = '' AND role <> 'group';
CREATE UNIQUE INDEX users_address_group ON users (contact) WHERE subject = '' AND role = 'group';

-- +goose Up

-- Of every form that was saved, that it was: so that sending it again saves nothing. The hash is of the
-- random text in the form with all that was typed and who sent it, and tells nothing of any of them; of the
-- time no more than the day is kept, since some are replies of residents.
CREATE TABLE form_keys (
    hash TEXT NOT NULL PRIMARY KEY CHECK (hash <> ''),
    day  TEXT NOT NULL CHECK (day <> '')
);
CREATE INDEX form_keys_day ON form_keys (day);

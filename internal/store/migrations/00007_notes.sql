-- +goose Up

-- What a consultant has said that only people can act on.
ALTER TABLE consultants ADD COLUMN note TEXT NOT NULL DEFAULT '';

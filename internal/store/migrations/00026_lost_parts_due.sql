-- +goose Up

-- In how many of the places that are lost a consultant had been due. Of the others it is for rota
-- coordinators alone that they are lost: it tells that a resident did not come. Of parts lost before,
-- nobody knows it.
ALTER TABLE lost_parts ADD COLUMN due BIGINT NOT NULL DEFAULT 0 CHECK (due BETWEEN 0 AND 99);

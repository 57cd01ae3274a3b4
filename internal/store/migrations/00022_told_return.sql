-- +goose Up

-- The counts of attendance that those who may not see residents by name are told: of each day as
-- they stood when all of it was first confirmed. Counts by day, service and grade; nobody's name
-- or code.
CREATE TABLE told_returns (
    strike_id TEXT NOT NULL PRIMARY KEY REFERENCES strikes (id) ON DELETE CASCADE,
    cells     TEXT NOT NULL
);

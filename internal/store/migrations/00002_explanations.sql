-- +goose Up

-- Why places of a finished run's plan are open, and what would fill them: a JSON
-- document without names or declarations, worked out after the plan was saved.
CREATE TABLE explanations (
    run_id   TEXT   NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    made_at  BIGINT NOT NULL,
    document TEXT   NOT NULL CHECK (document <> '')
);

-- +goose Up

-- A run may answer any of several questions: it makes no rota. question says what is
-- asked, and its plan is the answer. Answers about prices as they were kept before
-- are not read any more, and can be asked for again.
DELETE FROM runs WHERE purpose = 'prices';
ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'rota' CHECK (kind IN ('rota', 'prices', 'cases', 'aims', 'robust'));
ALTER TABLE runs ADD COLUMN question TEXT CHECK ((kind = 'rota') = (question IS NULL));
ALTER TABLE runs DROP COLUMN prices;
ALTER TABLE runs DROP COLUMN purpose;
ALTER TABLE runs RENAME COLUMN kind TO purpose;

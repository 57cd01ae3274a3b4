-- +goose Up

-- A run for prices solves the rota's problem at two prices: it makes no rota. prices
-- says what they are, and its plan is both plans.
ALTER TABLE runs ADD COLUMN purpose TEXT NOT NULL DEFAULT 'rota' CHECK (purpose IN ('rota', 'prices'));
ALTER TABLE runs ADD COLUMN prices TEXT CHECK ((purpose = 'prices') = (prices IS NOT NULL));

-- +goose Up

-- Slots that consultants were taken off by hand: solving does not put them back.
CREATE TABLE kept_off (
    strike_id     TEXT NOT NULL,
    slot_id       TEXT NOT NULL,
    consultant_id TEXT NOT NULL,
    reason        TEXT NOT NULL,
    PRIMARY KEY (strike_id, slot_id, consultant_id),
    FOREIGN KEY (strike_id, slot_id) REFERENCES slots (strike_id, id) ON DELETE CASCADE,
    FOREIGN KEY (strike_id, consultant_id) REFERENCES consultants (strike_id, id) ON DELETE CASCADE
);
CREATE INDEX kept_off_consultant ON kept_off (strike_id, consultant_id);

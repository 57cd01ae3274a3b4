package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An ImportDone is a file that was brought in less than a day ago. Its report is what
// the page tells of it; it may hold names.
type ImportDone struct {
	ID       string
	Kind     string
	FileName string
	Report   []byte // a JSON document
	By       string // a user's name, "" when it is not known
	MadeAt   time.Time
}

type importDoneRow struct {
	ID           string `gorm:"primaryKey"`
	StrikeID     string
	MadeAt       int64
	MadeBy       string
	Kind         string
	FileName     string
	Report       string
	Before       string
	After        string
	MemoryBefore string
	MemoryAfter  string
}

func (importDoneRow) TableName() string { return "imports_done" }

func (r importDoneRow) fromRow(by string) ImportDone {
	return ImportDone{ID: r.ID, Kind: r.Kind, FileName: r.FileName, Report: []byte(r.Report), By: by, MadeAt: instant(r.MadeAt)}
}

// ImportsDone lists what was brought into the strike in the last day, the newest first.
func (t *Trust) ImportsDone(ctx context.Context, strikeID string) ([]ImportDone, error) {
	var out []ImportDone
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := young[*importDoneRow](t, tx, strikeID).Select("id", "strike_id", "made_at", "made_by", "kind", "file_name", "report").
			Order("made_at DESC, id").Find(ctx)
		found := names{}
		for _, r := range rows {
			by, err := found.of(ctx, tx, r.MadeBy)
			if err != nil {
				return err
			}
			out = append(out, r.fromRow(by))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what was brought into strike %s: %w", strikeID, err)
	}
	return out, nil
}

// ImportDone loads one that was brought in in the last day.
func (t *Trust) ImportDone(ctx context.Context, strikeID, id string) (ImportDone, error) {
	var out ImportDone
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := young[*importDoneRow](t, tx, strikeID).Where("id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		by, err := nameOf(ctx, tx, row.MadeBy)
		out = row.fromRow(by)
		return err
	})
	if err != nil {
		return ImportDone{}, fmt.Errorf("load import %s: %w", id, err)
	}
	return out, nil
}

// An Undone says what undoing an import came to.
type Undone struct {
	Entry   rota.Entry     // as it is then, or would be
	Touched []rota.Touched // what the import changed and somebody has edited since
	Later   []ImportDone   // imports since that stand in the way, the newest first
}

// UndoImport takes back what an import of the last day changed. Where something that
// it changed has been edited since, that is listed, and nothing is undone unless
// partly allows to keep those edits and undo the rest. Nothing is undone either when
// other entries need what would go: the error lists those of the entry that would be.
// Words stay known.
func (t *Trust) UndoImport(ctx context.Context, actor Actor, strikeID, id string, partly bool) (Undone, error) {
	var u Undone
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		row, err := young[*importDoneRow](t, c.tx, strikeID).Where("id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		now, err := loadEntry(ctx, c.tx, strikeID)
		if err != nil {
			return err
		}
		before, after, err := row.entries()
		if err != nil {
			return err
		}
		u.Entry, u.Touched = rota.Revert(now, before.Entry, after)
		invalid := u.Entry.Validate()
		if len(u.Touched) > 0 || invalid != nil {
			if u.Later, err = t.inTheWay(ctx, c.tx, row, u.Touched); err != nil {
				return err
			}
		}
		if len(u.Touched) > 0 && !partly {
			return errTouched
		}
		if invalid != nil {
			return invalid
		}
		c.note(Undid, KindEntry, row.Kind)
		if err := c.become(ctx, now, u.Entry); err != nil {
			return err
		}
		if err := c.sayAgain(ctx, before, now, u.Entry); err != nil {
			return err
		}
		if err := c.recall(ctx, row, len(u.Touched) == 0); err != nil {
			return err
		}
		_, err = of[*importDoneRow](c.tx, strikeID).Where("id = ?", id).Delete(ctx)
		return err
	})
	if err == nil || errors.Is(err, errTouched) {
		return u, nil
	}
	return u, fmt.Errorf("undo import %s: %w", id, err)
}

// inTheWay are the imports after one that changed what cannot be taken back, the newest
// first; or all of them when nothing has been touched, and others need what would go.
func (t *Trust) inTheWay(ctx context.Context, tx *gorm.DB, row *importDoneRow, touched []rota.Touched) ([]ImportDone, error) {
	rows, err := young[*importDoneRow](t, tx, row.StrikeID).Where("made_at >= ? AND id <> ?", row.MadeAt, row.ID).Order("made_at DESC, id").Find(ctx)
	if err != nil {
		return nil, err
	}
	var out []ImportDone
	for _, later := range rows {
		before, after, err := later.entries()
		if err != nil {
			return nil, err
		}
		changed := rota.Altered(before.Entry, after)
		if len(touched) > 0 && !slices.ContainsFunc(touched, func(one rota.Touched) bool { return changed[one] }) {
			continue
		}
		by, err := nameOf(ctx, tx, later.MadeBy)
		if err != nil {
			return nil, err
		}
		out = append(out, later.fromRow(by))
	}
	return out, nil
}

// entries are the entry before and after the import.
func (r importDoneRow) entries() (before entryBefore, after rota.Entry, err error) {
	for _, one := range []struct {
		text string
		into any
	}{{r.Before, &before}, {r.After, &after}} {
		if json.Unmarshal([]byte(one.text), one.into) != nil {
			return before, after, errDamaged // the error would repeat some of it
		}
	}
	return before, after, nil
}

// recall brings back the memory of before the import, if nothing of it is kept and
// no later import has added to it.
func (c *change) recall(ctx context.Context, row *importDoneRow, whole bool) error {
	now, err := loadMemory(ctx, c.tx, c.strike.ID)
	if err != nil || !whole || now != row.MemoryAfter {
		return err
	}
	return c.saveMemory(ctx, row.MemoryBefore)
}

package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// ErrDraftMoved means that the draft has been changed by hand since it was read.
var ErrDraftMoved = errors.New("the draft has been changed since")

// A document is a JSON document in one column, which may be null.
type document string

// Value is the document as text.
func (d document) Value() (driver.Value, error) { return string(d), nil }

// GormDataType is the column's type.
func (document) GormDataType() string { return "text" }

func documentOf(v any) (document, error) {
	data, err := json.Marshal(v)
	return document(data), err
}

func (d document) read(into any) error {
	if json.Unmarshal([]byte(d), into) != nil {
		return errDamaged // the error would repeat some of it
	}
	return nil
}

type draftRow struct {
	StrikeID string `gorm:"primaryKey"`
	Stamp    stamp  `gorm:"embedded"`
	RunID    string
	Hand     *document
}

func (draftRow) TableName() string { return "drafts" }

type editRow struct {
	StrikeID string `gorm:"primaryKey"`
	Number   int64  `gorm:"primaryKey;autoIncrement:false"`
	MadeAt   int64
	MadeBy   string
	Undoes   *int64
	UndoneBy *int64
	Change   document
}

func (editRow) TableName() string { return "edits" }

// A PlanRecord is the draft of a strike: the plan that its run made and the problem
// that it answers, as documents, and what people have made of it since.
type PlanRecord struct {
	RunID         string
	MadeAt        time.Time // when the run finished
	Problem, Plan []byte
	Question      []byte     // of a run that planned the rest of the strike; nil else
	Version       int64      // of the draft
	Hand          *rota.Hand // nil while nobody has changed it
	ChangedAt     time.Time
	ChangedBy     string // a user's name, "" when it is not known
}

// CurrentPlan loads the strike's draft; rota.ErrNotFound when no run for a rota has finished.
func (t *Trust) CurrentPlan(ctx context.Context, strikeID string) (PlanRecord, error) {
	var out PlanRecord
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := of[*draftRow](tx, strikeID).Take(ctx)
		if err != nil {
			return err
		}
		run, err := of[*runRow](tx, strikeID).Where("id = ?", row.RunID).Take(ctx)
		if err != nil {
			return err
		}
		out = PlanRecord{RunID: run.ID, MadeAt: instant(*run.FinishedAt), Problem: []byte(run.Problem), Plan: []byte(*run.Plan),
			Version: row.Stamp.Version, ChangedAt: instant(row.Stamp.ChangedAt)}
		if run.Question != nil {
			out.Question = []byte(*run.Question)
		}
		if out.Hand, err = row.hand(); err != nil {
			return err
		}
		out.ChangedBy, err = nameOf(ctx, tx, row.Stamp.ChangedBy)
		return err
	})
	if err != nil {
		return PlanRecord{}, fmt.Errorf("load the plan of strike %s: %w", strikeID, err)
	}
	return out, nil
}

func (r draftRow) hand() (*rota.Hand, error) {
	if r.Hand == nil {
		return nil, nil
	}
	var h rota.Hand
	return &h, r.Hand.read(&h)
}

// An Edit is a change of the draft by hand, as kept.
type Edit struct {
	Number int64 // the version of the draft that came of it
	At     time.Time
	By     string // a user's name, "" when it is not known
	Change rota.Change
	Undoes int64 // the number of the edit that it took back, or 0
	Undone bool  // a later edit has taken it back
}

func (r editRow) fromRow(by string) (Edit, error) {
	e := Edit{Number: r.Number, At: instant(r.MadeAt), By: by, Undone: r.UndoneBy != nil}
	if r.Undoes != nil {
		e.Undoes = *r.Undoes
	}
	return e, r.Change.read(&e.Change)
}

// Edits lists the strike's edits after the version, the newest first; so many at most, or all for 0.
func (t *Trust) Edits(ctx context.Context, strikeID string, after int64, most int) ([]Edit, error) {
	var out []Edit
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		out, err = editsAfter(ctx, tx, strikeID, after, most)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the edits of strike %s: %w", strikeID, err)
	}
	return out, nil
}

func editsAfter(ctx context.Context, tx *gorm.DB, strikeID string, after int64, most int) ([]Edit, error) {
	query := of[*editRow](tx, strikeID).Where("number > ?", after).Order("number DESC")
	if most > 0 {
		query = query.Limit(most)
	}
	rows, err := query.Find(ctx)
	if err != nil {
		return nil, err
	}
	var out []Edit
	found := names{}
	for _, r := range rows {
		by, err := found.of(ctx, tx, r.MadeBy)
		if err != nil {
			return nil, err
		}
		e, err := r.fromRow(by)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// Edit loads one edit.
func (t *Trust) Edit(ctx context.Context, strikeID string, number int64) (Edit, error) {
	var out Edit
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := of[*editRow](tx, strikeID).Where("number = ?", number).Take(ctx)
		if err != nil {
			return err
		}
		by, err := nameOf(ctx, tx, row.MadeBy)
		if err != nil {
			return err
		}
		out, err = row.fromRow(by)
		return err
	})
	if err != nil {
		return Edit{}, fmt.Errorf("load edit %d of strike %s: %w", number, strikeID, err)
	}
	return out, nil
}

// A NewEdit is a change to save, and the draft that comes of it.
type NewEdit struct {
	Seen   int64 // the version of the draft that it was made of
	Change rota.Change
	Hand   *rota.Hand // nil when all is as the run made it again
	Undoes int64      // the edit that it takes back, or 0
}

// SaveEdit changes the draft by hand, with the locks and the places left open that
// are entered, and gives the edit's number. It is ErrDraftMoved when the draft no
// longer has the version that the edit was made of, rota.ErrConflict when what it
// takes back has been taken back already or a slot is no longer as it divides it, and rota.ErrNotFound when there is no
// draft, or a slot or consultant that it locks is no longer entered.
func (t *Trust) SaveEdit(ctx context.Context, actor Actor, strikeID string, e NewEdit) (int64, error) {
	var number int64
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		number = c.strike.Saves
		return c.edit(ctx, e)
	})
	if err != nil {
		return 0, fmt.Errorf("save an edit of strike %s: %w", strikeID, err)
	}
	return number, nil
}

// edit is one edit of the draft. Its number is the save's.
func (c *change) edit(ctx context.Context, e NewEdit) error {
	row, err := of[*draftRow](c.tx, c.strike.ID).Take(ctx)
	if err != nil {
		return err
	}
	if row.Stamp.Version != e.Seen {
		return ErrDraftMoved
	}
	row.Stamp = c.stamp()
	if row.Hand, err = handOf(e.Hand); err != nil {
		return err
	}
	if _, err := of[*draftRow](c.tx, c.strike.ID).Select("version", "changed_at", "changed_by", "hand").Updates(ctx, row); err != nil {
		return err
	}
	if err := c.cut(ctx, e.Change.Cuts); err != nil {
		return err
	}
	if err := c.decide(ctx, e.Change); err != nil {
		return err
	}
	return c.addEdit(ctx, e)
}

func handOf(h *rota.Hand) (*document, error) {
	if h == nil {
		return nil, nil
	}
	d, err := documentOf(h)
	return &d, err
}

// addEdit adds the edit to the list and to the audit.
func (c *change) addEdit(ctx context.Context, e NewEdit) error {
	text, err := documentOf(e.Change)
	if err != nil {
		return err
	}
	row := &editRow{StrikeID: c.strike.ID, Number: c.strike.Saves, MadeAt: c.at, MadeBy: c.actor.ID, Change: text}
	action := Edited
	if e.Undoes != 0 {
		action, row.Undoes = Undid, &e.Undoes
		n, err := of[*editRow](c.tx, c.strike.ID).Where("number = ? AND undone_by IS NULL", e.Undoes).Update(ctx, "undone_by", row.Number)
		if err == nil && n != 1 {
			err = rota.ErrConflict
		}
		if err != nil {
			return err
		}
	}
	c.note(action, KindPlan, fmt.Sprint(row.Number))
	return gorm.G[*editRow](c.tx).Create(ctx, &row)
}

// EditsDuring lists what people changed by hand since the run was asked for, the
// newest first, with the version of the draft as it is now: 0 when there is none.
func (t *Trust) EditsDuring(ctx context.Context, runID string) ([]Edit, int64, error) {
	var out []Edit
	var version int64
	err := t.read(ctx, func(tx *gorm.DB) error {
		run, err := within(t, runs(tx)).Where("id = ?", runID).Take(ctx)
		if err != nil {
			return err
		}
		draft, err := of[*draftRow](tx, run.StrikeID).Take(ctx)
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		version = draft.Stamp.Version
		out, err = editsAfter(ctx, tx, run.StrikeID, run.Number, 0)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list the edits during run %s: %w", runID, err)
	}
	return out, version, nil
}

// draft puts the run's plan in place of the strike's draft, unless that is of a later
// run. Where people have changed the draft since the run was asked for, what they
// did must be in the hand: it is ErrDraftMoved otherwise.
func (c *change) draft(ctx context.Context, run *runRow, kept Kept) error {
	now, err := of[*draftRow](c.tx, run.StrikeID).Take(ctx)
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	none := err != nil
	if !none {
		from, err := runs(c.tx).Where("strike_id = ? AND id = ?", c.strike.ID, now.RunID).Take(ctx)
		if err != nil || from.Number > run.Number {
			return err
		}
		edits, err := of[*editRow](c.tx, run.StrikeID).Where("number > ?", run.Number).Count(ctx, "number")
		if err != nil {
			return err
		}
		if edits > 0 && kept.Seen != now.Stamp.Version {
			return ErrDraftMoved
		}
	}
	row := &draftRow{StrikeID: run.StrikeID, Stamp: c.stamp(), RunID: run.ID}
	if row.Hand, err = handOf(kept.Hand); err != nil {
		return err
	}
	if none {
		return gorm.G[*draftRow](c.tx).Create(ctx, &row)
	}
	_, err = of[*draftRow](c.tx, run.StrikeID).Select("version", "changed_at", "changed_by", "run_id", "hand").Updates(ctx, row)
	return err
}

// Kept is what of the draft before is kept when a run's plan takes its place: the
// plan with the edits since the run was asked for on top, and the version of the
// draft that had them.
type Kept struct {
	Seen int64
	Hand *rota.Hand // nil when nothing is
}

package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"strikerota/rota"
)

type dutyRow struct {
	StrikeID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	Position    int
	ResidentID  string
	SlotID      *string // nil when the duty belongs to no critical slot
	StartAt     int64
	EndAt       int64
	Declaration string
	DeclaredAt  int64
	DeclaredBy  string
	Attendance  string
	AttendedAt  int64
	AttendedBy  string
}

func (dutyRow) TableName() string { return "duties" }

func (c *change) dutyRow(d rota.Duty, position int) *dutyRow {
	row := &dutyRow{StrikeID: c.strike.ID, ID: string(d.ID), Position: position, ResidentID: string(d.Resident),
		StartAt: d.Start.Unix(), EndAt: d.End.Unix(),
		Declaration: string(d.Declaration), DeclaredAt: c.at, DeclaredBy: c.actor.ID}
	if d.Attendance != rota.NotConfirmed {
		row.Attendance, row.AttendedAt, row.AttendedBy = string(d.Attendance), c.at, c.actor.ID
	}
	if d.Slot != "" {
		id := string(d.Slot)
		row.SlotID = &id
	}
	return row
}

func (r dutyRow) fromRow() rota.Duty {
	d := rota.Duty{ID: rota.DutyID(r.ID), Resident: rota.ResidentID(r.ResidentID), Span: spanOf(r.StartAt, r.EndAt),
		Declaration: rota.Declaration(r.Declaration), Attendance: rota.Attendance(r.Attendance)}
	if r.SlotID != nil {
		d.Slot = rota.SlotID(*r.SlotID)
	}
	return d
}

// replaceDuties makes the resident's duties those given. One that was there keeps
// its place, its attendance and, while it says the same, the stamp of its declaration.
func (c *change) replaceDuties(ctx context.Context, id rota.ResidentID, duties []rota.Duty) error {
	if err := c.knownSlots(ctx, duties); err != nil {
		return err
	}
	mine := of[*dutyRow](c.tx, c.strike.ID).Where("resident_id = ?", string(id))
	old, err := mine.Find(ctx)
	if err != nil {
		return err
	}
	position, err := after[*dutyRow](ctx, c)
	if err != nil {
		return err
	}
	rows := make([]*dutyRow, len(duties))
	for i, d := range duties {
		d.Resident = id
		was := slices.IndexFunc(old, func(r *dutyRow) bool { return r.ID == string(d.ID) })
		switch {
		case d.ID == "":
			d.ID = rota.DutyID(next("D", &c.strike.LastDuty, 4))
		case was < 0:
			return rota.ErrNotFound
		}
		rows[i] = c.dutyRow(d, position+i)
		if was >= 0 {
			rows[i].keep(old[was])
		}
	}
	if _, err := mine.Delete(ctx); err != nil {
		return err
	}
	return insert(ctx, c.tx, rows)
}

func (r *dutyRow) keep(old *dutyRow) {
	r.Position = old.Position
	r.Attendance, r.AttendedAt, r.AttendedBy = old.Attendance, old.AttendedAt, old.AttendedBy
	if r.Declaration == old.Declaration {
		r.DeclaredAt, r.DeclaredBy = old.DeclaredAt, old.DeclaredBy
	}
}

// knownSlots refuses duties tied to slots that the strike does not have.
func (c *change) knownSlots(ctx context.Context, duties []rota.Duty) error {
	rows, err := of[*slotRow](c.tx, c.strike.ID).Select("id").Find(ctx)
	if err != nil {
		return err
	}
	known := map[rota.SlotID]bool{"": true}
	for _, r := range rows {
		known[rota.SlotID(r.ID)] = true
	}
	bad := &rota.Invalid{}
	for i, d := range duties {
		if !known[d.Slot] {
			bad.Faults = append(bad.Faults, rota.Fault{Path: fmt.Sprintf("duties[%d].slot", i), Text: "There is no such slot any more"})
		}
	}
	if len(bad.Faults) > 0 {
		return bad
	}
	return nil
}

// A DeclarationChange is one cell of the quick grid: what it showed and what it shall be.
type DeclarationChange struct {
	Duty     rota.DutyID
	From, To rota.Declaration
}

// SaveDeclarations saves cells of the quick grid, all or none. A duty that no
// longer says what the grid showed is a *[Clash], unless it says already what it shall.
func (t *Trust) SaveDeclarations(ctx context.Context, actor Actor, strikeID string, changes []DeclarationChange) error {
	if len(changes) == 0 {
		return nil
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		return c.declareAll(ctx, changes)
	})
	if err != nil {
		return fmt.Errorf("save declarations of strike %s: %w", strikeID, err)
	}
	return nil
}

func (c *change) declareAll(ctx context.Context, changes []DeclarationChange) error {
	if err := c.mayName(); err != nil {
		return err
	}
	for _, d := range changes {
		if err := c.declare(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) declare(ctx context.Context, d DeclarationChange) error {
	row, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", string(d.Duty)).Take(ctx)
	if err != nil {
		return err
	}
	c.note(Declared, KindDuty, row.ID)
	if row.Declaration == string(d.To) {
		return nil
	}
	if row.Declaration != string(d.From) {
		by, err := nameOf(ctx, c.tx, row.DeclaredBy)
		if err != nil {
			return err
		}
		return &Clash{Duty: d.Duty, By: by, At: instant(row.DeclaredAt)}
	}
	row.Declaration, row.DeclaredAt, row.DeclaredBy = string(d.To), c.at, c.actor.ID
	n, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", row.ID).
		Select("declaration", "declared_at", "declared_by").Updates(ctx, row)
	if err == nil && n != 1 {
		err = rota.ErrConflict
	}
	if err != nil {
		return err
	}
	return c.touchResidents(ctx, row.ResidentID)
}

// touchResidents gives residents whose duties changed a new version, so that a
// page that still shows the old duties cannot save over them.
func (c *change) touchResidents(ctx context.Context, ids ...string) error {
	slices.SortFunc(ids, strings.Compare)
	for _, id := range slices.Compact(ids) {
		_, err := of[*residentRow](c.tx, c.strike.ID).Where("id = ?", id).
			Select("version", "changed_at", "changed_by").Updates(ctx, &residentRow{Stamp: c.stamp()})
		if err != nil {
			return err
		}
	}
	return nil
}

// freeDuties unties the duties of a slot that is going.
func (c *change) freeDuties(ctx context.Context, slotID string) error {
	tied := of[*dutyRow](c.tx, c.strike.ID).Where("slot_id = ?", slotID)
	rows, err := tied.Find(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	if _, err := tied.Update(ctx, "slot_id", gorm.Expr("NULL")); err != nil {
		return err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ResidentID
	}
	return c.touchResidents(ctx, ids...)
}

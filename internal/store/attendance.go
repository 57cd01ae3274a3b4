package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An AttendanceChange is one cell of the attendance grid: what it showed and what it shall be.
type AttendanceChange struct {
	Duty     rota.DutyID
	From, To rota.Attendance
}

// SaveAttendance saves cells of the attendance grid, all or none, as one line of the audit. A duty that no
// longer is what the grid showed is a *[Clash], unless it is already what it shall be.
func (t *Trust) SaveAttendance(ctx context.Context, actor Actor, strikeID string, changes []AttendanceChange) error {
	if len(changes) == 0 {
		return nil
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Attended, KindDuty, strconv.Itoa(len(changes)))
		return c.keepingTold(ctx, func() error {
			for _, a := range changes {
				if err := c.attend(ctx, a); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("save attendance of strike %s: %w", strikeID, err)
	}
	return nil
}

func (c *change) attend(ctx context.Context, a AttendanceChange) error {
	row, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", string(a.Duty)).Take(ctx)
	if err != nil {
		return err
	}
	if row.Attendance == string(a.To) {
		return nil
	}
	if row.Attendance != string(a.From) {
		by, err := nameOf(ctx, c.tx, row.AttendedBy)
		if err != nil {
			return err
		}
		return &Clash{Duty: a.Duty, By: by, At: instant(row.AttendedAt)}
	}
	row.Attendance, row.AttendedAt, row.AttendedBy = string(a.To), c.at, c.actor.ID
	n, err := of[*dutyRow](c.tx, c.strike.ID).Where("id = ?", row.ID).
		Select("attendance", "attended_at", "attended_by").Updates(ctx, row)
	if err == nil && n != 1 {
		err = rota.ErrConflict
	}
	return err
}

// attendances are the duties of the strike with a confirmed attendance.
func attendances(ctx context.Context, tx *gorm.DB, strikeID string) (map[string]*dutyRow, error) {
	rows, err := of[*dutyRow](tx, strikeID).Where("attendance <> ?", "").Find(ctx)
	out := map[string]*dutyRow{}
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// keepAttendance leaves attendance as it was for duties that a new entry leaves as
// they were: no file tells of attendance, so none shall undo it.
func (r *dutyRow) keepAttendance(old map[string]*dutyRow) {
	was, ok := old[r.ID]
	if ok && r.Attendance == "" && was.ResidentID == r.ResidentID && was.StartAt == r.StartAt && was.EndAt == r.EndAt {
		r.Attendance, r.AttendedAt, r.AttendedBy = was.Attendance, was.AttendedAt, was.AttendedBy
	}
}

package store

import (
	"context"
	"slices"

	"strikerota/rota"
)

// become writes what differs between two entries of the strike, the settings and the
// published plan apart. All else keeps its version, so that pages open on it can
// still be saved. before is the entry as it is in the database.
func (c *change) become(ctx context.Context, before, after rota.Entry) error {
	duties := differ(before.Duties, after.Duties, func(d rota.Duty) string { return string(d.ID) }, c.dutyRow)
	residents := differ(before.Residents, after.Residents, func(r rota.Resident) string { return string(r.ID) }, c.residentRow)
	slots := differ(before.Slots, after.Slots, func(s rota.Slot) string { return string(s.ID) }, c.slotRow)
	c.count(after)
	locked := !rota.SameThing(before.Locks, after.Locks)
	if locked {
		if _, err := of[*lockRow](c.tx, c.strike.ID).Delete(ctx); err != nil {
			return err
		}
	}
	old, err := c.oldDuties(ctx, slices.Concat(duties.gone, duties.changed))
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return c.tellFirst(ctx) },
		func() error { return drop[*dutyRow](ctx, c, ids(slices.Concat(duties.gone, duties.changed), dutyID)) },
		func() error { return drop[*residentRow](ctx, c, ids(residents.gone, residentID)) },
		func() error { return drop[*slotRow](ctx, c, ids(slots.gone, slotID)) },
		func() error { return c.becomeSlots(ctx, slots) },
		func() error { return c.becomeResidents(ctx, residents, duties) },
		func() error { return c.becomeDuties(ctx, duties, old) },
		func() error { return c.tellAttendance(ctx) },
		func() error { return c.becomeConsultants(ctx, before, after) },
		func() error { return c.becomeCard(ctx, TrustCard, before.Cards.Trust, after.Cards.Trust) },
		func() error { return c.becomeCard(ctx, BMACard, before.Cards.BMA, after.Cards.BMA) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	if locked {
		return insert(ctx, c.tx, rowsOf(after.Locks, c.lockRow))
	}
	return nil
}

// A difference is how one list becomes another.
type difference[T any] struct{ gone, changed, fresh []T }

// differ tells which things are gone, say something else, or are new. Two say the
// same when their rows do.
func differ[T, R any](before, after []T, id func(T) string, row func(T, int) R) difference[T] {
	was := make(map[string]T, len(before))
	for _, x := range before {
		was[id(x)] = x
	}
	var d difference[T]
	for _, x := range after {
		old, there := was[id(x)]
		switch {
		case !there:
			d.fresh = append(d.fresh, x)
		case !rota.SameThing(row(old, 0), row(x, 0)):
			d.changed = append(d.changed, x)
		}
		delete(was, id(x))
	}
	for _, x := range before {
		if _, gone := was[id(x)]; gone {
			d.gone = append(d.gone, x)
		}
	}
	return d
}

func dutyID(d rota.Duty) string             { return string(d.ID) }
func residentID(r rota.Resident) string     { return string(r.ID) }
func slotID(s rota.Slot) string             { return string(s.ID) }
func consultantID(w rota.Consultant) string { return string(w.ID) }

func ids[T any](things []T, id func(T) string) []string {
	out := make([]string, len(things))
	for i, x := range things {
		out[i] = id(x)
	}
	return out
}

// drop deletes rows by id, some hundreds at a time.
func drop[R any](ctx context.Context, c *change, ids []string) error {
	for chunk := range slices.Chunk(ids, 500) {
		if _, err := of[R](c.tx, c.strike.ID).Where("id IN ?", chunk).Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

// overwrite saves the columns of a row whatever its version is: the strike is held.
func overwrite[R any](ctx context.Context, c *change, id string, row R, columns ...any) error {
	n, err := of[R](c.tx, c.strike.ID).Where("id = ?", id).
		Select("version", append(columns, "changed_at", "changed_by")...).Updates(ctx, row)
	if err == nil && n != 1 {
		err = rota.ErrConflict
	}
	return err
}

func (c *change) becomeSlots(ctx context.Context, d difference[rota.Slot]) error {
	for _, s := range d.changed {
		if err := overwrite(ctx, c, string(s.ID), c.slotRow(s, 0), slotColumns...); err != nil {
			return err
		}
	}
	return addRows(ctx, c, d.fresh, c.slotRow)
}

// addRows adds things behind those that are there.
func addRows[T, R any](ctx context.Context, c *change, things []T, row func(T, int) R) error {
	if len(things) == 0 {
		return nil
	}
	position, err := after[R](ctx, c)
	if err != nil {
		return err
	}
	return insert(ctx, c.tx, rowsOf(things, func(x T, i int) R { return row(x, position+i) }))
}

// becomeResidents saves residents, and gives those whose duties change a new version.
func (c *change) becomeResidents(ctx context.Context, d difference[rota.Resident], duties difference[rota.Duty]) error {
	if len(d.changed)+len(d.fresh)+len(duties.changed)+len(duties.fresh) > 0 {
		if err := c.mayName(); err != nil {
			return err
		}
	}
	for _, r := range d.changed {
		if err := overwrite(ctx, c, string(r.ID), c.residentRow(r, 0), "name", "grade", "unit"); err != nil {
			return err
		}
	}
	if err := addRows(ctx, c, d.fresh, c.residentRow); err != nil {
		return err
	}
	return c.touchResidents(ctx, ids(slices.Concat(duties.gone, duties.changed, duties.fresh), func(x rota.Duty) string { return string(x.Resident) })...)
}

// oldDuties are the rows of duties before they change, by id.
func (c *change) oldDuties(ctx context.Context, duties []rota.Duty) (map[string]*dutyRow, error) {
	out := map[string]*dutyRow{}
	for chunk := range slices.Chunk(ids(duties, dutyID), 500) {
		rows, err := of[*dutyRow](c.tx, c.strike.ID).Where("id IN ?", chunk).Find(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r
		}
	}
	return out, nil
}

// becomeDuties adds duties that changed, which keep their place and, while they say
// the same, the stamp of their declaration, and new ones.
func (c *change) becomeDuties(ctx context.Context, d difference[rota.Duty], old map[string]*dutyRow) error {
	rows := rowsOf(d.changed, c.dutyRow)
	for i := range rows {
		rows[i].keep(old[rows[i].ID])
	}
	if err := insert(ctx, c.tx, rows); err != nil {
		return err
	}
	return addRows(ctx, c, d.fresh, c.dutyRow)
}

// becomeConsultants saves consultants with their offers and sessions.
func (c *change) becomeConsultants(ctx context.Context, before, after rota.Entry) error {
	type whole struct {
		*consultantRow
		Offers   []*offerRow
		Sessions []*jobSessionRow
	}
	d := differ(before.Consultants, after.Consultants, consultantID, func(who rota.Consultant, position int) whole {
		offers, sessions := c.workRows(who)
		return whole{c.consultantRow(who, position), offers, sessions}
	})
	if err := drop[*consultantRow](ctx, c, ids(d.gone, consultantID)); err != nil {
		return err
	}
	for _, who := range d.changed {
		if err := overwrite(ctx, c, string(who.ID), c.consultantRow(who, 0), consultantColumns...); err != nil {
			return err
		}
	}
	if err := addRows(ctx, c, d.fresh, c.consultantRow); err != nil {
		return err
	}
	for _, who := range slices.Concat(d.changed, d.fresh) {
		if err := c.replaceWork(ctx, who); err != nil {
			return err
		}
	}
	return nil
}

// becomeCard saves a rate card.
func (c *change) becomeCard(ctx context.Context, kind CardKind, before, after rota.Card) error {
	if rota.SameThing(before, after) {
		return nil
	}
	if err := overwrite(ctx, c, string(kind), c.cardRow(kind, after, ""), cardColumns...); err != nil {
		return err
	}
	if _, err := of[*rateRow](c.tx, c.strike.ID).Where("card_id = ?", string(kind)).Delete(ctx); err != nil {
		return err
	}
	return c.insertRates(ctx, kind, after.Rates)
}

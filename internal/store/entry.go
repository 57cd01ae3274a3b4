package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"strikerota/rota"
)

// Entry loads all that is entered for the strike, as of one moment.
func (t *Trust) Entry(ctx context.Context, strikeID string) (rota.Entry, error) {
	var e rota.Entry
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		e, err = loadEntry(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return rota.Entry{}, fmt.Errorf("load the entry of strike %s: %w", strikeID, err)
	}
	return e, nil
}

func loadEntry(ctx context.Context, tx *gorm.DB, strikeID string) (rota.Entry, error) {
	strike, err := loadStrike(ctx, tx, strikeID)
	if err != nil {
		return rota.Entry{}, err
	}
	e := rota.Entry{Strike: strike.Strike, Rules: strike.Rules, Case: strike.Case, Aims: strike.Aims}
	cards, err := loadCards(ctx, tx, strikeID)
	if err != nil {
		return rota.Entry{}, err
	}
	e.Cards = rota.Cards{Trust: cards.Trust.Card, BMA: cards.BMA.Card}
	for _, load := range []func(context.Context, *gorm.DB, string, *rota.Entry) error{
		loadResidents, loadDuties, loadConsultants, loadSlots, loadLocks, loadLeftOpen, loadKeptOff, loadLost, loadCuts, loadPublished, loadDeclined,
	} {
		if err := load(ctx, tx, strikeID, &e); err != nil {
			return rota.Entry{}, err
		}
	}
	return e, nil
}

func loadResidents(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*residentRow](tx, strikeID).Order("position, id").Find(ctx)
	for _, r := range rows {
		e.Residents = append(e.Residents, r.fromRow())
	}
	return err
}

func loadDuties(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*dutyRow](tx, strikeID).Order("position, id").Find(ctx)
	for _, r := range rows {
		e.Duties = append(e.Duties, r.fromRow())
	}
	return err
}

func loadConsultants(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*consultantRow](tx, strikeID).Order("position, id").Find(ctx)
	if err != nil {
		return err
	}
	work, err := workOf(ctx, tx, strikeID, "")
	for _, r := range rows {
		e.Consultants = append(e.Consultants, work.consultant(r).Consultant)
	}
	return err
}

func loadSlots(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*slotRow](tx, strikeID).Order("position, id").Find(ctx)
	for _, r := range rows {
		e.Slots = append(e.Slots, r.fromRow())
	}
	return err
}

func loadLocks(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*lockRow](tx, strikeID).Order("position, slot_id, consultant_id").Find(ctx)
	for _, r := range rows {
		e.Locks = append(e.Locks, r.fromRow())
	}
	return err
}

// ReplaceEntry replaces all that is entered for the strike, its settings and cards
// included, or nothing when the entry has a fault. Runs and their plans stay, as do
// money settings, cost cases, the attendance of duties that are as they were, and
// what is left open of slots that are still there, who is kept off them, and what of slots was lost. So does what has been published and
// answered: the entry's own is not looked at.
func (t *Trust) ReplaceEntry(ctx context.Context, actor Actor, strikeID string, e rota.Entry) error {
	if err := e.Validate(); err != nil {
		return err
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Replaced, KindEntry, "")
		attended, err := attendances(ctx, c.tx, strikeID)
		if err != nil {
			return err
		}
		e.LeftOpen, e.KeptOff = nil, nil // no file tells of them
		if err := errors.Join(loadLeftOpen(ctx, c.tx, strikeID, &e), loadKeptOff(ctx, c.tx, strikeID, &e)); err != nil {
			return err
		}
		return c.keepingTold(ctx, func() error {
			if err := c.empty(ctx); err != nil {
				return err
			}
			c.count(e)
			if err := c.settings(ctx, StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: c.strike.retention()}); err != nil {
				return err
			}
			return c.fill(ctx, e, attended)
		})
	})
	if err != nil {
		return fmt.Errorf("replace the entry of strike %s: %w", strikeID, err)
	}
	return nil
}

// empty deletes all that is entered, what refers to other things first.
func (c *change) empty(ctx context.Context) error {
	id := c.strike.ID
	for _, table := range []deletable{
		of[*lockRow](c.tx, id), of[*leftOpenRow](c.tx, id), of[*keptOffRow](c.tx, id), of[*dutyRow](c.tx, id), of[*residentRow](c.tx, id),
		of[*offerRow](c.tx, id), of[*jobSessionRow](c.tx, id), of[*consultantRow](c.tx, id), of[*slotRow](c.tx, id),
		of[*rateRow](c.tx, id), of[*cardRow](c.tx, id),
	} {
		if _, err := table.Delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

// count moves the last codes given out past those in the entry.
func (c *change) count(e rota.Entry) {
	for _, r := range e.Residents {
		past(&c.strike.LastResident, "R", string(r.ID))
	}
	for _, d := range e.Duties {
		past(&c.strike.LastDuty, "D", string(d.ID))
	}
	for _, who := range e.Consultants {
		past(&c.strike.LastConsultant, "C", string(who.ID))
	}
	for _, s := range e.Slots {
		past(&c.strike.LastSlot, "S", string(s.ID))
	}
}

// maxCode keeps a code such as R999999999999 from using up the numbers.
const maxCode = 1_000_000

func past(last *int64, letter, id string) {
	digits, ok := strings.CutPrefix(id, letter)
	n, err := strconv.ParseInt(digits, 10, 64)
	if ok && err == nil && n <= maxCode {
		*last = max(*last, n)
	}
}

// fill adds all of the entry but the settings to an empty strike. attended are the
// duties that had an attendance before it was emptied.
func (c *change) fill(ctx context.Context, e rota.Entry, attended map[string]*dutyRow) error {
	if err := c.insertCards(ctx, e.Cards); err != nil {
		return err
	}
	if err := insert(ctx, c.tx, rowsOf(e.Slots, c.slotRow)); err != nil {
		return err
	}
	if len(e.Residents) > 0 {
		if err := c.mayName(); err != nil {
			return err
		}
	}
	if err := insert(ctx, c.tx, rowsOf(e.Residents, c.residentRow)); err != nil {
		return err
	}
	duties := rowsOf(e.Duties, c.dutyRow)
	for i := range duties {
		duties[i].keepAttendance(attended)
	}
	if err := insert(ctx, c.tx, duties); err != nil {
		return err
	}
	if err := c.fillConsultants(ctx, e.Consultants); err != nil {
		return err
	}
	if err := insert(ctx, c.tx, rowsOf(e.Locks, c.lockRow)); err != nil {
		return err
	}
	if err := insert(ctx, c.tx, rowsOf(stillKeptOff(e), c.keptOffRow)); err != nil {
		return err
	}
	left := slices.DeleteFunc(e.LeftOpen, func(l rota.LeftOpen) bool {
		return !slices.ContainsFunc(e.Slots, func(s rota.Slot) bool { return s.ID == l.Slot })
	})
	return insert(ctx, c.tx, rowsOf(left, c.leftOpenRow))
}

func (c *change) fillConsultants(ctx context.Context, people []rota.Consultant) error {
	var offers []*offerRow
	var sessions []*jobSessionRow
	for _, who := range people {
		o, s := c.workRows(who)
		offers, sessions = append(offers, o...), append(sessions, s...)
	}
	if err := insert(ctx, c.tx, rowsOf(people, c.consultantRow)); err != nil {
		return err
	}
	if err := insert(ctx, c.tx, offers); err != nil {
		return err
	}
	return insert(ctx, c.tx, sessions)
}

// rowsOf turns things into rows in their order.
func rowsOf[T, R any](things []T, row func(T, int) R) []R {
	out := make([]R, len(things))
	for i, thing := range things {
		out[i] = row(thing, i)
	}
	return out
}

package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An Outcome is what came of asking a consultant whether they will cover what they
// were told of.
type Outcome string

// The outcomes. NotAsked is never kept: it is where everybody starts.
const (
	NotAsked  Outcome = ""
	Rung      Outcome = "rung" // and not answered yet
	Confirmed Outcome = "confirmed"
	Declined  Outcome = "declined"
	TakenBack Outcome = "taken back" // a declined one: they may be asked again
)

type answerRow struct {
	StrikeID     string `gorm:"primaryKey"`
	Number       int64  `gorm:"primaryKey;autoIncrement:false"`
	Version      int64
	SlotID       string
	ConsultantID string
	Outcome      string
	ByPhone      bool
	At           int64
	MadeBy       string
}

func (answerRow) TableName() string { return "answers" }

func (r answerRow) pair() rota.Pair {
	return rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: rota.ConsultantID(r.ConsultantID)}
}

// An Answer is how it stands with one assignment of a version.
type Answer struct {
	Number  int64 // of the save that recorded it, and of the edit that came with it; 0 of one that nobody has been asked about
	Told    rota.Told
	Version int64 // that was answered; 0 of one that nobody has been asked about
	Since   int64 // the version by which they were first told just this
	Outcome Outcome
	ByPhone bool // the office recorded what was said on the telephone
	At      time.Time
	By      string // who recorded it: a user's name, "" when it is not known
	Current bool   // they hold it in the newest version
}

// Answers lists how it stands with every assignment of the newest version, by slot
// and consultant, and after them what has been declined and is no longer in it. An
// answer counts as long as they are told of the same slot, time and place, or of a
// part of that time; to decline counts until it is taken back.
func (t *Trust) Answers(ctx context.Context, strikeID string) ([]Answer, error) {
	var out []Answer
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		out, err = answersOf(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the answers of strike %s: %w", strikeID, err)
	}
	return out, nil
}

func answersOf(ctx context.Context, tx *gorm.DB, strikeID string) ([]Answer, error) {
	last, err := lastVersion(ctx, tx, strikeID)
	if err != nil || last == 0 {
		return nil, err
	}
	newest, err := newestAnswers(ctx, tx, strikeID)
	if err != nil {
		return nil, err
	}
	rows, err := of[*toldRow](tx, strikeID).Where("number = ?", last).Order("slot_id, consultant_id").Find(ctx)
	if err != nil {
		return nil, err
	}
	found, before := names{}, shortening{strikeID: strikeID}
	var out []Answer
	current := map[rota.Pair]bool{}
	for _, r := range rows {
		a := Answer{Told: r.fromRow(), Since: r.Since, Current: true}
		current[a.Told.Pair] = true
		said, ok := newest[a.Told.Pair]
		if !ok || said.Version < r.Since && said.Outcome != string(Declined) {
			var atWork bool
			if said, atWork, err = before.answer(ctx, tx, r, said); err != nil {
				return nil, err
			}
			if said == nil && atWork {
				a.Outcome = EndsSooner
			}
		}
		if said != nil {
			if err := a.take(ctx, tx, found, said); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	gone, err := declinedRows(ctx, tx, strikeID, newest)
	if err != nil {
		return nil, err
	}
	for _, r := range gone {
		a := Answer{Told: r.fromRow(), Since: r.Since}
		if current[a.Told.Pair] {
			continue
		}
		if err := a.take(ctx, tx, found, newest[a.Told.Pair]); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// take fills in what was said. found are the names of users so far.
func (a *Answer) take(ctx context.Context, tx *gorm.DB, found names, said *answerRow) error {
	if said.Outcome == string(TakenBack) {
		return nil
	}
	by, err := found.of(ctx, tx, said.MadeBy)
	if err != nil {
		return err
	}
	a.Number, a.Version, a.Outcome, a.ByPhone, a.At, a.By = said.Number, said.Version, Outcome(said.Outcome), said.ByPhone, instant(said.At), by
	return nil
}

// newestAnswers are the last that was said of each slot by each consultant.
func newestAnswers(ctx context.Context, tx *gorm.DB, strikeID string) (map[rota.Pair]*answerRow, error) {
	rows, err := of[*answerRow](tx, strikeID).Order("number").Find(ctx)
	out := map[rota.Pair]*answerRow{}
	for _, r := range rows {
		out[r.pair()] = r
	}
	return out, err
}

// declinedRows are what was declined and not taken back, as it was told then, in order.
func declinedRows(ctx context.Context, tx *gorm.DB, strikeID string, newest map[rota.Pair]*answerRow) ([]*toldRow, error) {
	numbers := map[int64]bool{}
	for _, said := range newest {
		if said.Outcome == string(Declined) {
			numbers[said.Version] = true
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	var list []int64
	for n := range numbers {
		list = append(list, n)
	}
	rows, err := of[*toldRow](tx, strikeID).Where("number IN ?", list).Order("slot_id, consultant_id").Find(ctx)
	var out []*toldRow
	for _, r := range rows {
		if said, ok := newest[r.fromRow().Pair]; ok && said.Outcome == string(Declined) && said.Version == r.Number {
			out = append(out, r)
		}
	}
	return out, err
}

// loadDeclined loads what consultants have declined.
func loadDeclined(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	newest, err := newestAnswers(ctx, tx, strikeID)
	if err != nil {
		return err
	}
	rows, err := declinedRows(ctx, tx, strikeID, newest)
	for _, r := range rows {
		e.Declined = append(e.Declined, r.fromRow())
	}
	return err
}

// A NewAnswer is what was said of an assignment, and what it does to the draft.
type NewAnswer struct {
	Version int64 // the newest, which the person was told of
	rota.Pair
	Outcome Outcome
	ByPhone bool
	Edit    *NewEdit // nil when the draft stays as it is
}

// Record keeps what a consultant answered, with the edit of the draft that comes of it.
// It is rota.ErrNotFound when they were not told of the slot, and rota.ErrConflict when
// a newer version is out, or what they declined has not been taken back, or was not
// declined, or has begun and the strike goes on: who leaves work that is under way has worked
// a part of it, which the day records. Errors of the edit are those of [Trust.SaveEdit].
func (t *Trust) Record(ctx context.Context, actor Actor, strikeID string, a NewAnswer) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		version, err := c.answered(ctx, a)
		if err != nil {
			return err
		}
		row := &answerRow{StrikeID: strikeID, Number: c.strike.Saves, Version: version, SlotID: string(a.Slot), ConsultantID: string(a.Consultant),
			Outcome: string(a.Outcome), ByPhone: a.ByPhone, At: c.at, MadeBy: c.actor.ID}
		c.note(Answered, KindAssignment, pairID(a.Pair))
		if err := gorm.G[*answerRow](c.tx).Create(ctx, &row); err != nil || a.Edit == nil {
			return err
		}
		return c.edit(ctx, *a.Edit)
	})
	if err != nil {
		return fmt.Errorf("record an answer of %s: %w", pairID(a.Pair), err)
	}
	return nil
}

// answered is the version that the answer is about.
func (c *change) answered(ctx context.Context, a NewAnswer) (int64, error) {
	newest, err := newestAnswers(ctx, c.tx, c.strike.ID)
	if err != nil {
		return 0, err
	}
	said := newest[a.Pair]
	declined := said != nil && said.Outcome == string(Declined)
	if declined != (a.Outcome == TakenBack) {
		return 0, rota.ErrConflict
	}
	if declined {
		return said.Version, nil
	}
	last, err := lastVersion(ctx, c.tx, c.strike.ID)
	if err != nil {
		return 0, err
	}
	if last != a.Version {
		return 0, rota.ErrConflict
	}
	row, err := of[*toldRow](c.tx, c.strike.ID).Where("number = ? AND slot_id = ? AND consultant_id = ?", last, string(a.Slot), string(a.Consultant)).Take(ctx)
	if err == nil && a.Outcome == Declined && row.StartAt <= c.at && c.at < c.strike.EndAt {
		return 0, rota.ErrConflict
	}
	return last, err
}

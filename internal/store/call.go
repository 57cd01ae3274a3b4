package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A CallOutcome is what came of a telephone call.
type CallOutcome string

// The outcomes.
const (
	CallYes      CallOutcome = "yes"
	CallNo       CallOutcome = "no"
	CallNoAnswer CallOutcome = "no answer"
)

// CallOutcomes lists the outcomes in the order in which pages show them.
func CallOutcomes() []CallOutcome { return []CallOutcome{CallYes, CallNo, CallNoAnswer} }

type callRow struct {
	StrikeID     string `gorm:"primaryKey"`
	Number       int64  `gorm:"primaryKey;autoIncrement:false"`
	Version      int64
	SlotID       string
	ConsultantID string
	Comes        bool
	Outcome      string
	At           int64
	MadeBy       string
}

func (callRow) TableName() string { return "calls" }

// A Call is what a consultant said of a change since the newest version: whether they
// come to a slot, or know that they are not to.
type Call struct {
	rota.Pair
	Comes   bool // they were asked to come, and not told that they need not
	Outcome CallOutcome
	Answer  Outcome // that it is to the version that tells of the change; NotAsked for none, or where the slot has been saved since
	At      time.Time
	By      string // who rang: a user's name, "" when it is not known
}

// A NewCall is a call to keep, and the edit of the draft that comes of it.
type NewCall struct {
	rota.Pair
	Comes   bool
	Outcome CallOutcome
	Edit    *NewEdit // nil when the draft stays as it is
}

// SaveCall keeps what came of a call. Errors of the edit are those of [Trust.SaveEdit].
func (t *Trust) SaveCall(ctx context.Context, actor Actor, strikeID string, n NewCall) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		version, err := lastVersion(ctx, c.tx, strikeID)
		if err != nil {
			return err
		}
		row := &callRow{StrikeID: strikeID, Number: c.strike.Saves, Version: version, SlotID: string(n.Slot), ConsultantID: string(n.Consultant),
			Comes: n.Comes, Outcome: string(n.Outcome), At: c.at, MadeBy: c.actor.ID}
		c.note(Rang, KindAssignment, pairID(n.Pair))
		if err := gorm.G[*callRow](c.tx).Create(ctx, &row); err != nil || n.Edit == nil {
			return err
		}
		return c.edit(ctx, *n.Edit)
	})
	if err != nil {
		return fmt.Errorf("keep a call about %s: %w", pairID(n.Pair), err)
	}
	return nil
}

// Calls lists what came of calls since the newest version: of each consultant and slot
// the last, the oldest first.
func (t *Trust) Calls(ctx context.Context, strikeID string) ([]Call, error) {
	var out []Call
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		version, err := lastVersion(ctx, tx, strikeID)
		if err != nil {
			return err
		}
		rows, err := of[*callRow](tx, strikeID).Where("version = ?", version).Order("number").Find(ctx)
		if err != nil {
			return err
		}
		last := map[rota.Pair]int64{}
		for _, r := range rows {
			last[r.pair()] = r.Number
		}
		saved, err := slotsSaved(ctx, tx, strikeID)
		if err != nil {
			return err
		}
		found := names{}
		for _, r := range rows {
			if last[r.pair()] != r.Number {
				continue
			}
			by, err := found.of(ctx, tx, r.MadeBy)
			if err != nil {
				return err
			}
			out = append(out, Call{Pair: r.pair(), Comes: r.Comes, Outcome: CallOutcome(r.Outcome), Answer: r.answer(saved), At: instant(r.At), By: by})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the calls of strike %s: %w", strikeID, err)
	}
	return out, nil
}

func (r callRow) pair() rota.Pair {
	return rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: rota.ConsultantID(r.ConsultantID)}
}

// answersOfCalls are the answers that calls about a change are to the version that tells
// of it.
var answersOfCalls = map[CallOutcome]Outcome{CallYes: Confirmed, CallNoAnswer: Rung}

// answer is what the call says of the slot, whose last save is the one that saved has: NotAsked
// of whoever was told that they need not come, and where what they were asked has been saved since.
func (r callRow) answer(saved map[rota.SlotID]int64) Outcome {
	if !r.Comes || saved[rota.SlotID(r.SlotID)] > r.Number {
		return NotAsked
	}
	return answersOfCalls[CallOutcome(r.Outcome)]
}

// slotsSaved is the number of the last save of each slot.
func slotsSaved(ctx context.Context, tx *gorm.DB, strikeID string) (map[rota.SlotID]int64, error) {
	rows, err := of[*slotRow](tx, strikeID).Find(ctx)
	out := map[rota.SlotID]int64{}
	for _, r := range rows {
		out[rota.SlotID(r.ID)] = r.Stamp.Version
	}
	return out, err
}

// carryCalls keeps what was said by telephone since the version before as answers to this
// one, of those who were asked to come to a slot that has not been saved since they were.
func (c *change) carryCalls(ctx context.Context, number int64, told []rota.Told) error {
	calls, err := of[*callRow](c.tx, c.strike.ID).Where("version = ?", number-1).Order("number").Find(ctx)
	if err != nil || len(calls) == 0 {
		return err
	}
	last := map[rota.Pair]*callRow{}
	for _, r := range calls {
		last[r.pair()] = r
	}
	saved, err := slotsSaved(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	var rows []*answerRow
	for _, t := range told {
		r := last[t.Pair]
		if r == nil {
			continue
		}
		if outcome := r.answer(saved); outcome != NotAsked {
			rows = append(rows, &answerRow{StrikeID: r.StrikeID, Number: r.Number, Version: number, SlotID: r.SlotID, ConsultantID: r.ConsultantID,
				Outcome: string(outcome), ByPhone: true, At: r.At, MadeBy: r.MadeBy})
		}
	}
	return insert(ctx, c.tx, rows)
}

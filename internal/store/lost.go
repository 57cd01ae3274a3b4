package store

import (
	"context"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A lostPartRow is a part of a slot that nobody had on the day and that nobody can cover any more.
type lostPartRow struct {
	StrikeID string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Service  string
	Unit     string
	Role     string
	Site     string
	StartAt  int64
	EndAt    int64
	Places   int
	Due      int // of the places, those in which a consultant had been due
	Mode     string
	Priority int
}

func (lostPartRow) TableName() string { return "lost_parts" }

func (c *change) lostPartRow(s rota.Slot, _ int) *lostPartRow {
	return &lostPartRow{StrikeID: c.strike.ID, ID: string(s.ID), Service: s.Service, Unit: s.Unit, Role: s.Role, Site: s.Site,
		StartAt: s.Start.Unix(), EndAt: s.End.Unix(), Places: s.Places, Due: s.Due(), Mode: string(s.Mode), Priority: s.Priority}
}

func (r lostPartRow) fromRow() rota.Slot {
	s := rota.Slot{ID: rota.SlotID(r.ID), Service: r.Service, Unit: r.Unit, Role: r.Role, Site: r.Site,
		Span: spanOf(r.StartAt, r.EndAt), Places: r.Places, Mode: rota.Mode(r.Mode), Priority: r.Priority}
	return s.WithDue(r.Due)
}

func loadLost(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	rows, err := of[*lostPartRow](tx, strikeID).Order("start_at, end_at, id").Find(ctx)
	for _, r := range rows {
		e.Lost = append(e.Lost, r.fromRow())
	}
	return err
}

// lose keeps the parts that a cut leaves to nobody, or forgets them where it is taken back.
func (c *change) lose(ctx context.Context, cut rota.Cut) error {
	lost := cut.Lost()
	if cut.Joined {
		return drop[*lostPartRow](ctx, c, ids(lost, slotID))
	}
	return insert(ctx, c.tx, rowsOf(lost, c.lostPartRow))
}

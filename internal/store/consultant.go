package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Consultant is a consultant with offers and sessions, as kept.
type Consultant struct {
	rota.Consultant
	Version int64
}

type consultantRow struct {
	StrikeID        string `gorm:"primaryKey"`
	ID              string `gorm:"primaryKey"`
	Stamp           stamp  `gorm:"embedded"`
	Position        int
	Name            string
	Grade           string
	Contact         string
	Note            string
	Skills          list
	Sites           list
	Terms           string
	PayPoint        string
	MaxCover        *int
	MaxNightsInARow *int
}

func (consultantRow) TableName() string { return "consultants" }

// consultantColumns are those that a save of a consultant writes.
var consultantColumns = []any{"name", "grade", "contact", "note", "skills", "sites", "terms", "pay_point", "max_cover", "max_nights_in_a_row"}

func (c *change) consultantRow(who rota.Consultant, position int) *consultantRow {
	return &consultantRow{StrikeID: c.strike.ID, ID: string(who.ID), Stamp: c.stamp(), Position: position,
		Name: who.Name, Grade: who.Grade, Contact: who.Contact, Note: who.Note, Skills: who.Skills, Sites: who.Sites,
		Terms: string(who.Terms), PayPoint: who.PayPoint, MaxCover: who.MaxCover, MaxNightsInARow: who.MaxNightsInARow}
}

func (r consultantRow) fromRow() rota.Consultant {
	return rota.Consultant{ID: rota.ConsultantID(r.ID), Name: r.Name, Grade: r.Grade, Contact: r.Contact, Note: r.Note,
		Skills: r.Skills, Sites: r.Sites, Terms: rota.Terms(r.Terms), PayPoint: r.PayPoint,
		MaxCover: r.MaxCover, MaxNightsInARow: r.MaxNightsInARow}
}

// Consultants lists the strike's consultants with their offers and sessions, in the order entered.
func (t *Trust) Consultants(ctx context.Context, strikeID string) ([]Consultant, error) {
	var out []Consultant
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*consultantRow](tx, strikeID).Order("position, id").Find(ctx)
		if err != nil {
			return err
		}
		work, err := workOf(ctx, tx, strikeID, "")
		for _, r := range rows {
			out = append(out, work.consultant(r))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the consultants of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// Consultant loads one consultant of the strike.
func (t *Trust) Consultant(ctx context.Context, strikeID string, id rota.ConsultantID) (Consultant, error) {
	var out Consultant
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		var err error
		out, err = consultantOf(ctx, tx, strikeID, string(id))
		return err
	})
	if err != nil {
		return Consultant{}, fmt.Errorf("load consultant %s: %w", id, err)
	}
	return out, nil
}

func consultantOf(ctx context.Context, tx *gorm.DB, strikeID, id string) (Consultant, error) {
	row, err := of[*consultantRow](tx, strikeID).Where("id = ?", id).Take(ctx)
	if err != nil {
		return Consultant{}, err
	}
	work, err := workOf(ctx, tx, strikeID, id)
	return work.consultant(row), err
}

// SaveConsultant saves a consultant with offers and sessions, if they still have
// the version read, and gives their id. One without id is new and gets the next
// code; a session without id gets the next of theirs (s1, s2 …). What consultants save
// themselves is kept as an [OwnChange].
func (t *Trust) SaveConsultant(ctx context.Context, actor Actor, strikeID string, who Consultant, locks ...LockFate) (rota.ConsultantID, error) {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if who.ID == "" {
			if err := c.newConsultant(ctx, &who); err != nil {
				return err
			}
		} else if err := c.ownChange(ctx, who.Consultant); err != nil {
			return err
		} else if err := update(ctx, c, string(who.ID), who.Version, c.consultantRow(who.Consultant, 0), consultantColumns...); err != nil {
			return err
		} else {
			c.note(Saved, KindConsultant, string(who.ID))
		}
		if err := c.replaceWork(ctx, who.Consultant); err != nil {
			return err
		}
		return c.settleLocks(ctx, locks)
	})
	if err != nil {
		return "", fmt.Errorf("save consultant %s: %w", who.ID, err)
	}
	return who.ID, nil
}

// SaveOffers saves what consultants have offered and nothing else of them, all or
// none, if each still has the version read.
func (t *Trust) SaveOffers(ctx context.Context, actor Actor, strikeID string, list []Consultant, locks ...LockFate) error {
	if len(list) == 0 {
		return nil
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		for _, who := range list {
			if err := update(ctx, c, string(who.ID), who.Version, c.consultantRow(who.Consultant, 0)); err != nil {
				return err
			}
			c.note(Saved, KindConsultant, string(who.ID))
			if err := c.replaceWork(ctx, who.Consultant); err != nil {
				return err
			}
		}
		return c.settleLocks(ctx, locks)
	})
	if err != nil {
		return fmt.Errorf("save offers of %d consultants: %w", len(list), err)
	}
	return nil
}

func (c *change) newConsultant(ctx context.Context, who *Consultant) error {
	who.ID = rota.ConsultantID(next("C", &c.strike.LastConsultant, 3))
	position, err := after[*consultantRow](ctx, c)
	if err != nil {
		return err
	}
	row := c.consultantRow(who.Consultant, position)
	c.note(Made, KindConsultant, row.ID)
	return gorm.G[*consultantRow](c.tx).Create(ctx, &row)
}

// DeleteConsultant deletes a consultant with offers, sessions and locks, if they
// still have the version read.
func (t *Trust) DeleteConsultant(ctx context.Context, actor Actor, strikeID string, id rota.ConsultantID, version int64) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Deleted, KindConsultant, string(id))
		return remove[*consultantRow](ctx, c, string(id), version)
	})
	if err != nil {
		return fmt.Errorf("delete consultant %s: %w", id, err)
	}
	return nil
}

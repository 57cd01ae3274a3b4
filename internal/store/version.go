package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

type versionRow struct {
	StrikeID    string `gorm:"primaryKey"`
	Number      int64  `gorm:"primaryKey;autoIncrement:false"`
	PublishedAt int64
	PublishedBy string
	Note        string
	OpenReason  string
	Approver    string
	Problem     document
	Plan        document
	Beside      document
}

func (versionRow) TableName() string { return "versions" }

type toldRow struct {
	StrikeID     string `gorm:"primaryKey"`
	Number       int64  `gorm:"primaryKey;autoIncrement:false"`
	SlotID       string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	StartAt      int64
	EndAt        int64
	Mode         string
	Site         string
	Since        int64
}

func (toldRow) TableName() string { return "told" }

func (c *change) toldRow(number int64, t rota.Told) *toldRow {
	return &toldRow{StrikeID: c.strike.ID, Number: number, SlotID: string(t.Slot), ConsultantID: string(t.Consultant),
		StartAt: t.Start.Unix(), EndAt: t.End.Unix(), Mode: string(t.Mode), Site: t.Site, Since: number}
}

func (r toldRow) fromRow() rota.Told {
	return rota.Told{Pair: rota.Pair{Slot: rota.SlotID(r.SlotID), Consultant: rota.ConsultantID(r.ConsultantID)},
		Span: spanOf(r.StartAt, r.EndAt), Mode: rota.Mode(r.Mode), Site: r.Site}
}

// A Version is a rota as it was published. It never changes.
type Version struct {
	Number     int64
	At         time.Time
	By         string // a user's name as it is today, "" when it is not known
	Note       string
	OpenReason string // why it was published with places open
	Approver   string // who approved that places that must hold were open
}

// A VersionRecord is a version with its documents.
type VersionRecord struct {
	Version
	Problem, Plan, Beside []byte
}

func (r versionRow) fromRow(ctx context.Context, tx *gorm.DB) (Version, error) {
	by, err := nameOf(ctx, tx, r.PublishedBy)
	return Version{Number: r.Number, At: instant(r.PublishedAt), By: by, Note: r.Note, OpenReason: r.OpenReason, Approver: r.Approver}, err
}

// A NewVersion is a rota to publish.
type NewVersion struct {
	Seen                       int64 // the version of the draft that is published
	Last                       int64 // the newest version before it, 0 for none
	Note, OpenReason, Approver string
	Problem, Plan, Beside      []byte
	Told                       []rota.Told
}

// Publish makes the draft the next version, and gives its number. It is ErrDraftMoved
// when the draft or the newest version no longer is as it was seen, and rota.ErrNotFound without a draft.
func (t *Trust) Publish(ctx context.Context, actor Actor, strikeID string, v NewVersion) (int64, error) {
	var number int64
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		draft, err := of[*draftRow](c.tx, strikeID).Take(ctx)
		if err != nil {
			return err
		}
		if draft.Stamp.Version != v.Seen {
			return ErrDraftMoved
		}
		last, err := lastVersion(ctx, c.tx, strikeID)
		if err != nil {
			return err
		}
		if last != v.Last {
			return ErrDraftMoved
		}
		number = last + 1
		row := &versionRow{StrikeID: strikeID, Number: number, PublishedAt: c.at, PublishedBy: c.actor.ID, Note: v.Note, OpenReason: v.OpenReason,
			Approver: v.Approver, Problem: document(v.Problem), Plan: document(v.Plan), Beside: document(v.Beside)}
		if err := gorm.G[*versionRow](c.tx).Create(ctx, &row); err != nil {
			return err
		}
		c.note(Published, KindPlan, fmt.Sprint(number))
		if err := c.tell(ctx, number, v.Told); err != nil {
			return err
		}
		return c.carryCalls(ctx, number, v.Told)
	})
	if err != nil {
		return 0, fmt.Errorf("publish the plan of strike %s: %w", strikeID, err)
	}
	return number, nil
}

// tell keeps who is told of what, and since when they are told just that.
func (c *change) tell(ctx context.Context, number int64, told []rota.Told) error {
	before, err := of[*toldRow](c.tx, c.strike.ID).Where("number = ?", number-1).Find(ctx)
	if err != nil {
		return err
	}
	was := map[rota.Pair]*toldRow{}
	for _, r := range before {
		was[r.fromRow().Pair] = r
	}
	rows := make([]*toldRow, len(told))
	for i, t := range told {
		rows[i] = c.toldRow(number, t)
		if old, there := was[t.Pair]; there && old.fromRow().Same(t) {
			rows[i].Since = old.Since
		}
	}
	return insert(ctx, c.tx, rows)
}

// lastVersion is the number of the newest version, 0 when there is none.
func lastVersion(ctx context.Context, tx *gorm.DB, strikeID string) (int64, error) {
	rows, err := of[*versionRow](tx, strikeID).Select("number").Order("number DESC").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].Number, nil
}

// Versions lists the strike's versions, the newest first.
func (t *Trust) Versions(ctx context.Context, strikeID string) ([]Version, error) {
	var out []Version
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*versionRow](tx, strikeID).Omit("problem", "plan", "beside").Order("number DESC").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			v, err := r.fromRow(ctx, tx)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the versions of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// Version loads one version with its documents.
func (t *Trust) Version(ctx context.Context, strikeID string, number int64) (VersionRecord, error) {
	var out VersionRecord
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		row, err := of[*versionRow](tx, strikeID).Where("number = ?", number).Take(ctx)
		if err != nil {
			return err
		}
		out = VersionRecord{Problem: []byte(row.Problem), Plan: []byte(row.Plan), Beside: []byte(row.Beside)}
		out.Version, err = row.fromRow(ctx, tx)
		return err
	})
	if err != nil {
		return VersionRecord{}, fmt.Errorf("load version %d of strike %s: %w", number, strikeID, err)
	}
	return out, nil
}

// loadPublished loads what people have been told of last.
func loadPublished(ctx context.Context, tx *gorm.DB, strikeID string, e *rota.Entry) error {
	last, err := lastVersion(ctx, tx, strikeID)
	if err != nil || last == 0 {
		return err
	}
	rows, err := of[*toldRow](tx, strikeID).Where("number = ?", last).Order("slot_id, consultant_id").Find(ctx)
	for _, r := range rows {
		e.Published = append(e.Published, r.fromRow().Pair)
	}
	return err
}

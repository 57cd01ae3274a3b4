package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

var (
	errTouched = errors.New("what was brought in has been edited since")
	errDamaged = errors.New("what was kept cannot be read")
)

// A Ground is what a file is compared with: all that is entered for the strike, as
// of one moment, and what earlier files have left behind.
type Ground struct {
	Entry  rota.Entry
	Words  map[string]string // what words of the trust's files mean
	Memory []byte            // a JSON document, or nil
	Saves  int64             // tells this moment from others
	Last   LastCodes
	Grades []string                  // those that have a salary
	Own    map[rota.DutyID]time.Time // when residents themselves said, by their links, what duties say
}

// LastCodes are the last codes given out in a strike: R012 is 12. None is given twice.
type LastCodes struct{ Resident, Duty, Consultant, Slot int }

type importWordRow struct {
	TrustID   TrustID `gorm:"primaryKey;autoIncrement:false"`
	Word      string  `gorm:"primaryKey"`
	Answer    string
	ChangedAt int64
	ChangedBy string
}

func (importWordRow) TableName() string { return "import_words" }

type importMemoryRow struct {
	StrikeID string `gorm:"primaryKey"`
	Document string
}

func (importMemoryRow) TableName() string { return "import_memory" }

// Ground loads what a file for the strike is compared with.
func (t *Trust) Ground(ctx context.Context, strikeID string) (Ground, error) {
	g := Ground{Words: map[string]string{}}
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		strike, err := t.strikes(tx).Where("id = ?", strikeID).Take(ctx)
		if err != nil {
			return err
		}
		g.Saves = strike.Saves
		g.Last = LastCodes{int(strike.LastResident), int(strike.LastDuty), int(strike.LastConsultant), int(strike.LastSlot)}
		if g.Entry, err = loadEntry(ctx, tx, strikeID); err != nil {
			return err
		}
		if g.Grades, err = gradesOf(ctx, tx, strikeID); err != nil {
			return err
		}
		if g.Own, err = ownSayings(ctx, tx, strikeID); err != nil {
			return err
		}
		words, err := belonging[*importWordRow](t, tx).Find(ctx)
		if err != nil {
			return err
		}
		for _, w := range words {
			g.Words[w.Word] = w.Answer
		}
		memory, err := loadMemory(ctx, tx, strikeID)
		if memory != "" {
			g.Memory = []byte(memory)
		}
		return err
	})
	if err != nil {
		return Ground{}, fmt.Errorf("load the ground of strike %s: %w", strikeID, err)
	}
	return g, nil
}

func loadMemory(ctx context.Context, tx *gorm.DB, strikeID string) (string, error) {
	rows, err := of[*importMemoryRow](tx, strikeID).Find(ctx)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Document, nil
}

// saveMemory replaces the strike's memory; an empty one is none.
func (c *change) saveMemory(ctx context.Context, document string) error {
	if _, err := of[*importMemoryRow](c.tx, c.strike.ID).Delete(ctx); err != nil || document == "" {
		return err
	}
	row := &importMemoryRow{StrikeID: c.strike.ID, Document: document}
	return gorm.G[*importMemoryRow](c.tx).Create(ctx, &row)
}

// A Bringing is what saving an import does, all at once.
type Bringing struct {
	ImportID string // of a kept file, which then goes; "" for a file that was never kept
	Kind     string
	FileName string
	Saves    int64 // of the [Ground] that the entry was made from
	Entry    rota.Entry
	Words    map[string]string // to remember; what is known already may be among them
	Memory   []byte
	Report   []byte
}

// FinishImport saves what a file brings in, and how to take it back, or nothing. It is
// a rota.ErrConflict when anything of the strike was saved after the ground was
// loaded. The id it gives is that of the [ImportDone].
func (t *Trust) FinishImport(ctx context.Context, actor Actor, strikeID string, b Bringing) (string, error) {
	if err := b.Entry.Validate(); err != nil {
		return "", err
	}
	id := b.ImportID
	if id == "" {
		id = rand.Text()
	}
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		if c.strike.Saves-1 != b.Saves {
			return rota.ErrConflict
		}
		done := &importDoneRow{ID: id, StrikeID: strikeID, MadeAt: c.at, MadeBy: actor.ID, Kind: b.Kind,
			FileName: b.FileName, Report: string(b.Report), MemoryAfter: string(b.Memory)}
		if err := c.bring(ctx, b, done); err != nil {
			return err
		}
		if err := c.remember(ctx, b.Words); err != nil {
			return err
		}
		if _, err := of[*importRow](c.tx, strikeID).Where("id = ?", id).Delete(ctx); err != nil {
			return err
		}
		c.note(Imported, KindEntry, b.Kind)
		return gorm.G[*importDoneRow](c.tx).Create(ctx, &done)
	})
	if err != nil {
		return "", fmt.Errorf("save import %s: %w", id, err)
	}
	return id, nil
}

// bring makes the entry what it is to be, and keeps both in done.
func (c *change) bring(ctx context.Context, b Bringing, done *importDoneRow) error {
	before, err := loadEntry(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	if done.MemoryBefore, err = loadMemory(ctx, c.tx, c.strike.ID); err != nil {
		return err
	}
	said, err := c.saidBefore(ctx, b.Entry)
	if err != nil {
		return err
	}
	if err := c.become(ctx, before, b.Entry); err != nil {
		return err
	}
	after, err := loadEntry(ctx, c.tx, c.strike.ID) // as it is read back, to compare with later
	if err != nil {
		return err
	}
	for _, one := range []struct {
		entry any
		into  *string
	}{{entryBefore{before, said}, &done.Before}, {after, &done.After}} {
		text, err := json.Marshal(one.entry)
		if err != nil {
			return err
		}
		*one.into = string(text)
	}
	return c.saveMemory(ctx, string(b.Memory))
}

// remember keeps what words mean, those whose meaning is new.
func (c *change) remember(ctx context.Context, words map[string]string) error {
	for _, word := range slices.Sorted(maps.Keys(words)) {
		row := &importWordRow{TrustID: c.strike.TrustID, Word: word, Answer: words[word], ChangedAt: c.at, ChangedBy: c.actor.ID}
		replace := clause.OnConflict{
			Columns:   []clause.Column{{Name: "trust_id"}, {Name: "word"}},
			DoUpdates: clause.AssignmentColumns([]string{"answer", "changed_at", "changed_by"}),
		}
		if err := gorm.G[*importWordRow](c.tx, replace).Create(ctx, &row); err != nil {
			return err
		}
	}
	return nil
}

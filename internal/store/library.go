package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// A LibraryCard is a rate card of the trust's own library.
type LibraryCard struct {
	ID      string
	Version int64
	rota.Card
}

type libraryCardRow struct {
	ID      string `gorm:"primaryKey"`
	TrustID TrustID
	Stamp   stamp      `gorm:"embedded"`
	Fields  cardFields `gorm:"embedded"`
}

func (libraryCardRow) TableName() string { return "library_cards" }

type libraryRateRow struct {
	CardID   string     `gorm:"primaryKey"`
	Position int        `gorm:"primaryKey;autoIncrement:false"`
	Fields   rateFields `gorm:"embedded"`
}

func (libraryRateRow) TableName() string { return "library_rates" }

// LibraryCards lists the library, by name.
func (t *Trust) LibraryCards(ctx context.Context) ([]LibraryCard, error) {
	var out []LibraryCard
	err := t.read(ctx, func(tx *gorm.DB) error {
		rows, err := belonging[*libraryCardRow](t, tx).Order("name, id").Find(ctx)
		if err != nil {
			return err
		}
		rates, err := gorm.G[*libraryRateRow](tx).Where("card_id IN (SELECT id FROM library_cards WHERE trust_id = ?)", t.id).Order("card_id, position").Find(ctx)
		if err != nil {
			return err
		}
		of := map[string][]rota.RateRow{}
		for _, r := range rates {
			of[r.CardID] = append(of[r.CardID], r.Fields.rates())
		}
		for _, r := range rows {
			card, err := r.Fields.card(of[r.ID])
			if err != nil {
				return err
			}
			out = append(out, LibraryCard{r.ID, r.Stamp.Version, card})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the library of rate cards: %w", err)
	}
	return out, nil
}

// LibraryCard loads one card of the library.
func (t *Trust) LibraryCard(ctx context.Context, id string) (LibraryCard, error) {
	var out LibraryCard
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		out, err = t.libraryCard(ctx, tx, id)
		return err
	})
	if err != nil {
		return LibraryCard{}, fmt.Errorf("load rate card %s: %w", id, err)
	}
	return out, nil
}

func (t *Trust) libraryCard(ctx context.Context, tx *gorm.DB, id string) (LibraryCard, error) {
	row, err := belonging[*libraryCardRow](t, tx).Where("id = ?", id).Take(ctx)
	if err != nil {
		return LibraryCard{}, err
	}
	rows, err := gorm.G[*libraryRateRow](tx).Where("card_id = ?", id).Order("position").Find(ctx)
	if err != nil {
		return LibraryCard{}, err
	}
	var rates []rota.RateRow
	for _, r := range rows {
		rates = append(rates, r.Fields.rates())
	}
	card, err := row.Fields.card(rates)
	return LibraryCard{row.ID, row.Stamp.Version, card}, err
}

// cardByKey is a shipped card by its key, or one of the library by its id.
func (t *Trust) cardByKey(ctx context.Context, tx *gorm.DB, key string) (rota.Card, error) {
	for _, c := range rota.ShippedCards() {
		if c.Key == key {
			return c.Card, nil
		}
	}
	c, err := t.libraryCard(ctx, tx, key)
	return c.Card, err
}

// SaveLibraryCard saves a card of the library if it still has the version read, or
// adds it when it has no ID, and gives its id.
func (t *Trust) SaveLibraryCard(ctx context.Context, actor Actor, card LibraryCard) (string, error) {
	if err := card.Validate(); err != nil {
		return "", err
	}
	err := t.write(ctx, func(tx *gorm.DB) error {
		row := &libraryCardRow{ID: card.ID, TrustID: t.id, Fields: cardFieldsOf(card.Card),
			Stamp: stamp{Version: card.Version + 1, ChangedAt: t.now().Unix(), ChangedBy: actor.ID}}
		action := Saved
		if card.ID == "" {
			action, row.ID, row.Stamp.Version = Made, rand.Text(), 1
			if err := gorm.G[*libraryCardRow](tx).Create(ctx, &row); err != nil {
				return err
			}
		} else if err := t.updateLibrary(ctx, tx, card.Version, row); err != nil {
			return err
		}
		card.ID = row.ID
		if _, err := gorm.G[*libraryRateRow](tx).Where("card_id = ?", row.ID).Delete(ctx); err != nil {
			return err
		}
		rates := make([]*libraryRateRow, len(card.Rates))
		for i, r := range card.Rates {
			rates[i] = &libraryRateRow{CardID: row.ID, Position: i, Fields: rateFieldsOf(r)}
		}
		if err := insert(ctx, tx, rates); err != nil {
			return err
		}
		return t.auditLibrary(ctx, tx, actor, action, row.ID)
	})
	if err != nil {
		return "", fmt.Errorf("save rate card %s: %w", card.ID, err)
	}
	return card.ID, nil
}

func (t *Trust) auditLibrary(ctx context.Context, tx *gorm.DB, actor Actor, action Action, id string) error {
	return t.writeAudit(ctx, tx, []*auditRow{{At: t.now().Unix(), ActorID: actor.ID, Action: string(action), Kind: string(KindCard), EntityID: id}})
}

func (t *Trust) updateLibrary(ctx context.Context, tx *gorm.DB, version int64, row *libraryCardRow) error {
	n, err := belonging[*libraryCardRow](t, tx).Where("id = ? AND version = ?", row.ID, version).
		Select("version", append([]any{"changed_at", "changed_by"}, cardColumns...)...).Updates(ctx, row)
	if err == nil && n == 1 {
		_, err = belonging[*libraryCardRow](t, tx).Where("id = ?", row.ID).Select("id").Take(ctx) // from now on its rates may be saved
		return err
	}
	if err != nil {
		return err
	}
	return t.missedLibrary(ctx, tx, row.ID)
}

// missedLibrary says why there was no card to save: it is gone, or somebody else saved it.
func (t *Trust) missedLibrary(ctx context.Context, tx *gorm.DB, id string) error {
	now, err := gorm.G[*libraryCardRow](tx, clause.Locking{Strength: "UPDATE"}).Where("id = ? AND trust_id = ?", id, t.id).Take(ctx)
	if err != nil {
		return err
	}
	return conflict(ctx, tx, now.Stamp)
}

// DeleteLibraryCard deletes a card of the library, if it still has the version
// read. Strikes that copied it keep their copies.
func (t *Trust) DeleteLibraryCard(ctx context.Context, actor Actor, id string, version int64) error {
	err := t.write(ctx, func(tx *gorm.DB) error {
		n, err := belonging[*libraryCardRow](t, tx).Where("id = ? AND version = ?", id, version).Delete(ctx)
		if err == nil && n == 0 {
			err = t.missedLibrary(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		return t.auditLibrary(ctx, tx, actor, Deleted, id)
	})
	if err != nil {
		return fmt.Errorf("delete rate card %s: %w", id, err)
	}
	return nil
}

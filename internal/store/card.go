package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

// CardKind says which of a strike's two rate cards.
type CardKind string

// The cards.
const (
	TrustCard CardKind = "trust"
	BMACard   CardKind = "bma"
)

// A CardRecord is a rate card as kept. Chosen is which card it was copied from: the
// id of one in the library, the key of a shipped one, or "".
type CardRecord struct {
	rota.Card
	Version int64
	Chosen  string
}

// CardRecords are a strike's two rate cards.
type CardRecords struct {
	Trust, BMA CardRecord
}

type cardRow struct {
	StrikeID string     `gorm:"primaryKey"`
	ID       string     `gorm:"primaryKey"` // a CardKind
	Stamp    stamp      `gorm:"embedded"`
	Fields   cardFields `gorm:"embedded"`
	Chosen   string
}

func (cardRow) TableName() string { return "cards" }

type rateRow struct {
	StrikeID string     `gorm:"primaryKey"`
	CardID   string     `gorm:"primaryKey"`
	Position int        `gorm:"primaryKey;autoIncrement:false"`
	Fields   rateFields `gorm:"embedded"`
}

func (rateRow) TableName() string { return "rates" }

func (c *change) cardRow(kind CardKind, card rota.Card, chosen string) *cardRow {
	return &cardRow{StrikeID: c.strike.ID, ID: string(kind), Stamp: c.stamp(), Fields: cardFieldsOf(card), Chosen: chosen}
}

// Cards loads the strike's two rate cards.
func (t *Trust) Cards(ctx context.Context, strikeID string) (CardRecords, error) {
	var out CardRecords
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) (err error) {
		out, err = loadCards(ctx, tx, strikeID)
		return err
	})
	if err != nil {
		return CardRecords{}, fmt.Errorf("load the rate cards of strike %s: %w", strikeID, err)
	}
	return out, nil
}

func loadCards(ctx context.Context, tx *gorm.DB, strikeID string) (out CardRecords, err error) {
	if out.Trust, err = loadCard(ctx, tx, strikeID, TrustCard); err != nil {
		return out, err
	}
	out.BMA, err = loadCard(ctx, tx, strikeID, BMACard)
	return out, err
}

func loadCard(ctx context.Context, tx *gorm.DB, strikeID string, kind CardKind) (CardRecord, error) {
	row, err := of[*cardRow](tx, strikeID).Where("id = ?", string(kind)).Take(ctx)
	if err != nil {
		return CardRecord{}, err
	}
	rows, err := of[*rateRow](tx, strikeID).Where("card_id = ?", string(kind)).Order("position").Find(ctx)
	if err != nil {
		return CardRecord{}, err
	}
	var rates []rota.RateRow
	for _, r := range rows {
		rates = append(rates, r.Fields.rates())
	}
	card, err := row.Fields.card(rates)
	return CardRecord{card, row.Stamp.Version, row.Chosen}, err
}

// SaveCard saves one of the strike's rate cards, if it still has the version read.
func (t *Trust) SaveCard(ctx context.Context, actor Actor, strikeID string, which CardKind, version int64, card rota.Card) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		return c.saveCard(ctx, which, version, c.cardRow(which, card, ""), card.Rates, cardColumns...)
	})
	if err != nil {
		return fmt.Errorf("save the %s rate card of strike %s: %w", which, strikeID, err)
	}
	return nil
}

// ChooseCard makes one of the strike's rate cards a copy of a card of the library,
// by its id, or of one that comes with the program, by its key. It is a copy: what
// is changed in the library later changes no strike.
func (t *Trust) ChooseCard(ctx context.Context, actor Actor, strikeID string, which CardKind, version int64, key string) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		card, err := t.cardByKey(ctx, c.tx, key)
		if err != nil {
			return err
		}
		return c.saveCard(ctx, which, version, c.cardRow(which, card, key), card.Rates, append([]any{"chosen"}, cardColumns...)...)
	})
	if err != nil {
		return fmt.Errorf("choose the %s rate card of strike %s: %w", which, strikeID, err)
	}
	return nil
}

// saveCard writes the columns of a card and its rates, if it still has the version read.
func (c *change) saveCard(ctx context.Context, which CardKind, version int64, row *cardRow, rates []rota.RateRow, columns ...any) error {
	c.note(Saved, KindCard, string(which))
	if err := update(ctx, c, string(which), version, row, columns...); err != nil {
		return err
	}
	if _, err := of[*rateRow](c.tx, c.strike.ID).Where("card_id = ?", string(which)).Delete(ctx); err != nil {
		return err
	}
	return c.insertRates(ctx, which, rates)
}

func (c *change) insertRates(ctx context.Context, kind CardKind, rates []rota.RateRow) error {
	rows := make([]*rateRow, len(rates))
	for i, r := range rates {
		rows[i] = &rateRow{StrikeID: c.strike.ID, CardID: string(kind), Position: i, Fields: rateFieldsOf(r)}
	}
	return insert(ctx, c.tx, rows)
}

// insertCards adds both cards to a strike that has none.
func (c *change) insertCards(ctx context.Context, cards rota.Cards) error {
	rows := []*cardRow{c.cardRow(TrustCard, cards.Trust, ""), c.cardRow(BMACard, cards.BMA, "")}
	if err := insert(ctx, c.tx, rows); err != nil {
		return err
	}
	if err := c.insertRates(ctx, TrustCard, cards.Trust.Rates); err != nil {
		return err
	}
	return c.insertRates(ctx, BMACard, cards.BMA.Rates)
}

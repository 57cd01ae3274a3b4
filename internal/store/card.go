package store

import (
	"context"
	"fmt"
	"slices"

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

// A CardRecord is a rate card as kept.
type CardRecord struct {
	rota.Card
	Version int64
}

// CardRecords are a strike's two rate cards.
type CardRecords struct {
	Trust, BMA CardRecord
}

type cardRow struct {
	StrikeID     string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"` // a CardKind
	Stamp        stamp  `gorm:"embedded"`
	Name         string
	Region       string
	ValidFrom    string
	Source       string
	BankHolidays list
}

func (cardRow) TableName() string { return "cards" }

// cardColumns are those that a save of a card writes.
var cardColumns = []any{"name", "region", "valid_from", "source", "bank_holidays"}

type rateRow struct {
	StrikeID       string `gorm:"primaryKey"`
	CardID         string `gorm:"primaryKey"`
	Position       int    `gorm:"primaryKey;autoIncrement:false"`
	PayPoint       string
	WeekdayDay     *int64
	WeekdayEvening *int64
	Weekend        *int64
	Night          *int64
	OnCall         *int64
	Standby        *int64
	Unconfirmed    list
}

func (rateRow) TableName() string { return "rates" }

// bands are the row's rates in the order of rota's bands.
func (r *rateRow) bands() [rota.BandCount]**int64 {
	return [rota.BandCount]**int64{&r.WeekdayDay, &r.WeekdayEvening, &r.Weekend, &r.Night, &r.OnCall, &r.Standby}
}

func (c *change) rateRow(kind CardKind, position int, from rota.RateRow) rateRow {
	row := rateRow{StrikeID: c.strike.ID, CardID: string(kind), Position: position, PayPoint: from.PayPoint}
	for b, column := range row.bands() {
		*column = (*int64)(from.Rate[b])
		if from.Unconfirmed[b] {
			row.Unconfirmed = append(row.Unconfirmed, rota.Band(b).Key())
		}
	}
	return row
}

func (r rateRow) fromRow() rota.RateRow {
	out := rota.RateRow{PayPoint: r.PayPoint}
	for b, column := range r.bands() {
		out.Rate[b] = (*rota.Pence)(*column)
		out.Unconfirmed[b] = slices.Contains(r.Unconfirmed, rota.Band(b).Key())
	}
	return out
}

func (c *change) cardRow(kind CardKind, card rota.Card) cardRow {
	row := cardRow{StrikeID: c.strike.ID, ID: string(kind), Stamp: c.stamp(), Name: card.Name, Region: card.Region,
		ValidFrom: card.ValidFrom.String(), Source: card.Source}
	for _, d := range card.BankHolidays {
		row.BankHolidays = append(row.BankHolidays, d.String())
	}
	return row
}

func (r cardRow) fromRow(rates []rota.RateRow) (CardRecord, error) {
	out := CardRecord{Version: r.Stamp.Version, Card: rota.Card{Name: r.Name, Region: r.Region, Source: r.Source, Rates: rates}}
	var err error
	if r.ValidFrom != "" {
		if out.ValidFrom, err = rota.ParseDate(r.ValidFrom); err != nil {
			return out, err
		}
	}
	for _, text := range r.BankHolidays {
		d, err := rota.ParseDate(text)
		if err != nil {
			return out, err
		}
		out.BankHolidays = append(out.BankHolidays, d)
	}
	return out, nil
}

// Cards loads the strike's two rate cards.
func (s *Store) Cards(ctx context.Context, strikeID string) (CardRecords, error) {
	var out CardRecords
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
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
	row, err := of[cardRow](tx, strikeID).Where("id = ?", string(kind)).Take(ctx)
	if err != nil {
		return CardRecord{}, err
	}
	rows, err := of[rateRow](tx, strikeID).Where("card_id = ?", string(kind)).Order("position").Find(ctx)
	if err != nil {
		return CardRecord{}, err
	}
	var rates []rota.RateRow
	for _, r := range rows {
		rates = append(rates, r.fromRow())
	}
	return row.fromRow(rates)
}

// SaveCard saves one of the strike's rate cards, if it still has the version read.
func (s *Store) SaveCard(ctx context.Context, actor Actor, strikeID string, which CardKind, version int64, card rota.Card) error {
	err := s.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Saved, KindCard, string(which))
		if err := update(ctx, c, string(which), version, c.cardRow(which, card), cardColumns...); err != nil {
			return err
		}
		if _, err := of[rateRow](c.tx, strikeID).Where("card_id = ?", string(which)).Delete(ctx); err != nil {
			return err
		}
		return c.insertRates(ctx, which, card.Rates)
	})
	if err != nil {
		return fmt.Errorf("save the %s rate card of strike %s: %w", which, strikeID, err)
	}
	return nil
}

func (c *change) insertRates(ctx context.Context, kind CardKind, rates []rota.RateRow) error {
	rows := make([]rateRow, len(rates))
	for i, r := range rates {
		rows[i] = c.rateRow(kind, i, r)
	}
	return insert(ctx, c.tx, rows)
}

// insertCards adds both cards to a strike that has none.
func (c *change) insertCards(ctx context.Context, cards rota.Cards) error {
	rows := []cardRow{c.cardRow(TrustCard, cards.Trust), c.cardRow(BMACard, cards.BMA)}
	if err := insert(ctx, c.tx, rows); err != nil {
		return err
	}
	if err := c.insertRates(ctx, TrustCard, cards.Trust.Rates); err != nil {
		return err
	}
	return c.insertRates(ctx, BMACard, cards.BMA.Rates)
}

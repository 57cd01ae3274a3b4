package store

import (
	"database/sql/driver"
	"encoding/json"
	"slices"

	"strikerota/rota"
)

// cardFields are the columns of a card that a strike's own and the library's share.
type cardFields struct {
	Name         string
	Region       string
	ValidFrom    string
	Source       string
	Note         string
	BankHolidays list
}

// cardColumns are those that a save of a card writes.
var cardColumns = []any{"name", "region", "valid_from", "source", "note", "bank_holidays"}

func cardFieldsOf(card rota.Card) cardFields {
	f := cardFields{Name: card.Name, Region: card.Region, ValidFrom: card.ValidFrom.String(), Source: card.Source, Note: card.Note}
	for _, d := range card.BankHolidays {
		f.BankHolidays = append(f.BankHolidays, d.String())
	}
	return f
}

func (f cardFields) card(rates []rota.RateRow) (rota.Card, error) {
	out := rota.Card{Name: f.Name, Region: f.Region, Source: f.Source, Note: f.Note, Rates: rates}
	var err error
	if f.ValidFrom != "" {
		if out.ValidFrom, err = rota.ParseDate(f.ValidFrom); err != nil {
			return out, err
		}
	}
	for _, text := range f.BankHolidays {
		d, err := rota.ParseDate(text)
		if err != nil {
			return out, err
		}
		out.BankHolidays = append(out.BankHolidays, d)
	}
	return out, nil
}

// rateFields are the columns of a row of a card that both share.
type rateFields struct {
	PayPoint       string
	WeekdayDay     *int64
	WeekdayEvening *int64
	Weekend        *int64
	Night          *int64
	OnCall         *int64
	Standby        *int64
	Called         *int64
	Unconfirmed    list
	ConfirmedBy    byColumn
}

// calledColumn names the called rate among the columns that are not confirmed, or are by whom.
const calledColumn = "called"

// bands are the row's rates in the order of rota's bands.
func (r *rateFields) bands() [rota.BandCount]**int64 {
	return [rota.BandCount]**int64{&r.WeekdayDay, &r.WeekdayEvening, &r.Weekend, &r.Night, &r.OnCall, &r.Standby}
}

func rateFieldsOf(from rota.RateRow) rateFields {
	row := rateFields{PayPoint: from.PayPoint, Called: (*int64)(from.Called), ConfirmedBy: byColumn{}}
	for b, column := range row.bands() {
		*column = (*int64)(from.Rate[b])
		row.mark(rota.Band(b).Key(), from.Unconfirmed[b], from.ConfirmedBy[b])
	}
	row.mark(calledColumn, from.CalledUnconfirmed, from.CalledBy)
	return row
}

func (r *rateFields) mark(column string, unconfirmed bool, by string) {
	if unconfirmed {
		r.Unconfirmed = append(r.Unconfirmed, column)
	}
	if by != "" {
		r.ConfirmedBy[column] = by
	}
}

func (r rateFields) rates() rota.RateRow {
	out := rota.RateRow{PayPoint: r.PayPoint, Called: (*rota.Pence)(r.Called),
		CalledUnconfirmed: slices.Contains(r.Unconfirmed, calledColumn), CalledBy: r.ConfirmedBy[calledColumn]}
	for b, column := range r.bands() {
		key := rota.Band(b).Key()
		out.Rate[b] = (*rota.Pence)(*column)
		out.Unconfirmed[b] = slices.Contains(r.Unconfirmed, key)
		out.ConfirmedBy[b] = r.ConfirmedBy[key]
	}
	return out
}

// byColumn is a text for some columns, as a JSON object in one column.
type byColumn map[string]string

// Value is the object as JSON; its keys are sorted.
func (c byColumn) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "{}", nil
	}
	data, err := json.Marshal(map[string]string(c))
	return string(data), err
}

// Scan reads the object from JSON.
func (c *byColumn) Scan(value any) error {
	*c = nil
	return scanJSON(value, (*map[string]string)(c))
}

// GormDataType is the column's type.
func (byColumn) GormDataType() string { return "text" }

package web

import (
	"strconv"

	"strikerota/internal/web/form"
	"strikerota/rota"
)

// rateFacts are what a card says and its rates, to compare those of two people.
func rateFacts(c rota.Card) []SummaryRow {
	rows := append(cardFacts(c).Rows, SummaryRow{Key: "What to know before it is used", Value: c.Note})
	table := rateTable("rates", c)
	for _, line := range table.Rows {
		for i, cell := range line[1:] {
			rows = append(rows, SummaryRow{Key: line[0].Text + ", " + rota.LowerFirst(table.Columns[i+1].Text), Value: cell.Text})
		}
	}
	return rows
}

// A cardSave is a form of a rate card that somebody sent: was is the card as it is kept,
// by whoever confirms rates with it.
type cardSave struct {
	form  *form.Form
	by    string
	was   rota.Card
	card  rota.Card
	again int // rates that have to be confirmed again
}

// read reads a form of the card.
func (c *cardSave) read(f *form.Form) { c.card, c.again = confirm(c.was, readCard(f), c.by) }

// A cardClash is what two people have made of one card: the form keeps what only one changed.
type cardClash struct {
	changed *Changed
	form    *form.Form
	version int64
}

// save saves the card. Where somebody else has saved it since the page was opened, both
// changes are kept; a clash is to be asked about where both changed the same thing.
func (c *cardSave) save(version int64, save func(version int64, card rota.Card) error, load func() (rota.Card, int64, error)) (*cardClash, error) {
	both, first, err := merged(c.form, c.read, func() error { return save(version, c.card) }, func() (now *form.Form, err error) {
		c.was, version, err = load()
		return cardForm(c.was).Set("version", strconv.FormatInt(version, 10)), err
	})
	if first == nil {
		return nil, err
	}
	return &cardClash{changedSince(first, rateFacts(c.was), rateFacts(c.card)), both, version}, nil
}

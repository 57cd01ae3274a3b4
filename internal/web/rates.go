package web

import (
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var rateRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/rates", act: auth.SeeCost, do: (*Server).ratesPage},
	{method: get, path: "/strikes/:strike/cost/rates/:card", act: auth.EditCost, do: (*Server).cardPage},
	{method: post, path: "/strikes/:strike/cost/rates/:card", act: auth.EditCost, do: (*Server).saveCard},
}

// A ratesView is both rate cards.
type ratesView struct {
	base
	Cards []cardView
}

// A cardView is one card as it is.
type cardView struct {
	Heading string
	Facts   SummaryList
	Table   *Table
	Change  *Button
}

// newRatesView builds the page.
func newRatesView(b base, cards rota.Cards, mayEdit bool) *ratesView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Cost", strikePath(id, "cost"))
	p := &ratesView{base: b}
	for _, c := range namedCards(cards) {
		v := cardView{Heading: "The " + c.name + " card", Facts: cardFacts(c.card)}
		if len(c.card.Rates) > 0 {
			t := rateTable("rates-"+c.kind, c.card)
			v.Table = &t
		}
		if mayEdit {
			v.Change = &Button{Text: "Change the " + c.name + " card", Href: strikePath(id, "cost", "rates", c.kind), Variant: "secondary"}
		}
		p.Cards = append(p.Cards, v)
	}
	return p
}

func cardFacts(c rota.Card) SummaryList {
	var days []string
	for _, d := range c.BankHolidays {
		days = append(days, longDate(d))
	}
	from := ""
	if !c.ValidFrom.IsZero() {
		from = longDate(c.ValidFrom)
	}
	return Summary(SummaryRow{Key: "Name", Value: c.Name}, SummaryRow{Key: "Region", Value: c.Region},
		SummaryRow{Key: "Valid from", Value: from}, SummaryRow{Key: "Source", Value: c.Source},
		SummaryRow{Key: "Bank holidays", Value: strings.Join(days, "; ")})
}

// rateTable is pounds an hour by pay point and band.
func rateTable(id string, c rota.Card) Table {
	columns := []Column{{Text: "Pay point"}}
	for b := range rota.BandCount {
		columns = append(columns, Column{Text: b.Words(), Numeric: true})
	}
	var rows [][]Cell
	for _, r := range c.Rates {
		cells := []Cell{{Text: nameOr(r.PayPoint, everybody)}}
		for b, rate := range r.Rate {
			cells = append(cells, Cell{Text: rateWords(r, rota.Band(b), rate)})
		}
		rows = append(rows, cells)
	}
	return NewTable(id, "Pounds an hour", columns, rows)
}

const everybody = "Everybody without a row of their own"

func rateWords(r rota.RateRow, b rota.Band, rate *rota.Pence) string {
	switch {
	case rate == nil && b == rota.StandbyBand && r.Rate[rota.OnCallBand] != nil:
		return "As on call"
	case rate == nil:
		return "Not known"
	case r.Unconfirmed[b]:
		return rate.String() + " (not confirmed)"
	}
	return rate.String()
}

func (s *Server) ratesPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	cards, err := s.store.Cards(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "Rate cards")
	return s.show(v, "rates", newRatesView(b, rota.Cards{Trust: cards.Trust.Card, BMA: cards.BMA.Card}, v.can(auth.EditCost)))
}

// card loads the card that the path names.
func (s *Server) card(v *visit, strikeID string) (store.CardKind, store.CardRecord, error) {
	kind := store.CardKind(v.param("card"))
	cards, err := s.store.Cards(v.ctx(), strikeID)
	switch {
	case err != nil:
		return kind, store.CardRecord{}, err
	case kind == store.TrustCard:
		return kind, cards.Trust, nil
	case kind == store.BMACard:
		return kind, cards.BMA, nil
	}
	return kind, store.CardRecord{}, rota.ErrNotFound
}

func cardTitle(kind store.CardKind) string {
	if kind == store.BMACard {
		return "Change the BMA card"
	}
	return "Change the trust card"
}

func (s *Server) cardPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	kind, record, err := s.card(v, strike.ID)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, cardTitle(kind))
	return s.show(v, "card", newCardForm(b, cardForm(record.Card), kind, record.Version))
}

func (s *Server) saveCard(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	kind, _, err := s.card(v, strike.ID)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	card := readCard(f)
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		err = s.store.SaveCard(v.ctx(), v.actor(), strike.ID, kind, version, card)
	}
	if f.OK() && err == nil {
		s.flash(v, "The rates have been saved")
		return s.redirect(v, strikePath(strike.ID, "cost", "rates"))
	}
	if err != nil && !f.Faults(err, "name", cardField) {
		return err
	}
	b := s.strikeBase(v, strike, costSection, cardTitle(kind))
	return s.showAgain(v, "card", newCardForm(b, f, kind, version), f)
}

package web

import (
	"strings"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var rateRoutes = []route{
	{method: get, path: "/strikes/:strike/cost/rates", act: auth.SeeCost, do: (*Server).ratesPage},
	{method: get, path: "/strikes/:strike/cost/rates/:card", act: auth.EditCost, do: (*Server).cardPage},
	{method: post, path: "/strikes/:strike/cost/rates/:card", act: auth.EditCost, do: (*Server).saveCard},
	{method: post, path: "/strikes/:strike/cost/rates/:card/choose", act: auth.EditCost, do: (*Server).chooseCard},
	{method: post, path: "/strikes/:strike/cost/rates/:card/keep", act: auth.EditCost, do: (*Server).keepCard},
}

// A ratesView is both rate cards.
type ratesView struct {
	base
	Library Link
	Cards   []cardView
	Bring   []Link // files that may be brought in
}

// A cardView is one card as it is.
type cardView struct {
	Heading string
	Note    string
	Facts   SummaryList
	Table   *Table
	Change  *Button
	Choose  *Select // another card to copy in its place
	Version int64
	To      string // where the form that chooses posts to
	Keep    string // where the form that copies it into the library posts to, or ""
	Swap    Button
	KeepIt  Button
}

// newRatesView builds the page.
func newRatesView(b base, cards store.CardRecords, list []keyedCard, f *form.Form, mayEdit bool) *ratesView {
	id := b.Strike.ID
	b.Wide()
	b.backTo("Cost", strikePath(id, "cost"))
	p := &ratesView{base: b, Library: Link{Text: "the library of rate cards", Href: libraryPath()}}
	if mayEdit {
		p.Bring = bringLinks(id, intake.Rates)
	}
	records := map[string]store.CardRecord{"trust": cards.Trust, "bma": cards.BMA}
	for _, c := range namedCards(rota.Cards{Trust: cards.Trust.Card, BMA: cards.BMA.Card}) {
		record := records[c.kind]
		v := cardView{Heading: "The " + c.name + " card", Note: c.card.Note, Facts: cardFacts(c.card, chosenRow(record, list)...)}
		if len(c.card.Rates) > 0 {
			t := rateTable("rates-"+c.kind, c.card)
			v.Table = &t
		}
		if mayEdit {
			v.mayEdit(id, c, record, list, f)
		}
		p.Cards = append(p.Cards, v)
	}
	return p
}

// mayEdit adds what those who may can do with the card.
func (v *cardView) mayEdit(strikeID string, c namedCard, record store.CardRecord, list []keyedCard, f *form.Form) {
	at := strikePath(strikeID, "cost", "rates", c.kind)
	v.Change = &Button{Text: "Change the " + c.name + " card", Href: at, Variant: "secondary"}
	pick := choose(f, "card-"+c.kind, "Use a copy of another card as the "+c.name+" card", append([]Option{{Text: "Choose"}}, cardOptions(list)...))
	v.Choose, v.Version, v.To = &pick, record.Version, at+"/choose"
	v.Swap = Button{Text: "Use a copy as the " + c.name + " card", Variant: "secondary", Small: true, Once: true}
	if len(c.card.Rates) > 0 && c.card.Name != "" {
		v.Keep, v.KeepIt = at+"/keep", Button{Text: "Keep the " + c.name + " card in the library", Variant: "secondary", Small: true, Once: true}
	}
}

// chosenRow says which card the strike's was copied from.
func chosenRow(record store.CardRecord, list []keyedCard) []SummaryRow {
	from, ok := findCard(list, record.Chosen)
	switch {
	case record.Chosen == "":
		return nil
	case !ok:
		return []SummaryRow{{Key: "Copied from", Value: "A card that has been deleted from the library since"}}
	case sameCard(from.Card, record.Card):
		return []SummaryRow{{Key: "Copied from", Value: from.Name}}
	}
	return []SummaryRow{{Key: "Copied from", Value: from.Name + ", and one of the two has been changed since"}}
}

func cardFacts(c rota.Card, more ...SummaryRow) SummaryList {
	var days []string
	for _, d := range c.BankHolidays {
		days = append(days, longDate(d))
	}
	from := ""
	if !c.ValidFrom.IsZero() {
		from = longDate(c.ValidFrom)
	}
	return Summary(append([]SummaryRow{{Key: "Name", Value: c.Name}, {Key: "Region", Value: c.Region}, {Key: "Valid from", Value: from},
		{Key: "Source", Value: c.Source}, {Key: "Bank holidays", Value: strings.Join(days, "; ")}}, more...)...)
}

// rateTable is pounds an hour by pay point and band.
func rateTable(id string, c rota.Card) Table {
	columns := []Column{{Text: "Pay point"}}
	for b := range rota.BandCount {
		columns = append(columns, Column{Text: b.Words(), Numeric: true})
	}
	columns = append(columns, Column{Text: calledWords, Numeric: true})
	var rows [][]Cell
	for _, r := range c.Rates {
		cells := []Cell{{Text: nameOr(r.PayPoint, everybody)}}
		for b, rate := range r.Rate {
			cells = append(cells, Cell{Text: rateWords(r, rota.Band(b), rate)})
		}
		rows = append(rows, append(cells, Cell{Text: calledRateWords(r)}))
	}
	return NewTable(id, "Pounds an hour", columns, rows)
}

// calledRateWords is what an hour called in is paid.
func calledRateWords(r rota.RateRow) string {
	switch {
	case r.Called == nil:
		return "As the hour’s band"
	case r.CalledUnconfirmed:
		return r.Called.String() + " (not confirmed)"
	}
	return r.Called.String()
}

const everybody = "Everybody without a row of their own"

func rateWords(r rota.RateRow, b rota.Band, rate *rota.Pence) string {
	switch {
	case rate == nil && b == rota.StandbyBand && r.Rate[rota.OnCallBand] != nil:
		return "As on call"
	case rate == nil:
		return "Not known"
	}
	return doubted(r, b, *rate)
}

// doubted is a rate of the row, with what there is to say against it.
func doubted(r rota.RateRow, b rota.Band, rate rota.Pence) string {
	if doubt := r.Doubt(b); doubt != "" {
		return rate.String() + " (" + doubt + ")"
	}
	return rate.String()
}

func (s *Server) ratesPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	cards, err := v.store.Cards(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "Rate cards")
	return s.show(v, "rates", newRatesView(b, cards, list, form.New(), v.can(auth.EditCost)))
}

// chooseCard puts a copy of a card of the library in the place of one of the strike's.
func (s *Server) chooseCard(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	kind, _, err := s.card(v, strike.ID)
	if err != nil {
		return err
	}
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	var keys []string
	for _, o := range cardOptions(list) {
		keys = append(keys, o.Value)
	}
	key := form.Choice(f, "card-"+string(kind), "a card", keys)
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		if err := v.store.ChooseCard(v.ctx(), v.actor(), strike.ID, kind, version, key); err != nil {
			return err
		}
		s.flash(v, "The strike has a copy of the card now")
		return s.redirect(v, strikePath(strike.ID, "cost", "rates"))
	}
	cards, err := v.store.Cards(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, "Rate cards")
	return s.showAgain(v, "rates", newRatesView(b, cards, list, f, true), f)
}

// keepCard copies one of the strike's cards into the library, for other strikes to use.
func (s *Server) keepCard(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	_, record, err := s.card(v, strike.ID)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	if record.Name == "" {
		return rota.ErrNotFound // no page offers to keep a card without a name
	}
	id, err := v.store.SaveLibraryCard(v.ctx(), v.actor(), store.LibraryCard{Card: record.Card})
	if err != nil {
		return err
	}
	s.flash(v, "A copy of the card is in the library now")
	return s.redirect(v, cardPath(id))
}

// card loads the card that the path names.
func (s *Server) card(v *visit, strikeID string) (store.CardKind, store.CardRecord, error) {
	kind := store.CardKind(v.param("card"))
	cards, err := v.store.Cards(v.ctx(), strikeID)
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
	return s.show(v, "card", newStrikeCardForm(b, cardForm(record.Card), kind, record.Version))
}

func (s *Server) saveCard(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	kind, record, err := s.card(v, strike.ID)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	c := cardSave{form: f, by: confirmer(v.user.Name, s.now()), was: record.Card}
	c.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	b := s.strikeBase(v, strike, costSection, cardTitle(kind))
	if f.OK() {
		var clash *cardClash
		clash, err = c.save(version, func(version int64, card rota.Card) error {
			return v.store.SaveCard(v.ctx(), v.actor(), strike.ID, kind, version, card)
		}, func() (rota.Card, int64, error) {
			_, record, err := s.card(v, strike.ID)
			return record.Card, record.Version, err
		})
		if clash != nil {
			p := newStrikeCardForm(b, clash.form, kind, clash.version)
			p.Changed = clash.changed
			return s.showChanged(v, "card", p)
		}
	}
	if f.OK() && err == nil {
		s.flash(v, cardSaved("The rates have been saved", c.again))
		return s.redirect(v, strikePath(strike.ID, "cost", "rates"))
	}
	if err != nil && !f.Faults(err, "name", cardField) {
		return err
	}
	return s.showAgain(v, "card", newStrikeCardForm(b, f, kind, version), f)
}

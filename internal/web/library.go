package web

import (
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// The library of rate cards belongs to no strike: cards that come with the
// planner, to copy, and the trust's own, to edit. Strikes take copies.
var libraryRoutes = []route{
	{method: get, path: "/cards", act: auth.SeeCost, do: (*Server).libraryPage},
	{method: get, path: "/cards/compare", act: auth.SeeCost, do: (*Server).compareCards},
	{method: post, path: "/cards/new", act: auth.EditCost, do: (*Server).newLibraryCard},
	{method: get, path: "/cards/card/:key", act: auth.SeeCost, do: (*Server).libraryCardPage},
	{method: post, path: "/cards/card/:key/copy", act: auth.EditCost, do: (*Server).copyCard},
	{method: get, path: "/cards/card/:key/edit", act: auth.EditCost, do: (*Server).editLibraryCard},
	{method: post, path: "/cards/card/:key/edit", act: auth.EditCost, do: (*Server).saveLibraryCard},
	{method: get, path: "/cards/card/:key/delete", act: auth.EditCost, do: (*Server).deleteCardPage},
	{method: post, path: "/cards/card/:key/delete", act: auth.EditCost, do: (*Server).deleteCard},
}

// A keyedCard is a card of the library, or one that comes with the planner.
type keyedCard struct {
	Key     string
	Own     bool // of the trust's library
	Version int64
	rota.Card
}

// cards lists the trust's own cards, then those that come with the planner.
func (s *Server) cards(v *visit) ([]keyedCard, error) {
	own, err := v.store.LibraryCards(v.ctx())
	if err != nil {
		return nil, err
	}
	var out []keyedCard
	for _, c := range own {
		out = append(out, keyedCard{Key: c.ID, Own: true, Version: c.Version, Card: c.Card})
	}
	for _, c := range rota.ShippedCards() {
		out = append(out, keyedCard{Key: c.Key, Card: c.Card})
	}
	return out, nil
}

func findCard(list []keyedCard, key string) (keyedCard, bool) {
	for _, c := range list {
		if c.Key == key && key != "" {
			return c, true
		}
	}
	return keyedCard{}, false
}

// cardOptions are the cards that have rates, to choose from.
func cardOptions(list []keyedCard) []Option {
	var out []Option
	for _, c := range list {
		if len(c.Rates) > 0 {
			out = append(out, Option{Value: c.Key, Text: c.Name})
		}
	}
	return out
}

// libraryCard is the card that the path names.
func (s *Server) libraryCard(v *visit) (keyedCard, error) {
	list, err := s.cards(v)
	if err != nil {
		return keyedCard{}, err
	}
	c, ok := findCard(list, v.param("key"))
	if !ok {
		return keyedCard{}, rota.ErrNotFound
	}
	return c, nil
}

// ownCard is the card that the path names, when it is the trust's own.
func (s *Server) ownCard(v *visit) (keyedCard, error) {
	c, err := s.libraryCard(v)
	if err == nil && !c.Own {
		return keyedCard{}, rota.ErrNotFound
	}
	return c, err
}

func libraryPath(parts ...string) string {
	p := "/cards"
	for _, part := range parts {
		p += "/" + part
	}
	return p
}

func cardPath(key string, below ...string) string {
	return libraryPath(append([]string{"card", key}, below...)...)
}

// A libraryView lists the cards.
type libraryView struct {
	base
	Own     *Table
	Shipped Table
	Compare pickForm
	MayEdit bool
	New     Button
	Load    cardUpload
}

func newLibraryView(b base, list []keyedCard, f *form.Form, mayEdit bool) *libraryView {
	b.backTo("Strikes", "/strikes")
	p := &libraryView{base: b, MayEdit: mayEdit, New: Button{Text: "Start a new card", Variant: "secondary", Once: true}, Load: newCardUpload(f)}
	var own, shipped [][]Cell
	for _, c := range list {
		row := []Cell{{Text: c.Name, Href: cardPath(c.Key)}, {Text: c.Region}, {Text: validWords(c.ValidFrom)}, {Text: marksWords(c.Card)}}
		if c.Own {
			own = append(own, row)
		} else {
			shipped = append(shipped, row)
		}
	}
	columns := []Column{{Text: "Card"}, {Text: "Region"}, {Text: "Valid from"}, {Text: "Rates"}}
	if len(own) > 0 {
		t := NewTable("own-cards", "The trust’s own cards", columns, own)
		p.Own = &t
	}
	p.Shipped = NewTable("shipped-cards", "Cards that come with the planner", columns, shipped)
	p.Compare = compareForm(list, filter{path: libraryPath("compare")})
	return p
}

func validWords(d rota.Date) string {
	if d.IsZero() {
		return "Not said"
	}
	return longDate(d)
}

// marksWords says how many rates a card has, and how many of them are not confirmed.
func marksWords(c rota.Card) string {
	known, unconfirmed := 0, 0
	for _, r := range c.Rates {
		for b, rate := range r.Rate {
			if rate != nil {
				known++
			}
			if r.Unconfirmed[b] {
				unconfirmed++
			}
		}
	}
	switch {
	case known == 0:
		return "None yet"
	case unconfirmed == 0:
		return count(known, "rate") + ", all confirmed by the trust"
	}
	return count(known, "rate") + ", " + count(unconfirmed, "not confirmed", "not confirmed")
}

// A libraryCardView is one card with its marks.
type libraryCardView struct {
	base
	Note    string
	Facts   SummaryList
	Table   *Table
	Marks   *Table
	Copy    Button
	CopyTo  string
	Actions []Link
	Files   []Link
	MayEdit bool
}

func newLibraryCardView(b base, c keyedCard, mayEdit bool) *libraryCardView {
	b.Wide()
	b.backTo("Rate cards", libraryPath())
	p := &libraryCardView{base: b, Note: c.Note, Facts: cardFacts(c.Card), MayEdit: mayEdit,
		Copy: Button{Text: "Copy this card", Variant: "secondary", Once: true}, CopyTo: cardPath(c.Key, "copy"),
		Files: []Link{{Text: "Download as .xlsx", Href: cardPath(c.Key, "file", "card.xlsx")}, {Text: "Download as .csv", Href: cardPath(c.Key, "file", "card.csv")}}}
	if len(c.Rates) > 0 {
		rates := rateTable("rates", c.Card)
		p.Table = &rates
		p.Marks = marksTable("marks", c.Card)
	}
	if c.Own && mayEdit {
		p.Actions = []Link{{Text: "Change this card", Href: cardPath(c.Key, "edit")}, {Text: "Delete this card", Href: cardPath(c.Key, "delete")}}
	}
	return p
}

// marksTable lists who confirmed each rate, and which nobody has.
func marksTable(id string, c rota.Card) *Table {
	var rows [][]Cell
	add := func(point, band string, rate *rota.Pence, unconfirmed bool, by string) {
		who := nameOr(by, "Confirmed; by whom is not said")
		switch {
		case unconfirmed && by != "":
			who = "Not confirmed by the trust; published by " + by
		case unconfirmed && c.Source != "":
			who = "Not confirmed by the trust; the card’s source stands above"
		case unconfirmed:
			who = "Not confirmed by the trust; no source is given"
		}
		if rate != nil {
			rows = append(rows, []Cell{{Text: point + ", " + rota.LowerFirst(band)}, {Text: rate.String()}, {Text: who}})
		}
	}
	for _, r := range c.Rates {
		point := nameOr(r.PayPoint, "Everybody else")
		for b, rate := range r.Rate {
			add(point, rota.Band(b).Words(), rate, r.Unconfirmed[b], r.ConfirmedBy[b])
		}
		add(point, calledWords, r.Called, r.CalledUnconfirmed, r.CalledBy)
	}
	if len(rows) == 0 {
		return nil
	}
	t := NewTable(id, "Who confirmed each rate", []Column{{Text: "Rate"}, {Text: "Pounds an hour", Numeric: true}, {Text: "Confirmed"}}, rows)
	return &t
}

func (s *Server) libraryPage(v *visit) error {
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	return s.show(v, "library", newLibraryView(s.base(v, "Rate cards"), list, form.New(), v.can(auth.EditCost)))
}

func (s *Server) libraryCardPage(v *visit) error {
	c, err := s.libraryCard(v)
	if err != nil {
		return err
	}
	return s.show(v, "library-card", newLibraryCardView(s.base(v, c.Name), c, v.can(auth.EditCost)))
}

// newLibraryCard adds an empty card and opens it.
func (s *Server) newLibraryCard(v *visit) error {
	if err := v.form().Done(); err != nil {
		return err
	}
	return s.addCard(v, rota.Card{Name: "New card"}, "The card has been added. Fill it in and save it.")
}

func (s *Server) copyCard(v *visit) error {
	c, err := s.libraryCard(v)
	if err != nil {
		return err
	}
	if err := v.form().Done(); err != nil {
		return err
	}
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	c.Name = copyName(c.Name, list)
	return s.addCard(v, c.Card, "The card has been copied. Change what is different and save it.")
}

// copyName is a name for a copy that none of the cards has.
func copyName(name string, list []keyedCard) string {
	first := "Copy of " + name
	for name, n := first, 2; ; name, n = fmt.Sprintf("%s (copy %d)", first, n), n+1 {
		if !slices.ContainsFunc(list, func(c keyedCard) bool { return strings.EqualFold(c.Name, name) }) {
			return name
		}
	}
}

// addCard adds a card to the library and opens it to edit.
func (s *Server) addCard(v *visit, c rota.Card, done string) error {
	id, err := v.store.SaveLibraryCard(v.ctx(), v.actor(), store.LibraryCard{Card: c})
	if err != nil {
		return err
	}
	s.flash(v, done)
	return s.redirect(v, cardPath(id, "edit"))
}

func (s *Server) editLibraryCard(v *visit) error {
	c, err := s.ownCard(v)
	if err != nil {
		return err
	}
	return s.show(v, "card", newLibraryForm(s.base(v, "Change a rate card"), cardForm(c.Card), c))
}

func newLibraryForm(b base, f *form.Form, c keyedCard) *cardFormView {
	b.backTo("The card", cardPath(c.Key))
	return newCardForm(b, f, cardPath(c.Key, "edit"), c.Version)
}

func (s *Server) saveLibraryCard(v *visit) error {
	c, err := s.ownCard(v)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	made := cardSave{form: f, by: confirmer(v.user.Name, s.now()), was: c.Card}
	made.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	if f.OK() {
		var clash *cardClash
		clash, err = made.save(version, func(version int64, card rota.Card) error {
			_, err := v.store.SaveLibraryCard(v.ctx(), v.actor(), store.LibraryCard{ID: c.Key, Version: version, Card: card})
			return err
		}, func() (rota.Card, int64, error) {
			now, err := s.ownCard(v)
			return now.Card, now.Version, err
		})
		if clash != nil {
			c.Version = clash.version
			p := newLibraryForm(s.base(v, "Change a rate card"), clash.form, c)
			p.Changed = clash.changed
			return s.showChanged(v, "card", p)
		}
	}
	if f.OK() && err == nil {
		s.flash(v, cardSaved("The card has been saved", made.again))
		return s.redirect(v, cardPath(c.Key))
	}
	if err != nil && !f.Faults(err, "name", cardField) {
		return err
	}
	c.Version = version
	return s.showAgain(v, "card", newLibraryForm(s.base(v, "Change a rate card"), f, c), f)
}

func (s *Server) deleteCardPage(v *visit) error {
	c, err := s.ownCard(v)
	if err != nil {
		return err
	}
	b := s.base(v, "Delete a rate card")
	return s.show(v, "delete", newDeletePage(b, "The card will be deleted from the library. Strikes that copied it keep their copies.",
		cardFacts(c.Card), c.Version, cardPath(c.Key, "delete"), "Delete the card", Link{Text: "Keep the card", Href: cardPath(c.Key)}))
}

func (s *Server) deleteCard(v *visit) error {
	c, err := s.ownCard(v)
	if err != nil {
		return err
	}
	f := v.form()
	version := f.Version()
	if err := f.Done(); err != nil {
		return err
	}
	if err := v.store.DeleteLibraryCard(v.ctx(), v.actor(), c.Key, version); err != nil {
		return err
	}
	s.flash(v, "The card has been deleted")
	return s.redirect(v, libraryPath())
}

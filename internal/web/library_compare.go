package web

import "strikerota/rota"

// A compareView is two cards side by side.
type compareView struct {
	base
	Choose pickForm
	Table  *Table
}

func newCompareView(b base, list []keyedCard, by filter) *compareView {
	b.Wide()
	b.backTo("Rate cards", libraryPath())
	p := &compareView{base: b, Choose: compareForm(list, by)}
	first, ok := findCard(list, by.get("first"))
	second, both := findCard(list, by.get("second"))
	if ok && both {
		t := compareTable(first.Card, second.Card)
		p.Table = &t
	}
	return p
}

// compareTable has a row for each rate that either card gives.
func compareTable(a, b rota.Card) Table {
	var rows [][]Cell
	for _, point := range payPointsOf(a, b) {
		for band := range rota.BandCount {
			x, wordsOfX := cellOf(a, point, band)
			y, wordsOfY := cellOf(b, point, band)
			if x == nil && y == nil {
				continue
			}
			rows = append(rows, []Cell{{Text: nameOr(point, "Everybody else") + ", " + rota.LowerFirst(band.Words())}, {Text: wordsOfX}, {Text: wordsOfY}, {Text: knownWords(rota.Less(y, x))}})
		}
	}
	if len(rows) == 0 {
		rows = [][]Cell{{{Text: "Neither card has a rate"}, {Text: "None"}, {Text: "None"}, {Text: "None"}}}
	}
	return NewTable("compared", "Pounds an hour", []Column{{Text: "Rate"}, {Text: a.Name, Numeric: true}, {Text: b.Name, Numeric: true}, {Text: "Second less first", Numeric: true}}, rows)
}

// cellOf is what the card pays the pay point in the band, and how the table says it.
func cellOf(c rota.Card, point string, band rota.Band) (*rota.Pence, string) {
	rate, err := c.Rate(point, band)
	if err != nil {
		return nil, "Not known"
	}
	r := c.Rates[c.Row(point)]
	return &rate, doubted(r, usedBand(r, band), rate)
}

// payPointsOf are the pay points of both cards: of the first in its order, then those only of the second.
func payPointsOf(cards ...rota.Card) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range cards {
		for _, r := range c.Rates {
			if !seen[r.PayPoint] {
				seen[r.PayPoint] = true
				out = append(out, r.PayPoint)
			}
		}
	}
	return out
}

func (s *Server) compareCards(v *visit) error {
	list, err := s.cards(v)
	if err != nil {
		return err
	}
	by := v.filter(libraryPath("compare"), "first", "second")
	return s.show(v, "compare", newCompareView(s.base(v, "Two rate cards compared"), list, by))
}

func compareForm(list []keyedCard, by filter) pickForm {
	f := by.form()
	options := append([]Option{{Text: "Choose"}}, cardOptions(list)...)
	return pickForm{Action: by.path, Button: "Compare the cards",
		Selects: []Select{choose(f, "first", "First card", options), choose(f, "second", "Second card", options)}}
}

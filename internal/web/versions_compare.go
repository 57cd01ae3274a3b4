package web

import (
	"fmt"
	"io"
	"net/url"
	"strconv"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

var compareRoutes = []route{
	{method: get, path: "/strikes/:strike/versions/compare", act: auth.SeeRota, do: (*Server).comparePage},
	{method: get, path: "/strikes/:strike/versions/compare/differences.csv", act: auth.SeeRota, do: (*Server).compareFile, file: true},
}

// Names of the two editions in addresses.
const (
	fromQuery = "from"
	toQuery   = "to"
)

// A comparing is the two editions that an address names, among all there are.
type comparing struct {
	differing
	list     []store.Version
	draft    bool // there is one
	part     bool // the visitor sees some services alone
	from, to string
	gone     int // consultants of the first who cannot come any more to what it has them in
}

// pickEditions asks for two of the versions and the draft; nil while there are not two.
func pickEditions(strikeID string, list []store.Version, draft bool, from, to string) *pickForm {
	var options []Option
	if draft {
		options = append(options, Option{Value: draftKey, Text: "The draft as it is now"})
	}
	for _, x := range list {
		options = append(options, Option{Value: strconv.FormatInt(x.Number, 10), Text: versionChoice(x)})
	}
	if len(options) < 2 {
		return nil
	}
	ask := func(name, label, value string) Select {
		return choose(form.New().Set(name, value), name, label, options)
	}
	return &pickForm{Action: strikePath(strikeID, "versions", "compare"), Selects: []Select{ask(fromQuery, "Compare", from), ask(toQuery, "with", to)}, Button: "Compare"}
}

// versionChoice is a version in a list to choose from, short enough for a phone.
func versionChoice(x store.Version) string {
	return versionName(x.Number) + ", " + rota.DateOf(x.At).Words() + ", " + rota.ClockWords(x.At)
}

// usual is what is compared unless something else is chosen: the newest version with
// the draft, or with the version before it.
func usual(list []store.Version, draft bool) (from, to string) {
	newest := strconv.FormatInt(list[0].Number, 10)
	switch {
	case draft:
		return newest, draftKey
	case len(list) > 1:
		return strconv.FormatInt(list[1].Number, 10), newest
	}
	return newest, newest
}

// comparing loads the two that the address names.
func (s *Server) comparing(v *visit, strike store.Strike) (c comparing, err error) {
	if c.list, err = v.store.Versions(v.ctx(), strike.ID); err != nil {
		return c, err
	}
	if len(c.list) == 0 {
		return c, rota.ErrNotFound
	}
	m, err := s.made(v, strike)
	if err != nil {
		return c, err
	}
	c.draft, c.part = m != nil, !v.seesAll()
	from, to := usual(c.list, c.draft)
	c.from, c.to = nameOr(v.query(fromQuery), from), nameOr(v.query(toQuery), to)
	before, err := s.editionNamed(v, strike, c.from, m)
	if err != nil {
		return c, err
	}
	after, err := s.editionNamed(v, strike, c.to, m)
	c.differing = differBetween(before, after)
	if m != nil && err == nil {
		c.gone = cannotAnyMore(before.made, m.entry)
	}
	return c, err
}

// A versionsCompareView sets two editions of the rota side by side.
type versionsCompareView struct {
	base
	Pick   *pickForm
	Words  string
	Weigh  string // what speaks for which
	Totals Table
	Tables []Table
	File   string
}

func newVersionsCompare(b base, c comparing, may func(auth.Act) bool) *versionsCompareView {
	id := b.Strike.ID
	b.backTo("Published versions", strikePath(id, "versions"))
	return &versionsCompareView{base: b, Pick: pickEditions(id, c.list, c.draft, c.from, c.to), Words: c.before.name + " and " + rota.LowerFirst(c.after.name) + ". " + c.words(), Weigh: c.weighed(may(auth.SeeCost)),
		Totals: c.totals(may(auth.SeeCost), may(auth.SeePeople)), Tables: c.tables(),
		File: strikePath(id, "versions", "compare", "differences.csv") + "?" + url.Values{fromQuery: {c.from}, toQuery: {c.to}}.Encode()}
}

// weighed says what speaks for which of the two, to those who see all services. Cost is for those who may see it.
func (c comparing) weighed(cost bool) string {
	if c.part {
		return ""
	}
	of := func(e edition) weight {
		if !cost || !e.priced() {
			return weightOf(e.made, nil)
		}
		return weightOf(e.made, e.made.Plan.Cost.At(rota.AsAgreed))
	}
	return weighed(rota.LowerFirst(c.before.name), rota.LowerFirst(c.after.name), of(c.before), of(c.after), c.gone)
}

// totals sets the figures of both side by side. Cost is for those who may see it, and what was lost for those who may
// see people: when it changed would tell others what residents did.
func (d differing) totals(cost, people bool) Table {
	var rows [][]Cell
	row := func(what string, of func(edition) string) {
		rows = append(rows, []Cell{{Text: what}, {Text: of(d.before)}, {Text: of(d.after)}})
	}
	row("Filled", edition.filledWords)
	row("Open", edition.openWords)
	if people {
		row("Lost: nobody was there", edition.lostWords)
	}
	row("Lists and clinics displaced", func(e edition) string {
		n, loss := e.made.DisplacedSessions()
		return fmt.Sprintf("%d (%s)", n, rota.LossWords(loss))
	})
	switch {
	case cost && !d.before.priced() && !d.after.priced():
		row("Cost", func(edition) string { return moneyWords(nil) })
	case cost:
		for _, b := range rota.Bases() {
			row(basisCosts[b], func(e edition) string { return e.costWords(b) })
		}
	}
	return NewTable("totals", "What they come to", []Column{{Text: "Figure"}, {Text: d.before.name}, {Text: d.after.name}}, rows)
}

// costWords is what the edition cost on the basis, at the cards as they were in it.
func (e edition) costWords(b rota.Basis) string {
	p := e.made.Problem
	return markedWords(e.made.Plan.Cost.At(b), p.Cards.Doubtful(rota.Pricing{}, p.Lines(e.made.Plan))[b])
}

// priced reports whether any of the edition's costs is known.
func (e edition) priced() bool {
	c := e.made.Plan.Cost
	return c.Trust != nil || c.BMA != nil || c.Agreed != nil
}

func (s *Server) comparePage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	c, err := s.comparing(v, strike)
	if err != nil {
		return err
	}
	p := newVersionsCompare(s.strikeBase(v, strike, downloadsSection, "Two versions compared"), c, v.can)
	return s.show(v, "versions-compare", p)
}

// compareFile is what differs as CSV: a line for each slot, whole.
func (s *Server) compareFile(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	c, err := s.comparing(v, strike)
	if err != nil {
		return err
	}
	return s.send(v, strike, "differences-"+slug(c.from)+"-"+slug(c.to)+".csv", csvType, s.now(), c.writeCSV)
}

func (d differing) writeCSV(w io.Writer) error {
	lines := make([][]string, len(d.Slots)+1)
	for _, column := range slotColumns {
		lines[0] = append(lines[0], column.Text)
	}
	for i, row := range d.slotRows() {
		for _, cell := range row {
			lines[i+1] = append(lines[i+1], cell.Text)
		}
	}
	return exports.LinesCSV(w, lines)
}

package e2e

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"strikerota/rota"
)

// A gridPerson is one person of the cover grid, from all tabs that they are on.
type gridPerson struct {
	name, contact string
	skills, sites []string
	rate          rota.Terms // by the column
	said          rota.Terms // by the words of the cells and notes
	nights        *int
	cells         map[gridCell]gridMeaning
}

// A gridCell is one band of one day of July.
type gridCell struct{ day, band int }

// A gridMeaning is what a person's cell means, and its words.
type gridMeaning struct {
	cellWord
	text string
}

// sampleGrid is what the workbook of consultants holds.
type sampleGrid struct {
	people   []*gridPerson
	rows     int
	tally    tally // of rows
	cells    tally // of cells by meaning
	comments tally // of comments and notes
}

const gridDayRow, gridHeadRow = 4, 5

func readSampleGrid(t *testing.T) sampleGrid {
	t.Helper()
	g := sampleGrid{tally: tally{}, cells: tally{}, comments: tally{}}
	f := openSampleBook(t, "3-consultant-cover-grid.xlsx")
	for _, tab := range f.GetSheetList() {
		g.tab(sheetOf(t, f, tab))
	}
	return g
}

// A gridTab knows where one tab has its columns; 0 is a column that it lacks.
type gridTab struct {
	sampleSheet
	nameCol, baseCol, coversCol, rateCol, mobileCol, firstCol, commentCol int
}

func (g *sampleGrid) tab(s sampleSheet) {
	tab := gridTab{sampleSheet: s}
	rows, columns := s.size()
	for col := 1; col <= columns; col++ {
		tab.heading(col, plain(s.text(col, gridHeadRow)))
	}
	for i, day := range gridDays {
		if head := s.text(tab.firstCol+4*i, gridDayRow); !strings.HasSuffix(head, fmt.Sprint(" ", day)) {
			s.t.Fatalf("%s: the columns of July %d are not where they should be", s.name, day)
		}
	}
	g.rows += rows
	g.tally["title and headings"] += gridHeadRow
	for row := gridHeadRow + 1; row <= rows; row++ {
		g.tally[g.person(tab, row)]++
	}
}

func (tab *gridTab) heading(col int, text string) {
	switch text {
	case "consultant", "name":
		tab.nameCol = col
	case "base":
		tab.baseCol = col
	case "covers", "can cover":
		tab.coversCol = col
	case "rate", "terms":
		tab.rateCol = col
	case "mobile":
		tab.mobileCol = col
	case "comments":
		tab.commentCol = col
	case "am":
		if tab.firstCol == 0 {
			tab.firstCol = col
		}
	}
}

// optional is the text of a cell in a column that a tab may lack.
func (tab gridTab) optional(col, row int) string {
	if col == 0 {
		return ""
	}
	return tab.text(col, row)
}

func (g *sampleGrid) person(tab gridTab, row int) string {
	name := tab.text(tab.nameCol, row)
	switch {
	case name == "" && strings.HasPrefix(tab.text(1, row), "Updated"), strings.HasPrefix(name, "Updated"):
		return "foot"
	case name == "":
		return "blank line"
	}
	p, first := g.find(name)
	tab.about(p, row)
	g.comment(p, tab.optional(tab.commentCol, row))
	for i, day := range gridDays {
		tillSix := false
		for band := range gridBandsOfDay {
			col := tab.firstCol + 4*i + band
			m := tab.meaning(col, row)
			if note := tab.notes[tab.at(col, row)]; note != "" {
				tillSix = g.note(p, note) || tillSix
			}
			if tillSix && gridBandsOfDay[band].from >= 18*60 && (m.kind == cellYes || m.kind == cellPlanned) {
				m = gridMeaning{cellWord: cellWord{kind: cellTillSix}}
			}
			g.cells[string(m.kind)]++
			p.hear(m.terms)
			p.put(gridCell{day, band}, m)
		}
	}
	if !first {
		return "the same person on a second tab"
	}
	return used
}

// find gives the person of a name, and whether they are new.
func (g *sampleGrid) find(name string) (*gridPerson, bool) {
	key := nameKey(name)
	if full, ok := onTwoTabs[key]; ok {
		key = full
	}
	for _, p := range g.people {
		if k := nameKey(p.name); k == key || k == reversed(key) {
			return p, false
		}
	}
	p := &gridPerson{name: name, cells: map[gridCell]gridMeaning{}}
	g.people = append(g.people, p)
	return p, true
}

// reversed puts the last word of a name first.
func reversed(name string) string {
	words := strings.Fields(name)
	return strings.Join(append(words[len(words)-1:], words[:len(words)-1]...), " ")
}

// about adds what the tab says of the person beside the bands.
func (tab gridTab) about(p *gridPerson, row int) {
	for _, word := range strings.FieldsFunc(tab.text(tab.coversCol, row), func(r rune) bool { return r == ',' || r == '+' }) {
		skills, known := gridCovers[tab.name][plain(word)]
		if !known {
			tab.t.Fatalf("%s, row %d: what is covered is not in the table", tab.name, row)
		}
		p.skills = append(p.skills, skills...)
	}
	sites, known := gridBases[plain(tab.optional(tab.baseCol, row))]
	rate, knownRate := gridRates[plain(tab.text(tab.rateCol, row))]
	if !known || !knownRate {
		tab.t.Fatalf("%s, row %d: base or rate is not in the tables", tab.name, row)
	}
	p.sites = append(p.sites, sites...)
	if p.rate == "" {
		p.rate = rate
	}
	if mobile := tab.optional(tab.mobileCol, row); mobile != "" {
		p.contact = mobile
	}
}

// meaning is what a cell says: its words, or its colour when it has none. A box
// over several cells speaks for each of them, whatever their own colours.
func (tab gridTab) meaning(col, row int) gridMeaning {
	text := tab.text(col, row)
	word, known := gridWords[plain(text)]
	if !known {
		tab.t.Fatalf("%s: the words of %s are not in the table", tab.name, tab.at(col, row))
	}
	if text == "" {
		if colour := tab.colour(col, row); colour != "" {
			kind, known := gridColours[colour]
			if !known {
				tab.t.Fatalf("%s: the colour of %s is not in the table", tab.name, tab.at(col, row))
			}
			word.kind = kind
		}
	}
	return gridMeaning{word, text}
}

func (g *sampleGrid) comment(p *gridPerson, text string) {
	switch n, limits := maxNights[plain(text)]; {
	case text == "":
	case limits:
		p.nights = &n
		g.comments["comment: limit of nights"]++
	default:
		g.comments["comment left for people to read"]++
	}
}

// note acts on a note that hangs on a cell, and says whether it ends the day at six.
func (g *sampleGrid) note(p *gridPerson, text string) (tillSix bool) {
	n, known := gridNotes[text]
	switch {
	case !known || n.unread:
		g.comments["note left for people to read"]++
	case n.tillSix:
		g.comments["note: till six"]++
	default:
		g.comments["note: terms"]++
		p.hear(n.terms)
	}
	return n.tillSix
}

// hear takes in terms that a cell or note names. The dearest that a person names stands.
func (p *gridPerson) hear(terms rota.Terms) {
	for _, t := range []rota.Terms{rota.BMARate, rota.TrustRate, rota.TimeOff} {
		if p.said == t || terms == t {
			p.said = t
			return
		}
	}
}

// put sets a band. When two tabs speak of it, the stricter stands.
func (p *gridPerson) put(at gridCell, m gridMeaning) {
	if was, spoken := p.cells[at]; spoken && slices.Index(cellKinds, was.kind) < slices.Index(cellKinds, m.kind) {
		return
	}
	p.cells[at] = m
}

// consultant makes the consultant of an entry.
func (p *gridPerson) consultant(id rota.ConsultantID) rota.Consultant {
	c := rota.Consultant{
		ID: id, Name: p.name, Grade: "Consultant", Contact: p.contact, Terms: p.rate, MaxNightsInARow: p.nights,
		Skills: sortedOnce(p.skills), Sites: sortedOnce(p.sites), Offers: p.offers(), Sessions: p.sessions(),
	}
	if p.said != "" {
		c.Terms = p.said
	}
	return c
}

func sortedOnce(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return slices.Compact(out)
}

// sessions are the person's own work, a band each.
func (p *gridPerson) sessions() []rota.Session {
	var out []rota.Session
	for _, at := range p.order() {
		m := p.cells[at]
		s := rota.Session{ID: rota.SessionID(fmt.Sprintf("s%d", len(out)+1)), Span: at.span(), Name: m.text}
		switch m.kind {
		case cellFixed:
			s.Kind = rota.Fixed
		case cellPlanned:
			s.Kind, s.Loss = rota.Planned, m.loss
		default:
			continue
		}
		out = append(out, s)
	}
	return out
}

// offers are the times in which the person has agreed to cover. Bands that adjoin
// make one offer, so that a long day of 08:00 to 20:30 lies in am, pm and eve.
func (p *gridPerson) offers() []rota.Offer {
	var anywhere, fromHome []rota.Span
	for _, at := range p.order() {
		switch p.cells[at].kind {
		case cellYes, cellPlanned:
			anywhere = adjoin(anywhere, at.span())
			fromHome = adjoin(fromHome, at.span())
		case cellFromHome:
			fromHome = adjoin(fromHome, at.span())
		}
	}
	var out []rota.Offer
	for _, s := range fromHome {
		o := rota.Offer{Span: s, Modes: []rota.Mode{rota.OnCall}}
		if slices.ContainsFunc(anywhere, s.Equal) {
			o.Modes = rota.Modes()
		}
		out = append(out, o)
	}
	for _, s := range anywhere {
		if !slices.ContainsFunc(fromHome, s.Equal) {
			out = append(out, rota.Offer{Span: s, Modes: []rota.Mode{rota.OnSite, rota.Standby}})
		}
	}
	return out
}

// adjoin adds a span to spans in order, as part of the last when they touch.
func adjoin(spans []rota.Span, s rota.Span) []rota.Span {
	if n := len(spans); n > 0 && !s.Start.After(spans[n-1].End) {
		if s.End.After(spans[n-1].End) {
			spans[n-1].End = s.End
		}
		return spans
	}
	return append(spans, s)
}

// order is the person's bands by time.
func (p *gridPerson) order() []gridCell {
	var out []gridCell
	for at := range p.cells {
		out = append(out, at)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].day < out[j].day || out[i].day == out[j].day && out[i].band < out[j].band
	})
	return out
}

func (c gridCell) span() rota.Span {
	b := gridBandsOfDay[c.band]
	return sampleSpan(july(c.day), b.from, b.to)
}

func TestSampleGrid(t *testing.T) {
	got := readSampleGrid(t)
	got.tally.check(t, "consultants", got.rows, tally{
		"title and headings": 45, "blank line": 13, "foot": 9, used: 111, "the same person on a second tab": 4,
	})
	if got.rows != 182 {
		t.Errorf("the tabs have %d rows, want 182", got.rows)
	}
	cells := 20 * (got.tally[used] + got.tally["the same person on a second tab"])
	got.cells.check(t, "bands", cells, tally{
		"yes": 833, "phone only": 13, "own work that can be displaced, then cover": 69, "own work, not to be moved": 71,
		"no": 775, "not agreed": 38, "dropped for a note (ok till 6pm)": 5, "empty": 496,
	})
	got.comments.check(t, "comments and notes", 33, tally{
		"comment: limit of nights": 7, "comment left for people to read": 11,
		"note: terms": 8, "note: till six": 5, "note left for people to read": 2,
	})
	terms := tally{}
	for _, p := range got.people {
		terms[string(p.consultant("").Terms)]++
	}
	terms.check(t, "terms", len(got.people), tally{"trust_rate": 55, "bma_rate": 34, "time_off": 17, "in_job_plan": 5})
}

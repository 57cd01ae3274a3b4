package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"strikerota/internal/auth"
	"strikerota/rota"
)

var gapRoutes = []route{
	{method: get, path: "/strikes/:strike/gaps", act: auth.SeeSlots, do: (*Server).gapsPage},
}

// gapsPage shows what cannot be covered, before solving.
type gapsPage struct {
	base
	Case     string // "" for those who may not see replies: with the places it tells what one resident said
	Replies  bool   // whether it tells which slots rest on residents who have not said
	Change   string // where the case is chosen, or ""
	Figures  []Figure
	AsMade   string // what places are counted by: what is entered, or the rota made last; or ""
	Sentence string
	NotYet   []string // what has not been entered
	Start    *Button  // when there are no slots
	Heat     *heatMap
	Filters  Filters
	Table    *Table
	None     string
	Pages    *Pagination
}

// What those read who may not see residents by name: places by what is entered would tell
// them one resident's reply as soon as it comes.
const (
	untilMade   = "Figures appear when the rota has been made."
	asEntered   = "Places are those that residents leave for consultants by what is entered now. The rota has those that it was made for, and the page of the day counts by who came: where they differ, that is why."
	asMadeWords = "Places are those of the rota made last: what residents have said since then is not in them, and slots added since are not counted."
)

// caseWords say how the silent are counted.
func caseWords(c rota.Case) string {
	switch c.Kind {
	case rota.AllWorking:
		return "Residents who have not said are counted as working."
	case rota.ShareAway:
		return fmt.Sprintf("Of the residents of each slot who have not said, %d%% are counted as away, rounded up.", c.Share)
	}
	return "Residents who have not said are counted as away."
}

// shareOf says what counting a share of the silent means, for pages with figures that rest on
// it; "" in the other cases.
func shareOf(c rota.Case) string {
	if c.Kind != rota.ShareAway {
		return ""
	}
	return caseWords(c)
}

// notEntered lists what is still missing, as counts. How many residents are rostered,
// and have replied, is told to those who may see who.
func notEntered(e rota.Entry, replies bool) []string {
	var out []string
	add := func(n int, one, many string) {
		if n > 0 {
			out = append(out, count(n, one, many))
		}
	}
	if len(e.Consultants) == 0 && e.AsMade == nil { // else there may be some for other services
		out = append(out, "No consultant has been entered")
	}
	if len(e.Residents) == 0 && replies {
		out = append(out, "No resident has been entered, so every place is counted as one for consultants")
	}
	offerless := 0
	for _, c := range e.Consultants {
		if len(c.Offers) == 0 {
			offerless++
		}
	}
	on := map[rota.ResidentID]bool{}
	silent := 0
	for _, d := range e.Duties {
		on[d.Resident] = true
		if e.Strike.Struck(d) && d.Declaration == rota.NoReply {
			silent++
		}
	}
	add(offerless, "consultant has no offer", "consultants have no offer")
	if !replies {
		return out
	}
	add(len(e.Residents)-len(on), "resident has no duty", "residents have no duty")
	add(silent, "duty has no reply, which is normal", "duties have no reply, which is normal")
	if len(e.Residents) > 0 {
		bare := 0
		for _, n := range e.Needs() {
			if n.Rostered() == 0 {
				bare++
			}
		}
		add(bare, "slot has no resident rostered to it", "slots have no resident rostered to them")
	}
	return out
}

// newGapsPage builds the page. What is over by the time, while the strike runs, stands last.
func newGapsPage(b base, e rota.Entry, f filter, number int, may func(auth.Act) bool, at time.Time) *gapsPage {
	id := b.Strike.ID
	b.Wide()
	p := &gapsPage{base: b, Replies: may(auth.SeePeople)}
	if p.Replies {
		p.Case = caseWords(e.Case)
	}
	if may(auth.EditStrike) {
		p.Change = strikePath(id, "details") + "#case"
	}
	if len(e.Slots) == 0 {
		p.None = "No critical slot has been entered yet, so there is nothing to look at."
		if may(auth.EditSlots) {
			p.Start = &Button{Text: "Start from a template", Href: strikePath(id, "slots", "templates")}
		}
		return p
	}
	if e.AsMade != nil {
		if p.None = untilMade; len(e.AsMade) == 0 {
			return p
		}
		p.None, p.AsMade = "", asMadeWords
	}
	if p.Replies {
		p.AsMade = asEntered
	}
	gaps := findGaps(e)
	for i := range gaps {
		gaps[i].over = !gaps[i].need.Slot.End.After(answersAt(at, e.Strike))
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return count01(a.over) - count01(b.over) })
	p.Figures, p.NotYet = gapFigures(gaps, p.Replies), notEntered(e, p.Replies)
	p.Sentence = gapSentence(gaps)
	p.Heat = newHeatMap(e, gaps, f.path)
	all := make([]rota.Slot, len(gaps))
	for i, g := range gaps {
		all[i] = g.need.Slot
	}
	choices := strengths
	if p.Replies {
		choices = append(slices.Clone(strengths), onReplies)
	}
	p.Filters = slotFilters(f, all, choose(f.form(), "cover", "Who can take it", anyOf("Only gaps", optionsOf(choices, strength.words))))
	p.list(gaps, f, number, may(auth.EditSlots))
	return p
}

// list adds the table below the heat map.
func (p *gapsPage) list(gaps []gap, f filter, number int, mayEdit bool) {
	found := slices.DeleteFunc(slices.Clone(gaps), func(g gap) bool {
		return !g.wanted(strength(f.get("cover"))) || !fits(g.need.Slot, f)
	})
	if len(found) == 0 {
		p.None = "No gaps in what has been entered so far."
		if f.on() {
			p.None = "No slot matches. Change or clear what you filter by."
		}
		return
	}
	shown, number, pages := paged(found, number, f.href)
	p.Pages, p.Title = pages, pageTitle(p.Title, number, pages)
	var rows [][]Cell
	columns := []Column{{Text: "When"}, {Text: "Slot"}, {Text: "Site"}, {Text: "Priority"},
		{Text: "Places", Numeric: true}, {Text: "Who can take it"}, {Text: "Why"}}
	if p.Replies {
		columns = append(columns, Column{Text: "Rests on replies"})
	}
	for _, g := range shown {
		rows = append(rows, gapRow(p.Strike.ID, g, mayEdit)[:len(columns)])
	}
	t := NewTable("gaps", count(len(found), "slot")+", priority 1 first", columns, rows)
	t.Compact, t.Size = true, "s"
	p.Table = &t
}

// wanted reports whether the filter lists the slot: without a choice those that are gaps.
func (g gap) wanted(cover strength) bool {
	switch cover {
	case "":
		return g.strength() != enough
	case onReplies:
		return g.replies > 0
	}
	return g.strength() == cover && g.need.Places > 0
}

func gapRow(strikeID string, g gap, mayEdit bool) []Cell {
	s := g.need.Slot
	slot := Cell{Text: s.Unit + ", " + s.Role}
	if mayEdit {
		slot.Href, slot.Hidden = strikePath(strikeID, "slots", string(s.ID), "edit"), ", "+s.Site+", "+s.Span.Words()
	}
	who := Tag{Text: "Nobody", Colour: "red"}
	switch {
	case g.able > 0 && g.strength() == nobody:
		who.Text = fmt.Sprintf("%d, too few", g.able)
	case g.strength() == barely:
		who = Tag{Text: count(g.able, "person", "people"), Colour: "orange"}
	case g.need.Places == 0:
		who = Tag{Text: count(g.able, "person", "people"), Colour: "grey"}
	case g.strength() == enough:
		who = Tag{Text: count(g.able, "person", "people"), Colour: "green"}
	}
	why := g.why
	switch {
	case g.need.Places == 0:
		why = "Needed only if the silent are away"
	case g.strength() == barely && g.able == 1:
		why = "One person only"
	case g.strength() == barely:
		why = "Nobody to spare"
	}
	replies := "No"
	if g.replies > 0 {
		replies = count(g.replies, "place") + ", " + count(g.need.Silent, "resident") + " silent"
	}
	when := s.Span.Words()
	if g.over {
		when += ". It is over"
	}
	return []Cell{{Text: when}, slot, {Text: s.Site}, {Text: priorityWords(strconv.Itoa(s.Priority))}, {Text: fmt.Sprint(g.need.Places)},
		{Tag: &who}, {Text: cmp.Or(why, "People to spare")}, {Text: replies}}
}

func gapFigures(gaps []gap, replies bool) []Figure {
	counts, resting, places := map[strength]int{}, 0, 0
	for _, g := range gaps {
		if g.need.Places > 0 {
			places++
		}
		counts[g.strength()]++
		if g.replies > 0 {
			resting++
		}
	}
	out := []Figure{{"Nobody, or fewer people than places", count(counts[nobody], "slot")}, {"Just as many people as places", count(counts[barely], "slot")}}
	if replies {
		out = append(out, Figure{"Rest on residents who have not said", count(resting, "slot")})
	}
	return append(out, Figure{"To be covered by consultants", count(places, "slot")})
}

func gapSentence(gaps []gap) string {
	if slices.ContainsFunc(gaps, func(g gap) bool { return g.strength() == nobody }) {
		return "Slots that nobody can take stay open whatever the planner does. Find an offer or a trained person for them first."
	}
	n := 0
	for _, g := range gaps {
		if g.strength() == barely {
			n++
		}
	}
	if n > 0 {
		return "No slot lacks people in what has been entered so far, but " + count(n, "slot has", "slots have") + " just as many people as places: none of them may drop out, be wanted in two slots at once or need their rest."
	}
	return "No gaps in what has been entered so far. The planner may still have to leave places open where people are wanted in two slots at once or need their rest."
}

// gapsPage answers GET /strikes/:strike/gaps.
func (s *Server) gapsPage(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	e, err := s.entry(v, strike.ID)
	if err != nil {
		return err
	}
	f := v.filter(strikePath(strike.ID, "gaps"), "service", "day", "cover")
	b := s.strikeBase(v, strike, gapsSection, "Coverage gaps")
	p := newGapsPage(b, e, f, v.number(), v.can, s.now())
	if len(e.Slots) == 0 && !v.seesAll() {
		p.None = v.noSlotWords(nil)
	}
	return s.show(v, "gaps", p)
}

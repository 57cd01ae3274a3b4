package web

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/rota"
)

var personRoutes = []route{
	{method: get, path: "/strikes/:strike/consultants/:consultant", act: auth.SeeRota, do: (*Server).personPage},
}

// personPath is the page of one consultant's own cover.
func personPath(strikeID string, id rota.ConsultantID) string {
	return strikePath(strikeID, "consultants", string(id))
}

// A personView is one consultant's own cover: when, the rest before each duty, and
// what of their own work it displaces. Rules and cost are for those who may see them.
type personView struct {
	base
	Stands  standing
	Changed *outOfDate
	Figures []Figure
	None    string // that there is no cover, or ""
	Tasks   *Table
	Bands   *Table
	Broken  []string
	Facts   SummaryList
	Cost    *SummaryList
	Files   []Link
	Since   *sinceView  // once something has been published
	Own     *ownChanged // what they have changed themselves, since somebody looked
	Answers *answerCard // what they have said, of a version that tells them of something
	Edit    string      // where the consultant is entered, or ""
}

// A personInput is what the page is made of.
type personInput struct {
	m     *madeRota
	id    rota.ConsultantID
	tasks []exports.Task
	since *sinceView
	money rota.Pricing
	may   func(auth.Act) bool
}

func newPersonView(b base, in personInput) *personView {
	strike := b.Strike.ID
	b.backTo("Rota", strikePath(strike, "rota"))
	b.Heading = "Cover by " + in.m.name(in.id)
	p := &personView{base: b, Stands: in.m.standingOf(in.id), Changed: in.m.outOfDate(strike, in.may)}
	p.Figures = in.figures()
	p.Tasks = in.table(strike)
	lines := in.m.linesOf(in.id)
	if len(lines) == 0 {
		p.None = "No shifts in this strike."
	}
	p.Bands = bandTable(lines)
	for _, x := range in.m.plan.Broken {
		slot, ok := rota.Slot{}, false
		if len(x.Slots) > 0 {
			slot, ok = in.m.slot(x.Slots[0])
		}
		if ok && x.Consultant == in.id {
			p.Broken = append(p.Broken, in.m.brokenWords(x, slot))
		}
	}
	p.Facts, p.Since = in.facts(), in.since
	if list := in.m.told.about(in.id); len(list) > 0 {
		card := newAnswering(b, in.m, backToPerson, in.may).card(in.id, list)
		p.Answers = &card
	}
	if in.may(auth.SeePay) && len(lines) > 0 {
		cost := Summary(in.m.costRows(in.money, lines...)...)
		p.Cost = &cost
	}
	if len(lines) > 0 {
		p.Files = []Link{{Text: "Calendar file", Href: strikePath(strike, "downloads", "personal", string(in.id), "duties.ics")},
			{Text: "Sheet of duties and rest", Href: strikePath(strike, "downloads", "personal", string(in.id), "duties.xlsx")}}
	}
	if _, entered := in.m.people[in.id]; entered && in.may(auth.EditPeople) {
		p.Edit = strikePath(strike, "consultants", string(in.id), "edit")
	}
	return p
}

// linesOf are the consultant's assignments, priced at the cards as they are now.
func (m *madeRota) linesOf(id rota.ConsultantID) []rota.Line {
	p, own := m.ownPlan(id)
	return p.Lines(own)
}

// ownPlan is the consultant's part of the rota, at the cards as they are now.
func (m *madeRota) ownPlan(id rota.ConsultantID) (p rota.Problem, own rota.Plan) {
	p = m.problem
	p.Cards = m.entry.Cards
	for _, a := range m.plan.Assignments {
		if a.Consultant == id {
			own.Assignments = append(own.Assignments, a)
		}
	}
	return p, own
}

// figures count the cover.
func (in personInput) figures() []Figure {
	load := in.m.problem.Loads(in.m.plan)[in.id]
	out := []Figure{{"Duties of cover", strconv.Itoa(load.Duties)}, {"Hours of cover", rota.Hours(load.Minutes)}, {"Nights", strconv.Itoa(load.Nights)}}
	if least := exports.ShortestRest(in.tasks); least != nil {
		out = append(out, Figure{"Shortest rest before cover", rota.Hours(*least)})
	}
	return out
}

// table lists cover and sessions by time; nil when there is neither.
func (in personInput) table(strikeID string) *Table {
	var rows [][]Cell
	for _, t := range in.tasks {
		what := Cell{Text: nameOr(t.Session, "Own session")}
		where := "Own work"
		if t.Slot != nil {
			what = Cell{Text: t.Slot.Unit + ", " + t.Slot.Role, Href: coverPath(strikeID, t.Slot.ID)}
			where = t.Slot.Site + ", " + rota.LowerFirst(t.Slot.Mode.Words())
		}
		if t.Broken != "" && in.m.apart() {
			t.Broken = "Breaks a rule on purpose"
		}
		rest := "Not counted"
		switch {
		case t.Rest != nil:
			rest = rota.Hours(*t.Rest)
		case t.Untold:
			rest = exports.UntoldRest
		case t.Work():
			rest = "No work before"
		}
		rows = append(rows, []Cell{{Text: t.Span.Words()}, what, {Text: where}, {Text: rota.Hours(t.Minutes())}, {Text: rest}, {Text: nameOr(t.Words(), "None")}})
	}
	if rows == nil {
		return nil
	}
	table := NewTable("duties", "Cover and own sessions", []Column{{Text: "When"}, {Text: "What"}, {Text: "Where"}, {Text: "Length"}, {Text: "Rest before"}, {Text: "Notes"}}, rows)
	return &table
}

// bandTable is the hours of cover by band of the week; nil when there are none.
func bandTable(lines []rota.Line) *Table {
	var sum [rota.BandCount]int
	for _, l := range lines {
		for b, n := range l.Minutes {
			sum[b] += n
		}
	}
	var rows [][]Cell
	for b, n := range sum {
		if n > 0 {
			rows = append(rows, []Cell{{Text: rota.Band(b).Words()}, {Text: rota.Hours(n)}})
		}
	}
	if rows == nil {
		return nil
	}
	table := NewTable("bands", "Hours of cover by band", []Column{{Text: "Band"}, {Text: "Hours", Numeric: true}}, rows)
	return &table
}

// facts are what holds for the consultant. Contacts, skills and limits are for those who may see people.
func (in personInput) facts() SummaryList {
	who, entered := in.m.people[in.id]
	if !entered {
		who, _ = in.m.problem.Consultant(in.id)
	}
	rows := []SummaryRow{{Key: "Grade", Value: who.Grade}}
	if !in.may(auth.SeePeople) {
		return Summary(rows...)
	}
	rules := in.m.entry.Rules
	rows = append(rows, SummaryRow{Key: "Contact", Value: who.Contact, Dials: true}, SummaryRow{Key: "Note", Value: nameOr(who.Note, "None")},
		SummaryRow{Key: "Paid", Value: in.m.termsWords(in.id)},
		SummaryRow{Key: "Skills", Value: nameOr(strings.Join(who.Skills, ", "), "None")}, SummaryRow{Key: "Sites", Value: strings.Join(who.Sites, ", ")},
		SummaryRow{Key: "Time offered", Value: offeredWords(who, in.m.entry.Declined)},
		SummaryRow{Key: "Most cover", Value: limitWords(who.MaxCover, rules.MaxCover, rota.Hours)},
		SummaryRow{Key: "Most nights in a row", Value: limitWords(who.MaxNightsInARow, rules.MaxNightsInARow, strconv.Itoa)},
		SummaryRow{Key: "Rest between duties", Value: limitWords(nil, rules.Rest, rota.Hours)})
	return Summary(rows...)
}

func offeredWords(who rota.Consultant, declined []rota.Told) string {
	if len(who.Offers) == 0 {
		return "None"
	}
	words := rota.Hours(offeredMinutes(who.Offers)) + " in " + count(len(who.Offers), "offer")
	if note := declinedNote(who, declined); note != "" {
		words += ". " + note
	}
	return words
}

// limitWords is a limit of their own, or else the trust's.
func limitWords(own, trust *int, words func(int) string) string {
	switch {
	case own != nil:
		return words(*own) + ", their own limit"
	case trust != nil:
		return words(*trust) + ", the trust’s limit"
	}
	return "No limit"
}

// personPage answers GET /strikes/:strike/consultants/:consultant.
func (s *Server) personPage(v *visit) error {
	id := rota.ConsultantID(v.param("consultant"))
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	m, err := s.made(v, strike)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, rotaSection, fmt.Sprintf("Cover by consultant %s", id))
	if m == nil {
		if err := s.knows(v, strike, id); err != nil {
			return err
		}
		return s.show(v, "empty", noRota(b, v.can(auth.EditRota)))
	}
	_, entered := m.people[id]
	if _, ok := m.problem.Consultant(id); !ok && !entered {
		return rota.ErrNotFound
	}
	priced, plan := m.repriced()
	h := m.ownFiles(exports.Handout{Problem: priced, Plan: plan, Consultants: m.named()})
	money, err := v.store.Money(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	in := personInput{m: m, id: id, tasks: h.Tasks(id), money: money.Pricing, may: v.can}
	if m.told, err = s.tellings(v, strike.ID); err != nil {
		return err
	}
	if in.since, err = s.since(v, strike, b, m, id); err != nil {
		return err
	}
	p := newPersonView(b, in)
	if p.Own, err = s.ownChanged(v, b, id); err != nil {
		return err
	}
	return s.show(v, "person", p)
}

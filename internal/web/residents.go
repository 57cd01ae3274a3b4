package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var residentRoutes = []route{
	{method: get, path: "/strikes/:strike/residents", act: auth.SeePeople, do: (*Server).residentsPage, names: "residents"},
	{method: post, path: "/strikes/:strike/residents", act: auth.SeePeople, do: (*Server).findResidents, names: "residents"},
	{method: get, path: "/strikes/:strike/residents/new", act: auth.EditPeople, do: (*Server).residentPage},
	{method: post, path: "/strikes/:strike/residents/new", act: auth.EditPeople, do: (*Server).saveResident},
	{method: get, path: "/strikes/:strike/residents/replies", act: auth.EditPeople, do: (*Server).repliesPage, names: "declarations"},
	{method: post, path: "/strikes/:strike/residents/replies", act: auth.EditPeople, do: (*Server).saveReplies, names: "declarations"},
	{method: get, path: "/strikes/:strike/residents/:resident/edit", act: auth.EditPeople, do: (*Server).residentPage, names: "a resident"},
	{method: post, path: "/strikes/:strike/residents/:resident/edit", act: auth.EditPeople, do: (*Server).saveResident, names: "a resident"},
	{method: get, path: "/strikes/:strike/residents/:resident/delete", act: auth.EditPeople, do: (*Server).deleteResidentPage, names: "a resident"},
	{method: post, path: "/strikes/:strike/residents/:resident/delete", act: auth.EditPeople, do: (*Server).deleteResident, names: "a resident"},
}

// A Figure is a number at the top of a page and what it counts.
type Figure struct{ Words, Number string }

// residentsPage lists the residents and counts what they have said.
type residentsPage struct {
	base
	Figures    []Figure
	Filters    Filters
	Table      *Table
	None       string // why there is no table
	Pagination *Pagination
	Add, Grid  *Button
	Attendance *Button
	Bring      []Link // files that may be brought in
	Words      string // where a unit is changed everywhere, or ""
	Links      string // where personal links are made, or ""
	Message    string // to send to all, while nobody has said anything; or ""
}

// declarationOrder is the order of the figures: what is known first.
var declarationOrder = []rota.Declaration{rota.Away, rota.Working, rota.PrefersNotToSay, rota.NoReply}

// tally counts the struck duties by what was said of them.
func tally(strike rota.Strike, duties []rota.Duty) map[rota.Declaration]int {
	out := map[rota.Declaration]int{}
	for _, d := range duties {
		if strike.Struck(d) {
			out[d.Declaration]++
		}
	}
	return out
}

// replyWords is a tally in a line: "Will be working", "2 will not be available, 1 no reply".
func replyWords(counts map[rota.Declaration]int) string {
	var parts []string
	only := rota.Declaration("")
	for _, said := range declarationOrder {
		if n := counts[said]; n > 0 {
			only = said
			parts = append(parts, fmt.Sprintf("%d %s", n, rota.LowerFirst(said.Words())))
		}
	}
	switch len(parts) {
	case 0:
		return "No duty in the strike"
	case 1:
		return only.Words()
	}
	return strings.Join(parts, ", ")
}

// sortResidents orders residents by name, then id.
func sortResidents(list []store.Resident) []store.Resident {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b store.Resident) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(string(a.ID), string(b.ID)))
	})
	return out
}

// matching are the residents that the filter leaves. There is none by what was
// said: nobody may list those who plan to be away (Blacklists Regulations 2010,
// regulation 3), nor those who have not said.
func matching(list []store.Resident, f filter) []store.Resident {
	keep := func(r store.Resident) bool {
		return f.named(r.Name) &&
			(f.get("grade") == "" || r.Grade == f.get("grade")) &&
			(f.get("unit") == "" || r.Unit == f.get("unit"))
	}
	return slices.DeleteFunc(sortResidents(list), func(r store.Resident) bool { return !keep(r) })
}

func gradesAndUnits(list []store.Resident) (grades, units []string) {
	for _, r := range list {
		grades, units = append(grades, r.Grade), append(units, r.Unit)
	}
	return distinct(grades), distinct(units)
}

func residentFilters(f filter, list []store.Resident) Filters {
	grades, units := gradesAndUnits(list)
	form := f.form()
	return newFilters(f, []Input{input(form, personField, "Name").Wide(20)}, []Select{
		choose(form, "grade", "Grade", anyOf("All grades", optionsFrom(grades))),
		choose(form, "unit", "Unit", anyOf("All units", optionsFrom(units))),
	})
}

// inviteWords is a message for all residents alike, for as long as nobody has said
// anything: what they may say, that they need not, and what becomes of it.
func inviteWords(trust string, strike rota.Strike, said map[rota.Declaration]int) string {
	if said[rota.NoReply] == 0 || said[rota.Away]+said[rota.Working]+said[rota.PrefersNotToSay] > 0 {
		return ""
	}
	return "Strike from " + longSpan(strike.Span) + ": " + trust + " has to keep critical services safely staffed. " +
		"You do not have to say whether you will take part, before or during it; not replying means nothing and has no consequence. " +
		"If you wish to help with planning, reply and say for which of your shifts you will be working and for which you will not be available, or that you prefer not to say. " +
		"You can change this at any time. Give no reason. What you say is shown to the rota coordinators alone. It is used to plan cover for this strike, and never to withhold pay."
}

func newResidentsPage(b base, strike rota.Strike, list []store.Resident, f filter, number int, mayEdit bool) *residentsPage {
	p := &residentsPage{base: b}
	id := b.Strike.ID
	total := map[rota.Declaration]int{}
	for _, r := range list {
		for said, n := range tally(strike, r.Duties) {
			total[said] += n
		}
	}
	for _, said := range declarationOrder {
		p.Figures = append(p.Figures, Figure{Words: said.Words(), Number: count(total[said], "duty", "duties")})
	}
	if mayEdit {
		p.Add = &Button{Text: "Add a resident", Href: strikePath(id, "residents", "new")}
		p.Bring = bringLinks(id, intake.Duties, intake.Declarations)
		p.Words = strikePath(id, "words")
		p.Links = strikePath(id, "residents", "links")
	}
	p.Message = inviteWords(b.Trust, strike, total)
	if len(list) == 0 {
		p.None = "No resident has been entered yet. Bring in a spreadsheet of their duties, or add them one by one."
		return p
	}
	if mayEdit {
		p.Grid = &Button{Text: "Enter replies in a grid", Href: strikePath(id, "residents", "replies"), Variant: "secondary"}
		p.Attendance = &Button{Text: "Confirm attendance", Href: strikePath(id, "residents", "attendance"), Variant: "secondary"}
	}
	p.Filters = residentFilters(f, list)
	p.Filters.CSRF = b.CSRF
	found := matching(list, f)
	if len(found) == 0 {
		p.None = "No resident matches. Change or clear what you filter by."
		return p
	}
	shown, number, pages := pages(found, number, f)
	p.Pagination, p.Title = pages, pageTitle(p.Title, number, pages)
	t := NewTable("residents", count(len(found), "resident"), []Column{{Text: "Name"}, {Text: "Grade"}, {Text: "Unit"},
		{Text: "Duties in the strike", Numeric: true}, {Text: "Reply"}, {Text: "Reply last updated"}}, residentRows(id, strike, shown, mayEdit))
	t.Compact = true
	p.Table = &t
	return p
}

func residentRows(strikeID string, strike rota.Strike, list []store.Resident, mayEdit bool) [][]Cell {
	var rows [][]Cell
	for _, r := range list {
		counts := tally(strike, r.Duties)
		sum := 0
		for _, n := range counts {
			sum += n
		}
		name := Cell{Text: r.Name}
		if mayEdit {
			name.Href = strikePath(strikeID, "residents", string(r.ID), "edit")
		}
		rows = append(rows, []Cell{name, {Text: orNotGiven(r.Grade)}, {Text: orNotGiven(r.Unit)}, {Text: fmt.Sprint(sum)}, {Text: replyWords(counts)}, {Text: updatedWords(r.Replied)}})
	}
	return rows
}

// updatedWords is when something was saved, short, for a column of a list.
func updatedWords(at time.Time) string {
	if at.IsZero() {
		return "" // nothing was said, or all of it was taken back: the two look alike
	}
	return rota.DateOf(at).Words() + ", " + rota.ClockWords(at)
}

func orNotGiven(text string) string { return cmp.Or(text, "Not given") }

// residentsPage answers GET /strikes/:strike/residents.
func (s *Server) residentsPage(v *visit) error {
	return s.listResidents(v, v.filter(strikePath(v.param("strike"), "residents"), "grade", "unit"))
}

// findResidents looks for a name. Without one it goes to the list's own address.
func (s *Server) findResidents(v *visit) error {
	f, err := v.postedFilter(strikePath(v.param("strike"), "residents"), "grade", "unit")
	if err != nil {
		return err
	}
	if f.person == "" {
		return s.redirect(v, f.href(1))
	}
	return s.listResidents(v, f)
}

func (s *Server) listResidents(v *visit, f filter) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	list, err := v.store.Residents(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, residentsSection, "Residents")
	p := newResidentsPage(b, strike.Strike, list, f, v.number(), v.can(auth.EditPeople))
	if s.now().Before(strike.Start) {
		p.Attendance = nil // there is nothing to confirm, as the overview says
	}
	return s.show(v, "residents", p)
}

func (s *Server) deleteResidentPage(v *visit) error {
	st, err := s.residentState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, residentsSection, "Delete this resident?")
	b.OnScreen = true
	at := strikePath(st.strike.ID, "residents", string(st.now.ID))
	return s.show(v, "delete", newDeletePage(b, "The resident and all their duties will be deleted. Slots that they would have filled are counted again without them.",
		Summary(residentFacts(st.now, st.slots)...), st.now.Version, at+"/delete", "Delete the resident", Link{Text: "Keep the resident", Href: at + "/edit"}))
}

func (s *Server) deleteResident(v *visit) error {
	return s.remove(v, []string{"residents"}, "The resident has been deleted", func(strikeID string, version int64) error {
		return v.store.DeleteResident(v.ctx(), v.actor(), strikeID, rota.ResidentID(v.param("resident")), version)
	})
}

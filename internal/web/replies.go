package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// repliesPage is the quick grid: a row a resident, a choice a duty. Each choice
// travels with what it was when the page was opened, so that only what was
// changed is saved, and two people's changes to different duties both go through.
type repliesPage struct {
	base
	About      string
	Action     string
	Unit       string
	Number     int
	Filters    Filters
	Changed    *Changed
	Caption    string
	Days       []string
	Rows       []replyRow
	None       string
	Pagination *Pagination
	Save       Button
}

// A replyRow is one resident, with the choices of each day.
type replyRow struct {
	Name  string
	Href  string
	About string // grade and unit
	Days  []replyDay
}

// A replyDay is one cell: usually one choice, none when the resident is off.
type replyDay struct {
	Day     string
	Choices []replyChoice
}

// A replyChoice is one duty.
type replyChoice struct {
	Select
	Times    string
	FromName string
	From     string
}

func toName(id rota.DutyID) string   { return "to-" + string(id) }
func fromName(id rota.DutyID) string { return "from-" + string(id) }

// struckDays are the days of the strike, and those of duties beside them.
func struckDays(strike rota.Strike, list []store.Resident) []rota.Date {
	last := rota.DateOf(strike.End)
	var out []rota.Date
	for d := rota.DateOf(strike.Start); d.Before(last); d = d.Add(1) {
		out = append(out, d)
	}
	for _, r := range list {
		for _, duty := range r.Duties {
			if d := rota.DateOf(duty.Start); strike.Struck(duty) && !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	slices.SortFunc(out, rota.Date.Compare)
	return out
}

// A gridKind is what a grid of duties asks: its address below the strike, and the choice of a duty.
type gridKind struct {
	path []string
	cell func(f *form.Form, who string, d rota.Duty) replyChoice
}

func newRepliesPage(b base, f *form.Form, strike rota.Strike, list []store.Resident, by filter, number int) *repliesPage {
	p := newGridPage(b, f, strike, list, by, number, gridKind{path: []string{"residents", "replies"}, cell: buildReplyChoice})
	p.About = "Choose what each resident has said for each duty, then save. Only what you change is saved. Record no reason."
	p.Save = Button{Text: "Save the replies", Once: true}
	return p
}

// newGridPage is a grid with a row a resident and a choice a duty, all but its words.
func newGridPage(b base, f *form.Form, strike rota.Strike, list []store.Resident, by filter, number int, kind gridKind) *repliesPage {
	id := b.Strike.ID
	b.backTo("Residents", strikePath(id, "residents"))
	b.Wide()
	p := &repliesPage{base: b, Action: strikePath(id, kind.path...), Unit: by.get("unit")}
	_, units := gradesAndUnits(list)
	p.Filters = newFilters(by, nil, []Select{choose(by.form(), "unit", "Unit", anyOf("All units", optionsFrom(units)))})
	found := matching(list, by)
	if len(found) == 0 {
		p.None = "There is no resident to show. Add residents with their duties first."
		return p
	}
	shown, number, pages := paged(found, number, by.href)
	p.Number, p.Pagination, p.Title = number, pages, pageTitle(b.Title, number, pages)
	p.Caption = count(len(found), "resident") + ", duties that start in the strike"
	days := struckDays(strike, found)
	for _, d := range days {
		p.Days = append(p.Days, d.Words())
	}
	for _, r := range shown {
		p.Rows = append(p.Rows, buildReplyRow(f, id, strike, r, days, kind.cell))
	}
	return p
}

func buildReplyRow(f *form.Form, strikeID string, strike rota.Strike, r store.Resident, days []rota.Date,
	choice func(f *form.Form, who string, d rota.Duty) replyChoice) replyRow {
	row := replyRow{Name: r.Name, Href: strikePath(strikeID, "residents", string(r.ID), "edit"), About: r.Grade + ", " + r.Unit}
	switch {
	case r.Grade == "":
		row.About = r.Unit
	case r.Unit == "":
		row.About = r.Grade
	}
	for _, day := range days {
		cell := replyDay{Day: day.Words()}
		for _, d := range r.Duties {
			if strike.Struck(d) && rota.DateOf(d.Start) == day {
				cell.Choices = append(cell.Choices, choice(f, r.Name, d))
			}
		}
		row.Days = append(row.Days, cell)
	}
	return row
}

func buildReplyChoice(f *form.Form, who string, d rota.Duty) replyChoice {
	to, from := toName(d.ID), fromName(d.ID)
	if !f.Has(to) {
		f.Set(to, string(d.Declaration))
	}
	f.Set(from, string(d.Declaration))
	c := replyChoice{Times: rota.ClockWords(d.Start) + " to " + rota.ClockWords(d.End), FromName: from, From: string(d.Declaration)}
	c.Select = choose(f, to, who+", "+d.Span.Words(), optionsOf(rota.Declarations(), rota.Declaration.Words))
	return c
}

// readReplies reads the grid: every duty whose choice is no longer what it was.
func readReplies(f *form.Form) []store.DeclarationChange {
	var out []store.DeclarationChange
	for _, name := range f.Names("to-") {
		id := rota.DutyID(name[len("to-"):])
		to := form.Choice(f, name, "what they have said", rota.Declarations())
		from := form.Choice(f, fromName(id), "what they had said", rota.Declarations())
		if to != from {
			out = append(out, store.DeclarationChange{Duty: id, From: from, To: to})
		}
	}
	return out
}

// repliesChanged compares the changes with what is kept now. Those that both
// people made alike need no answer.
func repliesChanged(f *form.Form, err error, list []store.Resident, changes []store.DeclarationChange) *Changed {
	var now, typed []SummaryRow
	for _, r := range sortResidents(list) {
		for _, d := range r.Duties {
			i := slices.IndexFunc(changes, func(c store.DeclarationChange) bool { return c.Duty == d.ID })
			if i < 0 || d.Declaration == changes[i].From || d.Declaration == changes[i].To {
				continue
			}
			key := r.Name + ", " + d.Span.Words()
			now = append(now, SummaryRow{Key: key, Value: d.Declaration.Words()})
			typed = append(typed, SummaryRow{Key: key, Value: changes[i].To.Words()})
			f.Fail(toName(d.ID), fmt.Sprintf("Saved by somebody else: %s", lowerFirst(d.Declaration.Words())))
		}
	}
	return changedSince(err, now, typed)
}

const repliesTitle = "Replies of residents"

// repliesPage answers GET /strikes/:strike/residents/replies.
func (s *Server) repliesPage(v *visit) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	by := v.filter(strikePath(strike.ID, "residents", "replies"), "unit")
	b := s.strikeBase(v, strike, residentsSection, repliesTitle)
	return s.show(v, "replies", newRepliesPage(b, form.New(), strike.Strike, list, by, v.number()))
}

func (s *Server) withResidents(v *visit) (store.Strike, []store.Resident, error) {
	strike, err := s.strike(v)
	if err != nil {
		return strike, nil, err
	}
	list, err := s.store.Residents(v.ctx(), strike.ID)
	return strike, list, err
}

// saveReplies saves what was changed.
func (s *Server) saveReplies(v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	unit := f.Optional("unit", "the unit", 80)
	number := f.Int("page", "the page", 0, 1_000_000)
	changes := readReplies(f)
	if err := f.Done(); err != nil {
		return err
	}
	by := filter{path: strikePath(strike.ID, "residents", "replies"), values: map[string][]string{}}
	if unit != "" {
		by.values.Set("unit", unit)
	}
	if f.OK() && len(changes) > 0 {
		err = s.store.SaveDeclarations(v.ctx(), v.actor(), strike.ID, changes)
	}
	switch {
	case err != nil && !errors.Is(err, rota.ErrConflict):
		return err
	case f.OK() && err == nil:
		s.flash(v, savedReplies(len(changes)))
		return s.redirect(v, by.href(number))
	}
	return s.showRepliesAgain(v, f, by, number, changes, err)
}

func savedReplies(n int) string {
	switch n {
	case 0:
		return "Nothing was changed, so nothing was saved"
	case 1:
		return "1 reply has been saved"
	}
	return strconv.Itoa(n) + " replies have been saved"
}

// showRepliesAgain shows the grid with what was typed: after a clash, or after a
// choice that is not one.
func (s *Server) showRepliesAgain(v *visit, f *form.Form, by filter, number int, changes []store.DeclarationChange, clash error) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, residentsSection, repliesTitle)
	if clash == nil {
		return s.showAgain(v, "replies", newRepliesPage(b, f, strike.Strike, list, by, number), f)
	}
	changed := repliesChanged(f, clash, list, changes)
	f = keepTyped(f, changes)
	p := newRepliesPage(b, f, strike.Strike, list, by, number)
	p.Changed = changed
	return s.showChanged(v, "replies", p)
}

// keepTyped drops the choices that nobody touched here, so that the page shows
// for them what is kept now.
func keepTyped(f *form.Form, changes []store.DeclarationChange) *form.Form {
	out := form.New()
	for _, c := range changes {
		out.Set(toName(c.Duty), string(c.To))
	}
	for _, e := range f.Errors() {
		out.FailAt(e.Field, e.Target, e.Text)
	}
	return out
}

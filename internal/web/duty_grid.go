package web

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// A dutyGrid is what one of the grids of duties asks, and where it is kept: what
// residents have said, or whether they came.
type dutyGrid struct {
	name    string // in its address
	title   string
	about   string
	button  string
	what    string // the choice within a sentence
	options []Option
	value   func(rota.Duty) string // what is kept of a duty, as a choice
	saved   func(n int) string
	now     time.Time // nothing is asked of duties that begin later; of all, where it is zero
	save    func(s *Server, v *visit, strikeID string, changes []dutyChange) error
}

// A dutyChange is a choice of a grid that is no longer what it was.
type dutyChange struct {
	duty     rota.DutyID
	from, to string
}

// words are those of a choice.
func (g dutyGrid) words(value string) string {
	for _, o := range g.options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

func (g dutyGrid) path(strikeID string) string { return strikePath(strikeID, "residents", g.name) }

// newPage is the grid with a row a resident and a choice a duty.
func (g dutyGrid) newPage(b base, f *form.Form, strike rota.Strike, list []store.Resident, by filter, number int) *repliesPage {
	id := b.Strike.ID
	b.backTo("Residents", strikePath(id, "residents"))
	b.Wide()
	b.OnScreen = true
	p := &repliesPage{base: b, About: g.about, Action: g.path(id), Unit: by.get("unit"), Save: Button{Text: g.button, Once: true}}
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
		p.Rows = append(p.Rows, buildReplyRow(f, id, strike, r, days, g.choice))
	}
	return p
}

// early reports whether nothing can be said of the duty yet: it has not begun.
func (g dutyGrid) early(d rota.Duty) bool { return !g.now.IsZero() && d.Start.After(g.now) }

// tooEarly reports whether a change is of a duty of which nothing can be said yet.
func tooEarly(list []store.Resident, changes []dutyChange, early func(rota.Duty) bool) bool {
	return slices.ContainsFunc(list, func(r store.Resident) bool {
		return slices.ContainsFunc(r.Duties, func(d rota.Duty) bool {
			return early(d) && slices.ContainsFunc(changes, func(c dutyChange) bool { return c.duty == d.ID })
		})
	})
}

// choice is one duty of the grid, with what was kept of it when the page was opened.
func (g dutyGrid) choice(f *form.Form, who string, d rota.Duty) replyChoice {
	to, from, now := toName(d.ID), fromName(d.ID), g.value(d)
	if !f.Has(to) {
		f.Set(to, now)
	}
	f.Set(from, now)
	c := replyChoice{Times: d.Times(), FromName: from, From: now}
	if c.Early = g.early(d); c.Early {
		return c
	}
	c.Select = choose(f, to, who+", "+d.Span.Words(), g.options)
	return c
}

// read reads the grid: every duty whose choice is no longer what it was.
func (g dutyGrid) read(f *form.Form) []dutyChange {
	var allowed []string
	for _, o := range g.options {
		allowed = append(allowed, o.Value)
	}
	var out []dutyChange
	for _, name := range f.Names("to-") {
		id := rota.DutyID(name[len("to-"):])
		to := form.Choice(f, name, g.what, allowed)
		from := form.Choice(f, fromName(id), g.what+" before", allowed)
		if to != from {
			out = append(out, dutyChange{id, from, to})
		}
	}
	return out
}

// show answers GET.
func (g dutyGrid) show(s *Server, v *visit) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, residentsSection, g.title)
	return s.show(v, "replies", g.newPage(b, form.New(), strike.Strike, list, v.filter(g.path(strike.ID), "unit"), v.number()))
}

// post saves what was changed.
func (g dutyGrid) post(s *Server, v *visit) error {
	strike, err := s.strike(v)
	if err != nil {
		return err
	}
	f := v.form()
	unit := f.Optional("unit", "the unit", 80)
	number := f.Int("page", "the page", 0, 1_000_000)
	changes := g.read(f)
	if err := f.Done(); err != nil {
		return err
	}
	by := filter{path: g.path(strike.ID), values: map[string][]string{}}
	if unit != "" {
		by.values.Set("unit", unit)
	}
	if len(changes) > 0 && !g.now.IsZero() {
		list, err := v.store.Residents(v.ctx(), strike.ID)
		if err != nil {
			return err
		}
		if tooEarly(list, changes, g.early) {
			return &form.Refused{Field: g.name}
		}
	}
	if f.OK() && len(changes) > 0 {
		err = g.save(s, v, strike.ID, changes)
	}
	switch {
	case err != nil && !errors.Is(err, rota.ErrConflict):
		return err
	case f.OK() && err == nil:
		s.flash(v, g.saved(len(changes)))
		return s.redirect(v, by.href(number))
	}
	return g.showAgain(s, v, f, by, number, changes, err)
}

// showAgain shows the grid with what was typed: after a clash, or after a choice that
// is not one.
func (g dutyGrid) showAgain(s *Server, v *visit, f *form.Form, by filter, number int, changes []dutyChange, clash error) error {
	strike, list, err := s.withResidents(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, strike, residentsSection, g.title)
	if clash == nil {
		return s.showAgain(v, "replies", g.newPage(b, f, strike.Strike, list, by, number), f)
	}
	changed := g.changed(f, clash, list, changes)
	p := g.newPage(b, keepTyped(f, changes), strike.Strike, list, by, number)
	p.Changed = changed
	return s.showChanged(v, "replies", p)
}

// changed compares the changes with what is kept now. Those that both people made
// alike need no answer.
func (g dutyGrid) changed(f *form.Form, err error, list []store.Resident, changes []dutyChange) *Changed {
	var now, typed []SummaryRow
	for _, r := range sortResidents(list) {
		for _, d := range r.Duties {
			i := slices.IndexFunc(changes, func(c dutyChange) bool { return c.duty == d.ID })
			kept := g.value(d)
			if i < 0 || kept == changes[i].from || kept == changes[i].to {
				continue
			}
			key := r.Name + ", " + d.Span.Words()
			now = append(now, SummaryRow{Key: key, Value: g.words(kept)})
			typed = append(typed, SummaryRow{Key: key, Value: g.words(changes[i].to)})
			f.Fail(toName(d.ID), fmt.Sprintf("Saved by somebody else: %s", rota.LowerFirst(g.words(kept))))
		}
	}
	return changedSince(err, now, typed)
}

// keepTyped drops the choices that nobody touched here, so that the page shows for
// them what is kept now.
func keepTyped(f *form.Form, changes []dutyChange) *form.Form {
	out := form.New()
	for _, c := range changes {
		out.Set(toName(c.duty), c.to)
	}
	for _, e := range f.Errors() {
		out.FailAt(e.Field, e.Target, e.Text)
	}
	return out
}

func (s *Server) withResidents(v *visit) (store.Strike, []store.Resident, error) {
	strike, err := s.strike(v)
	if err != nil {
		return strike, nil, err
	}
	list, err := v.store.Residents(v.ctx(), strike.ID)
	return strike, list, err
}

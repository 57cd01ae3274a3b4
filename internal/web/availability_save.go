package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// An availabilityChange is what was ticked and what was no longer ticked of one consultant.
type availabilityChange struct {
	row       int
	who       rota.ConsultantID
	was       []string
	add, drop []string
}

// availability is the grid's input for what the address names.
func (s *Server) availability(v *visit) (availabilityInput, filter, error) {
	st, err := s.consultantState(v)
	if err != nil {
		return availabilityInput{}, filter{}, err
	}
	in := availabilityInput{st: st, one: st.now.ID != "", shifts: rota.Shifts(st.slots), days: wholeDays(st.strike.Span), form: form.New()}
	by := filter{path: availabilityPath(st.strike.ID, st.now.ID), values: map[string][]string{}}
	if in.one {
		in.list = []store.Consultant{st.now}
	}
	return in, by, nil
}

// whoCan is the page's title of whom it is about.
func whoCan(who string) string { return "When " + who + " can cover" }

// availabilityBase starts the page. Its heading names the consultant, and its title does not.
func (s *Server) availabilityBase(v *visit, in availabilityInput) base {
	who := "consultants"
	if in.one {
		who = "consultant " + string(in.st.now.ID)
	}
	b := s.strikeBase(v, in.st.strike, consultantsSection, whoCan(who))
	if in.one {
		b.Heading = whoCan(in.st.now.Name)
	}
	return b
}

// availabilityPage answers GET for one consultant and for all.
func (s *Server) availabilityPage(v *visit) error {
	in, by, err := s.availability(v)
	if err != nil {
		return err
	}
	if !in.one {
		by = v.filter(by.path, "skill")
	}
	b := s.availabilityBase(v, in)
	return s.show(v, "availability", newAvailability(b, in, by, v.number()))
}

// readAvailability reads the grid: what is no longer as it was when it was opened.
func (in availabilityInput) readAvailability(f *form.Form) (changes []availabilityChange, modes []rota.Mode, anyway bool) {
	spans := in.spans()
	var all []string
	for key := range spans {
		all = append(all, key)
	}
	slices.Sort(all)
	alls := append(dayTexts(in.days), "row")
	for _, s := range in.shifts {
		alls = append(alls, s.Key)
	}
	for i := range f.Int("rows", "the rows", 0, perPage) {
		c := availabilityChange{row: i, who: rota.ConsultantID(f.Text(theirs("who", i), "the consultant", 100))}
		c.was = strings.Fields(f.Optional(theirs("was", i), "what was offered", 20_000))
		ticked := form.Choices(f, theirs("offer", i), "what is offered", all)
		for _, whole := range form.Choices(f, theirs("all", i), "all of it", alls) {
			for _, key := range all {
				if whole == "row" || strings.HasPrefix(key, whole+"_") || strings.HasSuffix(key, "_"+whole) {
					ticked = append(ticked, key)
				}
			}
		}
		for _, key := range all {
			now, was := slices.Contains(ticked, key), slices.Contains(c.was, key)
			switch {
			case now && !was:
				c.add = append(c.add, key)
			case was && !now:
				c.drop = append(c.drop, key)
			}
		}
		f.Set(theirs("offer", i), ticked...)
		if len(c.add)+len(c.drop) > 0 {
			changes = append(changes, c)
		}
	}
	modes = form.Choices(f, "modes", "the modes", rota.Modes())
	return changes, modes, f.Checked("anyway")
}

// apply makes the consultants' offers what was ticked, on top of what is kept now.
// Faults go to the form: a consultant who is gone, shifts that a fixed session meets, unless they are wanted
// anyway, and shifts ticked without saying how they are offered.
func (in availabilityInput) apply(f *form.Form, changes []availabilityChange, modes []rota.Mode, anyway bool) []store.Consultant {
	at := func(id rota.ConsultantID) int {
		return slices.IndexFunc(in.st.all, func(c store.Consultant) bool { return c.ID == id })
	}
	for _, ch := range changes {
		if at(ch.who) < 0 {
			f.FailAt("rows", "maincontent", "Consultant "+string(ch.who)+" has been deleted since you opened the page. All else is still below")
			return nil
		}
	}
	spans := in.spans()
	var out []store.Consultant
	for _, ch := range changes {
		c := in.st.all[at(ch.who)]
		if len(ch.add) > 0 && len(modes) == 0 && f.Error("modes") == "" {
			f.Fail("modes", "Choose on site, on call or standby for what is newly ticked")
		}
		if key, words := meets(c, ch.add, spans); words != "" && !anyway {
			f.FailAt(theirs("offer", ch.row), theirs("box", ch.row)+"-"+key, words)
			if f.Error("anyway") == "" {
				f.Fail("anyway", "Untick these shifts, or say that they are offered all the same")
			}
		}
		keep := slices.DeleteFunc(offeredOf(spans, c), func(key string) bool { return slices.Contains(ch.drop, key) })
		c.Offers = rota.Reoffer(c.Offers, spansOf(ch.drop, spans), spansOf(keep, spans), spansOf(ch.add, spans), modes)
		out = append(out, c)
	}
	return out
}

func spansOf(keys []string, spans map[string]rota.Span) []rota.Span {
	var out []rota.Span
	for _, key := range keys {
		if span, ok := spans[key]; ok {
			out = append(out, span)
		}
	}
	return out
}

// meets says which newly offered shifts a fixed session meets, with both facts, and which
// of them is the first; "" when none does.
func meets(c store.Consultant, keys []string, spans map[string]rota.Span) (first, words string) {
	var out []string
	for _, key := range keys {
		for _, x := range c.Sessions {
			if span := spans[key]; x.Kind == rota.Fixed && x.Overlaps(span) {
				first = cmp.Or(first, key)
				out = append(out, fmt.Sprintf("%s is ticked as offered, but %s is fixed, %s", span.Words(), nameOr(x.Name, "a session"), x.Span.Words()))
			}
		}
	}
	if out == nil {
		return "", ""
	}
	return first, c.Name + ": " + strings.Join(out, "; ")
}

// saveAvailability answers POST for one consultant and for all.
func (s *Server) saveAvailability(v *visit) error {
	in, by, err := s.availability(v)
	if err != nil {
		return err
	}
	f := v.form()
	in.form = f
	if skill := f.Optional("skill", "the skill", 200); skill != "" {
		by.values.Set("skill", skill)
	}
	number := f.Int("page", "the page", 0, 1_000_000)
	changes, modes, anyway := in.readAvailability(f)
	save := in.apply(f, changes, modes, anyway)
	asked, fates, err := s.askUnoffered(v, f, in.st.strike.ID, save...)
	if err := errors.Join(err, f.Done()); err != nil {
		return err
	}
	if !f.OK() {
		p := newAvailability(s.availabilityBase(v, in), in, by, number)
		p.Unoffered = asked
		return s.showAgain(v, "availability", p, f)
	}
	if err := v.store.SaveOffers(v.ctx(), v.actor(), in.st.strike.ID, save, fates...); err != nil {
		return err
	}
	s.flash(v, offeredSaved(len(save))+fatesWords(fates))
	if in.one {
		return s.redirect(v, strikePath(in.st.strike.ID, "consultants"))
	}
	return s.redirect(v, by.href(number))
}

func offeredSaved(n int) string {
	if n == 0 {
		return nothingSaved
	}
	return "What " + count(n, "consultant has", "consultants have") + " offered has been saved"
}

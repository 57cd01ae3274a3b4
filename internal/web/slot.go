package web

import (
	"errors"
	"slices"
	"strconv"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// slotPage is the form of one slot.
type slotPage struct {
	base
	Action  string
	Version string
	Opened  string
	Came    string // what was recorded of who came, or ""
	Changed *Changed
	Fields  slotFields
	Span    SpanInput
	Words   string // the time of the slot as it is kept
	Save    Button
	Another *Button // saves and goes on with the next
	Copy    string  // address of a new slot like this one, or "" for a new slot
	Delete  string  // address, likewise
}

func slotForm(st slotState) *form.Form {
	f := form.New()
	slot := st.now.Slot
	if slot.ID == "" {
		slot = st.like
	}
	setSlotFields(f, "", slot)
	setSpan(f, "span", slot.Span)
	return f.Set("version", strconv.FormatInt(st.now.Version, 10))
}

func buildSlot(b base, f *form.Form, st slotState) *slotPage {
	id := b.Strike.ID
	b.backTo("Critical slots", strikePath(id, "slots"))
	p := &slotPage{base: b, Action: strikePath(id, "slots", "new"), Version: f.Value("version"), Fields: buildSlotFields(f, "", st.skills),
		Span: spanInput(f, "span", st.strike.Span), Save: Button{Text: "Save the slot", Once: true}, Another: anotherButton("like it")}
	if st.now.ID != "" {
		at := strikePath(id, "slots", string(st.now.ID))
		p.Action, p.Delete, p.Words = at+"/edit", at+"/delete", st.now.Span.Words()
		p.Copy, p.Another = strikePath(id, "slots", "new")+likeQuery+string(st.now.ID), nil
	}
	p.Opened = f.Opened()
	return p
}

// readSlot reads the slot of the form, with the id of the one that is there.
func readSlot(f *form.Form, st slotState) store.Slot {
	typed := st.now
	typed.Slot, typed.Version = readSlotFields(f, ""), f.Version()
	typed.ID = st.now.ID
	typed.Span = readSpan(f, "span", "the slot")
	return typed
}

// checkSlot puts what the domain finds in a slot at its fields, and refuses a
// second slot for the same work at the same time.
func checkSlot(f *form.Form, st slotState, s rota.Slot) {
	s.ID = "new"
	e := rota.Entry{Strike: st.strike.Strike, Rules: st.strike.Rules, Case: st.strike.Case, Slots: []rota.Slot{s}}
	putFaults(f, e.Validate(), func(path string) (name, what string) {
		if _, part, ok := index(path, "slots"); ok {
			return slotField("", part)
		}
		return "", ""
	})
	if !startsIn(st.strike.Span, s) && !(st.now.ID != "" && st.now.Start.Equal(s.Start)) { // what is there already may have been brought in so
		f.FailAt("span-day", "span-day", "The slot must start during the strike: "+longSpan(st.strike.Span))
	}
	if slices.ContainsFunc(st.all, func(o rota.Slot) bool { return o.ID != st.now.ID && sameWork(o, s) }) {
		f.FailAt("role", "role", "There is such a slot already: the same unit, role, site and time. Change how many places it has instead")
	}
}

// startsIn reports whether the slot starts during the strike, as a struck shift does.
func startsIn(strike rota.Span, s rota.Slot) bool {
	return !s.Start.Before(strike.Start) && s.Start.Before(strike.End)
}

// sameWork reports whether two slots are for the same work at the same time.
func sameWork(a, b rota.Slot) bool {
	return a.Unit == b.Unit && a.Role == b.Role && a.Site == b.Site && a.Span.Equal(b.Span)
}

// slotField turns a path inside a slot into the field below the prefix.
func slotField(prefix, part string) (name, what string) {
	fields := map[string]string{"service": "service", "unit": "unit", "role": "role", "site": "site", "places": "places", "priority": "priority", "mode": "mode"}
	if field, ok := fields[part]; ok {
		return prefix + field, "the " + field
	}
	switch {
	case part == "end":
		return prefix + "span-to", "the time:"
	case len(part) > 10 && part[:10] == "skills_all":
		return prefix + "skills-all", "a skill"
	case len(part) > 10 && part[:10] == "skills_any":
		return prefix + "skills-any", "a skill"
	}
	return "", ""
}

// slotFacts are a slot in words: for comparing and before deleting.
func slotFacts(s rota.Slot) []SummaryRow {
	alone := "No"
	if s.NoOtherDuty {
		alone = "Yes"
	}
	return []SummaryRow{{Key: "Service", Value: s.Service}, {Key: "Unit", Value: s.Unit}, {Key: "Role", Value: s.Role}, {Key: "Site", Value: s.Site},
		{Key: "When", Value: s.Span.Words()}, {Key: "Places", Value: strconv.Itoa(s.Places)}, {Key: "Skills", Value: skillWords(s)},
		{Key: "Where", Value: s.Mode.Words()}, {Key: "No other duty", Value: alone},
		{Key: "Priority", Value: priorityWords(strconv.Itoa(s.Priority))}, {Key: "Source", Value: s.Source}}
}

func slotTitle(id rota.SlotID) string {
	if id == "" {
		return "Add a slot"
	}
	return "Change a slot"
}

// slotPage answers GET for a new slot and for one that is there.
func (s *Server) slotPage(v *visit) error {
	st, err := s.slotState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, slotsSection, slotTitle(st.now.ID))
	p := buildSlot(b, slotForm(st), st)
	if st.now.ID != "" && v.can(auth.SeePeople) {
		e, err := v.store.Entry(v.ctx(), st.strike.ID)
		if err != nil {
			return err
		}
		_, plan, _, err := s.plan(v, st.strike.ID, e)
		if err != nil && !errors.Is(err, rota.ErrNotFound) {
			return err
		}
		p.Came = cameInSlot(e, st.now.ID, plan.Pairs())
	}
	return s.show(v, "slot-edit", p)
}

// saveSlot answers POST for both.
func (s *Server) saveSlot(v *visit) error {
	st, err := s.slotState(v)
	if err != nil {
		return s.goneMeanwhile(v, st.strike, store.KindSlot, slotsSection, err, func() []SummaryRow {
			return slotFacts(readSlot(v.form(), st).Slot)
		})
	}
	known, err := v.store.Entry(v.ctx(), st.strike.ID)
	if err != nil {
		return err
	}
	known.Slots = slices.DeleteFunc(known.Slots, func(o rota.Slot) bool { return o.ID == st.now.ID })
	f := v.form()
	var typed store.Slot
	read := func(f *form.Form) {
		if typed = readSlot(f, st); f.OK() {
			typed.Slot = spellSlot(known, typed.Slot)
			checkSlot(f, st, typed.Slot)
		}
	}
	read(f)
	then := form.OptionalChoice(f, "then", "what is next", []string{another})
	if err := f.Done(); err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, slotsSection, slotTitle(st.now.ID))
	if !f.OK() {
		return s.showAgain(v, "slot-edit", buildSlot(b, f, st), f)
	}
	var id rota.SlotID
	both, clash, err := merged(f, read, func() (err error) {
		id, err = v.store.SaveSlot(v.ctx(), v.actor(), st.strike.ID, typed)
		return err
	}, func() (now *form.Form, err error) {
		if st, err = s.slotState(v); err == nil {
			now = slotForm(st)
			buildSlot(b, now, st)
		}
		return now, err
	})
	if clash != nil {
		p := buildSlot(b, both, st)
		p.Changed = changedSince(clash, slotFacts(st.now.Slot), slotFacts(typed.Slot))
		return s.showChanged(v, "slot-edit", p)
	}
	if err != nil {
		return err
	}
	s.flash(v, "The slot has been saved: "+typed.Slot.Words())
	if then == another {
		return s.redirect(v, strikePath(st.strike.ID, "slots", "new")+likeQuery+string(id))
	}
	return s.redirect(v, strikePath(st.strike.ID, "slots"))
}

// slotPath is where a slot is entered; what follows goes below it.
func slotPath(strikeID string, id rota.SlotID, below ...string) string {
	return strikePath(strikeID, append([]string{"slots", string(id)}, below...)...)
}

// coverPath is the page of who covers a slot.
func coverPath(strikeID string, id rota.SlotID) string { return slotPath(strikeID, id, "cover") }

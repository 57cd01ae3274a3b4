package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// residentPage is the form of one resident and their duties.
type residentPage struct {
	base
	Action  string
	Version string
	Opened  string
	Changed *Changed
	Name    Input
	Grade   Input
	Unit    Input
	Rows    string
	Duties  []dutyRow
	Twin    *Tick // adds one who looks like another all the same
	Save    Button
	More    Button
	Another *Button // saves and goes on with the next new one
	Delete  string  // address, or "" for a new resident
	Link    string  // where their personal link is made, likewise
	Held    string  // where everything held about them is shown, likewise
}

// A dutyRow is one duty of the form: an empty one comes last.
type dutyRow struct {
	Legend string
	IDName string
	DutyID string
	Slot   Select
	Span   SpanInput
	Said   Choices
	Remove *Tick // nil in the empty row
}

var dutyParts = spanParts("id", "slot", "said", "remove")

// dutyPreset is what an empty row starts with.
var dutyPreset = map[string]string{"said": string(rota.NoReply)}

// residentState is what the page of a resident is about; now is empty for a new one.
type residentState struct {
	strike store.Strike
	slots  []rota.Slot
	now    store.Resident
	like   store.Resident // what the form of a new one begins with
}

func (s *Server) residentState(v *visit) (residentState, error) {
	strike, err := s.strike(v)
	if err != nil {
		return residentState{}, err
	}
	st := residentState{strike: strike}
	slots, err := v.store.Slots(v.ctx(), strike.ID)
	if err != nil {
		return residentState{}, err
	}
	st.slots = plainSlots(slots)
	if id := v.param("resident"); id != "" {
		st.now, err = v.store.Resident(v.ctx(), strike.ID, rota.ResidentID(id))
	} else if id := v.query("like"); id != "" {
		var o store.Resident
		o, err = v.store.Resident(v.ctx(), strike.ID, rota.ResidentID(id))
		st.like = residentLike(o)
	}
	return st, err
}

// plainSlots are the slots without their versions, in the order of their time.
func plainSlots(list []store.Slot) []rota.Slot {
	out := make([]rota.Slot, len(list))
	for i, s := range list {
		out[i] = s.Slot
	}
	slices.SortFunc(out, compareSlots)
	return out
}

// compareSlots orders slots by time, unit, role and id.
func compareSlots(a, b rota.Slot) int {
	if c := a.Span.Compare(b.Span); c != 0 {
		return c
	}
	return slices.Compare([]string{a.Unit, a.Role, string(a.ID)}, []string{b.Unit, b.Role, string(b.ID)})
}

// residentForm fills the form with what is kept.
func residentForm(r store.Resident, slots []rota.Slot) *form.Form {
	f := form.New().Set("name", r.Name).Set("grade", r.Grade).Set("unit", r.Unit)
	f.Set("version", strconv.FormatInt(r.Version, 10))
	for i, d := range r.Duties {
		f.Set(rowName("duty", i, "id"), string(d.ID))
		f.Set(rowName("duty", i, "slot"), string(d.Slot))
		f.Set(rowName("duty", i, "said"), string(d.Declaration))
		if slot, ok := slotOf(slots, d.Slot); !ok || !slot.Span.Equal(d.Span) {
			setSpan(f, rowName("duty", i, "span"), d.Span)
		}
	}
	setRows(f, "duty", len(r.Duties))
	return f
}

func slotOf(slots []rota.Slot, id rota.SlotID) (rota.Slot, bool) {
	i := slices.IndexFunc(slots, func(s rota.Slot) bool { return s.ID == id })
	if i < 0 {
		return rota.Slot{}, false
	}
	return slots[i], true
}

func buildResident(b base, f *form.Form, st residentState) *residentPage {
	id := b.Strike.ID
	b.backTo("Residents", strikePath(id, "residents"))
	b.OnScreen = true
	p := &residentPage{base: b, Action: strikePath(id, "residents", "new"), Version: f.Value("version"),
		Name:  input(f, "name", "Name"),
		Grade: input(f, "grade", "Grade").Hinted("As your trust writes it, such as ST4").Wide(10),
		Unit:  input(f, "unit", "Unit").Hinted("The ward or team they are rostered to, written as in the slots").Wide(20),
		Save:  Button{Text: "Save the resident", Once: true},
		More:  Button{Text: "Save and add another duty", Name: "then", Value: "more", Variant: "secondary"}, Another: anotherButton("resident")}
	if st.now.ID != "" {
		at := strikePath(id, "residents", string(st.now.ID))
		p.Action, p.Delete, p.Another = at+"/edit", at+"/delete", nil
		p.Link, p.Held = at+"/link", at+"/held"
	}
	options := slotOptions(st.slots, f.Value("unit"))
	n := rowsOf(f, "duty")
	p.Rows = strconv.Itoa(n)
	for i := range n {
		p.Duties = append(p.Duties, buildDuty(f, i, i == n-1, options, st))
	}
	p.Twin = twinTick(f)
	p.Opened = f.Opened()
	return p
}

// slotOptions are the slots that a duty may fill, those of the resident's own unit first.
func slotOptions(list []rota.Slot, unit string) []Option {
	out := []Option{{Value: "", Text: "None of the critical slots"}}
	for _, own := range []bool{true, false} {
		for _, s := range list {
			if (strings.EqualFold(s.Unit, unit)) == own {
				out = append(out, Option{Value: string(s.ID), Text: dutyWords(list, s)})
			}
		}
	}
	return out
}

// dutyWords are a slot as a duty, its time first: "Fri 25 July, 8pm to 8:30am: Labour ward, registrar tier".
func dutyWords(list []rota.Slot, s rota.Slot) string {
	return s.Span.Words() + ": " + rota.Problem{Slots: list}.RoleWords(s)
}

func buildDuty(f *form.Form, i int, last bool, slots []Option, st residentState) dutyRow {
	name := func(part string) string { return rowName("duty", i, part) }
	if f.Value(name("said")) == "" && f.Error(name("said")) == "" {
		f.Set(name("said"), string(rota.NoReply))
	}
	row := dutyRow{
		Legend: dutyLegend(f, i, st.slots), IDName: name("id"), DutyID: f.Value(name("id")),
		Slot: choose(f, name("slot"), "Critical slot that they would have filled", slots),
		Span: spanInput(f, name("span"), st.strike.Span),
		Said: radios(f, name("said"), "What they have said", optionsOf(declarationOrder, rota.Declaration.Words)),
	}
	row.Said.Small, row.Said.Inline = true, true
	if last && f.Value(name("slot")) == "" && f.Value(name("span-day")) == "" {
		row.Legend = "Add a duty"
		return row
	}
	row.Remove = tick(f, name("remove"), "Remove this duty")
	return row
}

// dutyLegend heads a duty by its own time, or by its slot, for which a telephone's list has no room.
func dutyLegend(f *form.Form, i int, slots []rota.Slot) string {
	words := fmt.Sprintf("Duty %d", i+1)
	if slot, ok := slotOf(slots, rota.SlotID(f.Value(rowName("duty", i, "slot")))); ok && f.Value(rowName("duty", i, "span-day")) == "" {
		words = dutyWords(slots, slot)
	}
	return spanLegend(f, rowName("duty", i, "span"), words)
}

// readResident reads the form. rows says which row each duty came from.
func readResident(f *form.Form, slots []rota.Slot) (r store.Resident, rows []int) {
	r.Name = f.Text("name", "the resident’s name", 100)
	r.Grade = f.Optional("grade", "the grade", 40)
	r.Unit = f.Optional("unit", "the unit", 80)
	ids := []string{}
	for _, s := range slots {
		ids = append(ids, string(s.ID))
	}
	readRows(f, "duty", spanNames(dutyParts), dutyPreset, func(i int) {
		r.Duties = append(r.Duties, readDuty(f, i, slots, ids))
		rows = append(rows, i)
	})
	return r, rows
}

// spanNames are the parts of a row whose span stands below "span".
func spanNames(parts []string) []string {
	out := slices.Clone(parts)
	for i, part := range out {
		if slices.Contains(spanParts(), part) {
			out[i] = "span-" + part
		}
	}
	return out
}

func readDuty(f *form.Form, i int, slots []rota.Slot, ids []string) rota.Duty {
	name := func(part string) string { return rowName("duty", i, part) }
	d := rota.Duty{ID: rota.DutyID(f.Optional(name("id"), "the duty", 40))}
	d.Slot = rota.SlotID(form.OptionalChoice(f, name("slot"), "the slot", ids))
	d.Declaration = form.Choice(f, name("said"), "what they have said", rota.Declarations())
	slot, ok := slotOf(slots, d.Slot)
	untimed := true
	for _, part := range spanParts() {
		untimed = untimed && strings.TrimSpace(f.Value(name("span-"+part))) == ""
	}
	if ok && untimed {
		d.Span = slot.Span
		return d
	}
	d.Span = readSpan(f, name("span"), "the duty")
	return d
}

// checkResident puts the faults that the domain finds at the form's fields.
func checkResident(f *form.Form, st residentState, r store.Resident, rows []int) {
	e := rota.Entry{Strike: st.strike.Strike, Rules: st.strike.Rules, Case: st.strike.Case, Slots: st.slots}
	r.Resident.ID = "new"
	e.Residents = []rota.Resident{r.Resident}
	for i, d := range r.Duties {
		d.Resident = "new"
		if d.ID == "" {
			d.ID = rota.DutyID(fmt.Sprintf("new-%d", i))
		}
		e.Duties = append(e.Duties, d)
	}
	putFaults(f, e.Validate(), residentField(rows))
}

// putFaults puts those faults of the domain at fields that field knows a name
// for, one at each; the others are about what is not in this form.
func putFaults(f *form.Form, err error, field func(path string) (name, what string)) {
	known := &rota.Invalid{}
	var seen []string
	for _, fault := range rota.Faults(err) {
		if name, _ := field(fault.Path); name != "" && !slices.Contains(seen, name) {
			seen = append(seen, name)
			fault.Text, _, _ = strings.Cut(fault.Text, " (") // an id in brackets says nothing to a person
			known.Faults = append(known.Faults, fault)
		}
	}
	f.Faults(known, "name", field)
}

func residentField(rows []int) func(string) (name, what string) {
	return func(path string) (name, what string) {
		i, part, ok := index(path, "duties")
		if !ok || i >= len(rows) {
			return "", ""
		}
		at := func(part string) string { return rowName("duty", rows[i], part) }
		switch part {
		case "slot":
			return at("slot"), "the slot:"
		case "declaration":
			return at("said"), "what they have said"
		case "start":
			return at("span-day"), "the duty"
		}
		return at("span-to"), "the duty:"
	}
}

// residentFacts are a resident in words: for comparing and before deleting.
func residentFacts(r store.Resident, slots []rota.Slot) []SummaryRow {
	rows := []SummaryRow{{Key: "Name", Value: r.Name}, {Key: "Grade", Value: r.Grade}, {Key: "Unit", Value: r.Unit}}
	for _, d := range r.Duties {
		value := d.Declaration.Words()
		if slot, ok := slotOf(slots, d.Slot); ok {
			value += " (" + slot.Unit + ", " + slot.Role + ")"
		}
		rows = append(rows, SummaryRow{Key: d.Span.Words(), Value: value})
	}
	return rows
}

func residentTitle(id rota.ResidentID) string {
	if id == "" {
		return "Add a resident"
	}
	return "Resident " + string(id)
}

// residentPage answers GET for a new resident and for one that is there.
func (s *Server) residentPage(v *visit) error {
	st, err := s.residentState(v)
	if err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, residentsSection, residentTitle(st.now.ID))
	shown := st.now
	if shown.ID == "" {
		shown = st.like
	}
	return s.show(v, "resident", buildResident(b, residentForm(shown, st.slots), st))
}

// saveResident answers POST for both.
func (s *Server) saveResident(v *visit) error {
	st, err := s.residentState(v)
	if err != nil {
		return s.goneMeanwhile(v, st.strike, store.KindResident, residentsSection, err, func() []SummaryRow {
			typed, _ := readResident(v.form(), st.slots)
			return residentFacts(typed, st.slots)
		})
	}
	known, err := v.store.Entry(v.ctx(), st.strike.ID)
	if err != nil {
		return err
	}
	known.Residents = slices.DeleteFunc(known.Residents, func(o rota.Resident) bool { return o.ID == st.now.ID })
	f := v.form()
	var typed store.Resident
	read := func(f *form.Form) {
		var rows []int
		typed, rows = readResident(f, st.slots)
		typed.Unit = spellUnit(known, typed.Unit)
		typed.ID, typed.Version = st.now.ID, f.Version()
		if f.OK() {
			checkResident(f, st, typed, rows)
		}
		askTwin(f, known, typed.Resident)
	}
	read(f)
	then := form.OptionalChoice(f, "then", "what is next", []string{"more", another})
	if err := f.Done(); err != nil {
		return err
	}
	b := s.strikeBase(v, st.strike, residentsSection, residentTitle(st.now.ID))
	if !f.OK() {
		return s.showAgain(v, "resident", buildResident(b, f, st), f)
	}
	var id rota.ResidentID
	both, clash, err := merged(f, read, func() (err error) {
		id, err = v.store.SaveResident(v.ctx(), v.actor(), st.strike.ID, typed)
		return err
	}, func() (now *form.Form, err error) {
		if st, err = s.residentState(v); err == nil {
			now = residentForm(st.now, st.slots)
			buildResident(b, now, st)
		}
		return now, err
	})
	if clash != nil {
		p := buildResident(b, both, st)
		p.Changed = changedSince(clash, residentFacts(st.now, st.slots), residentFacts(typed, st.slots))
		return s.showChanged(v, "resident", p)
	}
	if err != nil {
		return err
	}
	ended, err := s.endedByName(v, st.strike.ID, store.KindResident, string(id), st.now.Name, typed.Name)
	if err != nil {
		return err
	}
	s.flash(v, "The resident has been saved: "+typed.Name+ended)
	switch then {
	case another:
		return s.redirect(v, strikePath(st.strike.ID, "residents", "new")+likeQuery+string(id))
	case "more":
		return s.redirect(v, strikePath(st.strike.ID, "residents", string(id), "edit")+"#"+rowName("duty", len(typed.Duties), "slot"))
	}
	return s.redirect(v, strikePath(st.strike.ID, "residents"))
}

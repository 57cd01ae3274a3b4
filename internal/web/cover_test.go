package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// coverOf is the page's input for one slot of aRota.
func coverOf(t *testing.T, m *madeRota, id rota.SlotID) coverInput {
	t.Helper()
	slot, ok := m.slot(id)
	if !ok {
		t.Fatalf("no slot %s", id)
	}
	in := coverInput{m: m, slot: slot, made: true, may: anything, form: form.New()}.entered()
	var err error
	if in.picked, err = in.pick("s1"); err != nil {
		t.Fatal(err)
	}
	return in
}

func TestCoverView(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	tests := []struct {
		slot    rota.SlotID
		state   string
		holders []string // and what their button does
		open    bool
		pick    bool // somebody else can be put here
	}{
		{"a-filled", "Filled", []string{"Dr c2 Lock"}, false, true},
		{"b-locked", "Filled", []string{"Dr c3 Unlock"}, false, true}, // its one place is locked
		{"c-open", "Open", []string{"Dr c1 Lock"}, true, true},
		{"e-none", "Residents cover it", nil, false, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.slot), func(t *testing.T) {
			p := newCoverView(strikeBaseForTest(), coverOf(t, m, tt.slot))
			var holders []string
			for _, h := range p.Holders {
				holders = append(holders, h.Name+" "+h.Button.Text)
			}
			if diff := cmp.Diff(tt.holders, holders); diff != "" {
				t.Errorf("holders (-want +got):\n%s", diff)
			}
			if p.State.Text != tt.state || (p.Why != nil) != tt.open || (p.Pick != nil) != tt.pick || p.Lock != nil {
				t.Errorf("state %q, why %v, pick %v, lock %v", p.State.Text, p.Why, p.Pick, p.Lock)
			}
		})
	}
}

// TestBrokenWords holds that a broken rule says what is wrong, with the reason kept with the lock.
func TestBrokenWords(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	m.plan.Broken = []rota.Breach{{Rule: "offer", Consultant: "c3", Slots: []rota.SlotID{"b-locked"}, Locked: true}}
	m.people["c3"] = rota.Consultant{ID: "c3", Name: "Dr c3"}
	tests := []struct {
		locks []rota.Lock
		want  string
	}{
		{[]rota.Lock{{Pair: m.entry.Locks[0].Pair}}, "Dr c3: has not offered this time on site. Locked all the same, with no reason recorded."},
		{[]rota.Lock{{Pair: m.entry.Locks[0].Pair, Reason: "Agreed by telephone."}},
			"Dr c3: has not offered this time on site. Locked all the same, because: Agreed by telephone."},
		{nil, "Dr c3: has not offered this time on site. The lock has been taken off since: make the rota again."},
	}
	for _, tt := range tests {
		m.entry.Locks = tt.locks
		p := newCoverView(strikeBaseForTest(), coverOf(t, m, "b-locked"))
		if diff := cmp.Diff([]string{tt.want}, p.Broken); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestDeclinedLock: whoever offered and declined is not said never to have offered.
func TestDeclinedLock(t *testing.T) {
	t.Parallel()
	m := aRota(t)
	slot, _ := m.problem.Slot("b-locked")
	m.plan.Broken = []rota.Breach{{Rule: "offer", Consultant: "c3", Slots: []rota.SlotID{slot.ID}, Locked: true}}
	m.entry.Declined = []rota.Told{{Pair: m.entry.Locks[0].Pair, Span: slot.Span, Mode: slot.Mode, Site: slot.Site}}
	p := newCoverView(strikeBaseForTest(), coverOf(t, m, slot.ID))
	if diff := cmp.Diff([]string{"Dr c3: offered this time on site and has declined it. Locked all the same, because: agreed by telephone."}, p.Broken); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCoverRoles holds what the page keeps from a clinical lead: terms, costs, contact, replies, locks.
func TestCoverRoles(t *testing.T) {
	t.Parallel()
	in := coverOf(t, aRota(t), "a-filled")
	in.may = func(a auth.Act) bool { return auth.Can(auth.Lead, a) }
	p := newCoverView(strikeBaseForTest(), in)
	var keys []string
	for _, r := range p.Holders[0].Facts.Rows {
		keys = append(keys, r.Key)
	}
	if diff := cmp.Diff([]string{"Hours", "Displaces", "Locked"}, keys); diff != "" {
		t.Errorf("facts of the holder (-want +got):\n%s", diff)
	}
	if p.Lock != nil || p.Again != nil || p.Holders[0].Button != nil {
		t.Error("a lead is offered to change the rota")
	}
	in = coverOf(t, aRota(t), "e-none")
	if got := in.residents(); got != "1: 1 expected, 0 away, 0 not known" {
		t.Errorf("a coordinator reads %q", got)
	}
	in.may = func(a auth.Act) bool { return auth.Can(auth.Lead, a) }
	p = newCoverView(strikeBaseForTest(), in)
	for _, r := range p.Facts.Rows {
		if r.Key == "Doctors needed" || r.Key == "Residents rostered" || r.Key == "Places for consultants" {
			t.Errorf("a lead reads %s: %s", r.Key, r.Value)
		}
	}
	if p.State.Text != "Not in this rota" || p.Note != outWords {
		t.Errorf("a lead reads %q, %q of a slot that residents cover", p.State.Text, p.Note)
	}
}

// TestWhoCanBeLocked holds who is offered freely and who needs a reason.
func TestWhoCanBeLocked(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Standard().
		Slot("day", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics")).
		Slot("night", "25 20:00", "26 08:00", rotatest.NeedsAll("Obstetrics")).
		Consultant("able", rotatest.Skills("Obstetrics")).
		Consultant("busy", rotatest.Skills("Obstetrics")).
		Consultant("fixed", rotatest.Skills("Obstetrics"), rotatest.Fixed("s1", "26 09:00", "26 12:00")).
		Consultant("planned", rotatest.Skills("Obstetrics"), rotatest.Planned("s1", "25 21:00", "25 23:00", 7)).
		Consultant("untrained").
		Consultant("locked", rotatest.Skills("Obstetrics")).
		Lock("day", "locked").
		Entry()
	before := e
	before.Slots = before.Slots[:1] // the night was entered since
	p, err := before.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("day", "locked"))
	in := coverOf(t, newMadeRota(e, p, plan, e.Strike.Start), "night")
	f := in.lockForm()
	hints := func(c *Choices) map[string]string {
		out := map[string]string{}
		for _, o := range c.Options {
			out[o.Value] = o.Hint
		}
		return out
	}
	able := hints(f.Able)
	if got := slices.Sorted(mapKeys(able)); !slices.Equal(got, []string{"able", "busy", "planned"}) {
		t.Errorf("able: %v", got)
	}
	if !strings.Contains(able["planned"], "displaces a session (7 points of loss)") || !strings.Contains(able["able"], "Trust rate; £") || !strings.Contains(able["able"], "free in this rota") {
		t.Errorf("effects: %q and %q", able["planned"], able["able"])
	}
	others := hints(f.Others)
	for id, want := range map[string]string{"untrained": "Not trained in Obstetrics. Needs a reason.", "fixed": "rest", "locked": "rest"} {
		if !strings.Contains(others[id], want) {
			t.Errorf("%s: %q, want %q", id, others[id], want)
		}
	}
	if len(others) != 3 {
		t.Errorf("others: %v", others)
	}
}

// TestUntrainedLast holds that of those whom a rule stops whoever lacks the skill comes last, and
// that nobody is sent to unlock who cannot be unlocked, since the lock breaks a rule.
func TestUntrainedLast(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Standard().
		Slot("night", "25 20:00", "26 08:00", rotatest.NeedsAll("Obstetrics")).
		Consultant("a-untrained").
		Consultant("b-resting", rotatest.Skills("Obstetrics"), rotatest.Fixed("s1", "26 09:00", "26 12:00")).
		Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range coverOf(t, newMadeRota(e, p, rotatest.Plan(p), e.Strike.Start), "night").picked.Stopped.Ways.Options {
		got = append(got, o.Text)
	}
	if diff := cmp.Diff([]string{"Dr b-resting", "Dr a-untrained"}, got); diff != "" {
		t.Errorf("those whom a rule stops (-want +got):\n%s", diff)
	}
	e.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "night", Consultant: "b-resting"}, Reason: "Agreed"}}
	if p, err = e.Problem(); err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("night", "b-resting"))
	plan.Broken = rota.Check(p, plan).Broken()
	in := coverOf(t, newMadeRota(e, p, plan, e.Strike.Start), "night")
	if lead := in.picked.Lead; strings.Contains(lead, "Unlock") || !strings.Contains(lead, "Take somebody off first") {
		t.Errorf("of a lock that breaks a rule the page says %q", lead)
	}
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestReadLock holds what a posted lock needs.
func TestReadLock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		slot   rota.SlotID
		values url.Values
		field  string // with a fault, or ""
		text   string
	}{
		{"who covers it", "a-filled", url.Values{"do": {"lock"}, "consultant": {"c2"}}, "", ""},
		{"somebody else", "a-filled", url.Values{"do": {"lock"}, "consultant": {"c1"}}, "consultant", "from the list"},
		{"nobody chosen", "a-filled", url.Values{"do": {"lock"}}, "consultant", "Choose a consultant"},
		{"nobody of that id", "a-filled", url.Values{"do": {"lock"}, "consultant": {"c9"}}, "consultant", "one of those listed"},
		{"no action", "a-filled", url.Values{"consultant": {"c2"}}, "do", "Choose what to do"},
		{"every place locked", "b-locked", url.Values{"do": {"lock"}, "consultant": {"c1"}}, "consultant", "from the list"},
		{"locked already", "b-locked", url.Values{"do": {"lock"}, "consultant": {"c3"}}, "", ""},
		{"unlock", "b-locked", url.Values{"do": {"unlock"}, "consultant": {"c3"}}, "", ""},
		{"residents cover it", "e-none", url.Values{"do": {"lock"}, "consultant": {"c1"}}, "consultant", "Unlock one first"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := coverOf(t, aRota(t), tt.slot)
			in.form = form.Of(tt.values)
			in.readLock()
			if tt.field == "" {
				if !in.form.OK() {
					t.Errorf("faults: %+v", in.form.Errors())
				}
			} else if got := in.form.Error(tt.field); !strings.Contains(got, tt.text) {
				t.Errorf("fault at %s: %q, want %q", tt.field, got, tt.text)
			}
		})
	}
}

// TestLocking locks who covers a slot, makes nothing out of date by it, and unlocks again.
func TestLocking(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	_, plan, _, err := planOf(s)
	if err != nil {
		t.Fatal(err)
	}
	a := plan.Assignments[0]
	page := coverPath(s.strike, a.Slot)
	contract(t, want(t, v.get(page), http.StatusOK))
	values := func(do string) url.Values { return url.Values{"do": {do}, "consultant": {string(a.Consultant)}} }
	if to := want(t, v.post(page, values(doLock)), http.StatusSeeOther).Header().Get("Location"); to != page {
		t.Errorf("sent to %s, want %s", to, page)
	}
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]rota.Lock{{Pair: a.Pair()}}, e.Locks); diff != "" {
		t.Errorf("locks (-want +got):\n%s", diff)
	}
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "Making the rota again keeps it") {
		t.Error("the page does not say that the assignment is locked")
	}
	if got := parse(t, v.get(strikePath(s.strike, "rota"))).Find("main").Text(); strings.Contains(got, "has changed since") {
		t.Error("locking what the rota has makes it out of date")
	}
	want(t, v.post(page, values(doFree)), http.StatusSeeOther)
	want(t, v.post(page, values(doFree)), http.StatusSeeOther) // somebody else was first
	if e, err = s.store.Entry(t.Context(), s.strike); err != nil || len(e.Locks) != 0 {
		t.Errorf("locks after unlocking: %v, %v", e.Locks, err)
	}
	want(t, v.get(coverPath(s.strike, "nonesuch")), http.StatusNotFound)
	want(t, s.as(auth.Lead).post(page, values(doLock)), http.StatusNotFound)
	want(t, v.post(page, url.Values{"do": {doLock}, "consultant": {string(a.Consultant)}, "places": {"3"}}), http.StatusBadRequest)
}

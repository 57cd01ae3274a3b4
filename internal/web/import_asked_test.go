package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
	"strikerota/rota"
)

const rowHead = "Name,GMC No,Grade,Unit,Date,Start,End\n"

// rowOf is one duty of somebody, by day on Ward A.
func rowOf(name, gmc, grade, unit string, day int) string {
	return fmt.Sprintf("\"EXAMPLE, %s (Dr)\",%s,%s,%s,%d/07/2025,08:00,20:30\n", name, gmc, grade, unit, day)
}

// ann and ben are two residents with a duty each.
var (
	annDuty = rowOf("Ann", "0208972", "ST4", "Ward A", 25)
	benDuty = rowOf("Ben", "0208973", "ST5", "Ward A", 26)
)

// bringAll takes a file to the changes; good rows are taken, units are new.
func bringAll(v *visitor, kind, file string) *bringer {
	v.t.Helper()
	b := bringIn(v, kind, "plans.csv", file)
	b.press(nil, "")
	for range 2 {
		if strings.HasSuffix(b.at, "words") {
			b.press(nil, "")
		}
	}
	if strings.HasSuffix(b.at, "rows") {
		b.press(map[string]string{"do": "go"}, "changes")
	}
	return b
}

// option finds the control on the page that offers something with the label, and its value.
func (b *bringer) option(label string) (name, value string) {
	b.t.Helper()
	for _, o := range parse(b.t, b.w).Find("main select option").EachIter() {
		if strings.Contains(o.Text(), label) {
			return o.Closest("select").AttrOr("name", ""), o.AttrOr("value", "")
		}
	}
	b.t.Fatalf("nothing to choose says %q: %s", label, b.says())
	return "", ""
}

// TestAllNew: one tick takes the units that are left undecided as new ones, named as in the file. One that may be
// another spelling is asked for by itself, and means what that one means.
func TestAllNew(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	file := rowHead + annDuty + benDuty
	for i, unit := range []string{"Acute Medical Unit", "Acute Medical Unit", "AMU", "Theatres", "Clinic"} {
		file += rowOf(fmt.Sprintf("P%c", 'a'+i), fmt.Sprintf("02000%02d", i), "ST4", unit, 27)
	}
	b := bringIn(v, "duties", "plans.csv", file)
	b.press(nil, "words")
	if got := b.says(); !strings.Contains(got, "All of these units that I leave undecided are new, named as in the file, but for those that may be another") || !strings.Contains(got, "May be “Acute Medical Unit”") {
		t.Errorf("the words: %s", got)
	}
	amu := b.control("AMU")
	if got := fields(t, b.w, b.at); got.Get(amu)+got.Get(amu+"-text") != "" {
		t.Errorf("an unknown name is preset: %v", got)
	}
	b.press(nil, "rows") // without the tick nothing is new but Ward A
	if got := b.says(); !strings.Contains(got, "5 rows wait for a word") {
		t.Errorf("without the tick: %s", got)
	}
	b.follow(redirectTo(strings.TrimSuffix(b.at, "rows") + "words"))
	b.press(map[string]string{"new-unit": "yes", b.control("Clinic") + "-text": "Theatres"}, "rows")
	if got := b.says(); !strings.Contains(got, "1 row waits for a word") {
		t.Errorf("of the one that may be another: %s", got)
	}
	b.follow(redirectTo(strings.TrimSuffix(b.at, "rows") + "words"))
	b.press(map[string]string{b.control("AMU"): "Acute Medical Unit"}, "changes")
	b.press(nil, "imported")
	units := map[string]int{}
	for _, r := range s.entry().Residents {
		units[r.Unit]++
	}
	if units["Ward A"] != 2 || units["Acute Medical Unit"] != 3 || units["Theatres"] != 2 || len(units) != 3 {
		t.Errorf("the units are %v", units)
	}
}

// TestSameAsAnother: a word said to be the same as another of the file means what that one is said to mean.
func TestSameAsAnother(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	file := rowHead
	for i, unit := range []string{"Acute Medical Unit", "Acute Medical Unit", "AMU"} {
		file += rowOf(fmt.Sprintf("P%c", 'a'+i), fmt.Sprintf("02000%02d", i), "ST4", unit, 27)
	}
	b := bringIn(v, "duties", "plans.csv", file)
	b.press(nil, "words")
	b.press(map[string]string{b.control("Acute Medical Unit"): "", b.control("Acute Medical Unit") + "-text": "Ward 5", b.control("AMU"): "Acute Medical Unit"}, "changes")
	b.press(nil, "imported")
	for _, r := range s.entry().Residents {
		if r.Unit != "Ward 5" {
			t.Errorf("%s is of %q, want Ward 5", r.ID, r.Unit)
		}
	}
}

// TestPickPerson: somebody whom nobody knows by that name can be any of the strike, or nobody.
func TestPickPerson(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty+benDuty).press(nil, "imported")
	const answers = "Name,Fri 25 July,Sat 26 July\n\"STRANGER, Zed\",No,No\n\"NOBODY, Yve\",No,No\n"
	b := bringIn(v, "declarations", "answers.csv", answers)
	b.press(nil, "words")
	name := b.control("STRANGER, Zed")
	var who []string
	for _, o := range parse(t, b.w).Find("select[name='" + name + "'] option").EachIter() {
		if strings.Contains(o.Text(), "EXAMPLE, ") {
			who = append(who, o.Text())
		}
	}
	if len(who) != 2 {
		t.Errorf("to choose from are %q, want everybody", who)
	}
	var ben rota.ResidentID
	for _, r := range s.entry().Residents {
		if strings.Contains(r.Name, "Ben") {
			ben = r.ID
		}
	}
	b.press(map[string]string{name: string(ben), b.control("NOBODY, Yve"): intake.Ignore}, "changes")
	b.press(nil, "imported")
	for _, d := range s.entry().Duties {
		want := rota.NoReply
		if d.Resident == ben {
			want = rota.Away
		}
		if d.Declaration != want {
			t.Errorf("the duty of %s is %s, want %s", d.Resident, d.Declaration, want)
		}
	}
}

// TestLeaveOutByWord: rows with a word that means nothing here are left out, and are no faults.
func TestLeaveOutByWord(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", rowHead+annDuty+rowOf("Ben", "0208973", "ST5", "Another hospital", 26))
	b.press(nil, "words")
	name, value := b.option("Leave out the rows with it")
	if value != intake.Ignore || name == "" {
		t.Fatalf("%s is %q", name, value)
	}
	b.press(map[string]string{b.control("Another hospital"): intake.Ignore}, "changes")
	if got := b.says(); !strings.Contains(got, "3 in the file: 1 read, 0 to correct, 2 without data or left out") || !strings.Contains(got, "you have said that rows with “Another hospital” are left out") {
		t.Errorf("the changes: %s", got)
	}
	b.press(nil, "imported")
	if got := s.entry(); len(got.Duties) != 1 || len(got.Residents) != 1 || got.Residents[0].Unit != "Ward A" {
		t.Errorf("%d duties of %d residents", len(got.Duties), len(got.Residents))
	}
}

// TestUntickGroups: a group of changes without its tick is left as it is, and so is one of a group without its own.
func TestUntickGroups(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	bringAll(v, "duties", rowHead+annDuty+benDuty).press(nil, "imported")
	said := func() string {
		var out []string
		for _, d := range s.entry().Duties {
			out = append(out, string(d.Declaration))
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	const answers = "GMC,Fri 25 July,Sat 26 July\n0208972,No,\n0208973,,Yes\n"
	b := bringAll(v, "declarations", answers)
	label := func(b *bringer, words string) string {
		name := ""
		for _, l := range parse(t, b.w).Find("label").EachIter() {
			if strings.Contains(l.Text(), words) {
				name = l.AttrOr("for", "")
			}
		}
		if name == "" {
			t.Fatalf("no box says %q: %s", words, b.says())
		}
		return parse(t, b.w).Find("[id='"+name+"']").AttrOr("name", "")
	}
	b.press(map[string]string{label(b, "1 answer: “No reply” becomes “Will be working”"): ""}, "imported")
	if got := said(); got != "away no_reply" {
		t.Errorf("without the tick of yes: %s", got)
	}
	b = bringAll(v, "declarations", answers)
	b.press(nil, "imported")
	if got := said(); got != "away working" {
		t.Errorf("with every tick: %s", got)
	}
	grades := func() string {
		var out []string
		for _, r := range s.entry().Residents {
			out = append(out, r.Grade)
		}
		return strings.Join(out, " ")
	}
	other := rowHead + rowOf("Ann", "0208972", "ST6", "Ward A", 25) + rowOf("Ben", "0208973", "ST7", "Ward A", 26)
	b = bringAll(v, "duties", other)
	b.press(map[string]string{label(b, "EXAMPLE, Ann"): ""}, "imported")
	if got := grades(); got != "ST4 ST7" {
		t.Errorf("without the tick of one: %s", got)
	}
	b = bringAll(v, "duties", other)
	label(b, "Change 1 resident")
	b.press(map[string]string{label(b, "Change 1 resident"): ""}, "")
	if got := grades(); got != "ST4 ST7" {
		t.Errorf("without the tick of the group: %s", got)
	}
}

// TestAskedKind: a file that may be of two kinds is asked about, and nothing is chosen beforehand.
func TestAskedKind(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	const file = "Name,Fri 25 July,Sat 26 July\n\"EXAMPLE, Ann\",yes,no\n"
	b := bringIn(v, "", "plans.csv", file)
	asked := parse(t, b.w).Find("select[name=kind] option")
	if got := b.says(); !strings.Contains(got, "It is not clear what this file holds: it could be residents' answers or consultants and what they have offered") || asked.First().Text() != "Choose" || fields(t, b.w, b.at).Get(kindField) != "" {
		t.Fatalf("of a file that is unclear: %s", got)
	}
	w := want(t, b.post(b.at, fields(t, b.w, b.at)), http.StatusUnprocessableEntity)
	contract(t, w)
	if n := parse(t, w).Find(".nhsuk-error-summary a[href='#kind']").Length(); n != 1 || !strings.Contains(w.Body.String(), "It is not clear what this file holds") {
		t.Errorf("%d errors of the kind: %s", n, text(t, parse(t, w).Find("main").Text()))
	}
	b.follow(redirectTo(b.at))
	b.press(map[string]string{kindField: "consultants"}, "columns")
	if got := b.says(); strings.Contains(got, "not clear") || fields(t, b.w, b.at).Get(kindField) != "consultants" {
		t.Errorf("once said: %s", got)
	}
	b = bringIn(v, "declarations", "plans.csv", file)
	if strings.Contains(b.says(), "not clear") {
		t.Errorf("said beforehand: %s", b.says())
	}
}

// TestNoteShown: a consultant's note is where somebody is chosen to cover, for those who may see people.
func TestNoteShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range s.entry().Consultants {
		kept, err := s.store.Consultant(t.Context(), s.strike, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		kept.Note = "back Saturday"
		if _, err := s.store.SaveConsultant(t.Context(), actor, s.strike, kept); err != nil {
			t.Fatal(err)
		}
	}
	s.planned()
	coordinator, others := s.as(auth.Coordinator), map[auth.Role]*visitor{auth.Lead: s.as(auth.Lead), auth.Finance: s.as(auth.Finance)}
	seen := 0
	for _, slot := range s.entry().Slots {
		path := coverPath(s.strike, slot.ID)
		w := want(t, coordinator.get(path), http.StatusOK)
		for _, hint := range parse(t, w).Find(".nhsuk-radios__hint").EachIter() {
			seen += strings.Count(hint.Text(), "Note: back Saturday")
		}
		for role, v := range others {
			if body := v.get(path).Body.String(); strings.Contains(body, "back Saturday") {
				t.Errorf("the %s reads a consultant's note", role)
			}
		}
	}
	if seen == 0 {
		t.Error("the note is nowhere where somebody is chosen")
	}
}

// TestNoteInLocks: whoever locks and may not see people reads no note beside a name.
func TestNoteInLocks(t *testing.T) {
	t.Parallel()
	for _, sees := range []bool{true, false} {
		in := coverOf(t, aRota(t), "a-filled")
		for id, c := range in.m.people {
			c.Note = "back Saturday"
			in.m.people[id] = c
		}
		in.may = func(a auth.Act) bool { return sees || a != auth.SeePeople }
		notes := 0
		for _, c := range in.now.Consultants {
			notes += strings.Count(in.aboutHint(c.ID), "back Saturday")
		}
		if (notes > 0) != sees {
			t.Errorf("who may see people: %v, and %d notes are shown", sees, notes)
		}
	}
}

// TestColumnDay: a column of places is for every day of its rows, or for the one that is chosen.
func TestColumnDay(t *testing.T) {
	t.Parallel()
	days := func(day string) (n int, only bool) {
		s := bareSite(t)
		b := bringIn(s.as(auth.Coordinator), "slots", "plans.csv", "Service,Unit,Role,Site,Start,End,Minimum\nMaternity,Ward A,Registrar,North,08:00,20:00,2\n")
		name := "s0-c6-day"
		if got := parse(t, b.w).Find("select[name=" + name + "] option").First().Text(); got != "Every day of the row" {
			t.Fatalf("the first day to choose is %q: %s", got, b.says())
		}
		values := fields(t, b.w, b.at)
		values.Set(name, "2025-08-31")
		want(t, b.post(b.at, values), http.StatusUnprocessableEntity)
		b.press(map[string]string{name: day}, "words")
		b.press(map[string]string{"w0": "North", "w0-text": "North"}, "changes")
		b.press(nil, "imported")
		only = true
		for _, slot := range s.entry().Slots {
			only = only && rota.DateOf(slot.Start).String() == day
		}
		return len(s.entry().Slots), only
	}
	if n, only := days("2025-07-26"); n != 1 || !only {
		t.Errorf("%d slots of a column for one day, only that: %v", n, only)
	}
	if n, only := days(""); n < 5 || only {
		t.Errorf("%d slots of a column for every day", n)
	}
}

// TestColumnBand: a column that is taken for rates is asked for its card and band.
func TestColumnBand(t *testing.T) {
	t.Parallel()
	s := bareSite(t)
	b := bringIn(s.as(auth.Coordinator), "rates", "rates.csv", "Pay point,Amount\n,100\n")
	b.press(map[string]string{"s0-c0": "pay_point", "s0-c1": "rate"}, "columns")
	if got := b.says(); !strings.Contains(got, "Band of column B, if the rows do not say it") || !strings.Contains(got, "Look at the columns again") {
		t.Fatalf("the columns: %s", got)
	}
	b.press(map[string]string{"s0-c1-band": "Office hours", "s0-c1-card": "bma"}, "words")
	b.press(map[string]string{b.control("Office hours"): rota.WeekdayDay.Key()}, "words") // whether the rates are confirmed
	b.press(map[string]string{b.control("BMA card rates"): intake.NotConfirmed}, "changes")
	b.press(nil, "imported")
	cards := s.entry().Cards
	if len(cards.Trust.Rates) > 0 || len(cards.BMA.Rates) != 1 {
		t.Fatalf("the cards are %+v", cards)
	}
	if got := cards.BMA.Rates[0].Rate[rota.WeekdayDay]; got == nil || *got != 10000 {
		t.Errorf("the rate of a weekday is %v", got)
	}
}

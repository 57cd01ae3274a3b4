package exports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDecidedShows holds that a rule broken on purpose stands, with its reason, in every
// file that lists the assignment, and a place left open on purpose where it is listed.
func TestDecidedShows(t *testing.T) {
	e := rotatest.July().Standard().
		Slot("day", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics")).Slot("night", "26 20:00", "27 08:00").
		Consultant("c1").Consultant("c2").Lock("day", "c1").
		Change(func(e *rota.Entry) {
			e.Locks[0].Reason = "the director agrees"
			e.LeftOpen = []rota.LeftOpen{{Slot: "night", Places: 1, Reason: "no clinic"}}
		}).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("day", "c1"))
	people := map[rota.ConsultantID]rota.Consultant{}
	for _, c := range e.Consultants {
		people[c.ID] = c
	}
	h := Handout{Labels: Labels{Made: e.Strike.Start}, Problem: p, Plan: plan, Consultants: people, Locks: e.Locks, LeftOpen: e.LeftOpen, Lost: []rota.Slot{e.Slots[0]}}
	csv := func(write func(io.Writer, Handout) error) string {
		var out bytes.Buffer
		if err := write(&out, h); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	l, both := newLedger(h.of("c1")), allText(t, []byte(csv(Results)))
	for name, tt := range map[string]struct{ text, want string }{
		"lost":            {csv(RotaCSV), "Lost: nobody"},
		"lost in all":     {h.lostWords(), "1 part of a slot, 12 hours in all: nobody was there"},
		"both":            {both, "Breaks a rule on purpose: Trained for the work. the director agrees"},
		"both, left open": {both, "Left open on purpose: no clinic"},
		"open places":     {csv(OpenCSV), "Left open on purpose: no clinic"},
		"costs":           {csv(CostCSV), "Yes, breaks a rule: Trained for the work"},
		"own sheet":       {l.tasks("c1")[0].Words(), "Breaks a rule on purpose: Trained for the work. the director agrees"},
		"grid":            {newLedger(h).posts()[0].shown(false), "Dr c1 (locked, breaks a rule)"},
		"all shifts":      {newLedger(h).posts()[0].stateWords(), "Locked, breaks a rule"},
	} {
		if !strings.Contains(tt.text, tt.want) {
			t.Errorf("%s: %q does not say %q", name, tt.text, tt.want)
		}
	}
	for name, text := range map[string]string{"the rota for wards": allText(t, []byte(csv(Rota))), "its table": csv(RotaCSV)} {
		if !strings.Contains(text, "breaks a rule") {
			t.Errorf("%s does not say that a rule is broken", name)
		}
		for _, private := range []string{"director", "no clinic", "Trained for the work", "(locked", "Locked"} {
			if strings.Contains(text, private) {
				t.Errorf("%s says %q", name, private)
			}
		}
	}
}

// TestLockedClaimsNoAnswer holds that a lock, which says nothing of whether the person
// has been asked, is told as a decision on their own sheet, and not at all to wards.
func TestLockedClaimsNoAnswer(t *testing.T) {
	h := example(t, rotatest.Small(1))
	a := &h.Plan.Assignments[0]
	a.Locked = true
	var own, rotas bytes.Buffer
	if err := errors.Join(Personal(&own, h, a.Consultant), Rota(&rotas, h)); err != nil {
		t.Fatal(err)
	}
	if got := allText(t, own.Bytes()); !strings.Contains(got, "Decided by hand") || strings.Contains(got, "Agreed") {
		t.Errorf("the own sheet says %q", got)
	}
	slot, _ := h.Problem.Slot(a.Slot)
	day := rota.DateOf(slot.Start)
	rows, err := open(t, rotas.Bytes()).GetRows(fmt.Sprintf("%s %d %s", day.Weekday().String()[:3], day.Day, day.Month.String()[:3]))
	if got := fmt.Sprint(rows); err != nil || strings.Contains(got, lockedWord) || !strings.Contains(got, coveredWord) {
		t.Errorf("the day sheet says %q, %v", got, err)
	}
}

// TestDeclinedOffer holds that files tell apart whom the rule of offers stops: who offered
// and has declined, who was taken off by hand, and who has not offered.
func TestDeclinedOffer(t *testing.T) {
	e := rotatest.July().Standard().Slot("night", "26 20:00", "27 08:00").Consultant("c1").
		Consultant("c2", rotatest.NoOffer()).Consultant("c3", rotatest.NoOffer()).Consultant("c4").
		Change(func(e *rota.Entry) {
			e.KeptOff = []rota.KeptOff{{Pair: rota.Pair{Slot: "night", Consultant: "c4"}}}
			e.Declined = []rota.Told{{Pair: rota.Pair{Slot: "night", Consultant: "c1"}, Span: e.Slots[0].Span, Mode: rota.OnSite}}
		}).Entry()
	h := example(t, e)
	h.Plan, h.Declined = rotatest.Plan(h.Problem), []rota.Pair{{Slot: "night", Consultant: "c1"}}
	var book, both, rotas, open bytes.Buffer
	var told bytes.Buffer
	if err := Evidence(&told, h, "night", WaysOut{}, "1 place until 9pm"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(Evidence(&book, h, "night", WaysOut{}), Results(&both, h), Rota(&rotas, h), OpenCSV(&open, h)); err != nil {
		t.Fatal(err)
	}
	evidence := allText(t, book.Bytes())
	for _, words := range []string{"1 place until 9pm", "Who may read that"} {
		if !strings.Contains(allText(t, told.Bytes()), words) || strings.Contains(evidence, words) {
			t.Errorf("a part that was lost is not told where there is one, or told where there is none: %q", words)
		}
	}
	for _, want := range []string{"Offered, and has declined it", "offered this time on site and has declined it", "Taken off it by hand", "was taken off this slot by hand", "No offer for this time and mode", "2 ("} {
		if !strings.Contains(evidence, want) {
			t.Errorf("the evidence does not say %q", want)
		}
	}
	const why = "Offered, and has declined it: 1\nNo offer for this time and mode: 2\nTaken off it by hand: 1"
	if !strings.Contains(strings.ReplaceAll(open.String(), "\r\n", "\n"), why) {
		t.Errorf("the table of open places says %q, want %q", open.String(), why)
	}
	for _, line := range strings.Split(why, "\n") {
		if !strings.Contains(allText(t, both.Bytes()), line) || strings.Contains(allText(t, rotas.Bytes()), line) {
			t.Errorf("the rota with costs does not say %q, or the rota for wards does", line)
		}
	}
}

// TestStoodDown: a place in which no consultant is needed any more is nowhere open, and is on
// no sheet, as those are not that residents fill.
func TestStoodDown(t *testing.T) {
	e := rotatest.July().Standard().
		Slot("both", "25 08:00", "25 20:00", rotatest.Places(2)).Slot("one", "26 08:00", "26 20:00").
		Consultant("c1").
		Change(func(e *rota.Entry) {
			e.LeftOpen = []rota.LeftOpen{{Slot: "both", Places: 1, Reason: rota.NotNeededReason}, {Slot: "one", Places: 1, Reason: rota.NotNeededReason}}
		}).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	d := rota.NewDraft(p, rotatest.Plan(p, rotatest.In("both", "c1")), e)
	h := Handout{Labels: Labels{Made: e.Strike.Start}, Problem: d.Problem, Plan: d.Plan, LeftOpen: d.Left}
	var got []string
	for _, post := range newWardLedger(h).posts() {
		got = append(got, string(post.slot.ID)+": "+post.who+", "+post.wardWords())
	}
	if diff := cmp.Diff([]string{"both: c1, Covered"}, got); diff != "" {
		t.Errorf("the rota (-want +got):\n%s", diff)
	}
	if got := openWords(h.Plan, openSheet); got != "None" {
		t.Errorf("places open: %s", got)
	}
}

// TestSentHome holds that the sheet of somebody who was sent home early says until when the duty was theirs,
// and that a sheet of a day says until when it hangs.
func TestSentHome(t *testing.T) {
	e := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00").Slot("day-2", "25 08:00", "25 10:15").Slot("night", "25 20:00", "26 08:00").
		Consultant("c1").Consultant("c2").Lock("day-2", "c1").Published("day", "c1").Published("night", "c2").
		Change(func(e *rota.Entry) { e.Locks[0].Reason = rota.WorkedReason }).Entry()
	h := example(t, e)
	h.Locks, h.Plan = e.Locks, rotatest.Plan(h.Problem, rotatest.In("day-2", "c1"), rotatest.In("night", "c2"))
	h.Plan.Assignments[0].Locked = true
	var own, rotas bytes.Buffer
	if err := errors.Join(Personal(&own, h, "c1"), Rota(&rotas, h)); err != nil {
		t.Fatal(err)
	}
	got := allText(t, own.Bytes())
	for _, words := range []string{"Yours until 10:15am: the rest of the duty is not", "8am to 8pm, which was yours until 10:15am."} {
		if !strings.Contains(got, words) {
			t.Errorf("their sheet does not say %q: %s", words, got)
		}
	}
	if strings.Contains(got, "Decided by hand") {
		t.Errorf("their sheet says that a rota made again keeps it: %s", got)
	}
	days := allText(t, rotas.Bytes())
	for _, words := range []string{"Take this sheet down at 8am on Sat 26 July, or as soon as ", "Take this sheet down at the end of the day, or as soon as "} {
		if !strings.Contains(days, words) {
			t.Errorf("no sheet of a day says %q", words)
		}
	}
}

package web

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func anything(auth.Act) bool { return true }

// TestOverviewNext holds what the page says to do next, from nothing entered to all covered.
func TestOverviewNext(t *testing.T) {
	e := rotatest.Small(1)
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	strike := store.Strike{ID: "s1"}
	strike.Strike = e.Strike
	some := newFacts(strike, e)
	tests := []struct {
		name  string
		facts facts
		want  string // part of the sentence
		to    string
	}{
		{"nothing", facts{strike: strike}, "which services", "/strikes/s1/slots"},
		{"slots only", facts{strike: strike, slots: 3}, "Enter the residents", "/strikes/s1/residents"},
		{"no consultants", facts{strike: strike, slots: 3, residents: 2}, "Enter the consultants", "/strikes/s1/consultants"},
		{"no offers", facts{strike: strike, slots: 3, residents: 2, consultants: 1}, "No consultant has offered", "/strikes/s1/consultants"},
		{"ready", some, "to cover. See which", "/strikes/s1/gaps"},
		{"one place", facts{strike: strike, slots: 3, residents: 2, consultants: 1, offering: 1, places: 1}, "There is 1 place to cover", "/strikes/s1/gaps"},
		{"being made", with1(some, func(f *facts) { f.run = &store.Run{State: store.RunRunning} }), "being made", "/strikes/s1/solve"},
		{"all open", some.withPlan(p, rotatest.Plan(p), time.Now()), "places are still open", "/strikes/s1/rota"},
		{"out of date", with1(some.withPlan(p, rota.Plan{}, time.Now()), func(f *facts) { f.changed = []string{"locks"} }), "has changed since this rota was made: locks", "/strikes/s1/solve"},
		{"all covered", some.withPlan(p, rota.Plan{}, time.Now()), "Every place is covered", "/strikes/s1/downloads"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := base{Strike: &StrikeName{ID: "s1"}}
			got := newOverview(b, tt.facts, time.Now(), anything)
			if !strings.Contains(got.Next.Sentence, tt.want) || got.Next.Button.Href != tt.to {
				t.Errorf("next is %q at %s, want %q at %s", got.Next.Sentence, got.Next.Button.Href, tt.want, tt.to)
			}
		})
	}
}

// TestOverviewOutOfDate holds that no task of a rota says that it is done when it is out of date.
func TestOverviewOutOfDate(t *testing.T) {
	f := facts{strike: store.Strike{ID: "s1"}, slots: 1, offering: 1, consultants: 1}.withPlan(rota.Problem{}, rota.Plan{}, time.Now())
	statuses := func(f facts) map[string]Tag {
		out := map[string]Tag{}
		for _, g := range newOverview(base{Strike: &StrikeName{ID: "s1"}}, f, time.Now(), anything).Groups[2:] {
			for _, task := range g.Tasks {
				out[task.ID] = task.Status
			}
		}
		delete(out, "gaps")
		return out
	}
	want := map[string]Tag{"solve": TagDone, "rota": TagDone, "cost": TagReady, "downloads": TagReady}
	if diff := cmp.Diff(want, statuses(f)); diff != "" {
		t.Errorf("up to date (-want +got):\n%s", diff)
	}
	f.changed = []string{"locks"}
	want = map[string]Tag{"solve": TagDoing, "rota": TagDoing, "cost": TagDoing, "downloads": TagDoing}
	if diff := cmp.Diff(want, statuses(f)); diff != "" {
		t.Errorf("out of date (-want +got):\n%s", diff)
	}
}

func with1(f facts, change func(*facts)) facts { change(&f); return f }

// TestOverviewCoverage holds that covered and open add up, service by service.
func TestOverviewCoverage(t *testing.T) {
	strike := store.Strike{ID: "s1"}
	e := rotatest.July().Slot("a", "25 08:00", "25 16:00", rotatest.Places(2)).Slot("b", "26 08:00", "26 16:00").Entry()
	p := rota.Problem{Slots: e.Slots}
	plan := rota.Plan{Open: []rota.Open{{Slot: "a", Places: 1}}}
	got := facts{strike: strike}.withPlan(p, plan, time.Now()).coverage()
	want := []coverageRow{{Service: e.Slots[0].Service, Places: 3, Covered: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOverviewRoles holds that a task that the role may not do has no link.
func TestOverviewRoles(t *testing.T) {
	strike := store.Strike{ID: "s1"}
	f := newFacts(strike, rotatest.Small(1))
	finance := func(act auth.Act) bool { return auth.Can(auth.Finance, act) }
	page := newOverview(base{Strike: &StrikeName{ID: "s1"}}, f, time.Now(), finance)
	if page.Next != nil {
		t.Error("finance is told what to do next")
	}
	for _, g := range page.Groups {
		for _, task := range g.Tasks {
			if act, ok := taskActs[task.ID]; !ok || task.Href != "" && !finance(act) {
				t.Errorf("task %s: act %q, link %q", task.ID, act, task.Href)
			}
		}
	}
}

func TestCountdown(t *testing.T) {
	span := rotatest.Span("2025-07-25 07:00", "2025-07-30 07:00")
	tests := []struct {
		now  string
		want string
	}{
		{"2025-07-20 07:00", "Starts in 5 days."},
		{"2025-07-24 06:00", "Starts in 25 hours."},
		{"2025-07-25 06:59", "Starts in 1 hour."},
		{"2025-07-25 07:00", "It is under way."},
		{"2025-07-30 06:59", "It is under way."},
		{"2025-07-30 07:00", "It is over."},
	}
	for _, tt := range tests {
		if got := countdown(span, rotatest.At(tt.now)); got != tt.want {
			t.Errorf("at %s: %q, want %q", tt.now, got, tt.want)
		}
	}
}

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
	t.Parallel()
	e := rotatest.Small(1)
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	strike := store.Strike{ID: "s1"}
	strike.Strike = e.Strike
	some := newFacts(strike, e)
	later := rota.Told{Span: rotatest.Span("2025-07-29 08:00", "2025-07-29 20:00")}
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
		{"all covered", some.withPlan(p, rota.Plan{}, time.Now()), "Every place is covered", "/strikes/s1/publish"},
		{"changed since it was published", with1(some.withPlan(p, rota.Plan{}, time.Now()), func(f *facts) { f.version = &store.Version{Number: 2} }), "then publish it", "/strikes/s1/publish"},
		{"published", with1(some.withPlan(p, rota.Plan{}, time.Now()), func(f *facts) { f.version, f.published = &store.Version{Number: 2}, true }), "nobody in it is still to confirm", "/strikes/s1/versions/2"},
		{"one has not confirmed", with1(some.withPlan(p, rota.Plan{}, time.Now()), func(f *facts) {
			f.version, f.published = &store.Version{Number: 2}, true
			f.told = newTellings(2, time.Time{}, []store.Answer{{Current: true, Outcome: store.Confirmed, Told: later}, {Current: true, Outcome: store.Rung, Told: later}, {Outcome: store.Declined}})
		}), "1 of 2 assignments are confirmed. Ring the others", "/strikes/s1/answers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := base{Strike: &StrikeName{ID: "s1"}}
			got := newOverview(b, tt.facts, rotatest.At("2025-07-20 12:00"), anything)
			if !strings.Contains(got.Next.Sentence, tt.want) || got.Next.Button.Href != tt.to {
				t.Errorf("next is %q at %s, want %q at %s", got.Next.Sentence, got.Next.Button.Href, tt.want, tt.to)
			}
		})
	}
}

// TestOverviewNextLater holds that once a strike has begun what is over is not counted as still to be done, and
// that once it is over what is left is who came.
func TestOverviewNextLater(t *testing.T) {
	t.Parallel()
	e := rotatest.July().Slot("first", "25 08:00", "25 20:00").Slot("last", "29 08:00", "29 20:00").Consultant("c1").Duty("r1", "last", rota.Away).Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	strike := store.Strike{ID: "s1"}
	strike.Strike = e.Strike
	told := func(from, to string, o store.Outcome) store.Answer {
		return store.Answer{Current: true, Outcome: o, Told: rota.Told{Span: rotatest.Span(from, to)}}
	}
	published := func(as ...rota.Assignment) facts {
		f := newFacts(strike, e).withPlan(p, rotatest.Plan(p, as...), time.Now())
		f.version, f.published, f.told = &store.Version{Number: 2}, true, newTellings(2, time.Time{}, []store.Answer{
			told("2025-07-25 08:00", "2025-07-25 20:00", store.NotAsked), told("2025-07-29 08:00", "2025-07-29 20:00", store.NotAsked)})
		return f
	}
	settled := published()
	settled.attended = settled.duties
	for _, tt := range []struct {
		name, now   string
		facts       facts
		next, tasks string
	}{
		{"both open, the first over", "2025-07-26 12:00", published(), "1 place is still open", "1 place is open, and 1 was open that is over"},
		{"what is open is over", "2025-07-26 12:00", published(rotatest.In("last", "c1")), "0 of 1 assignment is confirmed, of what is not over", "No place is open that is still to come, and 1 was open that is over"},
		{"the strike is over", "2025-07-30 12:00", published(), "Attendance is confirmed for 0 of 1 duty", "2 places are open"},
		{"all of it", "2025-07-30 12:00", settled, "all attendance is confirmed", "2 places are open"},
	} {
		got := newOverview(base{Strike: &StrikeName{ID: "s1"}}, tt.facts, rotatest.At(tt.now), anything)
		hint := ""
		for _, g := range got.Groups {
			for _, task := range g.Tasks {
				if task.ID == "rota" {
					hint = task.Hint
				}
			}
		}
		if !strings.Contains(got.Next.Sentence, tt.next) || hint != tt.tasks {
			t.Errorf("%s: next is %q, want %q; the rota %q, want %q", tt.name, got.Next.Sentence, tt.next, hint, tt.tasks)
		}
	}
}

// TestOverviewOutOfDate holds that no task of a rota says that it is done when it is out of date.
func TestOverviewOutOfDate(t *testing.T) {
	t.Parallel()
	f := facts{strike: store.Strike{ID: "s1"}, slots: 1, offering: 1, consultants: 1}.withPlan(rota.Problem{}, rota.Plan{}, time.Now())
	statuses := func(f facts) map[string]Tag {
		out := map[string]Tag{}
		for _, g := range newOverview(base{Strike: &StrikeName{ID: "s1"}}, f, time.Now(), anything).Groups[2:] {
			for _, task := range g.Tasks {
				out[task.ID] = task.Status
			}
		}
		delete(out, "attendance")
		return out
	}
	f.version, f.published = &store.Version{Number: 1}, true
	want := map[string]Tag{"gaps": TagReady, "solve": TagDone, "rota": TagDone, "cost": TagReady, "publish": TagDone, "downloads": TagReady, "day": TagReady}
	if diff := cmp.Diff(want, statuses(f)); diff != "" {
		t.Errorf("up to date (-want +got):\n%s", diff)
	}
	f.changed = []string{"locks"}
	want = map[string]Tag{"gaps": TagReady, "solve": TagDoing, "rota": TagDoing, "cost": TagDoing, "publish": TagDoing, "downloads": TagDoing, "day": TagDoing}
	if diff := cmp.Diff(want, statuses(f)); diff != "" {
		t.Errorf("out of date (-want +got):\n%s", diff)
	}
}

func with1(f facts, change func(*facts)) facts { change(&f); return f }

// TestOverviewCoverage holds that covered and open add up, service by service.
func TestOverviewCoverage(t *testing.T) {
	t.Parallel()
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

// TestOverviewRoles holds that nobody reads of a task that they can do nothing about, and that groups are numbered without gaps.
func TestOverviewRoles(t *testing.T) {
	t.Parallel()
	strike := store.Strike{ID: "s1"}
	e := rotatest.Small(1)
	for role, want := range map[auth.Role][]string{
		auth.Finance: {"1. Set up", "rates", "2. Rota", "cost", "3. On the day", "downloads"},
		auth.Lead:    {"1. Set up", "slots", "2. Rota", "gaps", "rota", "3. On the day", "downloads", "day"},
	} {
		var got []string
		page := newOverview(base{Strike: &StrikeName{ID: "s1"}}, newFacts(strike, e), time.Now(), func(act auth.Act) bool { return auth.Can(role, act) })
		for _, g := range page.Groups {
			got = append(got, g.Heading)
			for _, task := range g.Tasks {
				got = append(got, task.ID)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || page.Next != nil {
			t.Errorf("%s: next %v (-want +got):\n%s", role, page.Next, diff)
		}
	}
	f := newFacts(strike, rota.Entry{})
	f.begun = true
	groups := taskGroups(f, time.Now(), func(act auth.Act) bool { return auth.Can(auth.Lead, act) })
	if groups[0].Heading != "Now: on the day" || groups[1].Heading != "1. Set up" || groups[1].Tasks[0].Hint != "None has been entered yet." {
		t.Errorf("to a lead, begun and without slots: %+v", groups)
	}
}

// TestOverviewTotals counts all places, and those that cannot wait.
func TestOverviewTotals(t *testing.T) {
	t.Parallel()
	p := rota.Problem{Slots: []rota.Slot{{ID: "a", Places: 3, Priority: 1}, {ID: "b", Places: 2, Priority: 2}}}
	plan := rota.Plan{Open: []rota.Open{{Slot: "a", Places: 1}, {Slot: "b", Places: 2}}}
	got := facts{}.withPlan(p, plan, time.Now()).totals()
	want := []coverageRow{{Service: "All places", Places: 5, Covered: 2}, {Service: "That cannot wait", Places: 3, Covered: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAttendanceTask holds that nobody is asked who came before the strike.
func TestAttendanceTask(t *testing.T) {
	t.Parallel()
	f := facts{strike: store.Strike{ID: "s1"}, duties: 2}
	f.strike.Span = rotatest.Span("2025-07-25 07:00", "2025-07-30 07:00")
	before, inside := rotatest.At("2025-07-25 06:59"), rotatest.At("2025-07-25 07:00")
	for _, tt := range []struct {
		name     string
		attended int
		duties   int
		now      time.Time
		want     Tag
	}{{"before", 0, 2, before, TagWait}, {"none", 0, 2, inside, TagNew}, {"some", 1, 2, inside, TagDoing}, {"all", 2, 2, inside, TagDone}, {"no duties", 0, 0, inside, TagWait}} {
		f.attended, f.duties = tt.attended, tt.duties
		if got := attendanceTask(f, tt.now); got.Status != tt.want || (got.Href == "") != (tt.want == TagWait) {
			t.Errorf("%s: %q at %q, want %q", tt.name, got.Status.Text, got.Href, tt.want.Text)
		}
	}
}

// TestRecentChanges holds that what one person did in a row is one line, that what
// was declared of whom is not told, and that neither the planner's own steps nor who looked at what is listed.
func TestRecentChanges(t *testing.T) {
	t.Parallel()
	at := rotatest.At("2025-07-20 09:00")
	row := func(by string, action store.Action, kind store.Kind, id string) store.AuditRow {
		return store.AuditRow{At: at, ByID: by, By: by, Action: action, Kind: kind, ID: id}
	}
	got := recentChanges([]store.AuditRow{
		row("Osei", store.Declared, store.KindDuty, "D0007"), row("Osei", store.Declared, store.KindDuty, "D0009"),
		row("", store.Finished, store.KindRun, "X"), row("Khan", store.Looked, store.KindPage, "residents"), row("Osei", store.Saved, store.KindSlot, "S001"),
		row("Khan", store.Saved, store.KindSlot, "S002"), row("Khan", store.Declared, store.KindDuty, "D0001"),
		row(store.ByResident.ID, store.Declared, store.KindDuty, "D0002"), row("Osei", store.Edited, store.KindPlan, "18"),
	})
	const when = "9am on Sunday 20 July 2025"
	want := []recentChange{{when, "Osei: changed 2 declarations"}, {when, "Osei: saved slot S001"}, {when, "Khan: saved slot S002"}, {when, "Khan: changed a declaration"}, {when, "Osei: changed the rota by hand"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCountdown(t *testing.T) {
	t.Parallel()
	span := rotatest.Span("2025-07-25 07:00", "2025-07-30 07:00")
	tests := []struct {
		now  string
		want string
	}{
		{"2025-07-20 07:00", "Starts in 5 days."},
		{"2025-07-16 06:00", "Starts in 9 days."},
		{"2025-07-23 01:00", "Starts in 2 days 6 hours."},
		{"2025-07-25 01:00", "Starts in 6 hours."},
		{"2025-07-25 06:59", "Starts in 1 minute."},
		{"2025-07-25 07:00", "It is under way, with 5 days to go."},
		{"2025-07-30 06:59", "It is under way, with 1 minute to go."},
		{"2025-07-30 07:00", "It is over."},
	}
	for _, tt := range tests {
		if got := countdown(span, rotatest.At(tt.now)); got != tt.want {
			t.Errorf("at %s: %q, want %q", tt.now, got, tt.want)
		}
	}
}

// TestNextOfADraft has the overview of a rota that was never published tell that an offer beneath it is gone,
// and how many places it has where that is another number than what is entered needs.
func TestNextOfADraft(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	v, page := s.as(auth.Coordinator), strikePath(s.strike)
	if got := pageText(t, v, page); strings.Contains(got, "filled again") || strings.Contains(got, "the rota has") {
		t.Errorf("as it was made, the overview says:\n%s", got)
	}
	e := s.entry()
	e.Consultants[1].Offers = nil
	e.Slots[0].Places++
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	got := pageText(t, v, page)
	for _, want := range []string{"1 place is to be filled again, since the offer, site or training of whoever is in it is gone.", "4 places for consultants to cover by what is entered now; the rota has 3"} {
		if !strings.Contains(got, want) {
			t.Errorf("the overview does not say %q:\n%s", want, got)
		}
	}
	if got := pageText(t, v, strikePath(s.strike, "gaps")); !strings.Contains(got, asEntered) {
		t.Errorf("the gaps say:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "day")); !strings.Contains(got, "Hour midnight 1am 2am") || !strings.Contains(got, "11am midday 1pm") || strings.Contains(got, "20:00") {
		t.Errorf("the hours of the day are:\n%s", got)
	}
}

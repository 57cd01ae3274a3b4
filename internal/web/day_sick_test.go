package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// sickSite is a published rota in which c2 worked the day before, and in the only place of a slot
// until half past eleven, as was recorded at midday. Nobody is in another slot at that time.
func sickSite(t *testing.T, now *time.Time) (*site, *visitor) {
	t.Helper()
	s := daySite(t, now)
	e := s.entry()
	e.Slots = append(e.Slots, e.Slots[len(e.Slots)-1])
	e.Slots[len(e.Slots)-1].ID = "ward"
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("day", "c2"), rotatest.In("late", "c2"))
	s.published()
	*now = rotatest.At("2025-07-26 12:00")
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "day", "unable")
	form := fields(t, v.get(page+"?consultant=c2"), page)
	form.Set(untilName("late"), "2025-07-26T10:30:00Z")
	want(t, v.post(page, form), http.StatusSeeOther)
	return s, v
}

// TestPartOfASlotIsAChange: who has stopped in the middle of a slot is where the version has
// them, but not as long: the pages of the day count that, and publishing is offered. They say
// since when they cannot come.
func TestPartOfASlotIsAChange(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	day, calls := strikePath(s.strike, "day"), strikePath(s.strike, "day", "calls")
	for _, path := range []string{day, calls} {
		if got := pageText(t, v, path); !strings.Contains(got, "Draft: 1 change since version 1, published at ") {
			t.Errorf("%s says:\n%s", path, got)
		}
	}
	if n := parse(t, v.get(calls)).Find("main a[href='" + strikePath(s.strike, "publish") + "']").Length(); n != 1 {
		t.Errorf("publishing is offered %d times", n)
	}
	if got := pageText(t, v, calls); !strings.Contains(got, "Open again Labour ward, Registrar tier, Sat 26 July, 12:15pm to 8pm Who could take it") {
		t.Errorf("whom to ring about what is left:\n%s", got)
	}
	if got := pageText(t, v, day); !strings.Contains(got, "Dr c2: cannot come from 11:30am on Sat 26 July") {
		t.Errorf("since when they cannot come:\n%s", got)
	}
}

// TestUndoAfterReplan takes back that somebody cannot come after the rest was planned anew with
// somebody else in their place, and that was undone. What had begun stays settled.
func TestUndoAfterReplan(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	day, undo := strikePath(s.strike, "day"), strikePath(s.strike, "rota", "undo")
	now = rotatest.At("2025-07-26 12:10")
	plan, _ := s.current()
	with := []rota.Assignment{rotatest.In("late-3", "c3")}
	for _, a := range plan.Assignments {
		with = append(with, rotatest.In(a.Slot, a.Consultant))
	}
	want(t, v.post(day+"/replan/take", url.Values{"run": {s.replan(now, with...)}}), http.StatusSeeOther)
	edits, err := s.store.Edits(t.Context(), s.strike, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	want(t, v.post(undo, url.Values{editField: {strconv.FormatInt(edits[0].Number, 10)}}), http.StatusSeeOther)
	form := fields(t, v.get(day), undo)
	want(t, v.post(undo, form), http.StatusSeeOther)
	plan, _ = s.current()
	if diff := cmp.Diff([]rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "day", Consultant: "c2"}, {Slot: "late", Consultant: "c2"}}, plan.Pairs()); diff != "" {
		t.Errorf("undone, the rota (-want +got):\n%s", diff)
	}
	e := s.entry()
	if len(e.Slots) != 4 || len(e.KeptOff) != 0 {
		t.Errorf("undone, there are %d slots, and kept off are %v", len(e.Slots), e.KeptOff)
	}
	if diff := cmp.Diff([]rota.LeftOpen{{Slot: "ward", Places: 1, Reason: rota.BegunReason}}, e.LeftOpen); diff != "" {
		t.Errorf("left open (-want +got):\n%s", diff)
	}
}

// TestLostPart: what nobody was in between who fell ill and who can come instead is lost. The
// day, the slot, the rota and its files say so, no place is open for it, also in a rota that
// is made anew, and an undo takes it back.
func TestLostPart(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	day, rotaPath := strikePath(s.strike, "day"), strikePath(s.strike, "rota")
	const when, lost = "Sat 26 July, 11:30am to 12:15pm", "Lost: nobody was in these parts of slots"
	for _, path := range []string{day, rotaPath} {
		if got := pageText(t, v, path); !strings.Contains(got, lost) || strings.Contains(got, "Files have only") || !strings.Contains(got, when) {
			t.Errorf("%s says:\n%s", path, got)
		}
	}
	if got := pageText(t, v, rotaPath); strings.Count(got, "Making the rota again does not put Dr c2 back in") != 1 || !strings.Contains(got, "Undo: What is left of Labour ward") {
		t.Errorf("the change is listed as:\n%s", got)
	}
	for _, slot := range []rota.SlotID{"late", "late-3"} {
		if got := pageText(t, v, coverPath(s.strike, slot)); !strings.Contains(got, "Lost: 1 place, "+when) {
			t.Errorf("the page of %s says:\n%s", slot, got)
		}
	}
	if got := want(t, v.get(strikePath(s.strike, "downloads", "rota.csv")), http.StatusOK).Body.String(); strings.Count(got, "Lost: nobody") != 1 {
		t.Errorf("the file says:\n%s", got)
	}
	open := func() (places int) {
		d, _ := s.draft()
		if r := rota.Check(d.Problem, d.Plan); !r.OK() {
			t.Errorf("the referee says: %v", r)
		}
		for _, o := range d.Plan.Open {
			places += o.Places
		}
		return places
	}
	if n := open(); n != 2 { // what is left of it, and the ward
		t.Errorf("%d places are open", n)
	}
	s.finish(rotatest.In("day", "c1"), rotatest.In("day", "c2"), rotatest.In("late", "c2"), rotatest.In("late-3", "c3"))
	if n := open(); n != 1 || len(s.entry().Lost) != 1 {
		t.Errorf("made anew, %d places are open, and lost are %v", n, s.entry().Lost)
	}
}

// TestSickAndCut: who cannot come is kept off what is left of another slot too, once it is a slot of its
// own, also in a rota that is made anew. An undo takes that back with the slot.
func TestSickAndCut(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	kept := s.entry().KeptOff
	page := strikePath(s.strike, "day", "slots", "ward")
	to := want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); !strings.Contains(got, "Dr c3") {
		t.Errorf("nobody could take what is left:\n%s", got)
	}
	if got := parse(t, v.get(to)).Find("input[name=way]").FilterFunction(func(_ int, in *goquery.Selection) bool {
		return strings.Contains(in.AttrOr("value", ""), "c2")
	}).Length(); got != 0 {
		t.Errorf("who cannot come could take what is left, in %d ways", got)
	}
	if got := pageText(t, v, to); !strings.Contains(got, "Dr c2: Cannot come from 11:30am on Sat 26 July") {
		t.Errorf("the page does not say that they cannot come:\n%s", got)
	}
	d, _ := s.draft()
	part := rota.SlotID(strings.Split(strings.TrimPrefix(to, strikePath(s.strike, "slots")+"/"), "/")[0])
	if !slices.Contains(d.Problem.KeptOff(), rota.Pair{Slot: part, Consultant: "c2"}) {
		t.Errorf("kept off are %v, not of %s", d.Problem.KeptOff(), part)
	}
	want(t, v.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {strconv.FormatInt(lastEdit(t, s), 10)}}), http.StatusSeeOther)
	if diff := cmp.Diff(kept, s.entry().KeptOff); diff != "" {
		t.Errorf("undone, kept off are (-want +got):\n%s", diff)
	}
}

// TestLostTwice: what is left of a slot in which a consultant had been due is divided again, once the rest was
// planned anew after it had begun. The files tell of both parts that were lost, as the pages do.
func TestLostTwice(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	now = rotatest.At("2025-07-26 12:20")
	c, err := s.store.Consultant(t.Context(), s.strike, "c3")
	if err == nil {
		c.Skills = append(c.Skills, "Cancer") // so that the rest is to be planned anew
		_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.replan(now, rotatest.In("day", "c1"), rotatest.In("day", "c2"), rotatest.In("late", "c2"))
	replan := strikePath(s.strike, "day", "replan")
	want(t, v.post(replan+"/take", fields(t, v.get(replan), replan+"/take")), http.StatusSeeOther)
	page := strikePath(s.strike, "day", "slots", "late-3")
	want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther)
	if got := want(t, v.get(strikePath(s.strike, "downloads", "rota.csv")), http.StatusOK).Body.String(); strings.Count(got, "Lost: nobody") != 2 {
		t.Errorf("the file says:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "11:30am to 12:15pm") || !strings.Contains(got, "12:15pm to 12:30pm") {
		t.Errorf("the rota says:\n%s", got)
	}
}

// TestAbsentAndCut covers what is left of a slot whose only place an expected resident was to
// fill: it is open and can be covered, the time before is lost and no need, and an undo joins them.
func TestAbsentAndCut(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	before := s.entry().Slots
	s.absent()
	now = rotatest.At("2025-07-25 20:30")
	v := s.as(auth.Coordinator)
	const next = "Next: 1 place is open by who came, now or in the next 12 hours. Cover what is left. See the day"
	if got := pageText(t, v, strikePath(s.strike)); !strings.Contains(got, next) {
		t.Errorf("the overview says:\n%s", got)
	}
	page := strikePath(s.strike, "day", "slots", "eve")
	to := want(t, v.post(page, fields(t, v.get(page), page)), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); !strings.Contains(got, "8:45pm to 11pm Open Lost: 1 place, Fri 25 July, 8pm to 8:45pm") || !strings.Contains(got, "Who could take this") {
		t.Errorf("%s says:\n%s", to, got)
	}
	sheet := strings.TrimSuffix(to, "cover") + "evidence.xlsx"
	if got := sheetsText(t, want(t, v.get(sheet), http.StatusOK).Body.Bytes()); !strings.Contains(got, "1 place, Fri 25 July, 8pm to 8:45pm. Nobody has been there so far") || !strings.Contains(got, "Only those who may know which residents came") {
		t.Errorf("the evidence says:\n%s", got)
	}
	want(t, s.as(auth.Lead).get(sheet), http.StatusNotFound)
	if got := pageText(t, v, coverPath(s.strike, "eve")); !strings.Contains(got, "8pm to 8:45pm Lost Lost: 1 place") {
		t.Errorf("the part that is lost says:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); strings.Contains(got, "has changed since") || parse(t, v.get(strikePath(s.strike, "rota"))).Find(".app-rota a[href='"+coverPath(s.strike, "eve")+"']").Length() != 0 {
		t.Errorf("the rota says:\n%s", got)
	}
	const fewer = "Files have only places in which a consultant had been due"
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, fewer) {
		t.Errorf("the rota does not say why the files lack the part:\n%s", got)
	}
	if csv := v.get(strikePath(s.strike, "downloads", "rota.csv")).Body.String(); strings.Contains(csv, "Lost: nobody") || strings.Count(csv, ",eve,") != 0 {
		t.Errorf("the file says:\n%s", csv)
	}
	for _, came := range []rota.Attendance{rota.Worked, rota.Absent} {
		s.attends(s.entry().Duties[1], came)
		if got := pageText(t, v, strikePath(s.strike, "day", "calls")); strings.Contains(got, "Open again Ward, Registrar tier") == (came == rota.Worked) {
			t.Errorf("%s: whom to ring about what is left:\n%s", came, got)
		}
	}
	want(t, v.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {strconv.FormatInt(lastEdit(t, s), 10)}}), http.StatusSeeOther)
	if diff := cmp.Diff(before, s.entry().Slots); diff != "" || len(s.entry().Lost) > 0 {
		t.Errorf("undone (-want +got):\n%s", diff)
	}
}

// TestCopyOfACutStrike: a strike with the slots of one that was divided on the day has whole
// slots, also when everybody in that one has been deleted.
func TestCopyOfACutStrike(t *testing.T) {
	t.Parallel()
	var now time.Time
	s, v := sickSite(t, &now)
	copied := func() (spans []string) {
		t.Helper()
		f := fields(t, v.get("/strikes/new?copy="+s.strike), "/strikes/new")
		for name, value := range map[string]string{"name": "August", "start-day": "8", "start-month": "8", "start-year": "2025", "end-day": "10", "end-month": "8", "end-year": "2025"} {
			f.Set(name, value)
		}
		to := want(t, v.post("/strikes/new", f), http.StatusSeeOther).Header().Get("Location")
		got, err := s.store.Entry(t.Context(), strings.TrimPrefix(to, "/strikes/"))
		if err != nil {
			t.Fatal(err)
		}
		for _, slot := range got.Slots {
			spans = append(spans, slot.Unit+" "+slot.Span.Words()+" "+strconv.Itoa(slot.Places))
		}
		return spans
	}
	whole := []string{"Labour ward Fri 8 August, 8am to 8pm 2", "Ward Fri 8 August, 8pm to 11pm 1", "Labour ward Sat 9 August, 8am to 8pm 1", "Labour ward Sat 9 August, 8am to 8pm 1"}
	if diff := cmp.Diff(whole, copied()); diff != "" {
		t.Errorf("copied (-want +got):\n%s", diff)
	}
	if _, err := s.store.Purge(t.Context(), actor, s.strike, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole, copied()); diff != "" {
		t.Errorf("copied when everybody had been deleted (-want +got):\n%s", diff)
	}
	if e := s.entry(); len(e.Lost) != 0 {
		t.Errorf("lost are %v", e.Lost)
	}
}

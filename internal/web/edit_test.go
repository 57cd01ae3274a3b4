package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestPutByHand chooses somebody for an open slot, checks and saves: the rota, the slot,
// the files and the next run follow, and nothing is solved.
func TestPutByHand(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	page := coverPath(s.strike, "day")
	w := want(t, v.get(page), http.StatusOK)
	contract(t, w)
	way := ""
	parse(t, w).Find("input[name=way]").Each(func(_ int, radio *goquery.Selection) {
		if value := radio.AttrOr("value", ""); strings.Contains(value, "c1") && way == "" {
			way = value
		}
	})
	to := want(t, v.post(page, url.Values{doField: {doPick}, wayField: {way}}), http.StatusSeeOther).Header().Get("Location")
	if diff := cmp.Diff(checkPath(s.strike, "day", taking("day", "c1")), to); diff != "" {
		t.Fatalf("sent to (-want +got):\n%s", diff)
	}
	if got := pageText(t, v, to); !strings.Contains(got, "Dr c1 takes") || !strings.Contains(got, "12 hours less open at priority 1") || strings.Contains(got, "breaks a rule") {
		t.Errorf("the check page says %q", got)
	}
	if got := pageText(t, v, to); !strings.Contains(got, "Making the rota again keeps Dr c1 in") || strings.Contains(got, "may put") {
		t.Errorf("of making it again the check page says %q", got)
	}
	action, values := s.open(v, "day", taking("day", "c1"))
	want(t, v.post(action, values), http.StatusSeeOther)
	plan, _ := s.current()
	if diff := cmp.Diff([]rota.Assignment{{Slot: "day", Consultant: "c1", Locked: true}, {Slot: "later", Consultant: "c2", Displaces: []rota.SessionID{}}}, plan.Assignments); diff != "" {
		t.Errorf("assignments (-want +got):\n%s", diff)
	}
	if got := pageText(t, v, page); !strings.Contains(got, "Dr c1") || !strings.Contains(got, "Yes: "+rota.ByHand) {
		t.Errorf("the slot says %q", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(got, "2 of 3 places") || !strings.Contains(got, "Dr c1 takes") || strings.Contains(got, "has changed since") {
		t.Errorf("the rota says %q", got)
	}
	if got := want(t, v.get(strikePath(s.strike, "downloads", "rota.csv")), http.StatusOK).Body.String(); !strings.Contains(got, "Dr c1") {
		t.Error("the CSV of the rota does not follow")
	}
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil || len(e.Locks) != 1 {
		t.Errorf("locks %v, %v: the next run would not hold it", e.Locks, err)
	}
}

// TestBreakRuleByHand puts somebody where a rule stops them: it stops, wants a reason,
// and shows the rule and the reason from then on.
func TestBreakRuleByHand(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	action, values := s.open(v, "night", taking("night", "c3"))
	w := want(t, v.post(action, values), http.StatusUnprocessableEntity)
	contract(t, w)
	doc := parse(t, w)
	if doc.Find(".nhsuk-panel--interruption").Length() != 1 || doc.Find(".nhsuk-error-summary a[href='#reason']").Length() != 1 {
		t.Error("the page does not stop at the rule, or the fault does not stand at the reason")
	}
	values.Set(reasonField, "Supervised by Dr c1; the medical director agrees")
	want(t, v.post(action, values), http.StatusSeeOther)
	for _, path := range []string{coverPath(s.strike, "night"), strikePath(s.strike, "rota")} {
		if got := pageText(t, v, path); !strings.Contains(got, "Dr c3: not trained in Obstetrics") || !strings.Contains(got, "Supervised by Dr c1") {
			t.Errorf("%s does not show the rule and the reason: %q", path, got)
		}
	}
	values.Set(reasonField, strings.Repeat("x", maxReason+1))
	action, fresh := s.open(v, "day", taking("day", "c3"))
	fresh.Set(reasonField, values.Get(reasonField))
	want(t, v.post(action, fresh), http.StatusUnprocessableEntity)
}

// TestEditsOfTwo has two people edit at once: of different parts both go through; of the
// same, the second is shown both states and who was first, and nothing is lost.
func TestEditsOfTwo(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	ann, bob := s.as(auth.Coordinator), s.as(auth.Coordinator)
	dayPath, day := s.open(ann, "day", taking("day", "c1"))
	laterPath, later := s.open(bob, "later", rota.Edit{Leaves: []rota.Pair{{Slot: "later", Consultant: "c2"}}})
	clashPath, clash := s.open(bob, "night", taking("night", "c1"))
	gonePath, gone := s.open(bob, "day", taking("day", "c2"))
	want(t, ann.post(dayPath, day), http.StatusSeeOther)
	want(t, bob.post(laterPath, later), http.StatusSeeOther)

	clash.Set(reasonField, "Prefers nights")
	w := want(t, bob.post(clashPath, clash), http.StatusConflict)
	contract(t, w)
	doc := parse(t, w)
	if got := doc.Find("#changed-by").Text(); !strings.Contains(got, "R. Osei, at") || !strings.Contains(got, "Nothing") || !strings.Contains(got, "(locked)") {
		t.Errorf("the clash says %q", got)
	}
	if doc.Find("textarea").Text() != "Prefers nights" || doc.Find(".nhsuk-panel--interruption").Length() != 1 {
		t.Error("the reason is lost, or it is not said that they could not rest now")
	}
	w = want(t, bob.post(gonePath, gone), http.StatusConflict)
	contract(t, w)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "can no longer be made") {
		t.Errorf("an edit that cannot be made says %q", got)
	}
	plan, _ := s.current()
	if got := plan.Pairs(); !slices.Equal(got, []rota.Pair{{Slot: "day", Consultant: "c1"}}) {
		t.Errorf("the rota is %v, want both unrelated edits and no other", got)
	}
	clash.Set(sawField, doc.Find("input[name=saw]").AttrOr("value", ""))
	want(t, bob.post(clashPath, clash), http.StatusSeeOther) // all the same, having seen it
}

// TestUndoByHand takes edits back: what is in the way is named, and undone first.
func TestUndoByHand(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	_, before := s.current()
	replaced := taking("day", "c2")
	replaced.Leaves = []rota.Pair{{Slot: "day", Consultant: "c1"}}
	replaced.Unlocks = replaced.Leaves
	for _, e := range []rota.Edit{taking("day", "c1"), replaced} {
		action, values := s.open(v, e.Takes[0].Slot, e)
		want(t, v.post(action, values), http.StatusSeeOther)
	}
	numbers := parse(t, v.get(strikePath(s.strike, "rota"))).Find("input[name=edit]")
	edits, err := s.store.Edits(t.Context(), s.strike, 0, 0)
	if err != nil || numbers.Length() != 1 {
		t.Fatalf("%d changes can be undone (%v), want the newest, which stands in the way of the other", numbers.Length(), err)
	}
	newest, oldest := numbers.AttrOr("value", ""), strconv.FormatInt(edits[1].Number, 10)
	undo := strikePath(s.strike, "rota", "undo")
	w := want(t, v.post(undo, url.Values{editField: {oldest}}), http.StatusConflict)
	contract(t, w)
	if got := parse(t, w).Find("main").Text(); !strings.Contains(got, "Dr c2 takes") || !strings.Contains(got, "Undo these first") {
		t.Errorf("what is in the way is not named: %q", got)
	}
	for _, number := range []string{newest, oldest} {
		want(t, v.post(undo, url.Values{editField: {number}}), http.StatusSeeOther)
	}
	if plan, after := s.current(); after.Hand != nil || plan.ByHand || after.RunID != before.RunID {
		t.Errorf("with all undone the rota is %+v, want it as it was made", after.Hand)
	}
	want(t, v.post(undo, url.Values{editField: {oldest}}), http.StatusConflict)
	want(t, v.post(undo, url.Values{editField: {"x"}}), http.StatusBadRequest)
	want(t, v.post(undo, url.Values{editField: {"99999"}}), http.StatusNotFound)
}

// TestLeaveOpenByHand leaves a place open, which needs a reason and shows; then the
// problem of the next run leaves it open, until it is taken back.
func TestLeaveOpenByHand(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	edit := rota.Edit{LeftOpen: []rota.LeftOpen{{Slot: "night", Places: 1}}}
	action, values := s.open(v, "night", edit)
	want(t, v.post(action, values), http.StatusUnprocessableEntity)
	values.Set(reasonField, "the list is cancelled")
	want(t, v.post(action, values), http.StatusSeeOther)
	for _, path := range []string{coverPath(s.strike, "night"), strikePath(s.strike, "rota")} {
		if got := pageText(t, v, path); !strings.Contains(got, "Left open on purpose: 1 place. The list is cancelled.") {
			t.Errorf("%s does not say so: %q", path, got)
		}
	}
	left := func() []rota.LeftOpen {
		p := s.problem()
		return p.LeftOpen
	}
	if diff := cmp.Diff([]rota.LeftOpen{{Slot: "night", Places: 1}}, left()); diff != "" {
		t.Errorf("the next run (-want +got):\n%s", diff)
	}
	edit.LeftOpen[0].Places = 0
	action, values = s.open(v, "night", edit)
	want(t, v.post(action, values), http.StatusSeeOther)
	if got := left(); got != nil {
		t.Errorf("taken back, the next run leaves %v open", got)
	}
}

// TestButtonBesideItsRadios: where only people whom a rule stops are left to choose, the
// button is behind the fold with them.
func TestButtonBesideItsRadios(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	e := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00").Slot("none", "26 08:00", "26 20:00", rotatest.NeedsAll("Neonatal")).Consultant("c1").Entry()
	if err := s.store.ReplaceEntry(t.Context(), actor, s.strike, e); err != nil {
		t.Fatal(err)
	}
	s.finish()
	for slot, folded := range map[rota.SlotID]int{"day": 0, "none": 1} {
		button := parse(t, want(t, s.as(auth.Coordinator).get(coverPath(s.strike, slot)), http.StatusOK)).Find("button:contains('Check what comes of it')")
		if button.Length() != 1 || button.Closest("details").Length() != folded {
			t.Errorf("%s: %d buttons, %d of them behind a fold, want 1, %d", slot, button.Length(), button.Closest("details").Length(), folded)
		}
	}
}

// TestEditForms holds what the forms refuse.
func TestEditForms(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	page := coverPath(s.strike, "day")
	w := want(t, v.post(page, url.Values{doField: {doPick}}), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := parse(t, w).Find("#way-error").Text(); !strings.Contains(got, "Choose who takes it") {
		t.Errorf("with nobody chosen: %q", got)
	}
	want(t, v.post(page, url.Values{doField: {doPick}, wayField: {"nonsense"}}), http.StatusBadRequest)
	action, good := s.open(v, "day", taking("day", "c1"))
	for name, change := range map[string]func(url.Values) int{
		"no way":            func(f url.Values) int { f.Set(wayField, ""); return http.StatusNotFound },
		"a way of nothing":  func(f url.Values) int { f.Set(wayField, "x=1"); return http.StatusNotFound },
		"nobody of that id": func(f url.Values) int { f.Set(wayField, wayOf(taking("day", "c9"))); return http.StatusNotFound },
		"nothing seen":      func(f url.Values) int { f.Set(sawField, ""); return http.StatusBadRequest },
		"an unknown field":  func(f url.Values) int { f.Set("x", "y"); return http.StatusBadRequest },
		"an old way, undone": func(f url.Values) int {
			f.Set(wayField, wayOf(rota.Edit{Leaves: taking("day", "c1").Takes}))
			return http.StatusConflict
		},
	} {
		values := url.Values{}
		for k, list := range good {
			values[k] = slices.Clone(list)
		}
		status := change(values)
		if got := v.post(action, values); got.Code != status {
			t.Errorf("%s: status %d, want %d", name, got.Code, status)
		}
	}
	want(t, v.get(checkPath(s.strike, "nonesuch", taking("day", "c1"))), http.StatusNotFound)
	if to := want(t, v.get(slotPath(s.strike, "day", "cover", "check")), http.StatusSeeOther).Header().Get("Location"); to != page {
		t.Errorf("without a way the check page sends to %s", to)
	}
	lead := s.as(auth.Lead)
	want(t, lead.get(checkPath(s.strike, "day", taking("day", "c1"))), http.StatusNotFound)
	want(t, lead.post(action, good), http.StatusNotFound)
	want(t, lead.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {"1"}}), http.StatusNotFound)
	if got := pageText(t, lead, page); strings.Contains(got, "Check what comes of it") || !strings.Contains(got, "Who could take this") {
		t.Errorf("a lead reads %q", got)
	}
}

// TestWays holds that an edit written as a way reads as the same edit, whatever its ids are.
func TestWays(t *testing.T) {
	t.Parallel()
	for _, e := range []rota.Edit{
		taking("lw 1@north&x=y", "c/1+2"),
		{Takes: []rota.Pair{{Slot: "a", Consultant: "c1"}, {Slot: "b", Consultant: "c2"}}, Leaves: []rota.Pair{{Slot: "b", Consultant: "c1"}}, Unlocks: []rota.Pair{{Slot: "b", Consultant: "c1"}}},
		{LeftOpen: []rota.LeftOpen{{Slot: "ä%40", Places: 2}}},
	} {
		got, ok := editOf(wayOf(e))
		if diff := cmp.Diff(e, got); !ok || diff != "" {
			t.Errorf("%t (-want +got):\n%s", ok, diff)
		}
	}
	for _, way := range []string{"", "t=a", "x=a%40b", "o=a%40-1", "o=a%40x", "%zz"} {
		if e, ok := editOf(way); ok {
			t.Errorf("%q reads as %+v", way, e)
		}
	}
}

// TestTakenOffStaysOff takes somebody off by the link of the slot: the next rota is made
// without them there, the slot says why, and it can be taken back.
func TestTakenOffStaysOff(t *testing.T) {
	t.Parallel()
	s := handSite(t)
	v := s.as(auth.Coordinator)
	page := coverPath(s.strike, "later")
	off := parse(t, want(t, v.get(page), http.StatusOK)).Find("a:contains('Take off')").AttrOr("href", "")
	pair := rota.Pair{Slot: "later", Consultant: "c2"}
	if want := checkPath(s.strike, "later", rota.Edit{Leaves: []rota.Pair{pair}, KeepOff: []rota.Pair{pair}}); off != want {
		t.Fatalf("taken off at %q, want %q", off, want)
	}
	if got := pageText(t, v, off); !strings.Contains(got, "Making the rota again does not put Dr c2 back in") || strings.Contains(got, "may put Dr c2 back") {
		t.Errorf("the check page says %q", got)
	}
	swap := rota.Edit{Takes: []rota.Pair{{Slot: "later", Consultant: "c1"}}, Leaves: []rota.Pair{pair}}
	if got := pageText(t, v, checkPath(s.strike, "later", swap)); !strings.Contains(got, "Making the rota again may put Dr c2 back in") || !strings.Contains(got, "keeps Dr c1 in") {
		t.Errorf("where somebody else takes it the check page says %q", got)
	}
	action, values := s.open(v, "later", rota.Edit{Leaves: []rota.Pair{pair}, KeepOff: []rota.Pair{pair}})
	values.Set(reasonField, "She is exhausted")
	want(t, v.post(action, values), http.StatusSeeOther)
	for _, when := range []string{"", "made again"} {
		got := pageText(t, v, page)
		for _, words := range []string{"Dr c2: She is exhausted.", "1 taken off it by hand"} {
			if !strings.Contains(got, words) {
				t.Errorf("%s: the slot does not say %q: %q", when, words, got)
			}
		}
		for _, words := range []string{"used elsewhere", "uses them elsewhere", "is entered has changed"} {
			if strings.Contains(got, words) {
				t.Errorf("%s: the slot says %q", when, words)
			}
		}
		p := s.problem()
		if diff := cmp.Diff([]rota.Pair{pair}, p.KeptOff()); diff != "" {
			t.Errorf("the next rota keeps off (-want +got):\n%s", diff)
		}
		s.finish() // with nobody anywhere
	}
	action, values = s.open(v, "later", rota.Edit{Allow: []rota.Pair{pair}})
	want(t, v.post(action, values), http.StatusSeeOther)
	if got := pageText(t, v, page); strings.Contains(got, "taken off") {
		t.Errorf("the slot says %q", got)
	}
}

package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/document"
	"strikerota/rota/rotatest"
)

// say posts what the form of a card would.
func (s *site) say(v *visitor, version int64, who rota.ConsultantID, slot rota.SlotID, o store.Outcome) int {
	s.t.Helper()
	values := url.Values{"version": {strconv.FormatInt(version, 10)}, consultantField: {string(who)}, outcomeField: {string(o)}, backField: {backToSlot}}
	if slot != "" {
		values.Set(answerSlot, string(slot))
	}
	return v.post(strikePath(s.strike, "answers"), values).Code
}

// outcomes are how it stands with each assignment, by slot and consultant.
func (s *site) outcomes() map[rota.Pair]store.Outcome {
	s.t.Helper()
	list, err := s.store.Answers(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[rota.Pair]store.Outcome{}
	for _, a := range list {
		out[a.Told.Pair] = a.Outcome
	}
	return out
}

// TestAnswersRecorded records what two consultants say, of one slot and of all of theirs, and
// reads it wherever it is shown.
func TestAnswersRecorded(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "answers")
	doc := parse(t, want(t, v.get(page), http.StatusOK))
	if got := doc.Find("main form").Length(); got != 4 {
		t.Errorf("%d forms, want one for each of 3 slots and one for all of Dr c1", got)
	}
	for _, status := range []int{s.say(v, 1, "c2", "night", store.Rung), s.say(v, 1, "c1", "", store.Confirmed)} {
		if status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
	}
	all := map[rota.Pair]store.Outcome{{Slot: "day", Consultant: "c1"}: store.Confirmed, {Slot: "later", Consultant: "c1"}: store.Confirmed, {Slot: "night", Consultant: "c2"}: store.Rung}
	if diff := cmp.Diff(all, s.outcomes()); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for page, words := range map[string][]string{
		page:                         {"By telephone, recorded by R. Osei at"},
		strikePath(s.strike, "rota"): {"Dr c2 (rung, no answer)", "Dr c1 (confirmed)", "Confirmed2 of 3"},
		personPath(s.strike, "c1"):   {"Confirmed"},
		coverPath(s.strike, "day"):   {"Confirmed"},
		coverPath(s.strike, "night"): {"Rung, no answer"},
		versionPath(s.strike, 1):     {"Who has confirmed: 2 of 3 assignments are"},
	} {
		text := pageText(t, v, page)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", page, w, text)
			}
		}
	}
	lead := s.as(auth.Lead)
	if doc := parse(t, want(t, lead.get(page), http.StatusOK)); doc.Find("main form").Length() != 0 || !strings.Contains(doc.Find("main").Text(), "Confirmed") {
		t.Error("a lead may record answers, or does not see them")
	}
}

// TestAnswersRefused posts what no form of ours would.
func TestAnswersRefused(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	if text := pageText(t, v, strikePath(s.strike, "answers")); !strings.Contains(text, "Nothing has been published yet") {
		t.Errorf("before the first version the page says %q", text)
	}
	s.published()
	for name, tt := range map[string]struct {
		version int64
		who     rota.ConsultantID
		slot    rota.SlotID
		said    store.Outcome
		want    int
	}{
		"nothing was said":         {1, "c1", "day", store.NotAsked, http.StatusBadRequest},
		"something else":           {1, "c1", "day", "perhaps", http.StatusBadRequest},
		"all declined at once":     {1, "c1", "", store.Declined, http.StatusBadRequest},
		"an older version":         {7, "c1", "day", store.Confirmed, http.StatusConflict},
		"somebody not told of it":  {1, "c2", "day", store.Confirmed, http.StatusNotFound},
		"taken back, not declined": {1, "c1", "day", store.TakenBack, http.StatusConflict},
	} {
		if got := s.say(v, tt.version, tt.who, tt.slot, tt.said); got != tt.want {
			t.Errorf("%s: status %d, want %d", name, got, tt.want)
		}
	}
	for pair, o := range s.outcomes() {
		if o != store.NotAsked {
			t.Errorf("%v: %s was kept", pair, o)
		}
	}
}

// TestDecline has somebody locked decline: the place opens, nobody else moves, their offer
// no longer counts for it, undoing is refused, and taking it back puts all as it was.
func TestDecline(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	want(t, v.post(coverPath(s.strike, "day"), url.Values{doField: {doLock}, consultantField: {"c1"}}), http.StatusSeeOther)
	s.published()
	before, _ := s.current()
	if got := s.say(v, 1, "c1", "day", store.Declined); got != http.StatusSeeOther {
		t.Fatalf("status %d", got)
	}
	plan, record := s.current()
	if _, open := plan.OpenIn("day"); !open || len(plan.Holders("night")) != 1 || len(plan.Holders("later")) != 1 {
		t.Errorf("after the decline: %+v", plan.Assignments)
	}
	text := pageText(t, v, coverPath(s.strike, "day"))
	for _, words := range []string{"Declined", "Their offer for that time no longer counts", "Take it back"} {
		if !strings.Contains(text, words) {
			t.Errorf("the slot does not say %q:\n%s", words, text)
		}
	}
	const note = "Declined since, so it does not count: Fri 25 July"
	for page, words := range map[string]string{
		coverPath(s.strike, "day"):                                "Offered this time on site and has declined it",
		personPath(s.strike, "c1"):                                note,
		strikePath(s.strike, "consultants"):                       note,
		strikePath(s.strike, "consultants", "c1", "edit"):         note,
		strikePath(s.strike, "consultants", "c1", "availability"): "Declined since",
	} {
		if text := pageText(t, v, page); !strings.Contains(text, words) {
			t.Errorf("%s does not say %q:\n%s", page, words, text)
		}
	}
	ways := parse(t, v.get(coverPath(s.strike, "day"))).Find("input[name=way][value*='day%40c1']")
	if id := ways.AttrOr("id", ""); ways.Length() != 1 || !strings.HasPrefix(id, "way-stopped") {
		t.Errorf("whoever declined is offered for the slot in %d ways, at %q; want one that a rule stops", ways.Length(), id)
	}
	rotaPage := pageText(t, v, strikePath(s.strike, "rota"))
	if !strings.Contains(rotaPage, "Declined: take that back first") || strings.Contains(rotaPage, "has changed since") {
		t.Errorf("the rota lets the decline be undone, or is out of date by it:\n%s", rotaPage)
	}
	w := want(t, v.post(strikePath(s.strike, "rota", "undo"), url.Values{editField: {strconv.FormatInt(record.Version, 10)}}), http.StatusConflict)
	if text := parse(t, w).Find("main").Text(); !strings.Contains(text, "Take back that they declined it") {
		t.Errorf("undoing says %q", text)
	}
	if got := s.say(v, 1, "c1", "day", store.TakenBack); got != http.StatusSeeOther {
		t.Fatalf("taken back: status %d", got)
	}
	after, _ := s.current()
	if diff := cmp.Diff(before.Assignments, after.Assignments); diff != "" {
		t.Errorf("taken back (-before +after):\n%s", diff)
	}
	if got := s.outcomes()[rota.Pair{Slot: "day", Consultant: "c1"}]; got != store.NotAsked {
		t.Errorf("taken back it stands at %q", got)
	}
}

// TestDeclinedDone has somebody confirm and decline, and fills what opened: while it is open
// the pages say so and lead to making the rota again, and once it is filled they do not.
func TestDeclinedDone(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	for _, status := range []int{s.say(v, 1, "c1", "later", store.Confirmed), s.say(v, 1, "c2", "night", store.Confirmed), s.say(v, 1, "c1", "day", store.Declined)} {
		if status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
	}
	page, again := strikePath(s.strike, "answers"), "Make the rota again with the fewest changes"
	if text := pageText(t, v, strikePath(s.strike, "rota")); !strings.Contains(text, "Open again since published1 slot") {
		t.Errorf("with a declined place open the rota says:\n%s", text)
	}
	if text := pageText(t, v, page); !strings.Contains(text, again) {
		t.Errorf("with a declined place open the page says:\n%s", text)
	}
	s.finish(rotatest.In("day", "c2"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	s.published()
	doc := parse(t, want(t, v.get(page), http.StatusOK))
	if strings.Contains(doc.Find("main").Text(), again) {
		t.Error("nothing is open, and the page still calls for the rota to be made again")
	}
	var figures []string
	doc.Find("main .app-figures > div").Each(func(_ int, d *goquery.Selection) { figures = append(figures, d.Text()) })
	if diff := cmp.Diff([]string{"Not asked1", "Rung, no answer0", "Confirmed2", "Declined0", "Declined, of an older version1"}, figures); diff != "" {
		t.Errorf("of 3 assignments (-want +got):\n%s", diff)
	}
}

// TestDeclinedStays declines what somebody else has been moved on since: taking it back
// leaves the draft alone.
func TestDeclinedStays(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	s.say(v, 1, "c1", "day", store.Declined)
	action, values := s.open(v, "day", taking("day", "c2"))
	values.Set(reasonField, "Agreed with the medical director")
	want(t, v.post(action, values), http.StatusSeeOther)
	before, _ := s.current()
	if got := s.say(v, 1, "c1", "day", store.TakenBack); got != http.StatusSeeOther {
		t.Fatalf("status %d", got)
	}
	after, _ := s.current()
	if diff := cmp.Diff(before.Pairs(), after.Pairs()); diff != "" {
		t.Errorf("taking it back changed the draft (-before +after):\n%s", diff)
	}
}

// TestTakenBackLater takes back what the rota that was made since went by: the slot says
// from when on their offer counts.
func TestTakenBackLater(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	s.say(v, 1, "c1", "day", store.Declined)
	s.finish(rotatest.In("night", "c2"), rotatest.In("later", "c1"))
	if got := s.say(v, 1, "c1", "day", store.TakenBack); got != http.StatusSeeOther {
		t.Fatalf("status %d", got)
	}
	text := pageText(t, v, coverPath(s.strike, "day"))
	for _, words := range []string{"counts again, once the rota is made again", "Offers this time on site by what is entered now, which counts once the rota is made again",
		"This goes by what was entered when the rota was made"} {
		if !strings.Contains(text, words) {
			t.Errorf("the slot does not say %q:\n%s", words, text)
		}
	}
	if strings.Contains(text, "has not offered this time") {
		t.Errorf("the slot says that somebody who offers has not offered:\n%s", text)
	}
}

// TestFewestChanges makes the rota again once it is published: few changes come right
// after cover unless the order of the aims is chosen, and neither puts the rota out of date.
func TestFewestChanges(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "solve")
	if doc := parse(t, want(t, v.get(page), http.StatusOK)); doc.Find("input[name="+changesField+"]").Length() != 0 {
		t.Error("before the first version the page asks how much may change")
	}
	s.published()
	for value, first := range map[string]bool{fewestChanges: true, changesByOrder: false} {
		values := fields(t, want(t, v.get(page), http.StatusOK), page)
		if got := values.Get(changesField); got != fewestChanges {
			t.Errorf("chosen is %q", got)
		}
		values.Set(changesField, value)
		to := want(t, v.post(page, values), http.StatusSeeOther).Header().Get("Location")
		s.run = to[strings.LastIndex(to, "/")+1:]
		p := s.problemOf(s.run)
		if got := slices.Index(p.Aims, rota.AimChanges) == 1; got != first || len(p.Published) != 3 {
			t.Errorf("%s: the aims are %v from %d published", value, p.Aims, len(p.Published))
		}
		s.finishRun(p, rotatest.In("day", "c1"), rotatest.In("night", "c2"), rotatest.In("later", "c1"))
		if text := pageText(t, v, strikePath(s.strike, "rota")); strings.Contains(text, "has changed since") {
			t.Errorf("%s: the rota is out of date:\n%s", value, text)
		}
	}
	want(t, v.post(page, url.Values{changesField: {"none"}}), http.StatusBadRequest)
}

// problemOf is what the run was given.
func (s *site) problemOf(run string) rota.Problem {
	s.t.Helper()
	text, err := s.store.RunProblem(s.t.Context(), run)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := document.ReadProblem(bytes.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// TestAnswersAtOnce holds that of two people who record something else of one assignment the second reads
// what the first has recorded, and that nothing is lost: the same is taken, and theirs can be recorded again.
func TestAnswersAtOnce(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	s.published()
	v, page := s.as(auth.Coordinator), strikePath(s.strike, "answers")
	post := func(saw string, o store.Outcome) *httptest.ResponseRecorder {
		return v.post(page, url.Values{"version": {"1"}, consultantField: {"c1"}, answerSlot: {"day"}, answerSaw: {saw}, outcomeField: {string(o)}, backField: {backToAnswers}})
	}
	seen := parse(t, want(t, v.get(page), http.StatusOK)).Find("input[name=slot][value=day]").Closest("form").Find("input[name="+answerSaw+"]").AttrOr("value", "")
	want(t, post(seen, store.Confirmed), http.StatusSeeOther)
	w := want(t, post(seen, store.Declined), http.StatusConflict)
	contract(t, w)
	for _, words := range []string{"Dr c1", "“Confirmed”", "recorded by R. Osei at", "“Declined”, has not been saved"} {
		if got := mainText(t, w); !strings.Contains(got, words) {
			t.Errorf("the second does not read %q:\n%s", words, got)
		}
	}
	want(t, post(seen, store.Confirmed), http.StatusSeeOther)
	if got := s.outcomes()[rota.Pair{Slot: "day", Consultant: "c1"}]; got != store.Confirmed {
		t.Errorf("it stands as %q", got)
	}
	now := parse(t, v.get(page)).Find("input[name=slot][value=day]").Closest("form").Find("input[name="+answerSaw+"]").AttrOr("value", "")
	want(t, post(now, store.Declined), http.StatusSeeOther)
}

package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDeclineBegun holds that nobody declines a shift once it has begun: no page offers it, a form
// that was opened before is refused with where to record what happened, and nothing is lost by it.
func TestDeclineBegun(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-25 08:00").Add(-time.Minute)
	s := coveredAt(t, &now).published()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "answers")
	declines := func(page string) int {
		return parse(t, want(t, v.get(page), http.StatusOK)).Find("form:has(input[name=slot][value=day]) button[value=" + string(store.Declined) + "]").Length()
	}
	for _, page := range []string{page, coverPath(s.strike, "day"), personPath(s.strike, "c1")} {
		if declines(page) != 1 {
			t.Errorf("a minute before it begins, %s has no Declines", page)
		}
	}
	now = now.Add(time.Minute)
	for _, page := range []string{page, coverPath(s.strike, "day"), personPath(s.strike, "c1")} {
		if declines(page) != 0 {
			t.Errorf("%s lets what has begun be declined", page)
		}
		if want(t, v.get(page), http.StatusOK); parse(t, v.get(page)).Find("a[href*='day/unable?consultant=c1']").Length() != 1 {
			t.Errorf("%s does not lead to the day", page)
		}
	}
	before, _ := s.current()
	w := v.post(page, map[string][]string{"version": {"1"}, consultantField: {"c1"}, answerSlot: {"day"}, outcomeField: {string(store.Declined)}, backField: {backToAnswers}})
	if text := mainText(t, want(t, w, http.StatusConflict)); !strings.Contains(text, "on the day") {
		t.Errorf("refused, the page says:\n%s", text)
	}
	contract(t, w)
	if after, _ := s.current(); len(after.Assignments) != len(before.Assignments) {
		t.Error("it was taken out of the rota")
	}
	err := s.store.Record(t.Context(), actor, s.strike, store.NewAnswer{Version: 1, Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Outcome: store.Declined, ByPhone: true})
	if err == nil {
		t.Error("the store takes it")
	}
}

// TestAnswersOver holds that what is over is not counted as still to be asked, as whom to ring has it.
func TestAnswersOver(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-25 08:00").Add(-time.Hour)
	s := coveredAt(t, &now).published()
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "answers")
	if text := pageText(t, v, page); !strings.Contains(text, "Not asked3") || !strings.Contains(text, "3 assignments are not confirmed yet") {
		t.Errorf("before it begins:\n%s", text)
	}
	slot, _ := s.problem().Slot("day")
	now = slot.End
	text := pageText(t, v, page)
	for _, words := range []string{"Not asked2", "Over, never confirmed1", "2 assignments are not confirmed yet"} {
		if !strings.Contains(text, words) {
			t.Errorf("once one is over, without %q:\n%s", words, text)
		}
	}
	if got := s.say(v, 1, "c1", "", store.Confirmed); got != http.StatusSeeOther {
		t.Fatalf("status %d", got)
	}
	if got := s.outcomes()[rota.Pair{Slot: "day", Consultant: "c1"}]; got != store.NotAsked {
		t.Errorf("what is over is %q by “Confirms all”", got)
	}
}

// TestReopenedOnce counts what is open again since the newest version, and that alone: a version
// that has it open expects it.
func TestReopenedOnce(t *testing.T) {
	t.Parallel()
	s := coveredSite(t).published()
	v := s.as(auth.Coordinator)
	page, overview := strikePath(s.strike, "rota"), strikePath(s.strike)
	s.say(v, 1, "c1", "day", store.Declined)
	if text := pageText(t, v, page); !strings.Contains(text, "Open again since published1 slot") {
		t.Errorf("after a decline:\n%s", text)
	}
	s.published()
	for _, page := range []string{page, overview} {
		if text := pageText(t, v, page); strings.Contains(text, "Open again since published") || strings.Contains(text, "Somebody has declined cover since") {
			t.Errorf("version 2 has it open, and %s says:\n%s", page, text)
		}
	}
}

// TestShorterSlotIsConfirmed: who has confirmed a slot is not to be asked of a part of it, and of more of it they are.
func TestShorterSlotIsConfirmed(t *testing.T) {
	t.Parallel()
	span := rota.Span{Start: rotatest.At("2025-07-25 08:00"), End: rotatest.At("2025-07-25 20:00")}
	pair := rota.Pair{Slot: "a", Consultant: "c1"}
	told := newTellings(1, span.Start, []store.Answer{{Told: rota.Told{Pair: pair, Span: span, Mode: rota.OnSite, Site: "north"}, Outcome: store.Confirmed, Current: true}})
	slot := rota.Slot{ID: "a", Mode: rota.OnSite, Site: "north", Span: rota.Span{Start: span.Start, End: span.End.Add(-time.Hour)}}
	if got := told.outcome(slot, "c1"); got != store.Confirmed {
		t.Errorf("of a part: %q", got)
	}
	slot.End = span.End.Add(time.Hour)
	if got := told.outcome(slot, "c1"); got != store.NotAsked {
		t.Errorf("of more: %q", got)
	}
	if ended := (store.Answer{Outcome: store.EndsSooner, Told: rota.Told{Span: span}, Current: true}); unsettled(ended) || answerButtons(ended, false, span.Start) != nil || answerWords(ended.Outcome) != "Ends sooner, not asked" {
		t.Error("who was at work when it was cut short is asked")
	}
}

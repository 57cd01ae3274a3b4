package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestTwinsOfReasons holds that a clinical lead reads the same of an open place, whatever of a
// consultant's own keeps them from it, and by name what follows from the rota and from training.
func TestTwinsOfReasons(t *testing.T) {
	t.Parallel()
	reads := func(role auth.Role, own ...rotatest.ConsultantOption) string {
		e := rotatest.July().Standard().
			Slot("day", "25 08:00", "25 20:00", rotatest.NeedsAll("Obstetrics")).Slot("night", "25 20:00", "26 08:00", rotatest.NeedsAll("Obstetrics")).
			Consultant("c1", rotatest.Skills("Obstetrics")).
			Consultant("c2", append(own, rotatest.Skills("Obstetrics"))...).
			Consultant("c3").Entry()
		s := newSiteOf(t, e, before(t))
		s.finish(rotatest.In("day", "c1"))
		v, out := s.as(role), ""
		for _, path := range []string{coverPath(s.strike, "night"), strikePath(s.strike, "rota"), strikePath(s.strike, "day")} {
			out += pageText(t, v, path)
		}
		return out
	}
	private := map[string]string{"has not offered": reads(auth.Lead, rotatest.NoOffer())}
	private["a session"] = reads(auth.Lead, rotatest.Fixed("s1", "25 21:00", "25 23:00"))
	private["a limit of their own"] = reads(auth.Lead, rotatest.MaxCover(60))
	first := private["a session"]
	for name, got := range private {
		if got != first {
			t.Errorf("%s: %s", name, firstDifference(first, got))
		}
	}
	for _, words := range []string{"Dr c2: Unavailable", "Resting: 1 consultant", "Dr c1: Would have less than 11 hours’ rest", "Not trained: 1 consultant", "1 resting, 1 unavailable"} {
		if !strings.Contains(strings.ReplaceAll(first, "'", "’"), words) {
			t.Errorf("a lead does not read %q:\n%s", words, first)
		}
	}
	if got := reads(auth.Coordinator, rotatest.NoOffer()); !strings.Contains(got, "Has not offered this time") || strings.Contains(got, unavailable) {
		t.Errorf("a coordinator reads:\n%s", got)
	}
}

// TestLeadReadsNoReason holds that neither a reason typed about a person nor that somebody declined is
// on any page or in any file of a clinical lead, while a coordinator reads both.
func TestLeadReadsNoReason(t *testing.T) {
	t.Parallel()
	s := coveredSite(t)
	v, lead := s.as(auth.Coordinator), s.as(auth.Lead)
	s.published()
	if s.say(v, 1, "c1", "day", store.Declined) != http.StatusSeeOther {
		t.Fatal("it could not be declined")
	}
	const why = "their child is ill"
	pair := rota.Pair{Slot: "later", Consultant: "c1"}
	action, values := s.open(v, "later", rota.Edit{Leaves: []rota.Pair{pair}, KeepOff: []rota.Pair{pair}})
	values.Set(reasonField, why)
	want(t, v.post(action, values), http.StatusSeeOther)
	want(t, v.post(coverPath(s.strike, "night"), url.Values{doField: {doLock}, consultantField: {"c2"}, reasonField: {why}}), http.StatusSeeOther)
	paths := []string{strikePath(s.strike), personPath(s.strike, "c1"), personPath(s.strike, "c2"), strikePath(s.strike, "versions", "1")}
	for _, page := range []string{"rota", "day", "answers", "gaps", "versions", "versions/compare?from=1&to=draft", "downloads/rota.xlsx", "downloads/rota.csv"} {
		paths = append(paths, strikePath(s.strike)+"/"+page)
	}
	for _, slot := range s.entry().Slots {
		paths = append(paths, coverPath(s.strike, slot.ID))
	}
	told := map[string]int{}
	for _, path := range paths {
		for role, who := range map[auth.Role]*visitor{auth.Coordinator: v, auth.Lead: lead} {
			w := who.get(path)
			if w.Code != http.StatusOK {
				t.Fatalf("%s reads %s: status %d", role, path, w.Code)
			}
			text := strings.ToLower(s.readable(w))
			for _, words := range []string{why, "declined"} {
				if !strings.Contains(text, words) {
					continue
				}
				if told[string(role)+words]++; role == auth.Lead {
					t.Errorf("a lead reads %q at %s:\n%s", words, path, text)
				}
			}
		}
	}
	if told[string(auth.Coordinator)+why] < 3 || told[string(auth.Coordinator)+"declined"] < 3 {
		t.Errorf("a coordinator reads %v", told)
	}
	if got := pageText(t, lead, strikePath(s.strike, "answers")); !strings.Contains(got, unavailable) && !strings.Contains(got, "Not asked") {
		t.Errorf("of who has confirmed a lead reads:\n%s", got)
	}
}

// TestTelephoneBesideWhoCould holds that a coordinator reads how to reach whoever could take a place where it is
// entered, on the slot and on whom to ring, and that no lead does.
func TestTelephoneBesideWhoCould(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := daySite(t, &now)
	c, err := s.store.Consultant(t.Context(), s.strike, "c3")
	if err == nil {
		c.Contact, c.Note = "07700 900123", "back Saturday"
		_, err = s.store.SaveConsultant(t.Context(), actor, s.strike, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.published()
	v := s.as(auth.Coordinator)
	action, values := s.open(v, "late", rota.Edit{Leaves: []rota.Pair{{Slot: "late", Consultant: "c2"}}})
	want(t, v.post(action, values), http.StatusSeeOther)
	page := coverPath(s.strike, "late")
	if got := pageText(t, v, page); !strings.Contains(got, "Note: back Saturday Ring 07700 900123") {
		t.Errorf("the slot says:\n%s", got)
	}
	if got := pageText(t, v, strikePath(s.strike, "day", "calls")); !strings.Contains(got, "Dr c3, 07700 900123: ") {
		t.Errorf("whom to ring says:\n%s", got)
	}
	if got := pageText(t, s.as(auth.Lead), page); strings.Contains(got, "07700") || !strings.Contains(got, "Dr c3") {
		t.Errorf("a lead reads:\n%s", got)
	}
}

// TestWithoutZeros holds that a column of counts is left out where all of them are 0, and no other.
func TestWithoutZeros(t *testing.T) {
	t.Parallel()
	columns := []Column{{Text: "Word"}, {Text: "Slots", Numeric: true}, {Text: "Residents", Numeric: true}, {Text: "0"}}
	got := NewTable("t", "T", columns, [][]Cell{{{Text: "a"}, {Text: "1"}, {Text: "0"}, {Text: "0"}}, {{Text: "b"}, {Text: "0"}, {Text: "0"}, {Text: "0"}}}).withoutZeros()
	if len(got.Columns) != 3 || got.Columns[2].Text != "0" || len(got.Rows[0]) != 3 || got.Rows[1][1].Text != "0" {
		t.Errorf("%+v", got)
	}
}

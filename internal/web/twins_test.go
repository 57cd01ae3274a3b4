package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestTwinsOfReplies holds that those who may not see replies read the same, on every
// page and in every file of theirs, whether residents have said one thing or the other
// and the case took it of them, or fewer were rostered.
func TestTwinsOfReplies(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return now } })
	e := s.entry()
	away := twinOf(e, rota.AllWorking, rota.Away)
	s.twin(away)
	s.planned()
	first := s.leadReads(e)
	for name, twin := range map[string]rota.Entry{
		"said away, the silent count as working": away,
		"silent, and counted as away":            twinOf(e, rota.AllAway, rota.NoReply),
		"only one is rostered":                   rostered(1, twinOf(e, rota.AllAway, rota.NoReply)),
		"nobody is rostered":                     rostered(0, twinOf(e, rota.AllAway, rota.NoReply)),
	} {
		s.twin(twin)
		if diff := cmp.Diff(first, s.leadReads(e)); diff != "" {
			t.Errorf("%s (-first +then):\n%s", name, diff)
		}
	}
	atWork, silent := twinOf(e, rota.AllAway, rota.Working), twinOf(e, rota.AllWorking, rota.NoReply)
	s.twin(atWork)
	first = s.leadReads(e)
	s.twin(silent)
	if diff := cmp.Diff(first, s.leadReads(e)); diff != "" {
		t.Errorf("said working, or silent and counted so (-said +silent):\n%s", diff)
	}
	atWork.Slots = slices.Clone(atWork.Slots)
	for i := range atWork.Slots {
		atWork.Slots[i].Places++
	}
	s.twin(atWork)
	first = s.leadReads(e)
	s.twin(fewerNeeded(atWork))
	if diff := cmp.Diff(first, s.leadReads(e)); diff != "" {
		t.Errorf("said working, or that many fewer are needed (-said +fewer):\n%s", diff)
	}
	for _, words := range []string{"Residents cover", "Residents rostered", "Doctors needed", "have not said", "with a reply"} {
		for page, text := range first {
			if strings.Contains(text, words) {
				t.Errorf("%s has %q", page, words)
			}
		}
	}
}

// rostered leaves so many duties of them all.
func rostered(n int, e rota.Entry) rota.Entry {
	e.Duties = e.Duties[:n]
	return e
}

// fewerNeeded is the entry with as many fewer doctors needed in each slot as residents
// work in it, and those not rostered, where that leaves places: whoever knows how many a
// slot needs would read from its places in the rota what residents have said.
func fewerNeeded(e rota.Entry) rota.Entry {
	left := map[rota.SlotID]int{}
	e.Slots = slices.Clone(e.Slots)
	for i, n := range e.Needs() {
		if n.Places > 0 {
			e.Slots[i].Places, left[n.Slot.ID] = n.Places, n.Places
		}
	}
	e.Duties = slices.DeleteFunc(slices.Clone(e.Duties), func(d rota.Duty) bool { return left[d.Slot] > 0 })
	return e
}

// twinOf is the entry in a case with every duty of the strike said to be so.
func twinOf(e rota.Entry, kind rota.CaseKind, said rota.Declaration) rota.Entry {
	e.Case = rota.Case{Kind: kind}
	duties := e.Duties
	e.Duties = nil
	for _, d := range duties {
		if !e.Strike.Struck(d) || d.Slot == "" {
			continue
		}
		d.Declaration = said
		e.Duties = append(e.Duties, d)
	}
	return e
}

// twin saves the entry, with its case.
func (s *site) twin(e rota.Entry) {
	s.t.Helper()
	strike, err := s.store.Strike(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	strike.Case = e.Case
	if err := s.store.SaveStrike(s.t.Context(), actor, s.strike, strike.Version, strike.StrikeSettings); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.ReplaceEntry(s.t.Context(), actor, s.strike, e); err != nil {
		s.t.Fatal(err)
	}
}

// leadReads is all that a lead and finance may read which is of slots and residents.
func (s *site) leadReads(e rota.Entry) map[string]string {
	s.t.Helper()
	pages := []string{"", "gaps", "slots", "rota", "downloads", "cost", "downloads/rota.csv", "downloads/open.csv", "downloads/rota.xlsx",
		"day", "day?day=2025-07-25&hour=9", "day?day=2025-07-26&hour=20"}
	for _, slot := range e.Slots {
		pages = append(pages, "slots/"+string(slot.ID)+"/cover")
	}
	out := map[string]string{}
	for _, role := range []auth.Role{auth.Lead, auth.Finance} {
		v := s.as(role)
		for _, path := range pages {
			out[string(role)+" "+path] = s.readable(v.get(strikePath(s.strike) + "/" + path))
		}
	}
	return out
}

// TestTwinsOfVersions holds the same of published versions, their comparison, their files
// and who has confirmed: residents who have said away or who are silent and counted so
// leave the same places.
func TestTwinsOfVersions(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC)
	reads := func(kind rota.CaseKind, said rota.Declaration) map[string]string {
		s := newSite(t, func(o *Options) {
			so := storetest.SQLite(t)
			so.Now = func() time.Time { return now }
			o.Store, o.Now = storetest.With(t, so).Store, so.Now
		})
		s.twin(twinOf(s.entry(), kind, said))
		s.planned().published()
		if s.say(s.as(auth.Coordinator), 1, s.problemOf(s.run).Consultants[0].ID, "", "confirmed") != http.StatusSeeOther {
			t.Fatal("nothing could be confirmed")
		}
		s.published()
		out := map[string]string{}
		for _, role := range []auth.Role{auth.Lead, auth.Finance} {
			v := s.as(role)
			for _, path := range []string{"", "publish", "versions", "versions/1", "versions/2", "versions/compare?from=1&to=draft", "answers", "rota",
				"versions/2/files/rota.xlsx", "versions/2/files/costs.xlsx", "versions/2/files/rota.csv", "versions/2/files/open.csv", "versions/compare/differences.csv"} {
				out[string(role)+" "+path] = s.readable(v.get(strikePath(s.strike) + "/" + path))
			}
		}
		return out
	}
	away := reads(rota.AllWorking, rota.Away)
	if diff := cmp.Diff(away, reads(rota.AllAway, rota.NoReply)); diff != "" {
		t.Errorf("said away, or silent and counted as away (-said +silent):\n%s", diff)
	}
	if got := away["lead versions/1"]; !strings.Contains(got, "Version 1") {
		t.Errorf("a lead reads of version 1 %q", got)
	}
	atWork := reads(rota.AllAway, rota.Working)
	if got := atWork["lead versions/2/files/rota.csv"]; strings.Contains(got, "Residents") || !strings.Contains(got, "Service") {
		t.Errorf("a lead reads in the file of a version where residents are: %s", got)
	}
}

// readable is what somebody can read of a page or a file.
func (s *site) readable(w *httptest.ResponseRecorder) string {
	s.t.Helper()
	switch kind := w.Header().Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/html"):
		return parse(s.t, w).Find("main").Text()
	case kind == sheetType && w.Code == http.StatusOK:
		return sheetsText(s.t, w.Body.Bytes())
	}
	return w.Body.String()
}

// sheetsText is every sheet of a workbook as it is written.
func sheetsText(t testing.TB, book []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			out.WriteString(f.Name + string(fileIn(t, book, f.Name)))
		}
	}
	return out.String()
}

package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestTwinsOfReplies holds that those who may not see replies read the same, on every
// page and in every file of theirs, whether residents have said one thing or the other
// and the case took it of them, or fewer were rostered.
func TestTwinsOfReplies(t *testing.T) {
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
		"only one is rostered":                   onlyOne(twinOf(e, rota.AllAway, rota.NoReply)),
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
	for _, words := range []string{"Residents cover", "Residents rostered", "Doctors needed", "have not said", "with a reply"} {
		for page, text := range first {
			if strings.Contains(text, words) {
				t.Errorf("%s has %q", page, words)
			}
		}
	}
}

// onlyOne leaves one duty of them all.
func onlyOne(e rota.Entry) rota.Entry {
	e.Duties = e.Duties[:1]
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
	pages := []string{"", "gaps", "slots", "rota", "downloads", "cost", "downloads/rota.csv", "downloads/open.csv",
		"day", "day?day=2025-07-25&hour=9", "day?day=2025-07-26&hour=20"}
	for _, slot := range e.Slots {
		pages = append(pages, "slots/"+string(slot.ID)+"/cover")
	}
	out := map[string]string{}
	for _, role := range []auth.Role{auth.Lead, auth.Finance} {
		v := s.as(role)
		for _, path := range pages {
			w := v.get(strikePath(s.strike) + "/" + path)
			text := w.Body.String()
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				text = parse(s.t, w).Find("main").Text()
			}
			out[string(role)+" "+path] = text
		}
	}
	book := want(s.t, s.as(auth.Lead).get(strikePath(s.strike, "downloads", "rota.xlsx")), http.StatusOK)
	z, err := zip.NewReader(bytes.NewReader(book.Body.Bytes()), int64(book.Body.Len()))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			out["rota.xlsx "+f.Name] = string(fileIn(s.t, book.Body.Bytes(), f.Name))
		}
	}
	return out
}

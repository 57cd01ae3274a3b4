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
)

// TestHeldOffice holds that the rota office sees and is given everything held about one person, each recorded, with
// nothing of anybody else in it but what it has read and ticked; and that nobody else comes to it.
func TestHeldOffice(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	ctx, office := t.Context(), s.as(auth.Coordinator)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who, err := s.store.Consultant(ctx, s.strike, "c1")
	must(err)
	who.Note, who.Contact = "swaps with Dr c2 on Sunday", "bleep 7"
	_, err = s.store.SaveConsultant(ctx, actor, s.strike, who)
	must(err)
	must(s.store.SetLock(ctx, actor, s.strike, rota.Lock{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Reason: "asked for the day"}))
	s.planned().published()
	s.say(office, 1, "c1", "day", store.Confirmed)
	must(s.store.Declare(ctx, s.strike, "R1", []store.DeclarationChange{{Duty: "D1", From: rota.NoReply, To: rota.Working}}))
	s.personal(auth.Consultant, 0)
	own, err := s.store.Consultant(ctx, s.strike, "c1")
	must(err)
	own.Contact = "bleep 8"
	_, err = s.store.SaveConsultant(ctx, store.ByConsultant, s.strike, own)
	must(err)
	now = time.Date(2025, 7, 31, 9, 0, 0, 0, time.UTC) // after the strike: no link opens anything

	residents, consultants := strikePath(s.strike, "residents", "R1", "held"), strikePath(s.strike, "consultants", "c1", "held")
	for path, parts := range map[string][]string{
		residents: {"Dr Wun", "ST4", "R1", "Will be working, saved by you at 9:14pm", "No reply"},
		consultants: {"Dr c1", "bleep 8", "Offer, Wed 23 July", "Cover that you were told of", "In version 1", "Confirmed, by telephone", "Your cover in the rota as it is now",
			"Locked: making the rota leaves you there", "Version 1, published at", "In any that was made", "bleep 7 became bleep 8", "What was entered about you then", "Your personal link"},
	} {
		reads := func() int {
			t.Helper()
			_, pages, err := s.store.AuditLog(ctx, store.AuditFilter{Kind: store.KindPage}, 1)
			must(err)
			_, files, err := s.store.AuditLog(ctx, store.AuditFilter{Kind: store.KindFile}, 1)
			must(err)
			return pages + files
		}
		before := reads()
		page := want(t, office.get(path), http.StatusOK)
		contract(t, page)
		contract(t, want(t, office.post(path, url.Values{}), http.StatusUnprocessableEntity))
		file := want(t, office.post(path, url.Values{reasonField: {"They have asked"}}), http.StatusOK)
		if got := reads() - before; got != 3 {
			t.Errorf("%s: %d records of two looks and a file", path, got)
		}
		text := file.Body.String()
		for _, part := range parts {
			if !strings.Contains(text, part) || !strings.Contains(mainText(t, page), part) {
				t.Errorf("%s: %q is not on the page or not in the file:\n%s", path, part, text)
			}
		}
		for _, other := range []string{"Tuu", "c2", actor.Name, "swaps", "asked for the day", "They have asked"} {
			if strings.Contains(text, other) {
				t.Errorf("%s: the file says %s:\n%s", path, other, text)
			}
		}
		if name := file.Header().Get("Content-Disposition"); strings.Contains(name, "R1") || strings.Contains(name, "c1") || !strings.Contains(name, "held") {
			t.Errorf("the file is called %q", name)
		}
		for _, role := range []auth.Role{auth.Lead, auth.Finance, auth.Administrator, auth.Auditor, auth.Group} {
			want(t, s.as(role).get(path), http.StatusNotFound)
			want(t, s.as(role).post(path, url.Values{reasonField: {"why"}}), http.StatusNotFound)
		}
		want(t, office.get(strings.Replace(strings.Replace(path, "R1", "R9", 1), "c1", "c9", 1)), http.StatusNotFound)
	}
	page := parse(t, office.get(consultants))
	marks := map[string]string{}
	for _, in := range page.Find("input[name=words]").EachIter() {
		marks[in.Parent().Find("label").Text()] = in.AttrOr("value", "")
	}
	chosen := ""
	for label, mark := range marks {
		if strings.Contains(label, "asked for the day") {
			chosen = mark
		}
	}
	text := want(t, office.post(consultants, url.Values{reasonField: {"They have asked"}, givenField: {chosen}}), http.StatusOK).Body.String()
	if !strings.Contains(text, "asked for the day") || strings.Contains(text, "swaps") || !strings.Contains(text, "has written 1 note about you that is not in this file, since it may tell of somebody else") {
		t.Errorf("with one of two notes ticked the file says:\n%s", text)
	}
	if text := mainText(t, office.get(consultants)); !strings.Contains(text, "It names somebody else in this strike: Dr c2, c2. In the file it reads: “swaps with [somebody else] on Sunday”.") || strings.Count(text, "It names somebody else") != 1 {
		t.Errorf("what names somebody else is not marked: %s", text)
	}
	all := url.Values{reasonField: {"They have asked"}}
	for _, mark := range marks {
		all.Add(givenField, mark)
	}
	if text := want(t, office.post(consultants, all), http.StatusOK).Body.String(); !strings.Contains(text, "swaps with [somebody else] on Sunday") || strings.Contains(text, "c2") {
		t.Errorf("with all ticked the file says:\n%s", text)
	}
	want(t, office.post(consultants, url.Values{reasonField: {"They have asked"}, givenField: {"0123456789abcdef"}}), http.StatusUnprocessableEntity)

	audit := s.readable(s.as(auth.Administrator).get("/audit"))
	for _, words := range []string{"Looked at everything held about a resident", "Was given a file: everything held about one consultant"} {
		if !strings.Contains(audit, words) {
			t.Errorf("the audit does not say %q", words)
		}
	}
	reasons := s.readable(want(t, s.as(auth.Auditor).get(reasonsPath), http.StatusOK))
	if !strings.Contains(reasons, "They have asked") || !strings.Contains(reasons, "Everything held about one resident") || !strings.Contains(reasons, "R. Osei") {
		t.Errorf("auditors read %s", reasons)
	}
	if strings.Contains(s.readable(s.as(auth.Administrator).get("/audit")), "They have asked") {
		t.Error("an administrator reads the reasons")
	}
}

// TestHeldTwins holds that what is held about one resident is the same whatever others have said.
func TestHeldTwins(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	office, first := s.as(auth.Coordinator), ""
	for _, said := range rota.Declarations() {
		e := s.entry()
		for i, d := range e.Duties {
			if d.Resident == "R2" {
				e.Duties[i].Declaration = said
			}
		}
		s.twin(e)
		got := want(t, office.post(strikePath(s.strike, "residents", "R1", "held"), url.Values{reasonField: {"x"}}), http.StatusOK).Body.String()
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("%s of another: %s", said, firstDifference(first, got))
		}
	}
}

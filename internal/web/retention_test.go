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

// TestRetentionAsked holds that a new strike starts with what the last one has, that
// names are refused with a way to the place to record it, and taken once it is.
func TestRetentionAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	settings := st.StrikeSettings
	settings.Retention = rota.Retention{Days: 30, Basis: "As our lead has settled", Notice: "trust.example/privacy"}
	if err := s.store.SaveStrike(t.Context(), actor, s.strike, st.Version, settings); err != nil {
		t.Fatal(err)
	}
	settings.Retention, settings.Name = rota.ExampleRetention(), "A later example"
	settings.Strike.Start, settings.Strike.End = settings.Strike.Start.AddDate(0, 0, 28), settings.Strike.End.AddDate(0, 0, 28)
	if _, err := s.store.CreateStrike(t.Context(), actor, settings); err != nil {
		t.Fatal(err)
	}
	values := fields(t, want(t, v.get("/strikes/new"), http.StatusOK), "/strikes/new")
	for name, text := range map[string]string{"keep-days": "30", "keep-basis": "As our lead has settled", "keep-notice": "trust.example/privacy"} {
		if got := values.Get(name); got != text {
			t.Errorf("%s starts as %q, want %q", name, got, text)
		}
	}

	settings.Retention, settings.Name = rota.Retention{}, "Bare"
	bare, err := s.store.CreateStrike(t.Context(), actor, settings)
	if err != nil {
		t.Fatal(err)
	}
	add := strikePath(bare, "residents", "new")
	details := strikePath(bare, "details")
	resident := fields(t, want(t, v.get(add), http.StatusOK), add)
	resident.Set("name", "Dr A. Example")
	page := want(t, v.post(add, resident), http.StatusConflict).Body.String()
	if !strings.Contains(page, details+"#keep-days") {
		t.Error("the refusal has no link to where it is recorded")
	}
	if overview := v.get(strikePath(bare)).Body.String(); !strings.Contains(overview, "Record how long names are kept") {
		t.Error("the overview does not say that it has to be recorded")
	}
	recorded := fields(t, want(t, v.get(details), http.StatusOK), details)
	want(t, v.post(details, recorded), http.StatusSeeOther)
	want(t, v.post(add, resident), http.StatusSeeOther)
}

// TestRetentionPage holds what the page says of strikes in each state, and who may see it.
func TestRetentionPage(t *testing.T) {
	t.Parallel()
	day := rota.Date{Year: 2025, Month: time.September, Day: 10}
	tests := []struct {
		name   string
		strike store.Strike
		want   string
	}{
		{"not recorded", store.Strike{}, "Not recorded: it takes no names"},
		{"to come", store.Strike{DeleteOn: day.Add(1)}, "On 11 September 2025"},
		{"today", store.Strike{DeleteOn: day}, "Due since 10 September 2025, done within the hour"},
		{"done", store.Strike{DeleteOn: day, PurgedAt: time.Date(2025, 9, 9, 23, 30, 0, 0, time.UTC)}, "Done on 10 September 2025"},
	}
	for _, tt := range tests {
		if got := retentionWords(tt.strike, day); !strings.HasPrefix(got, strings.Split(tt.want, " 1")[0]) || !strings.HasSuffix(got, tt.want[len(tt.want)-15:]) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}

	over := store.Strike{DeleteOn: day.Add(2), KeptFrom: day, StrikeSettings: store.StrikeSettings{Strike: rota.Strike{Span: rota.Span{End: rotatest.At("2025-07-30 07:00")}}}}
	if got := lastDayWords(over, day); !strings.Contains(got, "the days count from then, Wednesday 10 September 2025") {
		t.Errorf("of a strike that was over: %q", got)
	}
	if got := backupsWords(&store.Backups{Seen: 3, Cleared: 1, Deleted: 1, Failed: 1}); !strings.Contains(got, "3 were there: people were deleted from 1, 1 was deleted whole") || !strings.Contains(got, "1 could not be cleared") || !strings.Contains(got, "what the log names") {
		t.Errorf("of backups: %q", got)
	}
	gone := store.Backups{Seen: 3, Cleared: 1, Gone: []store.GoneBackup{{Path: "/var/backups/one.db", Made: rotatest.At("2025-08-01 02:30"), At: rotatest.At("2025-09-12 09:00")}}}
	if got := backupsWords(&gone); !strings.Contains(got, "3 were there: people were deleted from 1, 1 could not be cleared (one.db of Friday 1 August 2025) and was gone by Friday 12 September 2025, not deleted by the planner, and 1 held nobody of this strike.") ||
		strings.Contains(got, "deleted whole") {
		t.Errorf("of a backup that is gone: %q", got)
	}
	if got := backupsWords(&store.Backups{Seen: 2}); !strings.Contains(got, "2 were there: none held anybody of this strike.") {
		t.Errorf("of backups that held nobody: %q", got)
	}
	left := store.Certificate{Strike: "July", Backups: &store.Backups{Seen: 1, Failed: 1, Left: []store.LeftBackup{{Path: "/var/backups/one.db", Made: rotatest.At("2025-08-01 02:30"), Since: rotatest.At("2025-09-10 09:00")}}}}
	if p := newRetentionView(base{}, []store.Strike{{PurgedAt: rotatest.At("2025-09-10 09:00")}}, []store.Certificate{left}, day, func(auth.Act) bool { return false }); !strings.Contains(p.Certificates[0].Title, "not complete yet") ||
		!strings.Contains(p.Certificates[0].Backups, "deletes one.db of Friday 1 August 2025, which the planner deletes on Friday 10 October 2025. Copies") || !strings.Contains(p.Strikes.Rows[0][2].Text, "but not from every backup") {
		t.Errorf("of a backup that is left: %+v, %+v", p.Certificates, p.Strikes)
	}

	s := newSite(t)
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	st.Retention.Days = 21
	if err := s.store.SaveStrike(t.Context(), store.Actor{ID: s.user(auth.Coordinator).ID}, s.strike, st.Version, st.StrikeSettings); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Purge(t.Context(), actor, s.strike, []store.Total{{Of: "Critical slots", Text: "12345"}, {Of: "Cost as agreed", Text: "£67.89"}}); err != nil {
		t.Fatal(err)
	}
	for _, role := range auth.Roles() {
		w := s.as(role).get(retentionPath)
		if !auth.Can(role, auth.SeeRetention) {
			want(t, w, http.StatusNotFound)
			continue
		}
		page := want(t, w, http.StatusOK).Body.String()
		contract(t, w)
		for _, text := range []string{"Certificate: ", "12345", "Residents", "by an account with the role rota coordinator: days until everybody is deleted:", "still to be looked through"} {
			if !strings.Contains(page, text) {
				t.Errorf("%s: the page lacks %q", role, text)
			}
		}
	}
	closed := s.as(auth.Coordinator)
	add := strikePath(s.strike, "residents", "new")
	resident := fields(t, want(t, closed.get(add), http.StatusOK), add)
	resident.Set("name", "Dr A. Example")
	if page := want(t, closed.post(add, resident), http.StatusConflict).Body.String(); !strings.Contains(page, "This strike is closed") {
		t.Error("a purged strike does not say that it is closed")
	}
}

// TestDeletedStrike: the pages of a strike of which everybody was deleted say so, and when, and
// what was kept; they are not those of a new one.
func TestDeletedStrike(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(o *Options) { o.Now = func() time.Time { return rotatest.At("2025-09-10 12:00") } })
	s.planned()
	kept := []store.Total{{Of: "Critical slots", Text: "12345"}, {Of: "Duties confirmed absent", Text: "not told"}, {Of: "Cost as agreed", Text: "£67.89"}}
	c, err := s.store.Purge(t.Context(), actor, s.strike, kept)
	if err != nil {
		t.Fatal(err)
	}
	says := "was deleted on " + longDate(rota.DateOf(c.At))
	for role, cost := range map[auth.Role]bool{auth.Coordinator: true, auth.Finance: true, auth.Lead: false} {
		w := want(t, s.as(role).get(strikePath(s.strike)), http.StatusOK)
		contract(t, w)
		got := parse(t, w).Find("main").Text()
		if !strings.Contains(got, says) || !strings.Contains(got, "12345") || strings.Contains(got, "£67.89") != cost || strings.Contains(got, "not told") != (role == auth.Coordinator) {
			t.Errorf("to a %s it says:\n%s", role, got)
		}
		for _, not := range []string{"Next:", "No rota has been made", "Add residents", "Cover now"} {
			if strings.Contains(got, not) {
				t.Errorf("to a %s it says %q", role, not)
			}
		}
	}
	v := s.as(auth.Coordinator)
	for _, path := range []string{"residents", "consultants", "slots", "rota", "day", "cost"} {
		w := want(t, v.get(strikePath(s.strike, path)), http.StatusOK)
		contract(t, w)
		if got := parse(t, w).Find("main").Text(); !strings.Contains(got, says) || strings.Contains(got, "Make the rota") {
			t.Errorf("%s says:\n%s", path, got)
		}
	}
	if got := pageText(t, v, "/strikes"); !strings.Contains(got, says) {
		t.Errorf("the list says:\n%s", got)
	}
}

// TestSoonerDeletion holds that nobody brings forward the day on which everybody in a strike is deleted without
// being asked, with both days and whose data go, whether by the days to keep or by the strike's end.
func TestSoonerDeletion(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t))
	v := s.as(auth.Coordinator)
	details := strikePath(s.strike, "details")
	for _, tt := range []struct {
		name, field, value string
		says               []string // nothing: not asked
	}{
		{"later", "keep-days", "365", nil},
		{"the day after it", "keep-days", "1", []string{"Thursday 30 July 2026", "Thursday 31 July 2025", "residents with their duties", "consultants with their offers"}},
		{"the same", "keep-days", "1", nil},
		{"an earlier end", "end-day", "29", []string{"Thursday 31 July 2025", "Wednesday 30 July 2025"}},
	} {
		values := fields(t, want(t, v.get(details), http.StatusOK), details)
		values.Set(tt.field, tt.value)
		asked := v.post(details, values)
		if tt.says == nil {
			want(t, asked, http.StatusSeeOther)
			continue
		}
		contract(t, want(t, asked, http.StatusOK))
		text := parse(t, asked).Find("main").Text()
		for _, words := range append(tt.says, interruptionTitle, "cannot be brought back") {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the question does not say %q:\n%s", tt.name, words, text)
			}
		}
		kept, err := s.store.Strike(t.Context(), s.strike)
		if err != nil {
			t.Fatal(err)
		}
		again := fields(t, asked, details)
		if again.Get(tt.field) != tt.value {
			t.Errorf("%s: what was typed is gone: %v", tt.name, again)
		}
		again.Set(soonerField, "2024-01-01")
		want(t, v.post(details, again), http.StatusOK) // another day than the one that was asked about
		if now, _ := s.store.Strike(t.Context(), s.strike); now.DeleteOn != kept.DeleteOn {
			t.Errorf("%s: saved before the answer", tt.name)
		}
		again.Set(soonerField, parse(t, asked).Find("button[name="+soonerField+"]").AttrOr("value", ""))
		want(t, v.post(details, again), http.StatusSeeOther)
		if now, _ := s.store.Strike(t.Context(), s.strike); !now.DeleteOn.Before(kept.DeleteOn) {
			t.Errorf("%s: not saved after the answer: %s", tt.name, now.DeleteOn)
		}
	}
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if p := newSoonerView(base{}, st, rota.Entry{}, st.DeleteOn, st.DeleteOn, nil); !strings.Contains(p.Words, "within the hour") || p.Yes.Text != "Yes, delete everybody within the hour" {
		t.Errorf("of a day that has come it says %q, %q", p.Words, p.Yes.Text)
	}
}

// TestFewDaysToKeep holds that nobody records by a slip that everybody is deleted before the strike is over, or
// unasked within a week of it, whether with a new strike or on its details.
func TestFewDaysToKeep(t *testing.T) {
	t.Parallel()
	s := newSite(t, before(t))
	v := s.as(auth.Coordinator)
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	st.StrikeSettings.Name, st.StrikeSettings.Retention = "Bare", rota.Retention{}
	bare, err := s.store.CreateStrike(t.Context(), actor, st.StrikeSettings)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/strikes/new", strikePath(bare, "details")} {
		values := fields(t, want(t, v.get(path), http.StatusOK), path)
		values.Set("name", "Of few days")
		for name, text := range map[string]string{"start-day": "25", "start-month": "7", "start-year": "2025", "end-day": "30", "end-month": "7", "end-year": "2025", "keep-days": "0"} {
			values.Set(name, text)
		}
		if text := parse(t, want(t, v.post(path, values), http.StatusUnprocessableEntity)).Find("main").Text(); !strings.Contains(text, "The days must be from 1 to 365") {
			t.Errorf("%s: of no day it says:\n%s", path, text)
		}
		values.Set("keep-days", "6")
		asked := want(t, v.post(path, values), http.StatusOK)
		contract(t, asked)
		text := parse(t, asked).Find("main").Text()
		for _, words := range []string{interruptionTitle, "deleted after 6 days", "Wednesday 30 July 2025", "Tuesday 5 August 2025", "Nothing has been saved yet"} {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the question does not say %q:\n%s", path, words, text)
			}
		}
		again := fields(t, asked, path)
		again.Set(soonerField, parse(t, asked).Find("button[name="+soonerField+"]").AttrOr("value", ""))
		want(t, v.post(path, again), http.StatusSeeOther)
	}
	week := fields(t, want(t, v.get("/strikes/new"), http.StatusOK), "/strikes/new")
	for name, text := range map[string]string{"name": "Of a week", "start-day": "25", "start-month": "7", "start-year": "2025", "end-day": "30", "end-month": "7", "end-year": "2025", "keep-days": "7"} {
		week.Set(name, text)
	}
	want(t, v.post("/strikes/new", week), http.StatusSeeOther)
}

// TestGoing: where the day of a strike has come and its people are not deleted yet, every page of it says so before
// anybody is entered; the day before and after the deletion none does.
func TestGoing(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-09-09 12:00")
	clock := func() time.Time { return now }
	s := newSite(t, func(o *Options) { o.Now = clock })
	st, err := s.store.Strike(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	says := func(when string, wanted bool) {
		t.Helper()
		for _, path := range []string{"residents", "residents/new", "consultants/new", "import?what=duties", "upload"} {
			w := want(t, s.as(auth.Coordinator).get(strikePath(s.strike)+"/"+path), http.StatusOK)
			contract(t, w)
			if got := strings.Contains(parse(t, w).Find("main").Text(), "so is whoever is entered now"); got != wanted {
				t.Errorf("%s, %s says that whoever is entered is deleted: %t", when, path, got)
			}
		}
	}
	now = time.Date(st.DeleteOn.Year, st.DeleteOn.Month, st.DeleteOn.Day, 0, 0, 0, 0, time.UTC).Add(-24 * time.Hour)
	says("the day before", false)
	now = now.Add(36 * time.Hour)
	says("on the day", true)
	if _, err := s.store.Purge(t.Context(), actor, s.strike, nil); err != nil {
		t.Fatal(err)
	}
	says("afterwards", false)
}

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestAudit reads the audit as the administrator, who may not see people.
func TestAudit(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	d := e.Duties[0]
	to := rota.Away
	if d.Declaration == to {
		to = rota.Working
	}
	osei := s.as(auth.Coordinator)
	if err := s.store.SaveDeclarations(t.Context(), store.Actor{ID: s.users[auth.Coordinator].ID}, s.strike, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: to}}); err != nil {
		t.Fatal(err)
	}
	v := s.as(auth.Administrator)
	if got := v.get("/").Header().Get("Location"); got != "/audit" {
		t.Errorf("the administrator starts at %q", got)
	}
	page := want(t, v.get("/audit"), http.StatusOK)
	contract(t, page)
	text := parse(t, page).Find("main").Text()
	for _, want := range []string{"Changed a declaration", "Replaced all that was entered", "Finished a run", "The planner itself"} {
		if !strings.Contains(text, want) {
			t.Errorf("the audit does not say %q", want)
		}
	}
	hidden := []string{string(d.ID)}
	for _, r := range e.Residents {
		hidden = append(hidden, r.Name)
	}
	for _, c := range e.Consultants {
		hidden = append(hidden, c.Name)
	}
	for _, h := range hidden {
		if strings.Contains(text, h) {
			t.Errorf("the audit shows %q", h)
		}
	}
	want(t, osei.get("/audit"), http.StatusNotFound)
}

// TestAuditFilter narrows the list by each part, together, and by parts that are no good.
func TestAuditFilter(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	s.user(auth.Coordinator) // who never signs in
	v := s.as(auth.Administrator)
	tests := []struct {
		name, query  string
		status       int
		shown, shows string // what it says is shown, and what it shows
	}{
		{"by the planner", "who=program", 200, "Shown only: The planner itself.", "Finished a run"},
		{"accounts", "what=user", 200, "Shown only: Accounts.", "Added the account of R. Osei"},
		{"the strike, of dates", "what=strike&strike=" + s.strike, 200, "Shown only: Dates, rules and aims of strikes;", "Added the strike"},
		{"nothing like it", "who=" + s.users[auth.Coordinator].ID, 200, "rota coordinator", "Nothing was done that is like that"},
		{"a strike that is none", "strike=none", 200, "", "Nothing was done that is like that"},
		{"before all", "to=2020-01-01", 200, "to Wednesday 1 January 2020", "Nothing was done that is like that"},
		{"since long ago", "from=2020-01-01", 200, "from Wednesday 1 January 2020", "Added the strike"},
		{"no such day", "from=2025-02-30", 422, "", "The first day must be a real date"},
		{"backwards", "from=2025-03-02&to=2025-03-01", 422, "", "The last day must not be before the first"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := want(t, v.get("/audit?"+tt.query), tt.status)
			contract(t, w)
			text := strings.Join(strings.Fields(parse(t, w).Find("main").Text()), " ")
			if !strings.Contains(text, tt.shown) || !strings.Contains(text, tt.shows) {
				t.Errorf("it does not say %q and %q:\n%s", tt.shown, tt.shows, text)
			}
		})
	}
	if got := v.get("/audit?" + url.Values{"page": {"99"}}.Encode()).Header().Get("Location"); got != "/audit" {
		t.Errorf("a page after the last leads to %q", got)
	}
}

// TestAuditWords holds that every kind has words, and what has none of its own still says what was done.
func TestAuditWords(t *testing.T) {
	t.Parallel()
	for _, k := range store.Kinds() {
		if auditKindWords(k) == "" {
			t.Errorf("%s has no words in the filter", k)
		}
	}
	for _, tt := range []struct {
		row  store.AuditRow
		want string
	}{
		{store.AuditRow{Action: store.Saved, Kind: store.KindResident, ID: "R004"}, "Saved resident R004"},
		{store.AuditRow{Action: store.Looked, Kind: store.KindPage, ID: "resident R003"}, "Looked at residents by name: a resident"}, // as it was noted before
		{store.AuditRow{Action: store.Looked, Kind: store.KindPage, ID: "a resident"}, "Looked at residents by name: a resident"},
		{store.AuditRow{Action: store.Looked, Kind: store.KindPage, ID: "declarations"}, "Looked at residents by name: declarations"},
		{store.AuditRow{Action: store.Looked, Kind: store.KindPage, ID: "everything held about a consultant"}, "Looked at everything held about a consultant"},
		{store.AuditRow{Action: store.HandedOut, Kind: store.KindFile, ID: "held-resident.txt"}, "Was given a file: everything held about one resident"},
		{store.AuditRow{Action: store.HandedOut, Kind: store.KindFile, ID: "entries.xlsx"}, "Was given a file that names residents: entries.xlsx"},
		{store.AuditRow{Action: store.Saved, Kind: store.KindStrike, StrikeID: "S1", ID: "S1"}, "Changed the dates, rules or aims"},
		{store.AuditRow{Action: store.Saved, Kind: store.KindStrike, StrikeID: "S1", ID: "rest between duties: 11 hours, then 10 hours"},
			"Changed the dates, rules or aims: rest between duties: 11 hours, then 10 hours"},
		{store.AuditRow{Action: store.Locked, Kind: store.KindAssignment, ID: "S001/C002"}, "Locked S001/C002"},
		{store.AuditRow{Action: store.Declared, Kind: store.KindDuty, ID: "D0001"}, "Changed a declaration"},
		{store.AuditRow{Action: store.Attended, Kind: store.KindDuty, ID: "D0001"}, "Recorded attendance"}, // as it was noted before
		{store.AuditRow{Action: store.Attended, Kind: store.KindDuty, ID: "12"}, "Recorded attendance of 12 duties"},
		{store.AuditRow{Action: "mended", Kind: "door", ID: "7"}, "Mended door 7"},
	} {
		if got := auditWords(tt.row); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.row.Action, tt.row.Kind, got, tt.want)
		}
	}
}

package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// dutyFile is a small file of duties: three good rows, one day that does not exist, one code nobody knows.
const dutyFile = "Staff duties for July\n" +
	"Name,GMC No,Grade,Unit,Shift,Date,Start,End\n" +
	"\"EXAMPLE, Ann (Dr)\",0208972,ST4,Ward A,LD,25/07/2025,08:00,20:30\n" +
	"\"EXAMPLE, Ann (Dr)\",0208972,ST4,Ward A,N,26/07/2025,20:00,08:30\n" +
	"\"EXAMPLE, Ben (Dr)\",0208973,ST5,Ward A,LD,25/07/2025,08:00,20:30\n" +
	"\"EXAMPLE, Ben (Dr)\",0208973,ST5,Ward A,LD,31/06/2025,08:00,20:30\n" +
	"\"EXAMPLE, Cat (Dr)\",0208974,ST5,Ward A,QQ,27/07/2025,08:00,20:30\n"

const ratesFile = "Band,Rate\nWeekday daytime,100\n"

// imports gives the role's person a file under way and one brought in. Without a person, as of the coordinator.
func (s *site) imports(role auth.Role) (under, done string) {
	s.t.Helper()
	if role == "" {
		role = auth.Coordinator
	}
	s.as(role)
	who := store.Actor{ID: s.users[role].ID, Name: s.users[role].Name}
	kind, text := intake.Duties, dutyFile
	if role == auth.Finance {
		kind, text = intake.Rates, ratesFile
	}
	book, err := sheet.Read("plans.csv", []byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	g, err := s.store.Ground(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	choices, err := json.Marshal(intake.Guess(book, kind, intake.Known{Entry: g.Entry}))
	if err != nil {
		s.t.Fatal(err)
	}
	under, err = s.store.StartImport(s.t.Context(), who, s.strike, store.Import{Kind: string(kind), FileName: "plans.csv", Choices: choices}, []byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	done, err = s.store.FinishImport(s.t.Context(), who, s.strike, store.Bringing{Kind: string(kind), FileName: "plans.csv", Saves: g.Saves, Entry: g.Entry, Report: []byte(`{}`)})
	if err != nil {
		s.t.Fatal(err)
	}
	return under, done
}

// A bringer takes a file through the pages.
type bringer struct {
	*visitor
	at string // address of the page that they are on
	w  *httptest.ResponseRecorder
}

// bringIn sends a file and follows to the first step.
func bringIn(v *visitor, kind, name, text string) *bringer {
	v.t.Helper()
	b := &bringer{visitor: v}
	w := v.sendWith(importPath(v.site.strike), name, []byte(text), url.Values{kindField: {kind}, pasteField: {""}})
	b.follow(want(v.t, w, http.StatusSeeOther))
	return b
}

// follow goes where an answer sends to, and holds the page to the contract.
func (b *bringer) follow(w *httptest.ResponseRecorder) {
	b.t.Helper()
	b.at = w.Header().Get("Location")
	b.w = want(b.t, b.get(b.at), http.StatusOK)
	contract(b.t, b.w)
}

// press sends the form of the page with what is changed, and wants the step after it.
// Units that are not known are taken as new ones.
func (b *bringer) press(changed map[string]string, to string) {
	b.t.Helper()
	values := fields(b.t, b.w, b.at)
	if strings.HasSuffix(b.at, "/words") {
		for _, c := range parse(b.t, b.w).Find(`select option[value="Ward A"]:contains("A new unit")`).EachIter() {
			values.Set(c.Closest("select").AttrOr("name", ""), "Ward A")
		}
	}
	for name, value := range changed {
		if value == "" {
			values.Del(name)
			continue
		}
		values.Set(name, value)
	}
	b.follow(want(b.t, b.post(b.at, values), http.StatusSeeOther))
	if !strings.HasSuffix(b.at, to) && !strings.Contains(b.at, "/"+to+"/") {
		b.t.Fatalf("sent to %s, want %s\n%s", b.at, to, b.says())
	}
}

func (b *bringer) says() string { return text(b.t, parse(b.t, b.w).Find("main").Text()) }

// control finds the control of the row that holds the text.
func (b *bringer) control(row string) string {
	b.t.Helper()
	name := ""
	for _, tr := range parse(b.t, b.w).Find("tbody tr").EachIter() {
		if strings.Contains(tr.Text(), row) && name == "" {
			name = tr.Find("input[type=text], select, input[type=radio]").First().AttrOr("name", "")
		}
	}
	if name == "" {
		b.t.Fatalf("no row with a control says %q", row)
	}
	return name
}

// sendWith posts a file with other fields.
func (v *visitor) sendWith(path, name string, data []byte, values url.Values) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.sendForm(path, name, data, func(field func(name, value string)) {
		for n, list := range values {
			for _, x := range list {
				field(n, x)
			}
		}
	})
}

func (s *site) entry() rota.Entry {
	s.t.Helper()
	e, err := s.store.Entry(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// bareSite has a strike in July 2025 with nothing entered.
func bareSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	s := emptySite(t, change...)
	e := rotatest.July().Entry()
	id, err := s.store.CreateStrike(t.Context(), actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err != nil {
		t.Fatal(err)
	}
	s.strike = id
	return s
}

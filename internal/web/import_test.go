package web

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestImport takes duties through every step to the saved entry, brings the same in again, which changes
// nothing, and undoes the first.
func TestImport(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	before := s.entry()
	b := bringIn(v, "", "plans ANN.csv", dutyFile)
	if !strings.HasSuffix(b.at, "/columns") || !strings.Contains(b.says(), "0208972") || !strings.Contains(b.says(), "Row 2: Name | GMC No") {
		t.Fatalf("at %s: %s", b.at, b.says())
	}
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): "", b.control("QQ") + "-text": ""}, "rows")
	if got := b.says(); !strings.Contains(got, "1 row waits for a word") || !strings.Contains(got, "31/06/2025") || !strings.Contains(got, "row 6") {
		t.Errorf("the rows to correct: %s", got)
	}
	if !cmp.Equal(before, s.entry()) {
		t.Error("something was saved before the last step")
	}
	// Back to the words: the code is no duty. Then the day is mended.
	b.follow(redirectTo(strings.TrimSuffix(b.at, "rows") + "words"))
	b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
	b.press(map[string]string{b.control("31/06/2025"): "29/07/2025", "do": "check"}, "changes")
	if got := b.says(); !strings.Contains(got, "Residents 3 0 0 0") && !strings.Contains(got, "What Residents New 2") && !strings.Contains(got, "What Residents New 3") {
		t.Errorf("the changes: %s", got)
	}
	changes := b.at
	values := fields(t, b.w, b.at)
	b.press(nil, "imported")
	got := s.entry()
	if len(got.Duties) != 4 || len(got.Residents) < 2 {
		t.Fatalf("%d duties of %d residents, want 4", len(got.Duties), len(got.Residents))
	}
	if w := v.post(changes, values); w.Code != http.StatusNotFound {
		t.Errorf("saving twice: %d, want 404 for what is finished", w.Code)
	}
	done := b.at
	// The same file again.
	again := bringIn(v, "duties", "plans ANN.csv", dutyFile)
	again.press(nil, "changes") // the words and the correction are remembered
	if got := again.says(); !strings.Contains(got, "nothing would change") || !strings.Contains(got, "1 row corrected Look, or undo") {
		t.Errorf("the same file again: %s", got)
	}
	again.press(nil, "residents")
	if !cmp.Equal(got, s.entry()) {
		t.Error("the same file again changed something")
	}
	b.follow(redirectTo(done))
	if w := want(t, v.post(done+"/undo", url.Values{}), http.StatusSeeOther); !strings.HasSuffix(w.Header().Get("Location"), "/residents") {
		t.Errorf("undo leads to %s", w.Header().Get("Location"))
	}
	if diff := cmp.Diff(before, s.entry()); diff != "" {
		t.Errorf("after undoing (-want +got):\n%s", diff)
	}
	want(t, v.get(done), http.StatusNotFound)
	for _, name := range []string{"EXAMPLE", "Ann", "0208972", "ANN"} {
		if strings.Contains(s.log.String(), name) {
			t.Errorf("the log holds %q", name)
		}
	}
}

func redirectTo(to string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	w.Header().Set("Location", to)
	return w
}

// TestImportGoodRows saves the good rows and gives the others back with reasons, before and after saving.
func TestImportGoodRows(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "=plans.csv", strings.ReplaceAll(dutyFile, "31/06/2025", "=1+1"))
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): "", b.control("QQ") + "-text": ""}, "rows")
	check := func(address string) {
		t.Helper()
		w := want(t, v.get(address+"/rows.csv"), http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(rows) != 3 || rows[0][0] != "Row in your file" || rows[1][0] != "6" || rows[2][0] != "7" || rows[1][7] != "'=1+1" {
			t.Errorf("rows given back: %q, %v", rows, err)
		}
		if w := want(t, v.get(address+"/rows.xlsx"), http.StatusOK); w.Header().Get("Content-Type") != sheetType || !strings.HasPrefix(w.Body.String(), "PK") {
			t.Errorf("the workbook is %s", w.Header().Get("Content-Type"))
		}
	}
	check(strings.TrimSuffix(b.at, "/rows"))
	b.press(map[string]string{"do": "go"}, "changes")
	if got := b.says(); !strings.Contains(got, "Save the 3 good rows") {
		t.Errorf("the changes: %s", got)
	}
	b.press(nil, "imported")
	if !strings.Contains(b.says(), "2 rows were not taken") {
		t.Errorf("the done page: %s", b.says())
	}
	check(b.at)
	if got := s.entry(); len(got.Duties) != 3 {
		t.Errorf("%d duties", len(got.Duties))
	}
}

// TestImportLeaveOut leaves a row out, takes it back, and shows what is still wrong with 422.
func TestImportLeaveOut(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
	leave := strings.Replace(b.control("31/06/2025"), "r", "x", 1)
	values := fields(t, b.w, b.at)
	values.Set("do", "check")
	values.Set(b.control("31/06/2025"), "32/07/2025")
	w := want(t, v.post(b.at, values), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(got, "Row 6: ") {
		t.Errorf("the summary says %q", got)
	}
	b.follow(redirectTo(b.at))
	b.press(map[string]string{leave: "yes", "do": "check"}, "changes")
	b.follow(redirectTo(strings.TrimSuffix(b.at, "changes") + "rows"))
	if !strings.Contains(b.says(), "You have left out 1 row") {
		t.Errorf("after leaving one out: %s", b.says())
	}
	b.press(map[string]string{"do": "restore"}, "rows")
	if !strings.Contains(b.says(), "Rows to correct") || strings.Contains(b.says(), "You have left out") {
		t.Errorf("after taking it back: %s", b.says())
	}
}

// TestImportGuesses corrects one row: what is guessed of another is shown, and not taken.
func TestImportGuesses(t *testing.T) {
	v := bareSite(t).as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile+"\"EXAMPLE, Ben (Dr)\",0208973,ST5,Ward A,LD,28/07/2024,08:00,20:30\n")
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
	if got := b.says(); !strings.Contains(got, "Perhaps it should be “28/07/2025”") {
		t.Errorf("the rows to correct say %s", got)
	}
	b.press(map[string]string{b.control("31/06/2025"): "29/07/2025", "do": "check"}, "rows")
	if got := b.says(); !strings.Contains(got, "1 row is left to correct") || !strings.Contains(got, "28/07/2024") {
		t.Errorf("after correcting the other row: %s", got)
	}
}

// TestImportRefused holds the fixed texts of files, and that nothing is kept.
func TestImportRefused(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	page := importPath(s.strike)
	large := append([]byte("a,b\n"), make([]byte, sheet.MaxBytes)...)
	tests := []struct {
		name, file string
		data       []byte
		values     url.Values
		status     int
		text       string
	}{
		{"nothing", "", nil, url.Values{pasteField: {" "}}, 422, "Select a spreadsheet"},
		{"both", "plans.csv", []byte(dutyFile), url.Values{pasteField: {"a\tb"}}, 422, "Select a spreadsheet or paste rows, not both"},
		{"another kind", "plans.numbers", []byte("a,b"), nil, 422, "The selected file must be a .xlsx or .csv. If it is a spreadsheet, save it as .xlsx in your spreadsheet program"},
		{"OpenDocument", "plans.ods", openDocument(t), nil, 422, "The file is an OpenDocument spreadsheet. Save it as .xlsx"},
		{"an old workbook", "plans.xls", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 504)...), nil, 422, "as .xlsx"},
		{"empty", "plans.csv", []byte{}, nil, 422, "The selected file is empty"},
		{"a little too large", "plans.csv", large, nil, 422, "The selected file must be smaller than 10 MB"},
		{"far too large", "plans.csv", append(large, make([]byte, 2<<20)...), nil, 413, "too large"},
		{"not a spreadsheet inside", "plans.xlsx", []byte("%PDF-1.7\n"), nil, 422, "PDF"},
		{"a kind nobody knows", "plans.csv", []byte(dutyFile), url.Values{kindField: {"gossip"}}, 422, "must be one of those listed"},
		{"a field nobody asked for", "plans.csv", []byte(dutyFile), url.Values{"owner": {"x"}}, 400, "could not be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v.t = t
			w := want(t, v.sendWith(page, tt.file, tt.data, tt.values), tt.status)
			contract(t, w)
			if got := parse(t, w).Find("main").Text(); !strings.Contains(got, tt.text) {
				t.Errorf("the page says %q, want %q", text(t, got), tt.text)
			}
		})
	}
	open, err := s.store.Imports(t.Context(), s.strike, s.users[auth.Coordinator].ID)
	if err != nil || len(open) > 0 {
		t.Errorf("%d files were kept (%v)", len(open), err)
	}
}

// TestImportHeadingsOnly: a file with nothing under its headings is refused, on the step of the columns.
func TestImportHeadingsOnly(t *testing.T) {
	b := bringIn(bareSite(t).as(auth.Coordinator), "duties", "plans.csv", "Name,GMC No,Grade,Unit,Shift,Date,Start,End\n")
	w := want(t, b.post(b.at, fields(t, b.w, b.at)), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := parse(t, w).Find(".nhsuk-error-summary").Text(); !strings.Contains(got, "There are no rows under the headings in “plans.csv”; choose the file that has them") {
		t.Errorf("the summary says %q", got)
	}
}

// TestImportTakeOutAll: all that is not in the file can be taken out at once only when
// every row was read, and each says whose it is.
func TestImportTakeOutAll(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	shift := func(name, gmc string, day int) string {
		return fmt.Sprintf("\"EXAMPLE, %s (Dr)\",%s,ST4,Ward A,%d/07/2025,08:00,20:30\n", name, gmc, day)
	}
	const head = "Name,GMC No,Grade,Unit,Date,Start,End\n"
	bring := func(file string) *bringer {
		b := bringIn(v, "duties", "plans.csv", head+file)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(nil, "")
		}
		if strings.HasSuffix(b.at, "rows") {
			b.press(map[string]string{"do": "go"}, "changes")
		}
		return b
	}
	all := func(b *bringer) int { return parse(t, b.w).Find("input[name=all]").Length() }
	ann, ben := shift("Ann", "0208972", 25), shift("Ben", "0208973", 25)
	bring(ann+shift("Ann", "0208972", 27)+shift("Ann", "0208972", 29)+ben).press(nil, "imported")

	whole := bring(ann + ben)
	if !strings.Contains(whole.says(), "EXAMPLE, Ann: Sun 27 July") || all(whole) != 1 {
		t.Errorf("of a whole file, %d boxes for all: %s", all(whole), whole.says())
	}
	part := bring(ann + ben + "\"EXAMPLE, Ann (Dr)\",0208972,ST4,Ward A,31/06/2025,08:00,20:30\n")
	if all(part) != 0 || !strings.Contains(part.says(), "1 row of the file was not read, so it may be of one of these") {
		t.Errorf("with a row that is faulty, %d boxes for all: %s", all(part), part.says())
	}
	values := fields(t, part.w, part.at)
	values.Set("all", "yes")
	part.post(part.at, values)
	if got := len(s.entry().Duties); got != 4 {
		t.Errorf("%d duties after a tick that was not offered, want 4", got)
	}
	out := bring(ann + ben) // with a row that a person leaves out
	out.follow(redirectTo(strings.TrimSuffix(part.at, "changes") + "rows"))
	out.press(map[string]string{"x0": "yes", "do": "check"}, "changes")
	if all(out) != 0 || !strings.Contains(out.says(), "1 row of the file was not read") {
		t.Errorf("with a row left out, %d boxes for all: %s", all(out), out.says())
	}
	none := bring("\"EXAMPLE, Ann (Dr)\",0208972,ST4,Ward A,31/06/2025,08:00,20:30\n")
	if all(none) != 0 || !strings.Contains(none.says(), "The file gave none to compare with") {
		t.Errorf("without a good row, %d boxes for all: %s", all(none), none.says())
	}
}

// TestImportPasted: rows pasted with their headings are a file too.
func TestImportPasted(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	w := want(t, v.sendWith(importPath(s.strike), "", nil, url.Values{pasteField: {strings.ReplaceAll(dutyFile, ",", "\t")}, kindField: {""}}), http.StatusSeeOther)
	page := want(t, v.get(w.Header().Get("Location")), http.StatusOK)
	if got := text(t, parse(t, page).Find("main").Text()); !strings.Contains(got, "Pasted rows") {
		t.Errorf("the columns: %s", got)
	}
}

// TestImportApart: a file is its maker's, goes on where it was left, and is forgotten when cancelled.
func TestImportApart(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	if _, err := s.store.CreateUser(t.Context(), store.User{Email: "other@trust.example", Name: "A. Other", Role: string(auth.Coordinator), PasswordHash: testHash}); err != nil {
		t.Fatal(err)
	}
	other := s.stranger()
	want(t, other.post("/sign-in", url.Values{"email": {"other@trust.example"}, "password": {testPassword}, "next": {"/"}}), http.StatusSeeOther)
	other.get("/help")
	for _, step := range []string{"columns", "words", "rows", "changes"} {
		address := strings.TrimSuffix(b.at, "columns") + step
		want(t, other.get(address), http.StatusNotFound)
		want(t, other.post(address, url.Values{}), http.StatusNotFound)
	}
	want(t, other.post(strings.TrimSuffix(b.at, "columns")+"cancel", url.Values{}), http.StatusNotFound)
	if got := text(t, parse(t, other.get(importPath(s.strike))).Find("main").Text()); strings.Contains(got, "not finished") {
		t.Errorf("another sees it: %s", got)
	}
	page := parse(t, v.get(importPath(s.strike)))
	if to := page.Find(".nhsuk-inset-text a").AttrOr("href", ""); to != b.at {
		t.Errorf("go on leads to %q, want %q", to, b.at)
	}
	want(t, v.post(strings.TrimSuffix(b.at, "columns")+"cancel", url.Values{}), http.StatusSeeOther)
	want(t, v.get(b.at), http.StatusNotFound)
}

// TestImportColumns: another kind or row of headings guesses anew; what is lacking is named.
func TestImportColumns(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(map[string]string{"s0-header": "3"}, "columns")
	if got := fields(t, b.w, b.at); got.Get("s0-header") != "3" || got.Get("s0-c1") == "gmc" {
		t.Errorf("with row 3 as headings: %v", got)
	}
	b.press(map[string]string{"s0-header": "2"}, "columns")
	if got := fields(t, b.w, b.at); got.Get("s0-c1") != "gmc" {
		t.Errorf("with row 2 as headings again: %v", got)
	}
	for _, slip := range []badField{
		{"no name", map[string]string{"s0-c0": ""}, "s0-header", "Choose the column that holds"},
		{"an unknown field", map[string]string{"s0-c0": "shoe size"}, "s0-c0", "one of those listed"},
		{"an unknown kind", map[string]string{kindField: "gossip"}, kindField, "one of those listed"},
		{"no headings at all", map[string]string{"s0-header": "x"}, "s0-header", "row with the headings"},
	} {
		t.Run(slip.name, func(t *testing.T) {
			v.t = t
			values := fields(t, b.w, b.at)
			for name, value := range slip.set {
				values.Set(name, value)
			}
			w := want(t, v.post(b.at, values), http.StatusUnprocessableEntity)
			contract(t, w)
			if got := parse(t, w).Find(".nhsuk-error-summary a[href='#" + slip.target + "']").Text(); !strings.Contains(got, slip.text) {
				t.Errorf("the summary has %q at #%s, want %q", got, slip.target, slip.text)
			}
		})
	}
	v.t = t
	b.press(map[string]string{kindField: "declarations"}, "columns")
	if got := fields(t, b.w, b.at).Get(kindField); got != "declarations" {
		t.Errorf("the kind is %q", got)
	}
}

// TestImportHandEdits: what was changed by hand since is asked for, and stays unless it is ticked.
func TestImportHandEdits(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	take := func() *bringer {
		b := bringIn(v, "duties", "plans.csv", dutyFile)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
		}
		b.press(map[string]string{"do": "go"}, "changes")
		return b
	}
	take().press(nil, "imported")
	r, err := s.store.Resident(t.Context(), s.strike, s.entry().Residents[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	r.Grade = "ST8"
	if _, err := s.store.SaveResident(t.Context(), actor, s.strike, r); err != nil {
		t.Fatal(err)
	}
	b := take()
	if !strings.Contains(b.says(), "Edited by hand since") || !strings.Contains(b.says(), "ST8") {
		t.Fatalf("the changes: %s", b.says())
	}
	b.press(nil, "")
	if got := s.entry().Residents[0].Grade; got != "ST8" {
		t.Errorf("the hand edit was undone without asking: %q", got)
	}
	b = take()
	name := parse(t, b.w).Find(".app-change input").First().AttrOr("name", "")
	b.press(map[string]string{name: "yes"}, "imported")
	if got := s.entry().Residents[0].Grade; got != "ST4" {
		t.Errorf("the file's grade was asked for and is not there: %q", got)
	}
	// An undo that would lose an edit says so and offers the rest.
	done := b.at
	if r, err = s.store.Resident(t.Context(), s.strike, r.ID); err != nil {
		t.Fatal(err)
	}
	r.Grade = "ST9"
	if _, err := s.store.SaveResident(t.Context(), actor, s.strike, r); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.post(done+"/undo", url.Values{}), http.StatusUnprocessableEntity)
	contract(t, w)
	if got := text(t, parse(t, w).Find("main").Text()); !strings.Contains(got, "1 thing that it brought in was edited since") || !strings.Contains(got, "Keep these and undo the rest") {
		t.Errorf("undo says: %s", got)
	}
	want(t, v.post(done+"/undo", url.Values{"partly": {"yes"}}), http.StatusSeeOther)
	if got := s.entry().Residents[0].Grade; got != "ST9" {
		t.Errorf("the edit is gone: %q", got)
	}
}

// TestImportClash: somebody saves between the page and the button. Nothing is lost, and the page says who.
func TestImportClash(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
	b.press(map[string]string{"do": "go"}, "changes")
	values := fields(t, b.w, b.at)
	osei := store.Actor{ID: s.users[auth.Coordinator].ID}
	ann := store.Resident{Resident: rota.Resident{Name: "EXAMPLE, Ann", Grade: "ST4"}}
	if _, err := s.store.SaveResident(t.Context(), osei, s.strike, ann); err != nil {
		t.Fatal(err)
	}
	w := want(t, v.post(b.at, values), http.StatusConflict)
	contract(t, w)
	if got := text(t, parse(t, w).Find("#changed-by").Text()); !strings.Contains(got, "R. Osei, at ") {
		t.Errorf("the page says %q", got)
	}
	if got := len(s.entry().Duties); got != 0 {
		t.Errorf("%d duties were saved", got)
	}
	b.w = w
	b.press(nil, "imported")
	if got := len(s.entry().Duties); got != 3 {
		t.Errorf("%d duties after saving again", got)
	}
	// A page of another list of words or rows is shown anew.
	other := bringIn(v, "duties", "plans.csv", dutyFile)
	for _, step := range []string{"words", "rows"} {
		address := strings.TrimSuffix(other.at, "columns") + step
		contract(t, want(t, v.post(address, url.Values{markField: {"old"}}), http.StatusConflict))
	}
}

// TestImportCodes: the codes of people and duties that were deleted by hand are not given to others.
func TestImportCodes(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	take := func(file string) {
		b := bringIn(v, "duties", "plans.csv", file)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(map[string]string{b.control("QQ"): intake.Ignore}, "rows")
		}
		b.press(map[string]string{"do": "go"}, "changes")
		b.press(nil, "imported")
	}
	take(dutyFile)
	before := s.entry()
	taken := map[string]bool{}
	for _, d := range before.Duties {
		taken[string(d.ID)] = true
	}
	for _, r := range before.Residents {
		taken[string(r.ID)] = true
		kept, err := s.store.Resident(t.Context(), s.strike, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.store.DeleteResident(t.Context(), actor, s.strike, r.ID, kept.Version); err != nil {
			t.Fatal(err)
		}
	}
	take(strings.NewReplacer("Ann", "Dee", "Ben", "Eve", "Cat", "Fay", "020897", "020777").Replace(dutyFile))
	for _, r := range s.entry().Residents {
		if taken[string(r.ID)] {
			t.Errorf("the code %s was given again", r.ID)
		}
	}
	for _, d := range s.entry().Duties {
		if taken[string(d.ID)] {
			t.Errorf("the code %s was given again", d.ID)
		}
	}
}

// TestImportRoles: finance brings rates in and nothing else.
func TestImportRoles(t *testing.T) {
	s := newSite(t)
	page := importPath(s.strike)
	coordinator := s.as(auth.Coordinator)
	w := want(t, coordinator.sendWith(page, "plans.csv", []byte(dutyFile), url.Values{kindField: {"duties"}}), http.StatusSeeOther)
	v := s.as(auth.Finance)
	contract(t, want(t, v.get(page), http.StatusOK))
	want(t, v.sendWith(page, "plans.csv", []byte(dutyFile), url.Values{kindField: {"duties"}}), http.StatusUnprocessableEntity)
	want(t, v.get(w.Header().Get("Location")), http.StatusNotFound)
	_, done := s.imports(auth.Coordinator)
	want(t, v.get(strikePath(s.strike, "imported", done)), http.StatusNotFound)
	want(t, v.post(strikePath(s.strike, "imported", done, "undo"), url.Values{}), http.StatusNotFound)
	if got := text(t, parse(t, v.get(page)).Find("main").Text()); strings.Contains(got, "plans.csv") {
		t.Errorf("finance sees what the coordinator brought in: %s", got)
	}
	for _, role := range []auth.Role{auth.Lead, auth.Administrator} {
		want(t, s.as(role).get(page), http.StatusNotFound)
	}
}

// TestManyFaults gathers many faults: one box mends all that are alike.
func TestManyFaults(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	var file strings.Builder
	file.WriteString("Name,GMC No,Grade,Unit,Shift,Date,Start,End\n")
	for i := range 40 {
		fmt.Fprintf(&file, "\"EXAMPLE, P%c%c (Dr)\",02%05d,ST4,Ward A,LD,31/06/2025,08:00,20:30\n", 'a'+i%26, 'a'+i/26, i)
	}
	b := bringIn(v, "duties", "plans.csv", file.String())
	b.press(nil, "")
	if strings.HasSuffix(b.at, "words") {
		b.press(nil, "rows")
	}
	if n := parse(t, b.w).Find("tbody tr").Length(); n != 1 || !strings.Contains(b.says(), "rows 2, 3, 4, 5, 6, 7, 8, 9 and 32 more") {
		t.Fatalf("%d boxes: %s", n, b.says())
	}
	b.press(map[string]string{b.control("31/06/2025"): "29/07/2025", "do": "check"}, "changes")
	b.press(nil, "imported")
	if got := len(s.entry().Duties); got != 40 {
		t.Errorf("%d duties", got)
	}
}

// TestImportAgain: rows that were corrected and left out are so the next time, are listed, and can be asked again.
func TestImportAgain(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	b := bringIn(v, "duties", "plans.csv", dutyFile)
	b.press(nil, "words")
	b.press(map[string]string{b.control("QQ"): "", b.control("QQ") + "-text": ""}, "rows")
	b.follow(redirectTo(strings.TrimSuffix(b.at, "rows") + "words"))
	if name := b.control("QQ"); fields(t, b.w, b.at).Get(name)+fields(t, b.w, b.at).Get(name+"-text") != "" {
		t.Error("a word that was left undecided is guessed again")
	}
	b.press(map[string]string{b.control("QQ"): "duty"}, "rows")
	if got := b.says(); !strings.Contains(got, "Row 6 EXAMPLE, Ben (Dr), 31/06/2025, LD, Ward A") {
		t.Errorf("the row to correct says not whose it is: %s", got)
	}
	b.press(map[string]string{b.control("31/06/2025"): "29/07/2025", "do": "check"}, "changes")
	b.press(nil, "imported")
	b = bringIn(v, "duties", "plans.csv", dutyFile+"\"EXAMPLE, Dee (Dr)\",0208975,ST5,Ward A,LD,32/07/2025,08:00,20:30\n")
	b.press(nil, "rows")
	if got := b.says(); !strings.Contains(got, "1 row corrected, as last time") || !strings.Contains(got, "Row 6, EXAMPLE, Ben (Dr), 29/07/2025, LD, Ward A. “31/06/2025” in F6 was corrected to “29/07/2025”.") {
		t.Errorf("as last time: %s", got)
	}
	b.press(map[string]string{"x0": "yes", "do": "check"}, "changes")
	b.press(nil, "imported")
	if !strings.Contains(b.says(), "Left out as last time") && !strings.Contains(b.says(), "Left out by you") {
		t.Errorf("the done page: %s", b.says())
	}
	b = bringIn(v, "duties", "plans.csv", dutyFile+"\"EXAMPLE, Dee (Dr)\",0208975,ST5,Ward A,LD,32/07/2025,08:00,20:30\n")
	b.press(nil, "changes")
	if got := b.says(); !strings.Contains(got, "nothing would change") || !strings.Contains(got, "1 row corrected and 1 row left out") {
		t.Errorf("the same file again: %s", got)
	}
	b.follow(redirectTo(strings.TrimSuffix(b.at, "changes") + "rows"))
	b.press(map[string]string{"do": "afresh"}, "rows")
	if got := b.says(); !strings.Contains(got, "31/06/2025") || !strings.Contains(got, "32/07/2025") || strings.Contains(got, "as last time") {
		t.Errorf("asked again: %s", got)
	}
}

// gridFile has one person on leave in one row and with an offer in another.
const gridFile = "Consultant,Base,Covers,Rate,Fri 25 0800-1300,Sat 26 0800-1300\n" +
	"Dr Example Ann,North,obstetrics,BMA,OK,OK\n" +
	"Dr Example Ben,North,obstetrics,BMA,OK,\n" +
	"Ann Example,North,obstetrics,BMA,AL,OK\n"

// TestImportDisagree: two rows of one person that contradict each other are said with both cells; which stands is asked.
func TestImportDisagree(t *testing.T) {
	s := bareSite(t)
	v := s.as(auth.Coordinator)
	start := func() *bringer {
		b := bringIn(v, "consultants", "plans.csv", gridFile)
		b.press(nil, "")
		if strings.HasSuffix(b.at, "words") {
			b.press(map[string]string{b.control("obstetrics") + "-text": "obstetrics", b.control("North"): "North"}, "")
		}
		return b
	}
	offers := func() int {
		n := 0
		for _, c := range s.entry().Consultants {
			n += len(c.Offers)
		}
		return n
	}
	b := start()
	if got := b.says(); !strings.HasSuffix(b.at, "rows") || !strings.Contains(got, "Fri 25 July, 8am to 1pm: “OK” in E2, here “AL” in E4") || !strings.Contains(got, "Row 2 stands: “OK”") || !strings.Contains(got, "Row 4 stands: “AL”") {
		t.Fatalf("at %s: %s", b.at, got)
	}
	b.press(map[string]string{"do": "go"}, "changes")
	b.press(nil, "imported")
	if got := offers(); got != 2 {
		t.Errorf("%d offers while nobody has said which stands, want that of the other day and Ben's", got)
	}
	b = start()
	b.press(map[string]string{b.control("AL"): intake.OtherRow, "do": "check"}, "changes")
	b.press(nil, "imported")
	if got := offers(); got != 3 {
		t.Errorf("%d offers once the row with the offer stands, want 3", got)
	}
	b = start()
	if got := b.says(); !strings.HasSuffix(b.at, "changes") || !strings.Contains(got, "nothing would change") || !strings.Contains(got, "As last time") {
		t.Errorf("the same file again: at %s, %s", b.at, got)
	}
}

// TestImportGroups: what is said of a group of rows is true of each, its rows are counted once, and sheets are kept apart.
func TestImportGroups(t *testing.T) {
	fault := func(sheet string, row, col int, wrong string) intake.Fault {
		return intake.Fault{Place: intake.Place{Sheet: sheet, Row: row}, Column: col, Code: "no times", Wrong: wrong, Replaceable: true, Whose: fmt.Sprint("person ", row)}
	}
	var faults []intake.Fault
	for row := range 12 {
		faults = append(faults, fault("A", row, 6, "The start is missing."), fault("A", row, 7, "The end is missing."), fault("B", row, 6, "The start is missing."))
	}
	faults = append(faults, fault("A", 20, -1, "It overlaps row 3."), fault("A", 21, -1, "It overlaps row 4."))
	rival := fault("A", 22, -1, "Row 3 stands.")
	rival.Against = &intake.Place{Sheet: "A", Row: 3}
	faults = append(faults, rival, rival)
	faults[len(faults)-1].Row, faults[len(faults)-1].Whose = 23, "person 23"
	fixes, _ := fixesOf(faults)
	if n := rowsOfCode(fixes, "no times"); n != 28 || len(fixes) != 7 {
		t.Errorf("%d rows in %d groups, want 28 in 7", n, len(fixes))
	}
	for _, x := range fixes {
		for i, p := range x.places {
			if p.Sheet != x.places[0].Sheet || x.whose[i] != fmt.Sprint("person ", p.Row) {
				t.Errorf("a group has %v of %s", p, x.whose[i])
			}
		}
	}
	var places []intake.Place
	for _, sheet := range []string{"A", "B", "A"} {
		places = append(places, intake.Place{Sheet: sheet, Row: len(places) + 1})
	}
	if got := rowList(places); got != "rows 1 and 3 of A; row 2 of B" {
		t.Errorf("rows of two sheets are %q", got)
	}
	left := leftAside([]intake.LeftOut{{Place: places[0], Code: "again", Why: "Row 9 says the same."}, {Place: places[1], Code: "again", Why: "Row 8 says the same."}, {Place: places[2], Code: "again", Why: "Row 9 says the same."}})
	if diff := cmp.Diff([]wordCount{{"Again.", "3 rows.", []string{"Rows 1 and 3 of A: row 9 says the same.", "Row 2 of B: row 8 says the same."}}}, left); diff != "" {
		t.Errorf("rows left aside (-want +got)\n%s", diff)
	}
}

// openDocument is the beginning of what other spreadsheet programs save.
func openDocument(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("mimetype")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("application/vnd.oasis.opendocument.spreadsheet")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

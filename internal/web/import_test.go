package web

import (
	"encoding/csv"
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
)

// TestImport takes duties through every step to the saved entry, brings the same in again, which changes
// nothing, and undoes the first.
func TestImport(t *testing.T) {
	t.Parallel()
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
	done := b.at
	if to := want(t, v.post(changes, values), http.StatusSeeOther).Header().Get("Location"); to != done {
		t.Errorf("sent again it leads to %s, want %s", to, done)
	}
	if w := v.post(changes, afresh(values)); w.Code != http.StatusNotFound {
		t.Errorf("saving twice: %d, want 404 for what is finished", w.Code)
	}
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	if text := parse(t, whole.w).Find("main").Text(); strings.Count(text, "Duties that are not in the file are kept unless you tick them") != 1 {
		t.Errorf("what becomes of the two that are missing is not said once: %s", text)
	}
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
	t.Parallel()
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
	t.Parallel()
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

// TestImportRoles: finance brings rates in and nothing else.
func TestImportRoles(t *testing.T) {
	t.Parallel()
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

package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/internal/auth"
	"strikerota/internal/web/form"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// send posts a file as a page of ours would. name "" sends none.
func (v *visitor) send(path, name string, data []byte, more ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.sendForm(path, name, data, func(field func(name, value string)) {
		for _, name := range more {
			field(name, v.csrf)
		}
	})
}

// sendForm posts a file, with the token and the fields that fill adds.
func (v *visitor) sendForm(path, name string, data []byte, fill func(field func(name, value string))) *httptest.ResponseRecorder {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	field := func(name, value string) {
		if err := w.WriteField(name, value); err != nil {
			v.t.Fatal(err)
		}
	}
	field(csrfKey, v.csrf)
	field(onceKey, v.formText())
	fill(field)
	if name != "" {
		part, err := w.CreateFormFile(fileField, name)
		if err != nil {
			v.t.Fatal(err)
		}
		if _, err := part.Write(data); err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

// workbook is an entry as an entry workbook.
func workbook(t *testing.T, e rota.Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := exports.Template(&out, e); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUploadRefused holds the fixed texts, and that nothing is saved.
func TestUploadRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(o *Options) { o.MaxUpload = 100 << 10 })
	v := s.as(auth.Coordinator)
	page := strikePath(s.strike, "upload")
	contract(t, want(t, v.get(page), http.StatusOK))
	before, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		data       []byte
		status     int
		text       string
	}{
		{"no file", "", nil, http.StatusUnprocessableEntity, "Select a spreadsheet"},
		{"another kind", "plans.csv", []byte("a,b"), http.StatusUnprocessableEntity, "The selected file must be a .xlsx"},
		{"empty", "plans.xlsx", nil, http.StatusUnprocessableEntity, "The selected file is empty"},
		{"not a workbook inside", "plans.XLSX", []byte("not a workbook"), http.StatusUnprocessableEntity, "Nothing has been saved"},
		{"a little too large", "plans.xlsx", make([]byte, 101<<10), http.StatusUnprocessableEntity, "The selected file must be smaller than 100 kB"},
		{"far too large", "plans.xlsx", make([]byte, 2<<20), http.StatusRequestEntityTooLarge, "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v.t = t
			w := want(t, v.send(page, tt.file, tt.data), tt.status)
			contract(t, w)
			if got := parse(t, w).Find("main").Text(); !strings.Contains(got, tt.text) {
				t.Errorf("the page says %q, want %q", text(t, got), tt.text)
			}
		})
	}
	v.t = t
	after, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something was saved (-before +after):\n%s", diff)
	}
	want(t, v.send(page, "plans.xlsx", []byte("x"), "more"), http.StatusBadRequest)
	want(t, s.as(auth.Lead).send(page, "plans.xlsx", []byte("x")), http.StatusNotFound)
}

// TestUploadView lists faults by sheet and cell.
func TestUploadView(t *testing.T) {
	t.Parallel()
	faults := []rota.Fault{{Path: "Duties!C14", Text: "must be a day"}, {Path: "Slots", Text: "the sheet is missing"}, {Path: "", Text: "is password protected"}}
	p := newUploadView(strikeBaseForTest(), form.New(), 2<<20, faults)
	var got []string
	for _, row := range p.Faults.Rows {
		got = append(got, row[0].Text+" | "+row[1].Text+" | "+row[2].Text)
	}
	want := []string{"Duties | C14 | Must be a day", "Slots | The whole sheet | The sheet is missing", "The whole file | The whole sheet | Is password protected"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.File.Hint != "An .xlsx file smaller than 2 MB" {
		t.Errorf("the hint is %q", p.File.Hint)
	}
}

// TestReview counts what a file would change.
func TestReview(t *testing.T) {
	t.Parallel()
	now := rotatest.July().Slot("a", "25 08:00", "25 16:00").Slot("b", "26 08:00", "26 16:00").Consultant("c1").Consultant("c2").Lock("a", "c1").Lock("b", "c2").Entry()
	file := rotatest.July().Slot("b", "26 08:00", "26 18:00").Slot("c", "27 08:00", "27 16:00").Slot("d", "27 08:00", "27 16:00").Consultant("c1").Consultant("c2").Entry()
	file.Aims = []rota.Aim{rota.AimCover}
	p := newReview(strikeBaseForTest(), form.New(), now, file, "m")
	var got []string
	for _, row := range p.Table.Rows {
		line := ""
		for _, c := range row {
			line += c.Text + " "
		}
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{"Residents 0 0 0 0", "Duties and declarations 0 0 0 0", "Consultants, offers and sessions 0 0 0 2", "Slots 2 1 1 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.Settings != "These would change as well: the aims." {
		t.Errorf("settings: %q", p.Settings)
	}
	if p.Locks != "1 lock kept, 1 dropped because their slot or consultant is not in the file." {
		t.Errorf("locks: %q", p.Locks)
	}
}

// TestUpload brings a changed workbook in: reviewed first, then saved whole, with the locks kept.
func TestUpload(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	page, review := strikePath(s.strike, "upload"), strikePath(s.strike, "upload", "review")
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	lock := rota.Lock{Pair: rota.Pair{Slot: e.Slots[0].ID, Consultant: e.Consultants[0].ID}, Reason: "Agreed by telephone"}
	if err := s.store.SetLock(t.Context(), actor, s.strike, lock); err != nil {
		t.Fatal(err)
	}
	if to := want(t, v.get(review), http.StatusSeeOther).Header().Get("Location"); to != page {
		t.Errorf("without a file the review goes to %s, want %s", to, page)
	}
	e.Residents[0].Grade = "ST9"
	if to := want(t, v.send(page, "July plans.xlsx", workbook(t, e)), http.StatusSeeOther).Header().Get("Location"); to != review {
		t.Fatalf("sent to %s, want %s", to, review)
	}
	w := want(t, v.get(review), http.StatusOK)
	contract(t, w)
	if got := text(t, parse(t, w).Find("main").Text()); !strings.Contains(got, "Nothing has been saved yet") || !strings.Contains(got, "1 lock kept, 0 dropped") ||
		!strings.Contains(got, fmt.Sprintf("The same %d", len(e.Residents)-1)) {
		t.Errorf("the review says %q", got)
	}
	old := fields(t, w, review)
	// Somebody saves meanwhile: the counts shown are wrong, so nothing is saved.
	if err := s.store.ClearLock(t.Context(), actor, s.strike, lock.Pair); err != nil {
		t.Fatal(err)
	}
	contract(t, want(t, v.post(review, old), http.StatusConflict))
	if err := s.store.SetLock(t.Context(), actor, s.strike, lock); err != nil {
		t.Fatal(err)
	}
	values := fields(t, v.get(review), review)
	if to := want(t, v.post(review, values), http.StatusSeeOther).Header().Get("Location"); to != strikePath(s.strike) {
		t.Errorf("sent to %s", to)
	}
	got, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	if got.Residents[0].Grade != "ST9" || !cmp.Equal(got.Locks, []rota.Lock{lock}) {
		t.Errorf("grade %q, locks %v", got.Residents[0].Grade, got.Locks)
	}
	if to := want(t, v.post(review, values), http.StatusSeeOther).Header().Get("Location"); to != strikePath(s.strike) {
		t.Errorf("sent again it goes to %s", to)
	}
	if to := want(t, v.post(review, afresh(values)), http.StatusSeeOther).Header().Get("Location"); to != page {
		t.Errorf("saving twice goes to %s, want %s: the file is gone", to, page)
	}
}

// TestUploadFaults lists what is wrong with a file by sheet and cell.
func TestUploadFaults(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	e, err := s.store.Entry(t.Context(), s.strike)
	if err != nil {
		t.Fatal(err)
	}
	e.Slots[0].Places, e.Duties[0].Slot = 100, "nonesuch"
	w := want(t, v.send(strikePath(s.strike, "upload"), "plans.xlsx", workbook(t, e)), http.StatusUnprocessableEntity)
	contract(t, w)
	table := text(t, parse(t, w).Find("table").Text())
	for _, sheet := range []string{"Slots", "Duties"} {
		if !strings.Contains(table, "Sheet "+sheet+" Cell ") {
			t.Errorf("no fault on the sheet %s: %s", sheet, table)
		}
	}
	if to := want(t, v.get(strikePath(s.strike, "upload", "review")), http.StatusSeeOther).Header().Get("Location"); to != strikePath(s.strike, "upload") {
		t.Errorf("a file with faults is kept: %s", to)
	}
	want(t, v.post(strikePath(s.strike, "upload", "review"), url.Values{"mark": {"x"}}), http.StatusSeeOther)
}

package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota/rotatest"
)

// contents are an answer's bytes, and of a workbook those of its parts.
func contents(t testing.TB, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	text := w.Body.Bytes()
	if w.Header().Get("Content-Type") != sheetType {
		return text
	}
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, part); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// TestNamedReads asks for every page and file as every role: whoever is shown a resident
// by name is in the audit for it, with what they saw in words and no name, and nobody is
// there for anything else. Files being brought in count whether or not a row is shown.
func TestNamedReads(t *testing.T) {
	t.Parallel()
	e := rotatest.Small(1)
	for i := range e.Residents {
		e.Residents[i].Name = "Zyxmarker " + e.Residents[i].Name
	}
	s := newSiteOf(t, e).planned().published()
	coordinator := s.as(auth.Coordinator)
	e.Residents[0].Name += "more"
	want(t, coordinator.send(strikePath(s.strike, "upload"), "plans.xlsx", workbook(t, e)), http.StatusSeeOther)
	reads := func() (n int, last string) {
		t.Helper()
		for _, kind := range []store.Kind{store.KindPage, store.KindFile} {
			rows, total, err := s.store.AuditLog(t.Context(), store.AuditFilter{Kind: kind}, 1)
			if err != nil {
				t.Fatal(err)
			}
			if n += total; total > 0 {
				last = rows[0].ID
			}
		}
		return n, last
	}
	aboutOne := map[string]bool{} // everything about one person is recorded, whoever that is
	for _, k := range heldKinds() {
		aboutOne[string(auth.Coordinator)+" /strikes/:strike/"+string(k.in)+"/:"+k.one+"/held"] = true
	}
	hold := func(name string, ask func() *httptest.ResponseRecorder) {
		t.Helper()
		before, _ := reads()
		w := ask()
		text, after, last := contents(t, w), 0, ""
		after, last = reads()
		named := bytes.Contains(text, []byte("Zyxmarker")) || bytes.Contains(text, []byte("EXAMPLE,"))
		file := strings.HasPrefix(name, "file ") || aboutOne[name] // exact counts may tell who
		if got := after - before; (named || file) && got != 1 || !named && !file && got != 0 && !strings.Contains(name, "/import") {
			t.Errorf("%s: status %d, names residents: %t, and %d records of it", name, w.Code, named, got)
		}
		if strings.Contains(last, "Zyxmarker") {
			t.Errorf("%s: the audit has a name", name)
		}
	}
	for _, role := range auth.Roles() {
		v, params := s.as(role), s.params(role)
		if role == auth.Coordinator {
			v = coordinator // has uploaded a workbook
		}
		for _, r := range routes() {
			if r.method == get {
				if r.names != "" && role != auth.Coordinator && auth.Can(role, r.act) {
					t.Errorf("%s may see %s, which names residents", role, r.path)
				}
				hold(string(role)+" "+r.path, func() *httptest.ResponseRecorder { return v.get(s.address(r.path, params)) })
			}
		}
	}
	for _, f := range files() {
		if f.group == namedFile {
			hold("file "+f.key, func() *httptest.ResponseRecorder {
				return coordinator.post(f.href(s.strike), url.Values{reasonField: {"To correct the grades"}})
			})
		}
	}
	list := strikePath(s.strike, "residents")
	hold("a search", func() *httptest.ResponseRecorder { return coordinator.post(list, url.Values{"find": {"Zyxmarker"}}) })
	page := list + "/" + string(e.Residents[0].ID) + "/edit"
	values := fields(t, coordinator.get(page), page)
	values.Set("name", "")
	hold("a form with faults", func() *httptest.ResponseRecorder {
		return want(t, coordinator.post(page, values), http.StatusUnprocessableEntity)
	})
	audit := want(t, s.as(auth.Administrator).get("/audit?what=page"), http.StatusOK)
	if text := audit.Body.String(); !strings.Contains(text, "Looked at residents by name: a resident") || strings.Contains(text, string(e.Residents[0].ID)) {
		t.Error("the page Audit does not say so")
	}
}

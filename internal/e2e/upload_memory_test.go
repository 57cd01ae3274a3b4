package e2e

import (
	"bytes"
	"crypto/rand"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"strikerota/exports/sheet/sheettest"
)

// mostRows is how many rows of a kind one file may give; what is more is at fault, and takes less.
var mostRows = map[string]int{"duties": 20_000, "consultants": 5_001, "slots": 2_001}

// TestUploadMemory brings the largest files in through the pages, to the end, and looks at how
// much more memory the server has had than before.
func TestUploadMemory(t *testing.T) {
	files := sheettest.Largest()
	for name, kind := range map[string]string{"duties of different people": "duties", "consultants": "consultants", "consultants by day": "consultants", "slots": "slots"} {
		if os.Getenv("ROTA_MEMORY") != "all" && name != "consultants by day" {
			continue // that takes most
		}
		t.Run(name, func(t *testing.T) {
			s := serve(t, patient(t, settingsIn(t, t.TempDir())))
			v := signedIn(t, s)
			strike := v.strikeCalled(t, smallExample)
			if _, err := v.get(strike + "/consultants"); err != nil {
				t.Fatal(err)
			}
			before := memoryPeak(t, s.cmd.Process.Pid)
			at := v.upload(t, strike+"/import", kind, sheettest.CSV(t, files[name][:min(len(files[name]), mostRows[kind])]))
			for strings.Contains(at, "/import/") {
				t.Logf("%d MB at %s", memoryPeak(t, s.cmd.Process.Pid)>>20, at[strings.LastIndex(at, "/"):])
				at = v.step(t, at)
			}
			if !strings.Contains(at, "/imported/") {
				t.Errorf("it ended at %s, and has saved nothing", at)
			}
			grown := memoryPeak(t, s.cmd.Process.Pid) - before
			t.Logf("the server had taken %d MB, and took %d MB more", before>>20, grown>>20)
			if grown > sheettest.MaxMemory {
				t.Errorf("the server took %d MB more for it, at most %d are allowed", grown>>20, sheettest.MaxMemory>>20)
			}
		})
	}
}

// patient lets a request take minutes, as this machine may.
func patient(t *testing.T, settings string) string {
	t.Helper()
	text, err := os.ReadFile(settings)
	if err == nil {
		err = os.WriteFile(settings, bytes.Replace(text, []byte("0'}"), []byte("0', timeouts: {write: 10m}}"), 1), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// upload sends a file and gives where it leads.
func (v *visitor) upload(t *testing.T, path, kind string, data []byte) string {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, value := range map[string]string{"csrf": v.csrf, "once": rand.Text(), "kind": kind, "paste": ""} {
		if err := w.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", "file.csv")
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.c.Post(v.address+path, w.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("upload: status %d, %v: %s", answer.StatusCode, err, errorsOf(string(text)))
	}
	return answer.Header.Get("Location")
}

// errorsOf is what a page says is wrong.
func errorsOf(page string) string {
	d, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(d.Find(".nhsuk-error-summary, h1").Text()), " ")
}

// step sends the form of a page of an import as it stands, each word that is open meaning the first
// thing that is offered, and gives where it leads.
func (v *visitor) step(t *testing.T, at string) string {
	t.Helper()
	page, err := v.page(at)
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	form := page.Find("main form").FilterFunction(func(_ int, f *goquery.Selection) bool {
		return f.AttrOr("action", at) == at
	}).First()
	for _, in := range form.Find("input, textarea, select").EachIter() {
		name, kind := in.AttrOr("name", ""), in.AttrOr("type", "")
		value := in.AttrOr("value", "")
		switch {
		case name == "", (kind == "checkbox" || kind == "radio") && in.AttrOr("checked", "-") == "-":
			continue
		case goquery.NodeName(in) == "select":
			options := in.Find("option")
			if value = options.Filter("[selected]").AttrOr("value", ""); value == "" && strings.HasSuffix(at, "/words") {
				value = options.Eq(1).AttrOr("value", "")
			}
		}
		values.Add(name, value)
	}
	if strings.HasSuffix(at, "/rows") {
		values.Set("do", "go")
	}
	to, err := v.post(at, values)
	if err != nil {
		t.Fatalf("%v with %d fields", err, len(values))
	}
	return to
}

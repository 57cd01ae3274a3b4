package e2e

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// rotaSheets are those of the rota workbook of the example, and costSheets those of the cost workbook.
var (
	rotaSheets = []string{"README", "Cancer", "Maternity", "Transplant", "Fri 25 Jul", "Sat 26 Jul", "Sun 27 Jul", "Mon 28 Jul", "Tue 29 Jul", "Wed 30 Jul", "All shifts", "Open places"}
	costSheets = []string{"README", "Summary", "Costs", "Shifts", "Rates", "Pay withheld"}
)

func (j *journey) downloads() {
	j.t.Helper()
	j.menu("Downloads")
	j.look("Downloads")
	path := j.download("Rota workbook")
	if name := filepath.Base(path); !regexp.MustCompile(`^example-small-july-2025-draft-rota-\d{8}-\d{6}\.xlsx$`).MatchString(name) {
		j.t.Errorf("the workbook is called %s", name)
	}
	if got := sheets(j.t, path); !slices.Equal(got, rotaSheets) {
		j.t.Errorf("the rota workbook has sheets %q, want %q", got, rotaSheets)
	}
	if got := sheets(j.t, j.download("Cost workbook")); !slices.Equal(got, costSheets) {
		j.t.Errorf("the cost workbook has sheets %q, want %q", got, costSheets)
	}
	j.follow("Duties, rest and a calendar file for each consultant")
	j.look("Personal sheets")
	j.menu("Downloads")
	j.upload()
}

// upload brings the filled entry workbook in again, which changes nothing.
func (j *journey) upload() {
	j.t.Helper()
	j.follow("Entry workbook, filled")
	j.look("Entry workbook, filled")
	j.typeIn("reason", "To upload it again")
	path := j.download("Download the file")
	j.menu("Downloads")
	j.follow("Upload a filled entry workbook")
	j.look("Upload entries")
	j.must("choose the file", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
	j.follow("Check the file")
	if faults := j.text("main table"); j.heading() == "Upload entries" {
		j.t.Fatalf("%d px: the planner refuses its own entry workbook: %s; %s", j.width, j.text(".nhsuk-error-summary"), faults)
	}
	j.look("Check what will change")
	changes := eval[[]string](j.tab, `[...document.querySelectorAll('main tbody tr')].map((r) => [...r.cells].slice(1, 4).map((c) => c.innerText.match(/\d+/)?.[0]).join())`)
	if want := slices.Repeat([]string{"0,0,0"}, len(changes)); len(changes) < 4 || !slices.Equal(changes, want) {
		j.t.Errorf("the same entries uploaded again: new, changed and gone are %q, want none", changes)
	}
	j.follow("Save all")
	j.saved("saved")
	j.inspect("after an upload")
}

var sheetName = regexp.MustCompile(`<sheet [^>]*name="([^"]+)"`)

// sheets are the names of a workbook's sheets, every part of which must unpack.
func sheets(t *testing.T, path string) []string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatalf("the workbook: %v", err)
	}
	defer z.Close()
	var out []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if f.Name == "xl/workbook.xml" {
			for _, m := range sheetName.FindAllSubmatch(text, -1) {
				out = append(out, string(m[1]))
			}
		}
	}
	return out
}

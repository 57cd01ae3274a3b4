package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/internal/auth"
)

// TestImportColumns: another kind or row of headings guesses anew; what is lacking is named.
func TestImportColumns(t *testing.T) {
	t.Parallel()
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

// TestImportCodes: the codes of people and duties that were deleted by hand are not given to others.
func TestImportCodes(t *testing.T) {
	t.Parallel()
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

// TestManyFaults gathers many faults: one box mends all that are alike.
func TestManyFaults(t *testing.T) {
	t.Parallel()
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

// TestImportGroups: what is said of a group of rows is true of each, its rows are counted once, and sheets are kept apart.
func TestImportGroups(t *testing.T) {
	t.Parallel()
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

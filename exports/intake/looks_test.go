package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// looking changes how a cell of the first sheet looks.
func looking(b sheet.Book, row, col int, change func(*sheet.Look)) sheet.Book {
	cell := &b.Sheets[0].Rows[slices.IndexFunc(b.Sheets[0].Rows, func(r sheet.Row) bool { return r.Number == row })].Cells[col]
	look := cell.Look()
	change(&look)
	*cell = cell.Looking(look)
	return b
}

// TestNotesOnCells: a note on a duty that speaks of a swap is asked about; what is said leaves out the duty or not.
// Other notes that nobody reads are told of, with their cells and without their words.
func TestNotesOnCells(t *testing.T) {
	const head = "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,08:00,20:30"
	const grid = "Name,Ward,Fri 25 July,Sat 26 July\nAnn Bee,W1,0800-2030,0800-2030"
	const holders = "Date,Delivery Suite 2000-0830,Delivery Suite 0800-2030\n25/07/2025,Cat Dee,Ann Bee\n26/07/2025,,"
	fri, sat := "Ann Bee, W1: 25 08:00 to 25 20:30", "Ann Bee, W1: 26 08:00 to 26 20:30"
	key := "sense/a note on a cell: swapped with cat dee"
	for name, tt := range map[string]struct {
		text string
		said string
		want []string
	}{
		"a row, nothing said":      {head, "", []string{"fault C2: note on a cell", "asks " + key}},
		"a row that stands":        {head, intake.AsUsual, []string{fri}},
		"a row left out":           {head, intake.Ignore, nil},
		"a day, nothing said":      {grid, "", []string{"fault C2: note on a cell", "asks " + key}},
		"a day that stands":        {grid, intake.AsUsual, []string{fri, sat}},
		"a day of which it is not": {grid, intake.Ignore, []string{sat}},
		"who is on a shift":        {holders, "", []string{"fault C2: note on a cell", "asks " + key}},
		"who is on a shift, not":   {holders, intake.Ignore, []string{"Cat Dee, : 25 20:00 to 26 08:30"}},
	} {
		book := looking(pasted(t, tt.text), 2, 2, func(l *sheet.Look) { l.Note = "Swapped with Cat Dee" })
		if diff := cmp.Diff(tt.want, outcome(t, book, intake.Duties, map[string]string{"unit/w1": "W1", key: tt.said})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	book := looking(pasted(t, "Name,Fri 25 July\nA Bee,Yes"), 2, 1, func(l *sheet.Look) { l.Note = "the picket line" })
	k := julyFor(intake.Declarations)
	said := strings.Join(intake.Read(book, intake.Guess(book, intake.Declarations, k), k).Remarks, " ")
	if !strings.Contains(said, "Notes hang on these cells and were not read: B2.") || strings.Contains(said, "picket") {
		t.Errorf("of a note on an answer is said %q", said)
	}
}

// TestHiddenRows: rows that a workbook hides are read, unless somebody says that they are left out.
func TestHiddenRows(t *testing.T) {
	for _, skip := range []bool{false, true} {
		book := pasted(t, twoDuties...)
		book.Sheets[0].Rows[2].Hidden = true
		k := july()
		c := intake.Guess(book, intake.Duties, k)
		c.Sheets[0].SkipHidden, c.Answers = skip, taught(intake.Words(book, c, k), nil)
		r := intake.Read(book, c, k)
		if got := len(r.Records.Duties); got != 2-count(skip) || (r.Partial() != "") != skip || intake.Show(book, c)[0].Unseen != 1 {
			t.Errorf("left out: %v; %d duties, %q", skip, got, r.Partial())
		}
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// TestBesideTheTable: what stands beside a table is no row of it, nor makes a line of totals of one.
func TestBesideTheTable(t *testing.T) {
	w1 := map[string]string{"unit/w1": "W1", "site/north": "North", "site/(no site named)": "North", "service/lw": "Mat", "service/amu": "Mat"}
	bee := "Ann Bee, W1: 25 08:00 to 25 20:30"
	for _, tt := range []struct {
		name, text string
		kind       intake.Kind
		want       []string
	}{
		{"counts beside duties", "Name,Ward,Date,Start,End,,Row Labels,Count\nAnn Bee,W1,25/07/2025,0800,2030,,W1,1\n,,,,,,W2,0\n,,,,,,Grand Total,1", intake.Duties, []string{bee}},
		{"totals beside numbers", "Unit,Fri 25 0800-2030,Sat 26 0800-2030,,Summary,Sum\nLW,2,1,,Ward,3\nAMU,1,1,,Total,2", intake.Slots, []string{
			"Mat, LW, Doctor: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, Doctor: 26 08:00 to 26 20:30, 1 on_site", "Mat, AMU, Doctor: 25 08:00 to 25 20:30, 1 on_site", "Mat, AMU, Doctor: 26 08:00 to 26 20:30, 1 on_site"}},
		{"hours beside start and end", "Name,Ward,Date,Start,End,Hours\nAnn Bee,W1,25/07/2025,0800,2030,#VALUE!", intake.Duties, []string{bee}},
		{"headings again in another order", "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,0800,2030\nName,Ward,Date,End,Start\nCat Dee,W1,25/07/2025,2030,0800", intake.Duties, []string{bee, "fault : other headings"}},
		{"headings again in their order", "Name,Ward,Date,Start,End\nName,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,0800,2030", intake.Duties, []string{bee}},
		{"two names on two lines", "Name,Ward,Date,Start,End\n\"Ann Bee\nCat Dee\",W1,25/07/2025,0800,2030\n\"BEE,\nAnn\",W1,25/07/2025,0800,2030", intake.Duties, []string{"BEE, Ann, W1: 25 08:00 to 25 20:30", "fault A2: two names"}},
		{"two names on two lines under a shift", "Date,Delivery Suite 0800-2030\n25/07/2025,\"Bee\nDee\"\n26/07/2025,Ann Bee", intake.Duties, []string{"Ann Bee, : 26 08:00 to 26 20:30", "fault B2: two names"}},
		{"numbers with words alone in their column", "Service,Unit,Site,Role,Fri 0800-2030,Sat 0800-2030\nMat,LW,North,SHO,2 (1 from gynae),1", intake.Slots, []string{"fault E2: number not in digits"}},
	} {
		got := outcome(t, pasted(t, tt.text), tt.kind, w1)
		got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "asks") })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestMisread: what a spreadsheet program has made of a text is not taken for the text.
func TestMisread(t *testing.T) {
	rates := looking(pasted(t, "Pay point,Band,Rate\n04-Jul,Weekday 0700-1900,98.50\n8-9,Weekday 0700-1900,98.50"), 2, 0, func(*sheet.Look) {})
	if diff := cmp.Diff([]string{"trust 8-9 weekday_day £98.50", "fault A2: made a date"}, slices.DeleteFunc(outcome(t, rates, intake.Rates, nil), func(s string) bool { return strings.HasPrefix(s, "asks") })); diff != "" {
		t.Errorf("pay points (-want +got)\n%s", diff)
	}
	book := pasted(t, "Name,Number,Ward,Date,Start,End\nAnn Bee,1.23457E+11,W1,25/07/2025,0800,2030\nCat Dee,123457,W1,25/07/2025,0800,2030")
	book.Sheets[0].Rows[2].Cells[1].Kind, book.Sheets[0].Rows[2].Cells[1].Text = sheet.Date, "2025-07-04"
	if diff := cmp.Diff([]string{"fault B2: number cut short", "fault B3: made a date"}, outcome(t, book, intake.Duties, map[string]string{"unit/w1": "W1"})); diff != "" {
		t.Errorf("numbers (-want +got)\n%s", diff)
	}
}

// TestColoursOfWords: colours that the file explains and that nobody reads are told of.
func TestColoursOfWords(t *testing.T) {
	read := func(kind intake.Kind, text, fill string) string {
		book := looking(pasted(t, text), 2, 2, func(l *sheet.Look) { l.Fill = fill })
		k := julyFor(kind)
		c := intake.Guess(book, kind, k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		return strings.Join(intake.Read(book, c, k).Remarks, " ")
	}
	const duties = "Name,Ward,Fri 25 July\nAnn Bee,W1,0800-2030\nRed = swapped"
	const cover = "Consultant,Covers,Fri 25 July 0800-1300\nA Bee,x,OK\nkey: green = yes red = no"
	for _, tt := range []struct {
		kind       intake.Kind
		text, fill string
		want       string
	}{
		{intake.Duties, duties, "FF0000", "The file says of its colours: “Red = swapped”."},
		{intake.Duties, duties, "", ""},
		{intake.Consultants, cover, "FF0000", "by the file’s own key, another: C2. The words were taken."},
		{intake.Consultants, cover, "00B050", ""},
	} {
		got := read(tt.kind, tt.text, tt.fill)
		if said := strings.Contains(got, "colour"); said != (tt.want != "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s, %q: %q", tt.kind, tt.fill, got)
		}
	}
}

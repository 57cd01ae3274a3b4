package exports

import (
	"bytes"
	"encoding/csv"
	"errors"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// allText is every part of a workbook as one text.
func allText(t testing.TB, data []byte) string {
	t.Helper()
	var out strings.Builder
	for name, text := range sheettest.Parts(t, data) {
		out.WriteString(name)
		out.WriteString(html.UnescapeString(string(text)))
	}
	return out.String()
}

// TestWhoIsNamed: no workbook but the entry workbook names a resident; those for
// finance and the evidence name no consultant, and one's own nobody else.
func TestWhoIsNamed(t *testing.T) {
	h, e := handouts(t)["small"], entries(t)["small"]
	own := h.Consultants[h.Problem.Consultants[0].ID].Name
	for _, b := range everyWorkbook(t, "small", h, e) {
		kind := strings.TrimPrefix(b.name, "small ")
		text := allText(t, b.data)
		for _, r := range e.Residents {
			if kind != "entries" && strings.Contains(text, r.Name) {
				t.Errorf("%s names %s", kind, r.ID)
			}
		}
		for _, c := range e.Consultants {
			named := strings.Contains(text, c.Name)
			switch kind {
			case "costs", "exact costs", "evidence", "return", "exact return":
				if named {
					t.Errorf("%s names %s", kind, c.ID)
				}
			case "personal":
				if named != (c.Name == own) {
					t.Errorf("the sheet of %s names %s: %v", h.Problem.Consultants[0].ID, c.ID, named)
				}
			}
		}
	}
}

// TestLabels: every workbook says how to handle it, by when to delete it and what made it.
func TestLabels(t *testing.T) {
	for _, b := range everyWorkbook(t, "small", handouts(t)["small"], entries(t)["small"]) {
		f := open(t, b.data)
		text := allText(t, b.data)
		mark := Handling
		if b.name == "small card" {
			mark = CardHandling
		}
		for _, want := range []string{mark, "strikerota 0.1.0", "Sat 31 Jan 2026", "2025-07-20T15:30:00Z"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", b.name, want)
			}
		}
		props, err := f.GetCustomProps()
		if err != nil || len(props) < 4 {
			t.Errorf("%s: properties %v, %v", b.name, props, err)
		}
		for _, sheet := range f.GetSheetList() {
			layout, err := f.GetPageLayout(sheet)
			if err != nil || layout.Size == nil || *layout.Size != paperA3 && *layout.Size != paperA4 {
				t.Errorf("%s, %s: page %+v, %v", b.name, sheet, layout, err)
			}
		}
	}
}

// TestRotaTells: whom to ring, how pressing an open place is and what it needs; and nothing of
// residents, of what was decided about a consultant, or of what stops one.
func TestRotaTells(t *testing.T) {
	b := rotatest.July().
		Slot("day", "2025-07-26 08:00", "2025-07-26 20:00", rotatest.Unit("Maternity", "Labour ward"), rotatest.Places(2)).
		Slot("both", "2025-07-26 08:00", "2025-07-26 20:00", rotatest.Unit("Maternity", "Triage"), rotatest.Places(2), rotatest.NeedsAll("obstetrics")).
		Slot("late", "2025-07-26 12:00", "2025-07-26 20:00", rotatest.Unit("Shifts", "Ward")).
		Slot("open", "2025-07-27 08:00", "2025-07-27 20:00", rotatest.Unit("Maternity", "Labour ward")).
		Consultant("c1", rotatest.Offer("2025-07-25 07:00", "2025-07-28 07:00", rota.OnSite)).Lock("day", "c1")
	e := b.Entry()
	e.Consultants[0].Name, e.Consultants[0].Contact, e.Aims = "Dr One", "Bleep 1234", []rota.Aim{rota.AimCover}
	e.Locks[0].Reason = "Agreed with the ward by telephone"
	e.Residents = []rota.Resident{{ID: "R1", Name: "Somebody Secret"}, {ID: "R2", Name: "Somebody Else"}}
	for i, slot := range []rota.SlotID{"late", "both"} {
		s := e.Slots[slices.IndexFunc(e.Slots, func(s rota.Slot) bool { return s.ID == slot })]
		e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID("D" + string(slot)), Resident: e.Residents[i].ID, Slot: slot, Span: s.Span, Declaration: rota.Working})
	}
	h := example(t, e)
	h.Plan = rotatest.Plan(h.Problem, rotatest.In("day", "c1"))
	h.Plan.Assignments[0].Locked, h.Office = true, "bleep 1"
	h.Ways = map[rota.SlotID]WaysOut{"open": {Conflict: "Both cannot hold.", Ways: []Way{{"Dr One offers Sunday.", "nothing else"}}, Note: "Each was tried."}}
	var buf bytes.Buffer
	if err := Rota(&buf, h); err != nil {
		t.Fatal(err)
	}
	f := open(t, buf.Bytes())
	if diff := cmp.Diff([]string{"README", "Maternity", "Sat 26 Jul", "Sun 27 Jul", "All shifts", "Open places"}, f.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	say := func(sheet, cell string) string {
		v, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	text := allText(t, buf.Bytes())
	for _, want := range []string{"Bleep 1234", "The rota office (bleep 1)"} {
		if !strings.Contains(text, want) {
			t.Errorf("the rota does not say %q", want)
		}
	}
	for _, private := range []string{"Agreed with the ward by telephone", "(locked", "Locked", "Both cannot hold.", "offers Sunday", "Each was tried.", "No offer", "as rostered", "Shifts (2)"} {
		if strings.Contains(text, private) {
			t.Errorf("the rota says %q", private)
		}
	}
	if got := say("Maternity", "E6"); got != "OPEN (priority 1: obstetrics)" {
		t.Errorf("a slot with one resident and one place open says %q", got)
	}
	if got := say("Maternity", "E5"); got != "Dr One, Bleep 1234\nOPEN (priority 1)" {
		t.Errorf("a slot with somebody in one of two places says %q", got)
	}
	if cell, _, _ := strings.Cut(string(sheettest.Parts(t, buf.Bytes())["xl/worksheets/sheet2.xml"]), "</sheetData>"); strings.Count(cell, alarm) != 1 {
		t.Error("the open place beside a filled one is not red, or something else is")
	}
	if !strings.Contains(text, ": see the sheet Open places") {
		t.Error("the README does not say where open places are")
	}
	var costs bytes.Buffer
	if err := Costs(&costs, h); err != nil {
		t.Fatal(err)
	}
	if got := allText(t, costs.Bytes()); !strings.Contains(got, ": see Open places in the rota workbook") {
		t.Error("the README of costs sends to a sheet that is not there")
	}
	for name, sheet := range sheettest.Parts(t, buf.Bytes()) {
		if strings.HasPrefix(name, "xl/worksheets/") && bytes.Contains(sheet, []byte("£")) {
			t.Errorf("%s of the rota workbook speaks of money", name)
		}
	}
}

// TestContacts: without any contact the rota has no column for it and says where to
// enter it; where some are known it says of whom none is.
func TestContacts(t *testing.T) {
	b := rotatest.July().Slot("a", "2025-07-26 08:00", "2025-07-26 20:00").Slot("b", "2025-07-26 08:00", "2025-07-26 20:00", rotatest.Places(2)).
		Consultant("c1").Consultant("c2")
	for _, tt := range []struct {
		name     string
		contacts [2]string
		covering int
		known    int
		heads    string // the last of the sheet of a day
		cells    []string
		says     string
	}{
		{"none", [2]string{"", " "}, 2, 0, "Who | State", nil, "no sheet has a column for it"},
		{"one", [2]string{"Bleep 1", ""}, 2, 1, "Who | Contact | State", []string{"Bleep 1", noContact, ""}, `1 of 2 consultants with cover has no contact: it says "not entered" there.`},
		{"both", [2]string{"Bleep 1", "Bleep 2"}, 2, 2, "Who | Contact | State", []string{"Bleep 1", "Bleep 2", ""}, ""},
	} {
		e := b.Entry()
		for i := range e.Consultants {
			e.Consultants[i].Contact = tt.contacts[i]
		}
		e.Aims = []rota.Aim{rota.AimCover}
		h := example(t, e)
		h.Plan = rotatest.Plan(h.Problem, rotatest.In("a", "c1"), rotatest.In("b", "c2"))
		if covering, known := h.Contacts(); covering != tt.covering || known != tt.known {
			t.Errorf("%s: %d of %d known", tt.name, known, covering)
		}
		var buf bytes.Buffer
		if err := Rota(&buf, h); err != nil {
			t.Fatal(err)
		}
		f := open(t, buf.Bytes())
		rows, err := f.GetRows("Sat 26 Jul")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(rows[tableHeadRow-1], " | "); !strings.HasSuffix(got, tt.heads) || strings.Contains(got, contactHead) != strings.Contains(tt.heads, contactHead) {
			t.Errorf("%s: heads %s", tt.name, got)
		}
		for i, want := range tt.cells {
			if got := rows[tableHeadRow+i][8]; got != want {
				t.Errorf("%s: row %d says %q, want %q", tt.name, i, got, want)
			}
		}
		text := allText(t, buf.Bytes())
		if tt.says == "" && strings.Contains(text, "Contact on the day") || !strings.Contains(text, tt.says) {
			t.Errorf("%s: the README does not say %q", tt.name, tt.says)
		}
		var csv bytes.Buffer
		if err := RotaCSV(&csv, h); err != nil || !strings.Contains(csv.String(), contactHead) {
			t.Errorf("%s: the CSV has other columns: %v", tt.name, err)
		}
	}
}

func TestDeleteBy(t *testing.T) {
	strike := rotatest.July().Entry().Strike // ends on 30 July 2025
	for _, tt := range []struct{ today, want string }{
		{"2025-07-20", "2025-09-10"},
		{"2025-09-10", "2025-09-10"},
		{"2025-09-11", "2025-09-18"}, // past it: a week for what is still to do
		{"2026-11-28", "2026-12-05"},
	} {
		today, err := rota.ParseDate(tt.today)
		if err != nil {
			t.Fatal(err)
		}
		if got := DeleteBy(strike, 42, today).String(); got != tt.want {
			t.Errorf("on %s: %s, want %s", tt.today, got, tt.want)
		}
	}
}

// TestOpenMarked: a cell is bold only where nobody is in it at all; a name beside an
// open place, and a name that begins with the word, are no alarm.
func TestOpenMarked(t *testing.T) {
	f := excelize.NewFile()
	t.Cleanup(func() { _ = f.Close() })
	for text, want := range map[string][2]bool{ // all lines, some line
		"OPEN": {true, true}, "OPEN\nOPEN": {true, true}, "Dr Ash\nOPEN": {false, true}, "OPEN\nDr Ash": {false, true},
		"OPEN (priority 1: scanning)\nOPEN": {true, true}, "OPEN (priority 1)\nDr Ash, bleep 1": {false, true},
		"Dr OPENSHAW": {false, false}, "OPENSHAW": {false, false}, "": {false, false}, "Dr Ash": {false, false},
	} {
		if err := f.SetCellValue("Sheet1", "A1", text); err != nil {
			t.Fatal(err)
		}
		for i, condition := range []string{allLines("A1"), someLine("A1")} {
			if err := f.SetCellFormula("Sheet1", "B1", condition); err != nil {
				t.Fatal(err)
			}
			got, err := f.CalcCellValue("Sheet1", "B1")
			if err != nil || (got == "TRUE") != want[i] {
				t.Errorf("%q, %s: %s, %v, want %v", text, condition, got, err, want[i])
			}
		}
	}
}

// TestCalendar: lines end with CR LF, times are UTC, long lines are folded, and an event keeps its identity.
func TestCalendar(t *testing.T) {
	e := rotatest.July().Slot("night", "2025-07-25 20:00", "2025-07-26 08:30", rotatest.Unit("Maternity", strings.Repeat("Labour ward; ", 5)+"é, north")).
		Consultant("c1").Consultant("c2").Entry()
	e.Aims = []rota.Aim{rota.AimCover}
	h := example(t, e)
	h.Plan = rotatest.Plan(h.Problem, rotatest.In("night", "c1"))
	write := func(h Handout, id rota.ConsultantID) string {
		var b bytes.Buffer
		if err := Calendar(&b, h, id); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	got := write(h, "c1")
	if got != write(h, "c1") {
		t.Error("the same plan gives another calendar")
	}
	for _, line := range strings.SplitAfter(got, "\n") {
		if line != "" && (!strings.HasSuffix(line, "\r\n") || len(line) > 77) {
			t.Errorf("line %q", line)
		}
	}
	unfolded := strings.ReplaceAll(got, "\r\n ", "")
	for _, want := range []string{"DTSTART:20250725T190000Z", "DTEND:20250726T073000Z", "DTSTAMP:20250720T153000Z", "CLASS:PRIVATE", `Labour ward\; `, `é\, north`} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("the calendar lacks %s:\n%s", want, unfolded)
		}
	}
	uid := func(text string) string {
		_, rest, _ := strings.Cut(text, "UID:")
		return rest[:strings.Index(rest, "\r")]
	}
	taken := h
	taken.Plan, taken.Off = rotatest.Plan(h.Problem), []rota.Pair{{Slot: "night", Consultant: "c1"}}
	later := h
	later.Made = h.Made.AddDate(0, 0, 1)
	if uid(got) != uid(write(later, "c1")) || got == write(later, "c1") {
		t.Error("a later rota gives the duty another identity, or no later sequence")
	}
	if off := write(taken, "c1"); uid(got) != uid(off) || strings.Count(off, "VEVENT") != 2 || !strings.Contains(off, "STATUS:CANCELLED") {
		t.Errorf("the event of what was taken off stays: %s", off)
	}
	if strings.Contains(write(taken, "c2"), "VEVENT") || strings.Contains(got, "CANCELLED") {
		t.Error("an event is cancelled that is not to be")
	}
	broken := h
	broken.Plan.Broken = []rota.Breach{{Rule: "rest", Consultant: "c1", Slots: []rota.SlotID{"night"}}}
	broken.Locks = []rota.Lock{{Pair: rota.Pair{Slot: "night", Consultant: "c1"}, Reason: "She agreed by telephone"}}
	if text := strings.ReplaceAll(write(broken, "c1"), "\r\n ", ""); !strings.Contains(text, "Breaks a rule on purpose: ") || !strings.Contains(text, "She agreed by telephone") {
		t.Errorf("the calendar does not say what is broken on purpose: %s", text)
	}
	if strings.Contains(write(h, "c2"), "VEVENT") {
		t.Error("a consultant without cover has an event")
	}
}

// TestPersonalRest counts rest from the end of whatever work is before, own sessions among it.
func TestPersonalRest(t *testing.T) {
	e := rotatest.July().Slot("day", "2025-07-26 08:00", "2025-07-26 20:00").Slot("call", "2025-07-26 20:00", "2025-07-27 08:00", rotatest.InMode(rota.OnCall)).
		Consultant("c1", rotatest.Planned("x1", "2025-07-25 14:00", "2025-07-25 18:00", 7)).Entry()
	e.Aims = []rota.Aim{rota.AimCover}
	h := example(t, e)
	h.Plan = rotatest.Plan(h.Problem, rotatest.In("day", "c1"), rotatest.In("call", "c1"))
	var rests []any
	for _, x := range newLedger(h).tasks("c1") {
		if x.Rest == nil {
			rests = append(rests, nil)
			continue
		}
		rests = append(rests, *x.Rest)
	}
	if diff := cmp.Diff([]any{nil, 14 * 60, nil}, rests); diff != "" {
		t.Error(diff)
	}
}

// TestDroppedWords holds that a personal sheet never says that nothing was dropped where
// nobody knows what was told.
func TestDroppedWords(t *testing.T) {
	p := rota.Problem{Slots: []rota.Slot{{ID: "sat"}, {ID: "sun"}}, Consultants: []rota.Consultant{{ID: "c1"}}}
	sat, sun := rota.Pair{Slot: "sat", Consultant: "c1"}, rota.Pair{Slot: "sun", Consultant: "c1"}
	for want, h := range map[string]Handout{
		"What an earlier file may have held is not known here: this one holds instead of it.": {},
		"Nothing that you were told of before has been dropped.":                              {Problem: rota.Problem{Published: []rota.Pair{sat}}},
		"No longer yours since the published rota: ":                                          {Problem: rota.Problem{Published: []rota.Pair{sat, sun}}, Off: []rota.Pair{sun}},
		"No longer yours since the rota was made, taken off by hand: ":                        {Problem: rota.Problem{Published: []rota.Pair{sat}}, Off: []rota.Pair{sun}},
	} {
		h.Problem.Slots, h.Problem.Consultants, h.Plan.Assignments = p.Slots, p.Consultants, []rota.Assignment{{Slot: "sat", Consultant: "c1"}}
		if got := newLedger(h).droppedWords("c1"); !strings.HasPrefix(got, want) || strings.Count(got, "No longer") > 1 {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestCSVIsSafe: nothing that a person typed begins a formula, negative numbers stay numbers, and it reads back.
func TestCSVIsSafe(t *testing.T) {
	h := handouts(t)["awkward"]
	for name, write := range map[string]func() (string, error){
		"rota":  func() (string, error) { var b bytes.Buffer; err := RotaCSV(&b, h); return b.String(), err },
		"costs": func() (string, error) { var b bytes.Buffer; err := CostCSV(&b, h); return b.String(), err },
		"open":  func() (string, error) { var b bytes.Buffer; err := OpenCSV(&b, h); return b.String(), err },
		"rates": func() (string, error) { var b bytes.Buffer; err := RatesCSV(&b, h); return b.String(), err },
	} {
		text, err := write()
		if err != nil || !strings.HasPrefix(text, byteOrderMark) || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			t.Errorf("%s: %v, or no mark or lines as they should be", name, err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, byteOrderMark))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=@", rune(cell[0])) {
					t.Errorf("%s: %q begins a formula", name, cell)
				}
			}
		}
	}
	minus := rota.Pence(-1250)
	if got := inCSV(&minus); got != "-12.50" {
		t.Errorf("a negative amount is %q", got)
	}
}

func TestEvidenceOfCoveredSlot(t *testing.T) {
	h := handouts(t)["small"]
	if err := Evidence(&bytes.Buffer{}, h, h.Plan.Assignments[0].Slot, WaysOut{}); !errors.Is(err, rota.ErrNotFound) {
		t.Errorf("got %v, want not found", err)
	}
}

// TestPagesDown holds when a sheet is printed smaller to save a page.
func TestPagesDown(t *testing.T) {
	narrow, wide := layout{widths: []float64{100}}, layout{widths: []float64{209, 209}}
	for _, tt := range []struct {
		l      layout
		height float64 // a page has 726.7 points
		want   int
	}{{narrow, 300, 0}, {narrow, 700, 0}, {narrow, 800, 1}, {narrow, 1000, 0}, {narrow, 1500, 2}, {narrow, 1800, 0}, {wide, 1000, 0}, {wide, 1600, 1}} {
		if got := tt.l.pagesDown(tt.height); got != tt.want {
			t.Errorf("%g points: %d pages, want %d", tt.height, got, tt.want)
		}
	}
}

// TestUnfinished holds that a file made while more is being worked out says so.
func TestUnfinished(t *testing.T) {
	h := handouts(t)["small"]
	id := h.Plan.Open[0].Slot
	for _, tt := range []struct {
		name string
		ways WaysOut
		want int // how often it is said of the slot
	}{
		{"nothing yet", WaysOut{More: true}, 1},
		{"not all", WaysOut{Conflict: "These cannot.", Ways: []Way{{"One more offer.", ""}}, Note: "3 were tried.", More: true}, 1},
		{"all", WaysOut{Conflict: "These cannot.", Note: "3 were tried."}, 0},
	} {
		h.Ways[id] = tt.ways
		var book, evidence bytes.Buffer
		if err := errors.Join(Results(&book, h), Evidence(&evidence, h, id, tt.ways)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(allText(t, book.Bytes()), stillWords); got != tt.want {
			t.Errorf("%s: the rota says it %d times, want %d", tt.name, got, tt.want)
		}
		text := allText(t, evidence.Bytes())
		if got := strings.Contains(text, stillWords); got != (tt.want > 0) || strings.Contains(text, "Not known") {
			t.Errorf("%s: the evidence says it: %t", tt.name, got)
		}
	}
}

func TestSheetTitles(t *testing.T) {
	taken := reserved()
	for _, tt := range [][2]string{{"Cancer", "Cancer"}, {"CANCER", "CANCER (2)"}, {"Costs", "Costs (2)"}, {"history", "Service history"}, {"'a'", "a"}, {"", "Service"},
		{"a/b:c?", "a-b-c-"}, {"Gynaecological cancer and fertility services", "Gynaecological cancer and"}, {"Head & neck, maxillofacial & ENT surgery", "Head & neck, maxillofacial"}, {strings.Repeat("x", 40), strings.Repeat("x", 31)}, {strings.Repeat("x", 50), strings.Repeat("x", 27) + " (2)"}, {strings.Repeat("😀", 20), strings.Repeat("😀", 15)}} {
		if got := taken.of(tt[0]); got != tt[1] {
			t.Errorf("%q: got %q, want %q", tt[0], got, tt[1])
		}
	}
}

// TestEditionAdvice: a draft says which version people were told of, and whether it differs.
func TestEditionAdvice(t *testing.T) {
	for _, tt := range []struct {
		edition Edition
		want    string
	}{
		{Edition{Draft: true}, ". It may change at any moment: nobody has been told of it"},
		{Edition{Draft: true, Newest: 2, Same: true}, ". It may change at any moment. Everybody in it is where version 2 has them, which people were told of"},
		{Edition{Draft: true, Newest: 2}, ". It may change at any moment: people were told of version 2, which has not everybody where this draft has them"},
		{Edition{Number: 2}, ". It never changes"},
	} {
		if got := tt.edition.advice(); got != tt.want {
			t.Errorf("%+v: %q", tt.edition, got)
		}
	}
}

// TestLeftOpenOnPurpose holds that a place that is to stay open is told as that, and not as one of which
// nobody knows what cannot all hold.
func TestLeftOpenOnPurpose(t *testing.T) {
	for reason, want := range map[string]string{"No clinic": "Not looked for: it was left open on purpose.", rota.BegunReason: "Not looked for: it had begun when the rest was planned anew."} {
		h := handouts(t)["small"]
		open := h.Plan.Open[0]
		h.Plan.Open = h.Plan.Open[:1]
		h.LeftOpen = []rota.LeftOpen{{Slot: open.Slot, Places: open.Places, Reason: reason}}
		h.Ways = nil
		var book, evidence bytes.Buffer
		if err := errors.Join(Results(&book, h), Evidence(&evidence, h, open.Slot, WaysOut{})); err != nil {
			t.Fatal(err)
		}
		for name, file := range map[string][]byte{"the rota": book.Bytes(), "the evidence": evidence.Bytes()} {
			if text := allText(t, file); !strings.Contains(text, want) || strings.Contains(text, "Not known") {
				t.Errorf("%s: %s does not say %q", reason, name, want)
			}
		}
	}
}

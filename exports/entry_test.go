package exports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func template(t testing.TB, e rota.Entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Template(&buf, e); err != nil {
		t.Fatalf("template: %v", err)
	}
	return buf.Bytes()
}

// hard is an entry with everything that could get lost on the way through a workbook.
func hard() rota.Entry {
	at := rotatest.At
	second := at("2026-10-25 00:30").Add(2 * 3600 * 1e9) // 01:30 GMT, which clocks have shown before
	n := func(v int) *int { return &v }
	p := func(v rota.Pence) *rota.Pence { return &v }
	first := second.Add(-3600 * 1e9)
	return rota.Entry{
		Strike: rota.Strike{Name: "=1+1 & <October>", Span: rotatest.Span("2026-10-23 07:00", "2026-10-28 07:00")},
		Rules: rota.Rules{Rest: n(0), MaxRun: nil, MaxCover: n(3601), MaxNightsInARow: n(0), OnCallWithOnSite: true,
			Travel: []rota.Travel{{From: "North; Wing", To: "South", Minutes: 7}, {From: "South", To: "North; Wing", Minutes: 0}}},
		Case:      rota.Case{Kind: rota.ShareAway, Share: 0},
		Residents: []rota.Resident{{ID: "007", Name: "-Jo \"Joe\" O'Neill", Grade: "1-2", Unit: "@unit"}, {ID: "1E5", Name: "Zoë _x0041_ Ñ", Grade: "", Unit: ""}},
		Duties: []rota.Duty{
			{ID: "D1", Resident: "007", Slot: "3/4", Span: rota.Span{Start: first, End: second}, Declaration: rota.PrefersNotToSay},
			{ID: "D2", Resident: "1E5", Span: rota.Span{Start: second, End: at("2026-10-25 09:00")}, Declaration: rota.NoReply},
			{ID: "D3", Resident: "007", Span: rotatest.Span("2026-10-25 20:10", "2026-10-26 08:47"), Declaration: rota.Away},
		},
		Slots: []rota.Slot{{ID: "3/4", Service: "Cancer", Unit: "1-4", Role: "+44", Site: "North; Wing", Span: rota.Span{Start: first, End: second}, Places: 2,
			SkillsAll: []string{"a, b", "\"c\"", "d"}, SkillsAny: []string{"x;y"}, Mode: rota.Standby, NoOtherDuty: true, Priority: 3, Source: "line\nbreak"}},
		Consultants: []rota.Consultant{
			{ID: "C1", Name: "=cmd|'/c calc'!A1", Grade: "'=twice", Contact: "+44 7700 900000", Skills: []string{"d"}, Sites: []string{"South", "North; Wing"},
				Terms: rota.TimeOff, PayPoint: "4-7", MaxCover: n(100), MaxNightsInARow: n(0),
				Offers:   []rota.Offer{{Span: rota.Span{Start: first, End: second}, Modes: []rota.Mode{rota.Standby, rota.OnSite}}},
				Sessions: []rota.Session{{ID: "s1", Span: rotatest.Span("2026-10-26 09:00", "2026-10-26 13:00"), Kind: rota.Planned, Loss: 0, Name: "Clinic"}}},
			{ID: "C2", Name: "Dr B", Terms: rota.BMARate},
		},
		Cards: rota.Cards{
			Trust: rota.Card{Name: "T", Region: "R", Source: "S", ValidFrom: rota.Date{Year: 2026, Month: 1, Day: 2}, BankHolidays: []rota.Date{{Year: 2026, Month: 12, Day: 25}},
				Rates: []rota.RateRow{{PayPoint: "4-7", Rate: [rota.BandCount]*rota.Pence{p(15513), nil, p(0), p(1), p(999999), nil}, Unconfirmed: [rota.BandCount]bool{1: true, 2: true},
					Called: p(17750), CalledUnconfirmed: true}, {Called: p(0)}}},
			BMA: rota.Card{BankHolidays: []rota.Date{{Year: 2026, Month: 12, Day: 25}, {Year: 2026, Month: 12, Day: 28}}},
		},
		Aims: []rota.Aim{rota.AimCover, rota.AimSpread, rota.AimCostBMA},
	}
}

func TestRoundTrip(t *testing.T) {
	for name, e := range map[string]rota.Entry{"small": rotatest.Small(3), "large": rotatest.Large(3), "hard": hard()} {
		t.Run(name, func(t *testing.T) {
			data := template(t, e)
			if len(data) > limits.Bytes/4 {
				t.Errorf("the workbook has %d bytes: no room under the limit", len(data))
			}
			got, err := ReadEntry(data)
			if err != nil {
				t.Fatalf("read: %v", rota.Faults(err))
			}
			e.Locks, e.Published = nil, nil // they are not part of the workbook
			if diff := cmp.Diff(e, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if !bytes.Equal(data, template(t, e)) {
				t.Error("the same entry gave other bytes")
			}
		})
	}
}

// TestEmptyTemplate: an empty workbook has the standard rules, and asks for what is missing by its cell.
func TestEmptyTemplate(t *testing.T) {
	data := template(t, rota.Entry{})
	want := []rota.Fault{
		{Path: "Strike!B2", Text: "Name of the strike: the strike needs a name."},
		{Path: "Strike!B3", Text: "Start of the strike is missing."},
		{Path: "Strike!B4", Text: "End of the strike is missing."},
	}
	_, err := ReadEntry(data)
	if diff := cmp.Diff(want, rota.Faults(err)); diff != "" {
		t.Error(diff)
	}
	e, err := ReadEntry(change(t, data, func(f *excelize.File) {
		set(t, f, "Strike!B2", "July 2025", "Strike!B3", "25/07/2025 07:00", "Strike!B4", "2025-07-30 07:00")
	}))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	if diff := cmp.Diff(rota.StandardRules(), e.Rules); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(rotatest.July().Entry().Strike.Span, e.Strike.Span); diff != "" {
		t.Error(diff)
	}
}

// change opens a workbook, changes it and saves it again.
func change(t testing.TB, data []byte, do func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	do(f)
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// set writes values into cells named Sheet!Cell, in pairs.
func set(t testing.TB, f *excelize.File, pairs ...any) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		sheet, cell, _ := strings.Cut(pairs[i].(string), "!")
		if err := f.SetCellValue(sheet, cell, pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFaults makes one fault at a time and looks at where and how it is told.
func TestFaults(t *testing.T) {
	data := template(t, hard())
	tests := []struct {
		name  string
		cells []any
		path  string
		text  string
	}{
		{"unknown slot", []any{"Duties!E2", "nowhere"}, "Duties!E2", "Slot: no slot has this id."},
		{"unknown resident", []any{"Duties!B4", "R9"}, "Duties!B4", "Resident: no resident has this id."},
		{"resident missing", []any{"Duties!B4", nil}, "Duties!B4", "Resident is missing."},
		{"not a time", []any{"Duties!C4", "Friday"}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"American date", []any{"Duties!C4", "10/25/2026 20:10"}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"day that is not", []any{"Duties!C4", "31/09/2026 20:10"}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"wrong weekday", []any{"Duties!C4", "Mon 25 Oct 2026 20:10"}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"25 o'clock", []any{"Duties!C4", "25/10/2026 25:00"}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"date from another age", []any{"Duties!C4", 60}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"negative date", []any{"Duties!C4", -1.5}, "Duties!C4", "Start must be a date and time such as 25/07/2025 20:00, the day first."},
		{"seconds", []any{"Duties!C4", "25/10/2026 20:10:30"}, "Duties!C4", "Start must be a whole minute."},
		{"twice", []any{"Duties!C3", "25/10/2026 01:30"}, "Duties!C3", "Start is in the hour that clocks show twice: write it with BST (the first) or GMT (the second), such as 26/10/2025 01:30 GMT."},
		{"skipped", []any{"Duties!C4", "29/03/2026 01:30"}, "Duties!C4", "Start is in the hour that the clocks skip on that day."},
		{"wrong zone", []any{"Duties!C4", "25/07/2026 01:30 GMT"}, "Duties!C4", "Start is not in GMT on that day."},
		{"end before start", []any{"Duties!D4", "24/10/2026 20:00"}, "Duties!D4", "End must be after start."},
		{"declaration", []any{"Duties!F2", "on strike"}, "Duties!F2", "Declaration must be one of: No reply, Will not be available, Will be working, Prefers not to say."},
		{"same id", []any{"Duties!A3", "D1"}, "Duties!A3", "ID: another duty has this id."},
		{"no name", []any{"Residents!B2", nil}, "Residents!B2", "Name is missing."},
		{"turned round", []any{"Residents!B2", "\u202eilA"}, "Residents!B2", "Name holds a hidden sign that turns the text round. Delete the cell and type it again."},
		{"long", []any{"Residents!B2", strings.Repeat("x", 2000)}, "Residents!B2", "Name is longer than 1000 characters."},
		{"error value", []any{"Residents!B2", "#REF!"}, "Residents!B2", "The cell holds the error #REF!. Type the value."},
		{"terms", []any{"Consultants!G2", "double"}, "Consultants!G2", "Terms must be one of: In job plan, Trust rate, BMA rate, Time off."},
		{"hours", []any{"Consultants!I2", "ten"}, "Consultants!I2", "Most hours of cover must be a number of hours and whole minutes, such as 11 or 12.5."},
		{"too many nights", []any{"Consultants!J2", 99}, "Consultants!J2", "Most nights in a row must be from 0 to 31."},
		{"open quotes", []any{"Consultants!E2", `"abc`}, "Consultants!E2", "Skills has a quotation mark that is not closed."},
		{"skill twice", []any{"Consultants!E2", "a; b, a"}, "Consultants!E2", "Skills is given twice."},
		{"whose offer", []any{"Offers!A2", "C9"}, "Offers!A2", "No consultant has this ID on the sheet Consultants."},
		{"no modes", []any{"Offers!D2", nil}, "Offers!D2", "Modes is missing."},
		{"modes", []any{"Offers!D2", "On site; asleep"}, "Offers!D2", "Modes must be one of: On site, On call, Standby."},
		{"offer's end", []any{"Offers!C2", "01/10/2026 09:00"}, "Offers!C2", "End must be after start."},
		{"loss missing", []any{"Sessions!G2", nil}, "Sessions!G2", "Loss is missing. Write 0 if displacing the session loses nothing."},
		{"loss", []any{"Sessions!G2", "1.5"}, "Sessions!G2", "Loss must be a whole number."},
		{"places", []any{"Slots!H2", 0}, "Slots!H2", "Places must be from 1 to 99."},
		{"priority", []any{"Slots!M2", 4}, "Slots!M2", "Priority must be 1, 2 or 3."},
		{"no other duty", []any{"Slots!L2", "perhaps"}, "Slots!L2", "No other duty must be Yes or No."},
		{"money", []any{"Rates!C2", "£1,55.00"}, "Rates!C2", "Weekday 7am to 7pm must be pounds and pence an hour, such as 188 or 155.50. Leave it empty when it is not known."},
		{"pence", []any{"Rates!C2", 12.345}, "Rates!C2", "Weekday 7am to 7pm must be pounds and pence an hour, such as 188 or 155.50. Leave it empty when it is not known."},
		{"dear", []any{"Rates!C2", 10001}, "Rates!C2", "Weekday 7am to 7pm must be from £0 to £10,000 an hour."},
		{"card", []any{"Rates!A2", "NHS"}, "Rates!A2", "Card must be one of: Trust, BMA."},
		{"pay point twice", []any{"Rates!B2", "everybody  ELSE"}, "Rates!B3", "Pay point: the card has another row for this pay point."},
		{"band", []any{"Rates!J2", "lunch"}, "Rates!J2", "Not confirmed must be one of: Weekday 7am to 7pm, Weekday 7pm to 11pm, Weekend and bank holiday 7am to 11pm, Night 11pm to 7am, On call from home, Standby, Called in from on call."},
		{"called", []any{"Rates!I2", 10000.01}, "Rates!I2", "Called in from on call must be from £0 to £10,000 an hour."},
		{"detail", []any{"Rates!L2", "Colour"}, "Rates!L2", "This is not one of the details of a card: Name, Region, Valid from, Source."},
		{"valid from", []any{"Rates!M4", "soon"}, "Rates!M4", "Trust card must be a day such as 25/07/2025, the day first."},
		{"item", []any{"Strike!A6", "Colour"}, "Strike!A6", "This is not one of the items of a strike. Take them from an empty entry workbook."},
		{"case", []any{"Strike!B5", nil}, "Strike!B5", "Say how residents who have not said are counted: All away, A share away or All working."},
		{"share", []any{"Strike!B6", 101}, "Strike!B6", "Share away, per cent must be from 0 to 100 per cent."},
		{"rest", []any{"Strike!B7", 99}, "Strike!B7", "Rest between duties, hours must be from 0 to 2880 minutes."},
		{"travel", []any{"Strike!F2", "North; Wing"}, "Strike!E2", "Needs two different sites."},
		{"travel time", []any{"Strike!G2", 9999}, "Strike!G2", "Travel, minutes must be from 0 to 1440 minutes."},
		{"bank holiday", []any{"Strike!I2", "25/12/26"}, "Strike!I2", "Bank holiday must be a day such as 25/07/2025, the day first."},
		{"first aim", []any{"Strike!L2", "Cost as agreed"}, "Strike!L2", "The first aim must be Open places."},
		{"aim twice", []any{"Strike!L3", "Open places"}, "Strike!L3", "This aim is there twice."},
		{"heading", []any{"Duties!F1", "Strike?"}, "Duties!F1", `The heading "Strike?" is not one of this sheet: ID, Resident, Start, End, Slot, Declaration.`},
		{"heading twice", []any{"Duties!F1", "Start"}, "Duties!F1", `The heading "Start" is there twice. Delete one of the two columns.`},
		{"no heading", []any{"Duties!H3", "note"}, "Duties!H3", "The column has no heading. Give it one of the template's headings, or empty it."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadEntry(change(t, data, func(f *excelize.File) { set(t, f, tt.cells...) }))
			for _, f := range rota.Faults(err) {
				if f.Path == tt.path && f.Text == tt.text {
					return
				}
			}
			t.Errorf("got %v, want %s: %s", rota.Faults(err), tt.path, tt.text)
		})
	}
}

// TestAllFaultsAtOnce: every fault is told in one go, in the order of the sheets, and none only because of another.
func TestAllFaultsAtOnce(t *testing.T) {
	data := change(t, template(t, hard()), func(f *excelize.File) {
		set(t, f, "Slots!F2", "?", "Duties!C4", "?", "Duties!F4", "?", "Consultants!G2", "?", "Offers!C2", "?", "Strike!B3", "?", "Rates!C2", "?")
		if err := f.SetCellFormula("Residents", "B3", "1/0"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("My notes"); err != nil {
			t.Fatal(err)
		}
	})
	_, err := ReadEntry(data)
	var got []string
	for _, f := range rota.Faults(err) {
		got = append(got, f.Path)
	}
	want := []string{"My notes", "Strike!B3", "Residents!B3", "Duties!C4", "Duties!F4", "Consultants!G2", "Offers!C2", "Slots!F2", "Rates!C2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMissingSheet(t *testing.T) {
	_, err := ReadEntry(change(t, template(t, hard()), func(f *excelize.File) {
		if err := f.DeleteSheet("Residents"); err != nil {
			t.Fatal(err)
		}
	}))
	want := []rota.Fault{{Path: "Residents", Text: "This sheet is missing. Take it from an empty entry workbook."}}
	if diff := cmp.Diff(want, rota.Faults(err)); diff != "" {
		t.Error(diff)
	}
}

// TestAsTyped reads what people and other programs write into cells.
func TestAsTyped(t *testing.T) {
	data := change(t, template(t, hard()), func(f *excelize.File) {
		set(t, f,
			"Duties!C4", "Sun 25 Oct 2026 20:10", "Duties!D4", "26-Oct-2026  08:47", "Duties!A4", nil,
			"Duties!F4", " will NOT be available\u00a0", "Sessions!D2", "2026-10-26T09:00:00", "Sessions!E2", "26.10.2026 13:00", "Sessions!B2", nil,
			"Slots!H2", " 2 ", "Slots!L2", true, "Slots!K2", "standby", "Rates!C2", "£ 155.13", "Rates!G2", 9999.99, "Strike!B8", nil,
			"Strike!B9", "60.0166666667", "Residents!D3", nil, "Rates!B3", nil, "Duties!A20", " ", "Slots!I2", `"a, b", """c""" ; d;`)
	})
	got, err := ReadEntry(data)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	want := hard()
	want.Duties[2].ID, want.Consultants[0].Sessions[0].ID = "D0001", "s1"
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// Test1904 reads a workbook whose days count from 1904.
func Test1904(t *testing.T) {
	yes := true
	data := change(t, template(t, rotatest.Small(1)), func(f *excelize.File) {
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	})
	got, err := ReadEntry(data)
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	want := rota.DateOf(rotatest.Small(1).Strike.Start).Add(1462)
	if d := rota.DateOf(got.Strike.Start); d != want {
		t.Errorf("got %s, want %s", d, want)
	}
}

// TestLibreOfficeSaves: a workbook that another program has opened and saved still reads the same.
func TestLibreOfficeSaves(t *testing.T) {
	e := rotatest.Small(2)
	got, err := ReadEntry(converted(t, template(t, e)))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	e.Locks, e.Published = nil, nil
	if diff := cmp.Diff(e, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// TestListsHidden: what may be chosen stands on a sheet that nobody sees; all others are seen.
func TestListsHidden(t *testing.T) {
	f := open(t, template(t, rotatest.Small(1)))
	for _, name := range f.GetSheetList() {
		if seen, err := f.GetSheetVisible(name); err != nil || seen != (name != sheetLists) {
			t.Errorf("%s can be seen: %v, %v", name, seen, err)
		}
	}
	if got := f.GetActiveSheetIndex(); got != 0 {
		t.Errorf("it opens on sheet %d", got)
	}
}

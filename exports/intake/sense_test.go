package intake_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

const (
	freeFriday = "Dr A Bee [obs] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]"
	nothing    = "Dr A Bee [obs] trust_rate"
)

// doubtful are tables that mean something else than they seem to by a title, a heading, a key or a
// column beside the others. Asked is what must be said before a row of them is read, with what is
// suggested; want what is read by each answer.
var doubtful = []struct {
	name, text string
	kind       intake.Kind
	asked      string
	want       map[string][]string
}{
	{"days that somebody cannot work", "Tick the days you CANNOT work,,,\nName,Fri 25 July,Sat 26 July,Sun 27 July\nA Bee,Yes,,No", intake.Declarations, "sense/tick the days you cannot work -> turned",
		map[string][]string{"usual": {"R001 25 working", "R001 26 no_reply", "R001 27 away"}, "turned": {"R001 25 away", "R001 26 no_reply", "R001 27 working"}}},
	{"a title that only names the strike", "Resident doctors' strike 25-30 July 2025,,\nName,Fri 25 July,Sat 26 July\nA Bee,Y,Working", intake.Declarations, "sense/resident doctors' strike 25-30 july 2025 -> ",
		map[string][]string{"usual": {"R001 25 working", "R001 26 working"}, "turned": {"R001 25 away", "R001 26 working"}, intake.Ignore: nil}},
	{"a key above", "\"Y = striking, N = working\",,\nName,Fri 25 July,Sat 26 July\nA Bee,Y,N", intake.Declarations, "sense/y = striking, n = working -> turned", map[string][]string{"turned": {"R001 25 away", "R001 26 working"}}},
	{"a key below", "Name,Fri 25 July,Sat 26 July\nA Bee,Y,N\n\"N = on strike, Y = at work\",,", intake.Declarations, "sense/n = on strike, y = at work -> usual", map[string][]string{"usual": {"R001 25 working", "R001 26 away"}}},
	{"a question that asks both", "Name,Will you be working or striking on Fri 25 July?\nA Bee,Yes", intake.Declarations, "sense/will you be working or striking on fri 25 july? -> turned", map[string][]string{"usual": {"R001 25 working"}, "turned": {"R001 25 away"}}},
	{"a heading that says what Y is", "Name,\"Fri 25 July (Y = working, N = striking)\"\nA Bee,Y", intake.Declarations, "sense/fri 25 july (y = working, n = striking) -> usual", map[string][]string{"usual": {"R001 25 working"}}},
	{"a list of strikers", "Doctors on strike,,\nName,Date,Response\nA Bee,25/07/2025,Yes", intake.Declarations, "sense/doctors on strike -> ", map[string][]string{"turned": {"R001 25 away"}}},
	{"striking, said under a question about striking", "Name,Will you be taking strike action on Fri 25 July?,Are you striking on Sat 26 July?\nA Bee,Not striking,Striking", intake.Declarations, "", map[string][]string{"": {"R001 25 working", "R001 26 away"}}},

	{"sessions that somebody cannot cover", "Please tick the sessions you CANNOT cover,,,\nConsultant,Covers,Fri 25 0800-1300,Fri 25 1300-1800\nDr A Bee,obs,Yes,", intake.Consultants, "sense/please tick the sessions you cannot cover -> turned",
		map[string][]string{"usual": {freeFriday}, "turned": {nothing}}},
	{"availability and leave", "Consultant availability and leave,,,\nConsultant,Covers,Fri 25 0800-1300,Fri 25 1300-1800\nDr A Bee,obs,Yes,AL", intake.Consultants, "sense/consultant availability and leave -> ", map[string][]string{"usual": {freeFriday}}},
	{"a heading over several columns", ",,Unavailable,\nConsultant,Covers,Fri 25 0800-1300,Fri 25 1300-1800\nDr A Bee,obs,Yes,No", intake.Consultants, "", map[string][]string{"": {nothing}}},
	{"terms in a heading", "Consultant,Covers,Fri 25 0800-1300 (in job plan)\nDr A Bee,obs,Yes", intake.Consultants, "", map[string][]string{"": {strings.Replace(freeFriday, "trust_rate", "in_job_plan", 1)}}},
	{"leave of consultants in rows", "Consultant leave,,,,\nConsultant,Covers,Date,From,To\nDr A Bee,obs,25/07/2025,08:00,13:00", intake.Consultants, "sense/consultant leave -> ", map[string][]string{"usual": {freeFriday}, "turned": nil}},
	{"offers that do not stand", "Consultant,Covers,Date,From,To,Status\nDr A Bee,obs,25/07/2025,08:00,13:00,Confirmed\nDr A Bee,obs,26/07/2025,08:00,20:00,Declined\nDr A Bee,obs,27/07/2025,08:00,20:00,Withdrawn", intake.Consultants, "", map[string][]string{"": {freeFriday}}},
	{"a status that nobody knows", "Consultant,Covers,Date,From,To,Status\nDr A Bee,obs,25/07/2025,08:00,13:00,Pencilled", intake.Consultants, "sense/status: pencilled -> ", map[string][]string{"usual": {freeFriday}, intake.Ignore: nil}},

	{"leave of residents", "Annual leave July 2025\nName,Ward,Date,Start,End\nA Bee,W1,25/07/2025,0900,1700", intake.Duties, "sense/annual leave july 2025 -> ", map[string][]string{"usual": {"A Bee, W1: 25 09:00 to 25 17:00"}, intake.Ignore: nil}},
	{"planned and actual rows, the name once", "Name,Grade,Ward,Type,Fri 25/07,Sat 26/07\nA Bee,ST5,W1,Planned,0800-2030,0800-2030\n,,,Actual,0900-1700,Sick\nC Dee,ST3,W1,Planned,,0800-2030\n,,,Actual,0800-2030,", intake.Duties, "sense/type: planned and actual -> ",
		map[string][]string{"planned": {"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30", "C Dee, W1: 26 08:00 to 26 20:30"}, "actual": {"A Bee, W1: 25 09:00 to 25 17:00", "C Dee, W1: 25 08:00 to 25 20:30"}}},
	{"times in a row below their codes", "Name,Grade,Ward,Fri 25/07,Sat 26/07\nA Bee,ST5,W1,LD,N\n,,,0900-2130,2000-0830\nC Dee,ST3,W1,LD,\n,,,0800-2030,", intake.Duties, "",
		map[string][]string{"": {"A Bee, W1: 25 09:00 to 25 21:30", "A Bee, W1: 26 20:00 to 27 08:30", "C Dee, W1: 25 08:00 to 25 20:30"}}},
	{"actual times before planned ones", "Name,Ward,Date,Actual Start,Actual End,Planned Start,Planned End\nA Bee,W1,25/07/2025,0900,1700,0800,2030\nC Dee,W1,25/07/2025,,,0800,2030", intake.Duties, "",
		map[string][]string{"": {"A Bee, W1: 25 08:00 to 25 20:30", "C Dee, W1: 25 08:00 to 25 20:30"}}},
	{"weekdays of two weeks", "Name,Ward,Mon,Tue,Wed,Thu,Fri,Sat,Sun,Mon,Tue\nA Bee,W1,,,,,0800-2030,,,,\nC Dee,W1,0800-2030,,,,,,,,", intake.Duties, "", map[string][]string{"": {"A Bee, W1: 25 08:00 to 25 20:30"}}},
	{"duties that do not stand", "Name,Ward,Date,Start,End,Status\nA Bee,W1,25/07/2025,0800,2030,Requested off\nC Dee,W1,25/07/2025,0800,2030,Approved", intake.Duties, "", map[string][]string{"": {"C Dee, W1: 25 08:00 to 25 20:30"}}},
	{"somebody in place of another", "Ward,Date,Times,Doctor,Covered by\nW1,25/07/2025,0800-2030,A Bee,C Dee\nW1,26/07/2025,0800-2030,A Bee,", intake.Duties, "sense/covered by -> ",
		map[string][]string{"usual": {"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30"}, "turned": {"C Dee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30"}}},

	{"the establishment", "Normal establishment (not strike minimum)\nService,Unit,Site,Role,Date,Times,Number\nM,LW,North,SHO,25/07/2025,0800-2000,4", intake.Slots, "sense/normal establishment (not strike minimum) -> ", map[string][]string{"usual": {"M, LW, SHO: 25 08:00 to 25 20:00, 4 on_site"}, intake.Ignore: nil}},
	{"gaps", "Gaps against minimum staffing\nUnit,Site,Role,Fri 25 0800-2000\nLW,North,SHO,2", intake.Slots, "sense/gaps against minimum staffing -> ", map[string][]string{intake.Ignore: nil}},
	{"the minimum on normal days", "Safe minimum on normal weekdays\nUnit,Site,Role,Fri 25 0800-2000\nLW,North,SHO,2", intake.Slots, "", map[string][]string{"": {"LW, LW, SHO: 25 08:00 to 25 20:00, 2 on_site"}}},

	{"rates for a session", "Rates per 4 hour session\nWhen,Consultant\nWeekday 0700-1900,£400", intake.Rates, "sense/rates per 4 hour session -> ", map[string][]string{"usual": {"trust  weekday_day £400.00"}, intake.Ignore: nil}},
	{"rates with on-costs", "Consultant rates including on-costs\nWhen,Rate per hour\nWeekday 0700-1900,£120", intake.Rates, "sense/consultant rates including on-costs -> ", map[string][]string{intake.Ignore: nil}},
	{"rates that are out of date", "Rate card 2022 - superseded\nWhen,Rate per hour\nWeekday 0700-1900,£120", intake.Rates, "sense/rate card 2022 - superseded -> ", map[string][]string{intake.Ignore: nil}},
	{"a title that says how rates are meant", "Before on-costs. A PA is 4 hours\nWhen,Consultant per hour\nWeekday 0700-1900,£120", intake.Rates, "", map[string][]string{"": {"trust  weekday_day £120.00"}}},
	{"rates of two years", "When,Rate to 31 March 2025,Rate from 1 April 2025\nWeekday 0700-1900,£100,£120", intake.Rates, "", map[string][]string{"": nil}},
	{"from the least to the most", "When,Minimum rate,Maximum rate,Rate\nWeekday 0700-1900,£100,£120,£110", intake.Rates, "", map[string][]string{"": {"trust  weekday_day £110.00"}}},
}

// TestDoubtfulTables: what may turn a table round is asked for, and nothing is read until it is said.
func TestDoubtfulTables(t *testing.T) {
	for _, tt := range doubtful {
		t.Run(tt.name, func(t *testing.T) {
			k := julyFor(tt.kind)
			book := pasted(t, tt.text)
			c := intake.Guess(book, tt.kind, k)
			var asked []string
			words := intake.Words(book, c, k)
			for _, w := range words {
				if w.Kind == intake.SenseWord {
					asked = append(asked, w.Key+" -> "+w.Suggestion)
				}
			}
			if got := strings.Join(asked, "; "); got != tt.asked {
				t.Fatalf("asked is %q, want %q", got, tt.asked)
			}
			key, _, doubt := strings.Cut(tt.asked, " -> ")
			for answer, want := range tt.want {
				c.Answers = taught(words, map[string]string{key: answer})
				c.Answers = taught(intake.Words(book, c, k), c.Answers)
				r := intake.Read(book, c, k)
				if diff := cmp.Diff(want, lines(r)); diff != "" {
					t.Errorf("%q: records (-want +got)\n%s", answer, diff)
				}
				if doubt && len(r.Faults) > 0 {
					t.Errorf("%q: faults %+v", answer, r.Faults)
				}
				if err := sound(book, c, k); err != nil {
					t.Error(err)
				}
			}
			c.Answers = taught(words, nil)
			delete(c.Answers, key)
			if r := intake.Read(book, c, k); doubt && len(r.Faults) == 0 {
				t.Errorf("without an answer %v is read", lines(r))
			}
		})
	}
}

// TestMarksOfQuestions: what a cross means is asked anew for each question.
func TestMarksOfQuestions(t *testing.T) {
	k := julyFor(intake.Declarations)
	for text, want := range map[string]string{
		"Name,Fri 25 July\nA Bee,x":                              "answer/x",
		"Name,Fri 25 July: will you be striking?\nA Bee,x":       "answer/: will you be striking?: x",
		"Name,Will you be working on Fri 25 July?\nA Bee,x":      "answer/will you be working on ?: x",
		"Days you cannot work,\nName,Fri 25 July\nA Bee,x":       "answer/days you cannot work: x",
		"Name,Will you be working on Fri 25 July?\nA Bee,rather": "answer/rather",
	} {
		book := pasted(t, text)
		var got []string
		for _, w := range intake.Words(book, intake.Guess(book, intake.Declarations, k), k) {
			got = append(got, w.Key)
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q asks %q, want %q", text, got, want)
		}
	}
}

// TestTimesBesideMergedNames: what stands in one box beside codes and the times below them is read as it is.
func TestTimesBesideMergedNames(t *testing.T) {
	book := pasted(t, "Name,Grade,Ward,Fri 25/07,Sat 26/07\nA Bee,ST5,W1,LD,N\nA Bee,ST5,W1,0900-2130,2000-0830")
	rows := book.Sheets[0].Rows
	for col := range 3 {
		for _, row := range rows[1:3] {
			row.Cells[col] = row.Cells[col].Looking(sheet.Look{Merged: sheet.Name(col, 2)})
		}
	}
	k := july()
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	want := []string{"A Bee, W1: 25 09:00 to 25 21:30", "A Bee, W1: 26 20:00 to 27 08:30"}
	if diff := cmp.Diff(want, lines(intake.Read(book, c, k))); diff != "" {
		t.Errorf("records (-want +got)\n%s", diff)
	}
	if err := sound(book, c, k); err != nil {
		t.Error(err)
	}
}

// TestStruckThrough: what is struck through in a workbook is neither read nor passed over unasked.
func TestStruckThrough(t *testing.T) {
	f := excelize.NewFile()
	struck, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{{"Name", "Ward", "Fri 25/07/2025", "Sat 26/07/2025"}, {"A Bee", "W1", "0800-2030", "0900-1700"}, {"C Dee", "W1", "0800-2030", ""}} {
		if err := f.SetSheetRow("Sheet1", sheet.Name(0, i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Sheet1", "D2", "D2", struck); err != nil {
		t.Fatal(err)
	}
	words := []excelize.RichTextRun{{Text: "0800-2030", Font: &excelize.Font{Strike: true}}, {Text: " 0900-1700"}} // of one cell, one of two
	if err := f.SetSheetRow("Sheet1", "A4", &[]any{"E Eff", "W1"}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellRichText("Sheet1", "C4", words); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellRichText("Sheet1", "D4", words[:1]); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Read("rota.xlsx", out.Bytes())
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	k, friday, dee := july(), "A Bee, W1: 25 08:00 to 25 20:30", "C Dee, W1: 25 08:00 to 25 20:30"
	for answer, want := range map[string][]string{"": {dee}, intake.StruckOut: {friday, dee, "E Eff, W1: 25 09:00 to 25 17:00"}, intake.AsUsual: {friday, "A Bee, W1: 26 09:00 to 26 17:00", dee}, intake.Ignore: {dee}} {
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = map[string]string{"unit/w1": "W1", "sense/text that is struck through": answer}
		if diff := cmp.Diff(want, lines(intake.Read(book, c, k))); diff != "" {
			t.Errorf("%q (-want +got)\n%s", answer, diff)
		}
	}
}

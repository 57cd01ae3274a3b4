package intake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// imported brings a table in as the kind, every word taken as suggested or as written.
func imported(t *testing.T, k intake.Known, kind intake.Kind, text ...string) (sheet.Book, intake.Choices, intake.Known) {
	t.Helper()
	book := pasted(t, text...)
	c := intake.Guess(book, kind, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	k.Entry, k.Memory = intake.Apply(intake.Read(book, c, k), c, k)
	return book, c, k
}

var twoDuties = []string{
	"Name,GMC,Ward,Date,Start,End",
	"A Bee,0000001,W1,25/07/2025,0800,2030",
	"C Dee,0000002,W1,26/07/2025,0800,2030",
}

// TestHandEdits: a file that still says what it said before does not undo what was
// changed by hand, unless somebody says so.
func TestHandEdits(t *testing.T) {
	book, c, k := imported(t, july(), intake.Duties, twoDuties...)
	k.Entry.Residents[0].Unit = "W9"
	ch := intake.Compare(intake.Read(book, c, k), c, k)
	asks := ""
	for _, x := range ch.List {
		if x.Ask {
			asks += x.Key + " " + x.Fields[0].Before + " to " + x.Fields[0].After
			if !x.Fields[0].Edited || x.Why == "" {
				t.Errorf("the change says not that it was edited: %+v", x)
			}
		}
	}
	if want := "resident/R001 W9 to W1"; asks != want {
		t.Errorf("it asks for %q, want %q", asks, want)
	}
	kept, _ := intake.Apply(intake.Read(book, c, k), c, k)
	c.Accepted = map[string]bool{"resident/R001": true}
	undone, _ := intake.Apply(intake.Read(book, c, k), c, k)
	if kept.Residents[0].Unit != "W9" || undone.Residents[0].Unit != "W1" {
		t.Errorf("kept %s, undone %s; want W9 and W1", kept.Residents[0].Unit, undone.Residents[0].Unit)
	}
}

// TestHandEditsAndANewerFile: neither does a newer file that says a third thing.
func TestHandEditsAndANewerFile(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	k.Entry.Residents[0].Unit = "W9"
	newer := pasted(t, strings.ReplaceAll(strings.Join(twoDuties, "\n"), "W1", "W2"))
	c := intake.Guess(newer, intake.Duties, k)
	c.Answers = taught(intake.Words(newer, c, k), map[string]string{"unit/w2": "W2"})
	ch := intake.Compare(intake.Read(newer, c, k), c, k)
	asks := map[string]bool{}
	for _, x := range ch.List {
		if x.What == "resident" {
			asks[x.ID] = x.Ask
		}
	}
	if diff := cmp.Diff(map[string]bool{"R001": true, "R002": false}, asks); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	if entry, _ := intake.Apply(intake.Read(newer, c, k), c, k); entry.Residents[0].Unit != "W9" || entry.Residents[1].Unit != "W2" {
		t.Errorf("units %s and %s, want W9 as by hand, and W2", entry.Residents[0].Unit, entry.Residents[1].Unit)
	}
}

// TestNewerFile: what a newer file says otherwise changes without a question, and can be declined.
func TestNewerFile(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	newer := pasted(t, "Name,GMC,Ward,Date,Start,End", "A Bee,0000001,W1,25/07/2025,0800,2100", "E Fee,0000003,W1,27/07/2025,0800,2030")
	c := intake.Guess(newer, intake.Duties, k)
	r := intake.Read(newer, c, k)
	ch := intake.Compare(r, c, k)
	want := map[intake.Op]int{intake.Added: 2, intake.Changed: 1, intake.Same: 1, intake.Missing: 1}
	if diff := cmp.Diff(want, ch.Count); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
	entry, _ := intake.Apply(r, c, k)
	if len(entry.Residents) != 3 || len(entry.Duties) != 3 || entry.Duties[0].End.Equal(k.Entry.Duties[0].End) {
		t.Errorf("%d residents and %d duties, want 3 and 3, and the first ends later", len(entry.Residents), len(entry.Duties))
	}
	c.Declined = map[string]bool{}
	c.Accepted = map[string]bool{}
	for _, x := range ch.List {
		c.Declined[x.Key] = x.Op == intake.Added || x.Op == intake.Changed
		c.Accepted[x.Key] = x.Op == intake.Missing
	}
	entry, memory := intake.Apply(r, c, k)
	if len(entry.Residents) != 1 || len(entry.Duties) != 1 || !entry.Duties[0].End.Equal(k.Entry.Duties[0].End) {
		t.Errorf("declined, and the missing taken out: %d residents and %d duties, want 1 and 1 as before", len(entry.Residents), len(entry.Duties))
	}
	if id := memory.People["gmc:3"]; id != "" {
		t.Errorf("a resident who was declined is remembered as %s", id)
	}
	if len(k.Entry.Residents) != 2 || len(k.Entry.Duties) != 2 {
		t.Error("the known entry was touched")
	}
}

// TestNamesakes: two people of one name are told apart by number, and asked for without one.
func TestNamesakes(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, "Name,GMC,E-mail,Ward,Date,Start,End",
		"\"ALI, Imran\",0000001,i1@x.nhs.invalid,W1,25/07/2025,0800,2030", "\"ALI, Imran\",0000002,i2@x.nhs.invalid,W1,25/07/2025,0800,2030", "Imran Ali,1,,W1,26/07/2025,0800,2030")
	if len(k.Entry.Residents) != 2 || len(k.Entry.Duties) != 3 {
		t.Fatalf("%d residents, %d duties; want 2 and 3", len(k.Entry.Residents), len(k.Entry.Duties))
	}
	book := pasted(t, "Name,E-mail,Fri 25 July", "Imran Ali,I2@x.nhs.invalid,No", "Imran Ali,,Yes")
	c := intake.Guess(book, intake.Declarations, k)
	r := intake.Read(book, c, k)
	if diff := cmp.Diff([]string{"R002 25 away"}, lines(r)); diff != "" {
		t.Errorf("answers (-want +got)\n%s", diff)
	}
	if len(r.Faults) != 1 || r.Faults[0].Code != "name fits two people" || r.Faults[0].Word == "" {
		t.Fatalf("faults %+v, want one with a word", r.Faults)
	}
	c.Answers = map[string]string{r.Faults[0].Word: "R001"}
	if diff := cmp.Diff([]string{"R002 25 away", "R001 25 working"}, lines(intake.Read(book, c, k))); diff != "" {
		t.Errorf("answers once told (-want +got)\n%s", diff)
	}
	if kept := intake.Remembered(c); len(kept) != 0 {
		t.Errorf("the trust would keep %v of people", kept)
	}
}

// TestTwoAddresses: one person may have two e-mail addresses, but not two numbers.
func TestTwoAddresses(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, "Name,GMC,E-mail,Ward,Date,Start,End",
		"A Bee,,a@x.nhs.invalid,W1,25/07/2025,0800,2030", "A Bee,,bee@x.nhs.invalid,W1,26/07/2025,0800,2030",
		"C Dee,1,c@x.nhs.invalid,W1,25/07/2025,0800,2030", "C Dee,2,c2@x.nhs.invalid,W1,26/07/2025,0800,2030")
	if len(k.Entry.Residents) != 3 || len(k.Entry.Duties) != 4 {
		t.Errorf("%d residents, %d duties; want 3 and 4", len(k.Entry.Residents), len(k.Entry.Duties))
	}
}

// TestSilence: an answer that says nothing takes back what the form said before, but
// not what was entered by hand.
func TestSilence(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	_, _, k = imported(t, k, intake.Declarations, "GMC,Fri 25 July,Sat 26 July", "1,No,", "2,,")
	k.Entry.Duties[1].Declaration = rota.Working
	_, _, k = imported(t, k, intake.Declarations, "GMC,Fri 25 July,Sat 26 July", "1,,", "2,,")
	if k.Entry.Duties[0].Declaration != rota.NoReply || k.Entry.Duties[1].Declaration != rota.Working {
		t.Errorf("%s and %s, want no reply and working", k.Entry.Duties[0].Declaration, k.Entry.Duties[1].Declaration)
	}
}

// TestReasonsAreNotKept: what people write beside their answers is in nothing that is shown or kept.
func TestReasonsAreNotKept(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	book := pasted(t, "GMC,Name,Fri 25 July,Is there anything else?", "1,A Bee,No,my union told me", "9,Nobody,Maybe not,picket line")
	c := intake.Guess(book, intake.Declarations, k)
	r := intake.Read(book, c, k)
	entry, memory := intake.Apply(r, c, k)
	all, err := json.Marshal([]any{c, r, intake.Words(book, c, k), intake.Show(book, c), intake.Compare(r, c, k), entry, memory})
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range []string{"union", "picket"} {
		if strings.Contains(string(all), reason) {
			t.Errorf("a reason is kept: %q", reason)
		}
	}
	if len(entry.Duties) != 2 || entry.Duties[0].Declaration != rota.Away {
		t.Errorf("the answer itself is not read: %+v", entry.Duties)
	}
}

// TestChoicesSurvive: choices come back from JSON as they were.
func TestChoicesSurvive(t *testing.T) {
	book, c, k := imported(t, july(), intake.Duties, someDuties...)
	r := intake.Read(book, c, k)
	c.Correct(r.Faults[0].Place, r.Faults[0].Column, "30/06/2025")
	c.Correct(r.Faults[0].Place, r.Faults[0].Column, "29/06/2025")
	c.LeftOut = append(c.LeftOut, intake.Place{Row: 4})
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var again intake.Choices
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(intake.Read(book, c, k), intake.Read(book, again, k)); diff != "" || len(c.Corrections) != 1 {
		t.Errorf("%d corrections; results (-before +after)\n%s", len(c.Corrections), diff)
	}
}

// TestImportTotals: whatever rows a file has, the count closes, every row without a
// record has a reason, the same file again changes nothing, and what is kept is sound.
func TestImportTotals(t *testing.T) {
	cells := map[string][]string{
		"Name":  {"A Bee", "BEE, A (Dr)", "Dr C Dee", "VACANT", "", "Total", "7", "O'Neill, Siân"},
		"GMC":   {"", "0000001", "1", "'0000002", "x"},
		"Grade": {"ST5", "FY1", "Consultant", "", "?"},
		"Ward":  {"W1", "w1", "Ward 1", "", "Delivery Suite"},
		"Shift": {"LD", "N", "AL", "", "??", "OC"},
		"Date":  {"25/07/2025", "26 Jul 25", "45864", "07/27/2025", "31/06/2025", "", "25/07/2024", "Fri 25 July"},
		"Start": {"0800", "20:00", "8am", "", "25:00", "0.333333333"},
		"End":   {"2030", "08:30", "24:00", "", "0", "26/07/2025 08:30"},
	}
	heads := []string{"Name", "GMC", "Grade", "Ward", "Shift", "Date", "Start", "End"}
	rapid.Check(t, func(rt *rapid.T) {
		text := []string{strings.Join(heads, "\t")}
		for range rapid.IntRange(0, 12).Draw(rt, "rows") {
			if rapid.IntRange(0, 9).Draw(rt, "blank") == 0 {
				text = append(text, "")
				continue
			}
			row := make([]string, len(heads))
			for i, h := range heads {
				row[i] = rapid.SampledFrom(cells[h]).Draw(rt, h)
			}
			text = append(text, strings.Join(row, "\t"))
		}
		k := july()
		k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
		book, err := sheet.Paste(strings.Join(text, "\n"))
		if err != nil {
			rt.Fatal(err)
		}
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		if err := sound(book, c, k); err != nil {
			rt.Fatal(err)
		}
	})
}

// sound looks at what holds for every import.
func sound(book sheet.Book, c intake.Choices, k intake.Known) error {
	r := intake.Read(book, c, k)
	if n := r.Count; n.Rows != n.Read+n.Faulty+n.LeftOut+n.Blank {
		return fmt.Errorf("the count does not close: %+v", n)
	}
	faulty := map[intake.Place]bool{}
	for _, f := range r.Faults {
		faulty[f.Place] = true
		if f.Code == "" || f.Wrong == "" || f.Mend == "" {
			return fmt.Errorf("a fault without a sentence: %+v", f)
		}
	}
	if len(faulty) != r.Count.Faulty || len(r.LeftOut) != r.Count.LeftOut {
		return fmt.Errorf("%d rows with faults and %d left out, counted are %+v", len(faulty), len(r.LeftOut), r.Count)
	}
	words := intake.Words(book, c, k)
	entry, memory := intake.Apply(r, c, k)
	for _, f := range rota.Faults(entry.Validate()) {
		if !strings.HasPrefix(f.Path, "strike") && !strings.HasPrefix(f.Path, "case") {
			return fmt.Errorf("the entry has a fault at %s: %s", f.Path, f.Text)
		}
	}
	later := intake.Known{Entry: entry, Words: k.Words, Memory: memory}
	again := intake.Compare(intake.Read(book, c, later), c, later)
	if again.Count[intake.Same]+again.Count[intake.Missing] != len(again.List) || again.Tied != 0 {
		for _, x := range again.List {
			if x.Op != intake.Same && x.Op != intake.Missing {
				return fmt.Errorf("the same file again changes %v, %+v: %d words", again.Count, x, len(words))
			}
		}
		return fmt.Errorf("the same file again ties %d duties anew", again.Tied)
	}
	if diff := cmp.Diff(r, intake.Read(book, c, k)); diff != "" {
		return fmt.Errorf("read twice it differs: %s", diff)
	}
	return nil
}

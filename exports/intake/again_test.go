package intake_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// faultyDuties are a good row and three to correct: a day that does not exist, no times, and a row twice wrong.
var faultyDuties = []string{
	"Name,GMC,Ward,Date,Start,End",
	"A Bee,0000001,W1,25/07/2025,0800,2030",
	"C Dee,0000002,W1,31/06/2025,0800,2030",
	"E Fee,0000003,W1,27/07/2025,,",
	"G Hay,0000004,W1,x,0800,2030",
	"G Hay,0000004,W1,x,0800,2030",
}

// mended brings the faulty duties in, one corrected, one left out, and of two that say the same each otherwise.
func mended(t *testing.T) intake.Known {
	t.Helper()
	k := july()
	book := pasted(t, faultyDuties...)
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	c.Correct(intake.Place{Row: 3}, 3, "26/07/2025")
	c.LeftOut = []intake.Place{{Row: 4}}
	c.Correct(intake.Place{Row: 5}, 3, "27/07/2025")
	c.Correct(intake.Place{Row: 6}, 3, "28/07/2025")
	r := intake.Read(book, c, k)
	if len(r.Faults) > 0 || len(r.Again) > 0 {
		t.Fatalf("faults %+v, as last time %+v", r.Faults, r.Again)
	}
	k.Entry, k.Memory = intake.Apply(r, c, k)
	for key, answer := range intake.Remembered(c) {
		k.Words = map[string]string{key: answer}
	}
	return k
}

// again reads rows with what is known, nothing said anew.
func again(t *testing.T, k intake.Known, afresh bool, rows ...string) (intake.Result, intake.Changes, intake.Memory) {
	t.Helper()
	text, err := json.Marshal(k.Memory) // as it is kept
	if err != nil {
		t.Fatal(err)
	}
	k.Memory = intake.Memory{}
	if err := json.Unmarshal(text, &k.Memory); err != nil {
		t.Fatal(err)
	}
	book := pasted(t, rows...)
	c := intake.Guess(book, intake.Duties, k)
	c.Afresh = afresh
	r := intake.Read(book, c, k)
	_, memory := intake.Apply(r, c, k)
	return r, intake.Compare(r, c, k), memory
}

func did(r intake.Result) []string {
	var out []string
	for _, a := range r.Again {
		out = append(out, a.Where()+", "+a.Whose+": "+strings.Join(a.Did, " "))
	}
	return out
}

// TestAgain: the same file is corrected the same way, and changes nothing.
func TestAgain(t *testing.T) {
	k := mended(t)
	r, ch, memory := again(t, k, false, faultyDuties...)
	if len(r.Faults) > 0 || ch.Count[intake.Same] != len(ch.List) || ch.Count[intake.Same] == 0 {
		t.Errorf("faults %+v, changes %v", r.Faults, ch.Count)
	}
	if diff := cmp.Diff(k.Memory, memory); diff != "" {
		t.Errorf("the memory changes (-before +after)\n%s", diff)
	}
	want := []string{
		"row 3, C Dee, 31/06/2025, W1: “31/06/2025” in D3 was corrected to “26/07/2025”.",
		"row 4, E Fee, 27/07/2025, W1: Left out.",
		"row 5, G Hay, x, W1: “x” in D5 was corrected to “27/07/2025”.",
		"row 6, G Hay, x, W1: “x” in D6 was corrected to “28/07/2025”.",
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "31/06/2025, W1", "26/07/2025, W1")
		want[i] = strings.ReplaceAll(want[i], "x, W1: “x” in D5", "27/07/2025, W1: “x” in D5")
		want[i] = strings.ReplaceAll(want[i], "x, W1: “x” in D6", "28/07/2025, W1: “x” in D6")
	}
	if diff := cmp.Diff(want, did(r)); diff != "" {
		t.Errorf("as last time (-want +got)\n%s", diff)
	}
	if got := r.LeftOut[len(r.LeftOut)-1]; got.Code != "left out as last time" || !got.Chosen {
		t.Errorf("the row that was left out is %+v", got)
	}
}

// TestAgainInANewerFile: a row that is elsewhere by now is known again; one that says
// something else is not.
func TestAgainInANewerFile(t *testing.T) {
	r, _, _ := again(t, mended(t), false, faultyDuties[0], "New One,0000009,W1,25/07/2025,0800,2030", faultyDuties[3], "C Dee,0000002,W1,31/06/2025,0800,2100", faultyDuties[2])
	if diff := cmp.Diff([]string{"row 3, E Fee, 27/07/2025, W1: Left out.", "row 5, C Dee, 26/07/2025, W1: “31/06/2025” in D5 was corrected to “26/07/2025”."}, did(r)); diff != "" {
		t.Errorf("as last time (-want +got)\n%s", diff)
	}
	if len(r.Faults) != 1 || r.Faults[0].Row != 4 {
		t.Errorf("faults %+v, want that of row 4", r.Faults)
	}
}

// TestAfresh: what was done with rows is asked again, and forgotten when nothing is said.
func TestAfresh(t *testing.T) {
	k := mended(t)
	r, _, memory := again(t, k, true, faultyDuties...)
	if r.Count.Faulty != 4 || len(r.Again) > 0 {
		t.Errorf("%d rows to correct and %d as last time, want 4 and none", r.Count.Faulty, len(r.Again))
	}
	k.Memory = memory
	if r, _, _ := again(t, k, false, faultyDuties...); r.Count.Faulty != 4 {
		t.Errorf("%d rows to correct the time after, want 4", r.Count.Faulty)
	}
}

// TestAgainSettled: of rows that contradict each other the same stands again; when one of
// them is not there any more, the other is read as it is.
func TestAgainSettled(t *testing.T) {
	rows := []string{twoDuties[0], twoDuties[1], "A Bee,0000001,W1,25/07/2025,2000,0830"}
	k := july()
	book := pasted(t, rows...)
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	c.Settle(intake.Read(book, c, k).Faults[0], intake.ThisRow)
	k.Entry, k.Memory = intake.Apply(intake.Read(book, c, k), c, k)
	k.Words = intake.Remembered(c)
	r, ch, _ := again(t, k, false, rows...)
	if diff := cmp.Diff([]string{"row 3, A Bee, 25/07/2025, W1: It stands against row 2."}, did(r)); diff != "" || ch.Count[intake.Same] != len(ch.List) {
		t.Errorf("%v; as last time (-want +got)\n%s", ch.Count, diff)
	}
	if r, _, _ := again(t, k, false, rows[0], rows[1]); len(r.Again) > 0 || r.Count.Read != 1 || len(r.Records.Duties) != 1 {
		t.Errorf("alone, %v as last time, count %+v", did(r), r.Count)
	}
}

// TestAgainKeepsNoAnswer: what is kept of a form has no name in it, and nothing of what was answered.
func TestAgainKeepsNoAnswer(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	rows := []string{"Completion time,Name,Fri 25 July,Again 25 July", "yesterday,A Bee,No,No", "15/07/2025 09:00,C Dee,Yes,No"}
	book := pasted(t, rows...)
	c := intake.Guess(book, intake.Declarations, k)
	c.Correct(intake.Place{Row: 2}, 0, "14/07/2025 09:00")
	c.Correct(intake.Place{Row: 3}, 3, "Yes")
	c.Answers = map[string]string{"person/somebody else": intake.Ignore}
	_, memory := intake.Apply(intake.Read(book, c, k), c, k)
	text, err := json.Marshal([]any{memory.Mends, memory.Said})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Bee", "Dee", "somebody", "Yes", "No"} {
		if strings.Contains(string(text), word) {
			t.Errorf("%q is kept: %s", word, text)
		}
	}
	if !strings.Contains(string(text), "14/07/2025 09:00") {
		t.Errorf("the completion time is not kept: %s", text)
	}
	// Another answer in the same row does not make it another row.
	rows[1] = "yesterday,A Bee,Yes,Yes"
	k.Memory = memory
	if r := intake.Read(pasted(t, rows...), intake.Guess(pasted(t, rows...), intake.Declarations, k), k); len(r.Again) != 1 {
		t.Errorf("as last time: %v", did(r))
	}
}

// TestSaidAgain: who was meant by a name is not asked again in the strike, unless they are gone.
func TestSaidAgain(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	form := pasted(t, "Name,Fri 25 July", "A Beee,No")
	c := intake.Guess(form, intake.Declarations, k)
	words := intake.Words(form, c, k)
	if len(words) != 1 || words[0].Answer != "" {
		t.Fatalf("words %+v", words)
	}
	c.Answers = map[string]string{words[0].Key: "R001"}
	k.Entry, k.Memory = intake.Apply(intake.Read(form, c, k), c, k)
	fresh := intake.Guess(form, intake.Declarations, k)
	if diff := cmp.Diff([]string{"R001 25 away"}, lines(intake.Read(form, fresh, k))); diff != "" {
		t.Errorf("answers (-want +got)\n%s", diff)
	}
	fresh.Answers = map[string]string{words[0].Key: ""} // not decided any more
	if r := intake.Read(form, fresh, k); len(r.Faults) != 1 {
		t.Errorf("faults %+v once it is open again", r.Faults)
	}
	k.Entry.Residents = k.Entry.Residents[1:]
	k.Entry.Duties = k.Entry.Duties[1:]
	if words := intake.Words(form, intake.Guess(form, intake.Declarations, k), k); len(words) != 1 || words[0].Answer != "" {
		t.Errorf("somebody who is gone is still meant: %+v", words)
	}
}

package intake_test

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestLostNought: a telephone number that was kept as a number gets its 0 or + back; a bleep stays as it is.
func TestLostNought(t *testing.T) {
	for text, want := range map[string]string{"7700900104": "07700900104", "447700900104": "+447700900104", "07700 900104": "07700 900104", "4471": "4471", "1632960001": "01632960001"} {
		k := july()
		k.Memory = intake.Memory{}
		r, _ := askedOf(t, intake.Consultants, k, map[string]string{"skill/x": "x", waysKey: "yes"}, "Consultant,Covers,Mobile,Fri 25 0800-1300", "A Bee,x,"+text+",OK")
		if len(r.Records.Consultants) != 1 || r.Records.Consultants[0].Contact != want {
			t.Errorf("%s: %+v, faults %+v", text, r.Records.Consultants, r.Faults)
		}
	}
}

// TestTwoPartsSuggestNothing: nothing is chosen beforehand for a word whose parts point to different things.
func TestTwoPartsSuggestNothing(t *testing.T) {
	k := july()
	k.Entry.Slots = []rota.Slot{{ID: "S001", SkillsAny: []string{"Acute oncology", "SACT"}}}
	_, words := askedOf(t, intake.Consultants, k, nil, "Consultant,Covers,Fri 25 0800-1300,Sat 26 0800-1300", "A Bee,Acute oncology/SACT,day + on call,clinic and list", "C Dee,acute onc,OK,OK")
	for _, w := range words {
		want := ""
		switch w.Text {
		case "clinic and list":
			want = "fixed"
		case "Acute oncology/SACT", "day + on call":
		default:
			continue
		}
		if w.Suggestion != want {
			t.Errorf("for %q %q is suggested, want %q", w.Text, w.Suggestion, want)
		}
		delete(words, w.Key)
	}
	if len(words) > 3 {
		t.Errorf("the words are %v", words)
	}
}

// TestHeadingsBetweenPeople: a line such as Maternity between the rows of people, in the column of their numbers or
// one that is not read, is a heading; one in the column of names is a row, and is shown by what it says.
func TestHeadingsBetweenPeople(t *testing.T) {
	r, _ := askedOf(t, intake.Duties, july(), map[string]string{"unit/w1": "W1", "grade/st5": "ST5"}, "Nr of row,Name,Grade,Ward,Fri 25 July,Sat 26 July", "Maternity,,,,,", "1,\"BEE, Ann\",ST5,W1,0800-2030,", "Cancer,,,,,", "2,\"DEE, Cat\",ST5,W1,,0800-2030", ",,,W1,,")
	if r.Count.Read != 2 || r.Count.Faulty != 1 || tally(r)["section heading"] != 2 {
		t.Errorf("%+v: %v", r.Count, tally(r))
	}
	for _, f := range r.Faults {
		if f.Row != 6 || f.Wrong != "The row names nobody. All that it says is “W1”." {
			t.Errorf("fault %+v", f)
		}
	}
}

// TestPartlyRead: a row of which the plain cells are taken is counted as such.
func TestPartlyRead(t *testing.T) {
	r, _ := askedOf(t, intake.Consultants, july(), map[string]string{"skill/x": "x", waysKey: "yes"}, "Consultant,Covers,Fri 25 0800-1300,Sat 26 0800-1300", "A Bee,x,OK,xyz", "C Dee,x,OK,OK", "E Fee,x,xyz,xyz")
	if r.Count.Read != 1 || r.Count.Faulty != 2 || r.Count.Partly != 1 {
		t.Errorf("%+v", r.Count)
	}
}

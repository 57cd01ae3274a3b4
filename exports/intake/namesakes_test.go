package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// twoAlis are duties of two people of one name, one row without a number before the others.
var twoAlis = []string{
	"Name,GMC,Grade,Ward,Date,Start,End",
	"Imran Ali,,ST5,W2,27/07/2025,0800,2030",
	"\"ALI, Imran\",0000001,ST6,W1,25/07/2025,0800,2030",
	"\"ALI, Imran\",0000002,ST5,W2,25/07/2025,0800,2030",
}

// personWords are the words of a book about people: what is suggested, and what may be answered.
func personWords(words []intake.Word) []string {
	var out []string
	for _, w := range words {
		if w.Kind != intake.PersonWord {
			continue
		}
		var options []string
		for _, o := range w.Options {
			options = append(options, o.Value)
		}
		out = append(out, w.Text+": "+w.Answer+w.Suggestion+" of "+strings.Join(options, " "))
	}
	return out
}

// TestNamesakesOfAFile: a row without a number is asked for with everybody of that name in
// the file, and the answer stands when the file comes again.
func TestNamesakesOfAFile(t *testing.T) {
	book, k := pasted(t, twoAlis...), july()
	c := intake.Guess(book, intake.Duties, k)
	units := map[string]string{"unit/w1": "W1", "unit/w2": "W2"}
	c.Answers = units
	words := intake.Words(book, c, k)
	if diff := cmp.Diff([]string{"Imran Ali, ST5, W2: R002 of R001 R002 + -"}, personWords(words)); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	c.Answers = taught(words, nil)
	r := intake.Read(book, c, k)
	k.Entry, k.Memory = intake.Apply(r, c, k)
	if len(k.Entry.Residents) != 2 || len(k.Entry.Duties) != 3 || r.Count.Read != 3 {
		t.Fatalf("%d residents, %d duties; count %+v", len(k.Entry.Residents), len(k.Entry.Duties), r.Count)
	}
	again := intake.Guess(book, intake.Duties, k)
	again.Answers = units
	ch := intake.Compare(intake.Read(book, again, k), again, k)
	if ch.Count[intake.Same] != len(ch.List) || len(ch.List) != 5 {
		t.Errorf("again: %v", ch.Count)
	}
}

// TestNamesakesWithoutMarks: people of one name whose numbers are not known, as from an
// entry workbook, are asked for by the numbers of the rows; then the numbers tell.
func TestNamesakesWithoutMarks(t *testing.T) {
	k := july()
	k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "Imran Ali", Grade: "ST6", Unit: "W1"}, {ID: "R002", Name: "ALI, Imran", Grade: "ST5", Unit: "W2"}}
	book := pasted(t, append([]string{twoAlis[0]}, twoAlis[2:]...)...)
	c := intake.Guess(book, intake.Duties, k)
	words := intake.Words(book, c, k)
	want := []string{"ALI, Imran, 0000001: R001 of R001 R002 + -", "ALI, Imran, 0000002: R002 of R001 R002 + -"}
	if diff := cmp.Diff(want, personWords(words)); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	r := intake.Read(book, c, k)
	if len(r.Faults) != 2 || r.Faults[0].Word != "person/ali, imran, 0000001" {
		t.Errorf("faults %+v while nobody has said", r.Faults)
	}
	for _, answers := range [][]string{{"R002", "R001"}, {"R001", "+"}, {"+", "+"}} {
		c.Answers = taught(words, map[string]string{"person/ali, imran, 0000001": answers[0], "person/ali, imran, 0000002": answers[1]})
		later := k
		later.Entry, later.Memory = intake.Apply(intake.Read(book, c, k), c, k)
		who, next := later.Entry.Duties, []rota.ResidentID{"R003", "R004"}
		for i, a := range answers {
			want := rota.ResidentID(a)
			if a == intake.New {
				want, next = next[0], next[1:]
			}
			if who[i].Resident != want {
				t.Errorf("answered %v, duty %d is of %s, want %s", answers, i, who[i].Resident, want)
			}
		}
		for _, said := range []map[string]string{c.Answers, {}} {
			again := intake.Guess(book, intake.Duties, later)
			again.Answers = said
			entry, _ := intake.Apply(intake.Read(book, again, later), again, later)
			if !rota.SameThing(later.Entry, entry) {
				t.Errorf("answered %v, the file again changes something: %+v", answers, entry.Residents)
			}
		}
	}
}

// TestNumbersOfTwoPeople: a row whose numbers are those of two people is asked for.
func TestNumbersOfTwoPeople(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, "Name,GMC,Assignment No.,Ward,Date,Start,End",
		"A Bee,0000001,11,W1,25/07/2025,0800,2030", "C Dee,0000002,12,W1,25/07/2025,0800,2030")
	book := pasted(t, "Name,GMC,Assignment No.,Ward,Date,Start,End", "A Bee,0000001,12,W1,26/07/2025,0800,2030")
	if diff := cmp.Diff([]string{"A Bee, 12, 0000001:  of R001 R002 + -"}, personWords(intake.Words(book, intake.Guess(book, intake.Duties, k), k))); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
}

// TestNewNamesake: somebody who is new by what a person said is made once, however often the file comes.
func TestNewNamesake(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, append([]string{twoAlis[0]}, twoAlis[2:]...)...)
	rows := []string{"Name,Ward,Date,Start,End", "Imran Ali,W1,28/07/2025,0800,2030", "Imran Ali,W1,29/07/2025,0800,2030"}
	book := pasted(t, rows...)
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = map[string]string{"person/imran ali, w1": intake.New}
	for range 2 {
		k.Entry, k.Memory = intake.Apply(intake.Read(book, c, k), c, k)
	}
	c.Answers = nil
	k.Entry, k.Memory = intake.Apply(intake.Read(book, c, k), c, k)
	if len(k.Entry.Residents) != 3 || len(k.Entry.Duties) != 4 || k.Entry.Duties[3].Resident != "R003" {
		t.Errorf("%d residents and %d duties, want 3 and 4", len(k.Entry.Residents), len(k.Entry.Duties))
	}
}

// TestConsultantsNamedOtherwise: a name turned round is the same person's; initials and surnames
// alone are asked for, and never taken as somebody new.
func TestConsultantsNamedOtherwise(t *testing.T) {
	k := july()
	for i, name := range []string{"Dr Uma Bray", "Ann Lee", "Ben Lee", "Prof Osei"} {
		k.Entry.Consultants = append(k.Entry.Consultants, rota.Consultant{ID: rota.ConsultantID([]string{"C001", "C002", "C003", "C004"}[i]), Name: name, Skills: []string{"lw"}})
	}
	book := pasted(t, "Consultant,Base,Covers,Rate,Fri 25 0800-1300", "Bray Uma,,lw,BMA,OK", "BRAY U,,lw,BMA,OK", "Miss Bray,,lw,BMA,OK", "Mr Lee,,lw,BMA,OK", "Kofi Osei,,lw,BMA,OK", "Uma Day,,lw,BMA,OK")
	c := intake.Guess(book, intake.Consultants, k)
	want := []string{"BRAY U: C001 of C001 + -", "Miss Bray: C001 of C001 + -", "Mr Lee:  of C002 C003 + -", "Kofi Osei: C004 of C004 + -"}
	if diff := cmp.Diff(want, personWords(intake.Words(book, c, k))); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	var got []string
	for _, r := range intake.Read(book, c, k).Records.Consultants {
		got = append(got, string(r.ID)+" "+r.Consultant.Name)
	}
	if diff := cmp.Diff([]string{"C001 Dr Uma Bray", "C005 Uma Day"}, got); diff != "" {
		t.Errorf("taken (-want +got)\n%s", diff)
	}
}

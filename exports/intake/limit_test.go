package intake_test

import (
	"slices"
	"strings"
	"testing"

	"strikerota/exports/intake"
)

// TestLimitsInComments: what a comment limits is chosen beforehand where the list has it, and must be
// said where the words speak of another limit.
func TestLimitsInComments(t *testing.T) {
	const none, must = "-", "must be said"
	for text, want := range map[string]string{
		"no nights in a row": "nights 1", "Max one night in a row": "nights 1", "no consecutive nights": "nights 1", "not two nights running": "nights 1",
		"max 1 night running": "nights 1", "no back-to-back": "nights 1", "no back to back nights please": "nights 1", "one night at a time": "nights 1",
		"prefers no more than 2 nights": "nights 2", "max 2 nights in a row": "nights 2", "No three nights in a row": "nights 2", "at most two consecutive nights": "nights 2",
		"max 3 nights in a row": "nights 3", "back by 18:00": "until 18:00", "BMA rate only": "terms bma_rate",
		"no nights": must, "max 2 nights a week": must, "max two nights in total": must, "no weekends": must, "max 3 shifts": must, "never after theatre": must,
		"max one night in a row, until 18:00": must, "no back-to-back weekends": must,
		"ring me first": none, "happy to help": none, "prefers nights": none,
	} {
		book, k := pasted(t, "Consultant\tCovers\tFri 25 1300-1800\tComments\nA Bee\tx\tOK\t"+text), julyFor(intake.Consultants)
		words := intake.Words(book, intake.Guess(book, intake.Consultants, k), k)
		i := slices.IndexFunc(words, func(w intake.Word) bool { return w.Kind == intake.CommentWord })
		if i < 0 {
			t.Errorf("%s: not asked", text)
			continue
		}
		got := words[i].Suggestion
		if words[i].Must {
			got += must
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestShortHeadings: headings are known by their abbreviations, and skills say what somebody can cover
// before what they are a specialist in.
func TestShortHeadings(t *testing.T) {
	for _, tt := range []struct {
		kind       intake.Kind
		text, want string
	}{
		{intake.Duties, "Name,Gr.,Dept.,Tel.,Date,Start,End\nA Bee,ST5,W1,1,25/07/2025,0800,2030", "name grade unit  date start end"},
		{intake.Duties, "Name,Grd,Loc.,Ext.,Date,Start,End\nA Bee,ST5,W1,1,25/07/2025,0800,2030", "name grade unit  date start end"},
		{intake.Consultants, "Consultant,Specialty,Skills,Bleep,Fri 25 0800-1300\nA Bee,Surgery,lw,1,OK", "name  covers contact cover"},
		{intake.Consultants, "Consultant,Spec.,Loc.,Fri 25 0800-1300\nA Bee,Surgery,North,OK", "name covers site cover"},
		{intake.Slots, "Unit,Role,Sess.,Number\nW1,SHO,Night,1", "unit role band places"},
	} {
		book := pasted(t, tt.text)
		var got []string
		for _, c := range intake.Guess(book, tt.kind, julyFor(tt.kind)).Sheets[0].Columns {
			got = append(got, string(c.Field))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, strings.Join(got, " "), tt.want)
		}
	}
}

// TestMarksAfterNames: marks that point to a note are no part of a name.
func TestMarksAfterNames(t *testing.T) {
	text := "Name,GMC,Ward,Date,Start,End"
	for i, name := range []string{`"Bee, Ann*"`, "Ann Bee †", "Ann Bee^", "Ann Bee²", "Ann Bee (1)", `"Bee*, Ann"`, "Ann Bee"} {
		text += "\n" + name + ",0000001,W1," + []string{"21", "22", "23", "24", "25", "26", "27"}[i] + "/07/2025,0800,2030"
	}
	_, _, k := imported(t, july(), intake.Duties, text)
	if len(k.Entry.Residents) != 1 || k.Entry.Residents[0].Name != "Bee, Ann" || len(k.Entry.Duties) != 7 {
		t.Errorf("%d duties of %+v", len(k.Entry.Duties), k.Entry.Residents)
	}
}

// TestOffersAreNoNotes: the name of a shift that was read as an offer is not kept as a note too.
func TestOffersAreNoNotes(t *testing.T) {
	book, k := pasted(t, "Day = 08:00-20:30, Night = 20:00-08:30\n\nConsultant,Covers,Fri 25 July,Sat 26 July\nA Bee,x,Night,Day\nC Dee,x,Nights,D"), julyFor(intake.Consultants)
	c := intake.Guess(book, intake.Consultants, k)
	c.Answers = taught(intake.Words(book, c, k), map[string]string{"skill/: x": "-", "mode/" + strings.ToLower("Yes, OK, or a time offered without saying how"): "yes"})
	for _, r := range intake.Read(book, c, k).Records.Consultants {
		if r.Note != "" {
			t.Errorf("note %q", r.Note)
		}
	}
}

// TestSpansOverMidnight: a duty of a day or longer says on which day it ends.
func TestSpansOverMidnight(t *testing.T) {
	book, k := pasted(t, "Name,Ward,Start,End\nA Bee,W1,25/07/2025 20:00,26/07/2025 20:30"), julyFor(intake.Duties)
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	for _, x := range intake.Compare(intake.Read(book, c, k), c, k).List {
		if x.What == "duty" && !strings.Contains(x.Label, "8pm to Sat 26 July, 8:30pm") {
			t.Errorf("it is called %q", x.Label)
		}
	}
}

package intake_test

import (
	"slices"
	"strings"
	"testing"

	"strikerota/exports/intake"
)

// TestPartsOfDayInCells: a word such as Night in a consultant's cell is asked for its times, which are
// never those of the column's day; every answer that gives times is taken, and the file's key or what
// was said of the word before goes without asking.
func TestPartsOfDayInCells(t *testing.T) {
	const head = "Consultant,Covers,Fri 25 July,Sat 26 July"
	const night = "Fri 25 July, 8pm to 8:30am"
	for name, tt := range map[string]struct {
		rows   []string
		word   string // its key; nothing is asked without
		answer string
		before map[string]string // answers of earlier files
		want   string            // the first offer; "" is none
		faults int
	}{
		"not said":          {[]string{head, "A Bee,x,Night,no"}, "cover/night", "", nil, "", 1},
		"times":             {[]string{head, "A Bee,x,Night,no"}, "cover/night", "20:00-08:30", nil, night, 0},
		"yes and times":     {[]string{head, "A Bee,x,Night,no"}, "cover/night", "yes 20:00-08:30", nil, night, 0},
		"terms and times":   {[]string{head, "A Bee,x,Night,no"}, "cover/night", "yes bma_rate 2000-0830", nil, night, 0},
		"yes alone":         {[]string{head, "A Bee,x,Night,no"}, "cover/night", "yes", nil, "", 1},
		"yes before":        {[]string{head, "A Bee,x,Night,no"}, "cover/night", "", map[string]string{"cover/night": "yes"}, "", 1},
		"a code of the own": {[]string{head, "A Bee,x,NDX,no"}, "cover/ndx", "2000-0830", nil, night, 0},
		"no":                {[]string{head, "A Bee,x,N,LD"}, "cover/n", "no", nil, "", 1},
		"N beside Y":        {[]string{head, "A Bee,x,N,no"}, "", "", nil, "", 0},
		"the file's key":    {[]string{head, "A Bee,x,N,no", "Key: N = night 20:00-08:30,,,"}, "", "", nil, night, 0},
		"a code known":      {[]string{head, "A Bee,x,Night,no"}, "", "", map[string]string{"code/night": "2000-0830"}, night, 0},
		"a part known":      {[]string{head, "A Bee,x,Night,no"}, "", "", map[string]string{"band/night": "2000-0830"}, night, 0},
	} {
		k := july()
		k.Memory, k.Words = intake.Memory{}, tt.before
		answers := map[string]string{"skill/x": "x", waysKey: "yes"}
		if tt.answer != "" {
			answers[tt.word] = tt.answer
		}
		r, words := askedOf(t, intake.Consultants, k, answers, tt.rows...)
		got := ""
		for _, c := range r.Records.Consultants {
			for _, o := range c.Offers {
				got = o.Span.Words()
				break
			}
		}
		if got != tt.want || len(r.Faults) != tt.faults {
			t.Errorf("%s: the offer is %q, want %q; faults %+v", name, got, tt.want, r.Faults)
		}
		w, asked := words[tt.word]
		if asked != (tt.word != "") || words["band/(whole day)"].Key != "" {
			t.Errorf("%s: the words are %v", name, words)
		}
		if asked && (w.Answer == "") != (tt.faults == 1 && tt.word != "cover/n") {
			t.Errorf("%s: the word has the answer %q", name, w.Answer)
		}
		if tt.faults == 1 && tt.word == "cover/night" && !strings.Contains(r.Faults[0].Wrong, "which times “Night” stands for") {
			t.Errorf("%s: the fault is %q", name, r.Faults[0].Wrong)
		}
	}
}

// TestNoWaitsForNoTimes: whoever says only no is taken in though nothing says when a day is, and what
// another row of theirs offers on that day still contradicts it.
func TestNoWaitsForNoTimes(t *testing.T) {
	const head = "Consultant,Covers,Fri 25 July"
	k := july()
	k.Memory = intake.Memory{}
	answers := map[string]string{"skill/x": "x", waysKey: "yes"}
	r, words := askedOf(t, intake.Consultants, k, answers, head, "A Bee,x,no", "C Dee,x,?")
	if r.Count.Read != 2 || words["band/(whole day)"].Key != "" {
		t.Errorf("read %d, faults %+v", r.Count.Read, r.Faults)
	}
	if want := "Not agreed yet, and so not offered: C Dee on Fri 25 July."; !slices.Contains(r.Remarks, want) {
		t.Errorf("the remarks are %q", r.Remarks)
	}
	r, _ = askedOf(t, intake.Consultants, k, answers, head, "A Bee,x,no", "A Bee,x,2000-0830")
	if len(r.Faults) != 1 || r.Faults[0].Against == nil {
		t.Errorf("the faults are %+v, want that the two rows disagree", r.Faults)
	}
}

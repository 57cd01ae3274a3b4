package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestSeveralCodes: a cell that plainly gives two shifts gives two duties; where one of them may be meant, it
// is asked for once, and the answer holds wherever the cell says so.
func TestSeveralCodes(t *testing.T) {
	const key = "\nE = Early 0800-1300\nN = Night 2000-0830\nLD = Long day 0800-2030\nNROC = Non-resident on call 1800-0800"
	early, night := "Ann Bee, W1: 25 08:00 to 25 13:00", "Ann Bee, W1: 25 20:00 to 26 08:30"
	for _, tt := range []struct {
		name, cell string
		said       map[string]string
		want       []string
	}{
		{"a plus", "E + N", nil, []string{early, night}},
		{"the other way round", "N+E", nil, []string{early, night}},
		{"and", "E and N", nil, []string{early, night}},
		{"lines", "\"E\nN\"", nil, []string{early, night}},
		{"on call after the day", "E; NROC", nil, []string{early, "Ann Bee, W1: 25 18:00 to 26 08:00 on call"}},
		{"their own times", "LD 0800-1300 / N 20:00-08:30", nil, []string{early, night}},
		{"times alone", "0800-1300 / 2000-0830", nil, []string{early, night}},
		{"either of them", "E / N", nil, []string{"fault D2: unknown code", "asks code/e / n"}},
		{"both of them", "E / N", map[string]string{"code/e / n": "each duty"}, []string{early, night}},
		{"none of them", "E/N", map[string]string{"code/e/n": "-"}, nil},
		{"one span", "E/N", map[string]string{"code/e/n": "0800-0800"}, []string{"Ann Bee, W1: 25 08:00 to 26 08:00"}},
		{"a blank between", "E N", map[string]string{"code/e n": "each duty"}, []string{early, night}},
		{"a duty and leave", "E + AL", nil, []string{"fault D2: unknown code", "asks code/e + al"}},
		{"the duty beside leave", "E + AL", map[string]string{"code/e + al": "each duty"}, []string{early}},
		{"a handover to oneself is asked for", "LD + N", nil, []string{"fault D2: unknown code", "asks code/ld + n"}},
		{"a handover to oneself", "LD + N", map[string]string{"code/ld + n": "each duty"}, []string{"Ann Bee, W1: 25 08:00 to 25 20:00", night}},
		{"one within the other", "LD + E", map[string]string{"code/ld + e": "each duty"}, []string{"fault D2: duties overlap"}},
		{"an unknown part", "E + QX", nil, []string{"fault D2: unknown code", "asks code/e + qx"}},
		{"leave with a stroke", "A/L", nil, nil},
		{"a mark", "N*", nil, []string{"fault D2: unknown code", "asks code/n*"}},
		{"a mark said to be none", "N*", map[string]string{"code/n*": "as unmarked"}, []string{night}},
		{"a dagger said to be none", "N †", map[string]string{"code/n †": "as unmarked"}, []string{night}},
		{"a mark with times of its own", "N*", map[string]string{"code/n*": "2100-0830"}, []string{"Ann Bee, W1: 25 21:00 to 26 08:30"}},
	} {
		for layout, text := range map[string]string{
			"grid": "Name,Grade,Ward,Fri 25/07,Sat 26/07\nAnn Bee,ST5,W1,X,\nCat Dee,ST5,W1,,E",
			"rows": "Name,Grade,Ward,Shift,Date\nAnn Bee,ST5,W1,X,25/07/2025\nCat Dee,ST5,W1,E,26/07/2025",
		} {
			t.Run(tt.name+", "+layout, func(t *testing.T) {
				said := map[string]string{"unit/w1": "W1"}
				for k, v := range tt.said {
					said[k] = v
				}
				got := outcome(t, pasted(t, strings.Replace(text, ",X,", ","+tt.cell+",", 1)+key), intake.Duties, said)
				got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, "Cat Dee") })
				if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			})
		}
	}
}

// TestSeveralCodesOffered: the question says what each answer comes to, the answer is kept for the trust,
// and the duties that it makes are sound.
func TestSeveralCodesOffered(t *testing.T) {
	text := "Name,Grade,Ward,Fri 25/07,Sat 26/07\nAnn Bee,ST5,W1,LD/N,N*\nCat Dee,ST5,W1,E/AL,LD/N\nE = Early 0800-1300\nN = Night 2000-0830\nLD = Long day 0800-2030"
	book, k := pasted(t, text), julyFor(intake.Duties)
	c := intake.Guess(book, intake.Duties, k)
	got := map[string]string{}
	for _, w := range intake.Words(book, c, k) {
		if w.Kind == intake.CodeWord {
			got[w.Text] = w.Options[0].Value + ": " + w.Options[0].Label
		}
	}
	want := map[string]string{
		"LD/N": "each duty: 2 duties: LD and N, the handover between them counted once",
		"N*":   "as unmarked: N, with a mark that changes nothing of when it is",
		"E/AL": "each duty: The duty E alone",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	c.Answers = map[string]string{"unit/w1": "W1", "code/ld/n": "each duty", "code/n*": "as unmarked", "code/e/al": "each duty"}
	r := intake.Read(book, c, k)
	if len(r.Faults) > 0 {
		t.Errorf("faults %v", r.Faults)
	}
	k.Words = intake.Remembered(c)
	k.Entry, k.Memory = intake.Apply(r, c, k)
	if err := k.Entry.Validate(); err != nil || len(k.Entry.Duties) != 6 {
		t.Errorf("%d duties, %v", len(k.Entry.Duties), rota.Faults(err))
	}
	c.Answers = nil
	for _, w := range intake.Words(book, c, k) {
		if w.Answer == "" {
			t.Errorf("asks for %s again", w.Key)
		}
	}
}

// TestHandoverBetweenSlots: of two shifts of one cell that overlap the one lasts that a slot needs for its whole.
func TestHandoverBetweenSlots(t *testing.T) {
	book := pasted(t, "Name,Grade,Ward,Fri 25/07\nAnn Bee,ST5,W1,0700-1500 + 1430-2200")
	k := julyFor(intake.Duties)
	slot := func(id rota.SlotID, from, to int) rota.Slot {
		start, _ := rota.London(rota.Date{Year: 2025, Month: 7, Day: 25}, from, 0)
		end, _ := rota.London(rota.Date{Year: 2025, Month: 7, Day: 25}, to, 0)
		return rota.Slot{ID: id, Unit: "W1", Span: rota.Span{Start: start, End: end}, Mode: rota.OnSite}
	}
	for _, tt := range []struct {
		slots []rota.Slot
		want  []string
	}{
		{nil, []string{"Ann Bee, W1: 25 07:00 to 25 14:30", "Ann Bee, W1: 25 14:30 to 25 22:00"}},
		{[]rota.Slot{slot("S1", 7, 15), slot("S2", 15, 22)}, []string{"Ann Bee, W1: 25 07:00 to 25 15:00", "Ann Bee, W1: 25 15:00 to 25 22:00"}},
		{[]rota.Slot{slot("S1", 8, 14), slot("S2", 15, 22)}, []string{"Ann Bee, W1: 25 07:00 to 25 14:30", "Ann Bee, W1: 25 14:30 to 25 22:00"}},
	} {
		k.Entry.Slots = tt.slots
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = taught(intake.Words(book, c, k), map[string]string{"code/0700-1500 + 1430-2200": "each duty", "unit/w1": "W1"})
		if diff := cmp.Diff(tt.want, lines(intake.Read(book, c, k))); diff != "" {
			t.Errorf("%d slots (-want +got)\n%s", len(tt.slots), diff)
		}
	}
}

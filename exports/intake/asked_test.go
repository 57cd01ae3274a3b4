package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// askedOf reads rows as the kind with what is said of its words; of a word not among them nothing is said.
func askedOf(t *testing.T, kind intake.Kind, k intake.Known, answers map[string]string, rows ...string) (intake.Result, map[string]intake.Word) {
	t.Helper()
	book, err := sheet.Read("pasted.csv", []byte(strings.Join(rows, "\n")))
	if err != nil {
		t.Fatal(rota.Faults(err))
	}
	c := intake.Guess(book, kind, k)
	c.Answers = answers
	words := map[string]intake.Word{}
	for _, w := range intake.Words(book, c, k) {
		words[w.Key] = w
	}
	return intake.Read(book, c, k), words
}

func values(w intake.Word) []string {
	var out []string
	for _, o := range w.Options {
		out = append(out, o.Value)
	}
	return out
}

const dutyHead = "Name,Grade,Unit,Date,Start,End"

// TestNewUnit: an unknown unit is never taken for one of its own, however often it is there.
func TestNewUnit(t *testing.T) {
	k := july()
	k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "Old", Unit: "Ward 31 Oncology"}, {ID: "R002", Name: "Older", Unit: "Theatres"}}
	rows := []string{dutyHead}
	for _, day := range []string{"25", "26", "27", "28", "29"} {
		for _, who := range []string{"Ann Bee", "Cat Dee"} {
			rows = append(rows, who+",ST3,Community,"+day+"/07/2025,08:00,16:00")
		}
	}
	r, words := askedOf(t, intake.Duties, k, nil, rows...)
	w := words["unit/community"]
	if w.Suggestion != "" || r.Count.Read != 0 || !w.MayBeNew() {
		t.Errorf("suggested %q, %d rows read, may be new: %v", w.Suggestion, r.Count.Read, w.MayBeNew())
	}
	if got := values(w); !slices.Contains(got, "Community") || !slices.Contains(got, "Theatres") || !slices.Contains(got, intake.Ignore) {
		t.Errorf("the options are %q", got)
	}
	if r, _ := askedOf(t, intake.Duties, k, map[string]string{"unit/community": "Community"}, rows...); r.Count.Read != 10 {
		t.Errorf("%d rows read of a new unit, want 10", r.Count.Read)
	}
	r, _ = askedOf(t, intake.Duties, k, map[string]string{"unit/community": intake.Ignore}, rows...)
	if r.Count.Faulty != 0 || r.Unread() != 10 {
		t.Errorf("%d rows faulty and %d left out by a word, want 0 and 10", r.Count.Faulty, r.Unread())
	}
	r, _ = askedOf(t, intake.Duties, k, map[string]string{"unit/community": intake.Ignore}, "Name,Grade,Unit,Shift,Date,Start,End", "Ann Bee,ST3,Community,AL,25/07/2025,,", "Cat Dee,ST3,Theatres,AL,25/07/2025,,")
	if got := r.Records.Residents; len(got) != 1 || got[0].Name != "Cat Dee" {
		t.Errorf("of leave in two units, one of them left out, the residents are %+v", got)
	}
	k.Entry.Residents[1].Unit = "Ward A"
	if got := second(t, k, "AMU").Suggestion; got != "" {
		t.Errorf("of Ward A, AMU is suggested to be %q", got)
	}
	if got := values(second(t, k, "Ward 31 Oncologie")); got[0] != "Ward 31 Oncology" {
		t.Errorf("the nearest comes first, got %q", got)
	}
}

func second(t *testing.T, k intake.Known, unit string) intake.Word {
	t.Helper()
	_, words := askedOf(t, intake.Duties, k, nil, dutyHead, "Ann Bee,ST3,"+unit+",25/07/2025,08:00,16:00")
	for key, w := range words {
		if strings.HasPrefix(key, "unit/") {
			return w
		}
	}
	t.Fatal("no unit is asked for")
	return intake.Word{}
}

// TestAnySite: "either" is every site of the strike, and none of those that other files named.
func TestAnySite(t *testing.T) {
	for _, said := range []string{"either", "Any", "both", "Cross-site", "", "either / any", "Hospital A/either"} {
		k := july()
		k.Words = map[string]string{"site/community": "Community", "site/either": "Community"}
		k.Entry.Slots = []rota.Slot{{ID: "s1", Site: "Hospital A"}, {ID: "s2", Site: "Hospital B"}}
		r, _ := askedOf(t, intake.Consultants, k, map[string]string{"skill/x": "x"}, "Consultant,Base,Covers,Fri 25 0800-1300", "A Bee,"+said+",x,OK", "C Dee,Hospital A,x,OK")
		if len(r.Records.Consultants) != 2 {
			t.Fatalf("%q: %+v", said, r.Faults)
		}
		if diff := cmp.Diff([]string{"Hospital A", "Hospital B"}, r.Records.Consultants[0].Sites); diff != "" {
			t.Errorf("%q (-want +got)\n%s", said, diff)
		}
		if diff := cmp.Diff([]string{"Hospital A"}, r.Records.Consultants[1].Sites); diff != "" {
			t.Errorf("beside %q (-want +got)\n%s", said, diff)
		}
	}
}

// TestGrades are matched to those that have a salary, or asked for.
func TestGrades(t *testing.T) {
	for _, tt := range []struct{ text, grade, suggested string }{
		{"st 3", "ST3", ""}, {"Specialty Registrar Yr7", "ST7", ""}, {"SpR (ST4)", "ST4", ""}, {"F1", "FY1", ""}, {"Foundation Doctor Year 2", "FY2", ""},
		{"GP ST2", "GPST2", ""}, {"GPVTS 1", "GPST1", ""}, {"Core Trainee Yr 1", "CT1", ""}, {"Internal Medicine Trainee Y2", "IMT2", ""}, {"ST8 (acting up)", "ST8", ""},
		{"StR ST4", "ST4", ""}, {"ST3+", "ST3+", "ST3"}, {"Trust doctor (ST3)", "Trust doctor (ST3)", "ST3"}, {"SpR", "SpR", ""}, {"SHO", "SHO", ""},
	} {
		r, words := askedOf(t, intake.Duties, july(), map[string]string{"unit/w": "W"}, dutyHead, "Ann Bee,"+tt.text+",W,25/07/2025,08:00,16:00")
		if got := r.Records.Residents[0].Grade; got != tt.grade {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.grade)
		}
		w, asked := words["grade/"+strings.ToLower(tt.text)]
		if asked != (tt.grade == tt.text) || w.Suggestion != tt.suggested {
			t.Errorf("%q is asked for: %v, suggested %q, want %q", tt.text, asked, w.Suggestion, tt.suggested)
		}
	}
	r, _ := askedOf(t, intake.Duties, july(), map[string]string{"unit/w": "W", "grade/spr": "ST5"}, dutyHead, "Ann Bee,SpR,W,25/07/2025,08:00,16:00")
	if got := r.Records.Residents[0].Grade; got != "ST5" {
		t.Errorf("an answered grade is %q", got)
	}
	k := july()
	k.Grades = []string{"Fellow"}
	if _, words := askedOf(t, intake.Duties, k, nil, dutyHead, "Ann Bee,ST3,W,25/07/2025,08:00,16:00"); len(words["grade/st3"].Options) != 3 {
		t.Errorf("a grade without a salary of the trust is asked for with %v", words["grade/st3"].Options)
	}
}

// bmaBesideTrust is what rows with trust in the column of rates and BMA in a cell are asked for by.
const bmaBesideTrust = "paid/trust rate in the column of rates, bma rate in cells or comments"

// TestSeveralTerms: where a person names several, somebody says which stands, and the note keeps the others.
func TestSeveralTerms(t *testing.T) {
	rows := []string{"Consultant,Covers,Rate,Fri 25 0800-1300,Fri 25 1300-1800,Comments", "A Bee,x,trust,BMA only,OK,back Sat", "C Dee,x,trust,BMA only,,"}
	skill := map[string]string{"skill/x": "x"}
	r, words := askedOf(t, intake.Consultants, july(), skill, rows...)
	if len(r.Records.Consultants) != 1 || len(r.Faults) != 1 || r.Faults[0].Word != bmaBesideTrust || !strings.Contains(r.Faults[0].Wrong, "D2") || !strings.Contains(r.Faults[0].Wrong, "C2") {
		t.Fatalf("the faults are %+v", r.Faults)
	}
	asked := words[bmaBesideTrust]
	if diff := cmp.Diff([]string{"bma_rate", "trust_rate", intake.Ignore}, values(asked)); diff != "" || asked.Suggestion != "" || asked.Free {
		t.Errorf("suggested %q, free %v, the options (-want +got)\n%s", asked.Suggestion, asked.Free, diff)
	}
	if got := r.Records.Consultants[0].Terms; got != rota.BMARate {
		t.Errorf("of somebody who offers at one rate the terms are %s", got)
	}
	skill[bmaBesideTrust] = "trust_rate"
	r, _ = askedOf(t, intake.Consultants, july(), skill, rows...)
	if got := r.Records.Consultants[0]; got.Terms != rota.TrustRate || !strings.HasPrefix(got.Note, "Also said: BMA rate for Fri 25 July") || !strings.HasSuffix(got.Note, "; back Sat") {
		t.Errorf("terms %s, note %q", got.Terms, got.Note)
	}
	if kept := intake.Remembered(intake.Choices{Answers: skill}); kept[bmaBesideTrust] != "" {
		t.Error("how a person is paid is kept for the trust")
	}
}

// TestUnusedRate: a rate of the column at which nothing is offered is told of and noted, and
// so is of whom the file says none.
func TestUnusedRate(t *testing.T) {
	r, _ := askedOf(t, intake.Consultants, july(), map[string]string{"skill/x": "x"},
		"Consultant,Covers,Rate,Fri 25 0800-1300,Fri 25 1300-1800", "A Bee,x,BMA,trust rate ok,trust", "C Dee,x,,OK,", "E Eff,x,BMA,OK,BMA only")
	var got []string
	for _, c := range r.Records.Consultants {
		got = append(got, c.Consultant.Name+": "+string(c.Terms)+", "+c.Note)
	}
	want := []string{"A Bee: trust_rate, Also said: BMA rate in the column of rates", "C Dee: trust_rate, ", "E Eff: bma_rate, "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, text := range []string{"The file does not say how these are paid: C Dee. The trust rate was taken.",
		"The column of rates says one thing of these people, and the cells of all that they offer another: A Bee. The cells stand, and their notes keep the other."} {
		if !slices.Contains(r.Remarks, text) {
			t.Errorf("%q is not among %q", text, r.Remarks)
		}
	}
}

// TestTermsTogether: people whose rows name the same terms in the same way are one question, or each their own if
// somebody wants that; somebody who is entered stays as they are.
func TestTermsTogether(t *testing.T) {
	rows := []string{"Consultant,Covers,Rate,Fri 25 0800-1300,Fri 25 1300-1800", "A Bee,x,trust,BMA only,OK", "C Dee,x,trust,OK,BMA only", "E Eff,x,BMA,trust rate ok,OK", "G Aitch,x,trust,TOIL,BMA only"}
	said := map[string]string{"skill/x": "x"}
	terms := func(k intake.Known) (out []rota.Terms, words map[string]intake.Word) {
		r, words := askedOf(t, intake.Consultants, k, said, rows...)
		for _, c := range r.Records.Consultants {
			out = append(out, c.Terms)
		}
		return out, words
	}
	got, words := terms(july())
	asked := words[bmaBesideTrust]
	if diff := cmp.Diff([]string{"A Bee", "C Dee"}, asked.Who); diff != "" || len(got) > 0 || len(words) != 5 {
		t.Errorf("%d are taken, %d words, and together are asked (-want +got)\n%s", len(got), len(words), diff)
	}
	if diff := cmp.Diff([]string{"bma_rate", "trust_rate", intake.Each, intake.Ignore}, values(asked)); diff != "" || strings.Contains(asked.Options[0].Label, "D2") {
		t.Errorf("%q, the options (-want +got)\n%s", asked.Options[0].Label, diff)
	}
	said[bmaBesideTrust] = "bma_rate"
	if got, _ := terms(july()); !slices.Equal(got, []rota.Terms{rota.BMARate, rota.BMARate}) {
		t.Errorf("answered together, the terms are %v", got)
	}
	said[bmaBesideTrust] = intake.Each
	if _, words := terms(july()); !strings.Contains(words["paid/c dee"].Options[0].Label, "E3") || words["paid/a bee"].Suggestion != "" {
		t.Errorf("each is asked with %v", words["paid/c dee"].Options)
	}
	said["paid/a bee"], said["paid/c dee"] = "trust_rate", "bma_rate"
	if got, _ := terms(july()); !slices.Equal(got, []rota.Terms{rota.TrustRate, rota.BMARate}) {
		t.Errorf("answered each, the terms are %v", got)
	}
	k := july()
	k.Entry.Consultants = []rota.Consultant{{ID: "C001", Name: "C Dee", Terms: rota.TrustRate}}
	delete(said, "paid/a bee")
	delete(said, "paid/c dee")
	delete(said, bmaBesideTrust)
	if got, words := terms(k); !slices.Equal(got, []rota.Terms{rota.TrustRate}) || !slices.Equal(words[bmaBesideTrust].Who, []string{"A Bee"}) {
		t.Errorf("beside somebody who is entered, the terms are %v, and asked is of %v", got, words[bmaBesideTrust].Who)
	}
	said[bmaBesideTrust] = "bma_rate"
	if got, _ := terms(k); !slices.Equal(got, []rota.Terms{rota.BMARate, rota.BMARate}) {
		t.Errorf("said now of all, the terms are %v", got)
	}
}

// TestLikeUnit: of two unknown units that may be one, the less frequent is asked for with the other, which is not preset.
func TestLikeUnit(t *testing.T) {
	rows := []string{dutyHead, "Ann Bee,ST3,Acute Medical Unit,25/07/2025,08:00,16:00", "Cat Dee,ST3,Acute Medical Unit,26/07/2025,08:00,16:00", "Eve Eff,ST3,AMU,27/07/2025,08:00,16:00"}
	_, words := askedOf(t, intake.Duties, july(), nil, rows...)
	w := words["unit/amu"]
	if w.Suggestion != "" || w.Like != "Acute Medical Unit" || w.MayBeNew() || values(w)[0] != w.Like || !words["unit/acute medical unit"].MayBeNew() {
		t.Errorf("suggested %q, like %q, may be new: %v, options %v", w.Suggestion, w.Like, w.MayBeNew(), w.Options)
	}
	r, _ := askedOf(t, intake.Duties, july(), map[string]string{"unit/amu": "Acute Medical Unit", "unit/acute medical unit": "Acute Medical Unit"}, rows...)
	if r.Count.Read != 3 {
		t.Errorf("%d rows read of one unit in two spellings", r.Count.Read)
	}
}

// TestDoubt: a file that may be of two kinds is of neither until somebody says so.
func TestDoubt(t *testing.T) {
	for text, doubt := range map[string]bool{"Name,Fri 25 July,Sat 26 July\nAnn Bee,yes,no": true, "a,b\n1,2": true, dutyHead + ",Shift,GMC\nAnn Bee,ST3,W,25/07/2025,08:00,16:00,LD,0123456": false} {
		book, err := sheet.Read("x.csv", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if c := intake.Guess(book, "", july()); (len(c.Doubt) > 0) != doubt || slices.Contains(c.Doubt, c.Kind) {
			t.Errorf("%q is %s, or %v", text, c.Kind, c.Doubt)
		}
		if c := intake.Guess(book, intake.Rates, july()); len(c.Doubt) > 0 {
			t.Errorf("%q is in doubt though somebody has said what it is", text)
		}
	}
}

// TestFullerName: of two names of one place the one that says more is offered for the other, in whichever
// of two files that stands more often.
func TestFullerName(t *testing.T) {
	for _, rows := range [][]string{{"Eastlake", "Eastlake", "Eastlake Hospital"}, {"Eastlake", "Eastlake Hospital", "Eastlake Hospital"}} {
		lines := []string{"Name,GMC,Site,Date,Start,End"}
		for i, site := range rows {
			lines = append(lines, "A Bee,1,"+site+",2"+string(rune('5'+i))+"/07/2025,0800,2030")
		}
		book, k := pasted(t, lines...), july()
		like := map[string]string{}
		for _, w := range intake.Words(book, intake.Guess(book, intake.Duties, k), k) {
			like[w.Text] = w.Like
		}
		if diff := cmp.Diff(map[string]string{"Eastlake": "Eastlake Hospital", "Eastlake Hospital": ""}, like); diff != "" {
			t.Errorf("%v (-want +got)\n%s", rows, diff)
		}
	}
}

// TestOwnKey: what a file's own key says of a part of the day goes before what was said of
// an earlier file, and that they differ is told; what is said of this file goes before both.
func TestOwnKey(t *testing.T) {
	const head, row = "Consultant,Base,Covers,Rate,Fri 25 July night", "Dr Example Ann,North,obstetrics,BMA,OK"
	const other = "“night” is 20:00 to 09:00 here, as the file’s own key says. In an earlier file it was 20:00 to 08:30."
	tests := []struct {
		name, key, answer string
		end               string
		remark            bool
	}{
		{"a line of words and times", "green = yes. am 0800-1300 pm 1300-1800 eve 1800-2100 night 2000-0900", "", "09:00", true},
		{"a cell for each word", "am 0800-1300,pm 1300-1800,night 2000-0900", "", "09:00", true},
		{"a line of one word", "Nights: 2000-0900", "", "09:00", true},
		{"the same as before", "Nights: 2000-0830", "", "08:30", false},
		{"no key", "Cover", "", "08:30", false},
		{"said of this file", "Nights: 2000-0900", "20:00-08:00", "08:00", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := july()
			k.Entry.Slots = []rota.Slot{{ID: "S001", Site: "North", SkillsAll: []string{"obstetrics"}}}
			k.Words = map[string]string{"band/night": "20:00-08:30"}
			answers := map[string]string{}
			if tt.answer != "" {
				answers["band/night"] = tt.answer
			}
			r, _ := askedOf(t, intake.Consultants, k, answers, tt.key, head, row)
			if len(r.Records.Consultants) != 1 || len(r.Records.Consultants[0].Offers) != 1 {
				t.Fatalf("read %+v, faults %+v", r.Records.Consultants, r.Faults)
			}
			if got := r.Records.Consultants[0].Offers[0].End.In(rota.Zone()).Format("15:04"); got != tt.end {
				t.Errorf("the night ends at %s, want %s", got, tt.end)
			}
			if slices.Contains(r.Remarks, other) != tt.remark {
				t.Errorf("remarks %q", r.Remarks)
			}
		})
	}
}

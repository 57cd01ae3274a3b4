package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// outcome reads a book as it is guessed, with what is said of its words alone: its records, then its
// faults and the words that it asks for.
func outcome(t *testing.T, book sheet.Book, kind intake.Kind, said map[string]string) (got []string) {
	t.Helper()
	k := julyFor(kind)
	c := intake.Guess(book, kind, k)
	c.Answers = said
	r := intake.Read(book, c, k)
	got = lines(r)
	for _, f := range r.Faults {
		got = append(got, "fault "+f.Cell+": "+f.Code)
	}
	for _, w := range intake.Words(book, c, k) {
		if w.Answer == "" {
			got = append(got, "asks "+w.Key)
		}
	}
	return got
}

// TestMoreLayouts reads tables of other trusts, of which the right answer was written down first.
func TestMoreLayouts(t *testing.T) {
	w1 := map[string]string{"unit/w1": "W1"}
	const bee, dee = "Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 25 20:00 to 26 08:30"
	for _, tt := range []struct {
		name, text string
		kind       intake.Kind
		said       map[string]string
		want       []string
	}{
		{"crosses under times", "Name,Ward,Date,0800-2030,2000-0830\nAnn Bee,W1,25/07/2025,x,\nCat Dee,W1,25/07/2025,,✓", intake.Duties, w1, []string{bee, dee}},
		{"crosses under a day and times", "Name,Ward,Fri 25 (0800-2030),Fri 25 (2000-0830)\nAnn Bee,W1,X,\nCat Dee,W1,no,1", intake.Duties, w1, []string{bee, dee}},
		{"crosses under times under days", ",,Fri 25,,Sat 26,\nName,Ward,0800-2030,2000-0830,0800-2030,2000-0830\nAnn Bee,W1,x,,,\nCat Dee,W1,,x,,AL", intake.Duties, w1, []string{bee, dee}},
		{"crosses under a shift whose times nobody says", "Name,Ward,Fri 25 LD\nAnn Bee,W1,x", intake.Duties, w1, []string{"fault C2: unknown band", "asks band/ld"}},
		{"crosses under days alone", "Name,Ward,Fri 25 July,Sat 26 July\nAnn Bee,W1,x,", intake.Duties, w1, []string{"fault C2: unknown code", "asks code/x"}},
		{"on site and on call without times", "Name,Ward,Fri 25 July,Sat 26 July\nAnn Bee,W1,On site,On call", intake.Duties, w1,
			[]string{"fault C2: unknown code", "fault D2: unknown code", "asks code/on call", "asks code/on site"}},
		{"on call that is said to be on call, without times", "Name,Ward,Fri 25 July\nAnn Bee,W1,On call", intake.Duties, map[string]string{"unit/w1": "W1", "code/on call": "on call"}, []string{"fault C2: unknown code", "asks code/on call"}},
		{"consultants on site and on call without times", "Consultant,Fri 25 July,Sat 26 July\nDr A Bee,On site,On call", intake.Consultants, map[string]string{"skill/": "-"},
			[]string{"fault B2: unknown band", "fault C2: unknown word", "fault C2: unknown band", "asks band/(whole day)", "asks cover/on call"}},
		{"leave in brackets behind times", "Name,Ward,Fri 25/07,Sat 26/07\nAnn Bee,W1,08:00 - 20:30 (LD),09:00 - 17:00 (AL)", intake.Duties, w1, []string{bee}},
		{"times with dots", "Name,Ward,Date,Start,Finish\nAnn Bee,W1,25/07/2025,8.00am,8.30pm\nCat Dee,W1,25/07/2025,8.00pm,8.30am", intake.Duties, w1, []string{bee, dee}},
		{"weeks side by side", "Name,Ward,Fri 25,Name,Sat 26\nAnn Bee,W1,0800-2030,Ann Bee,OFF\nCat Dee,W1,2000-0830,Eve Fee,OFF", intake.Duties, w1, []string{bee, "fault D3: two names"}},
		{"headings in two languages", "Name / Enw,Ward / Ward,Date / Dyddiad,Start / Dechrau,End / Diwedd\nAnn Bee,W1,25/07/2025,0800,2030", intake.Duties, w1, []string{bee}},
		{"totals of each person", "Name,Ward,Date,Start,End,Hours\nAnn Bee,W1,25/07/2025,0800,2030,12.5\nAnn Bee Total,,,,,12.5\nGrand Total,,,,,12.5", intake.Duties, w1, []string{bee}},
		{"a weekday that does not fit", "Name,Ward,Date,Start,End\nAnn Bee,W1,Friday 25th July 2025,0800,2030\nCat Dee,W1,Sunday 26 July 2025,0800,2030", intake.Duties, w1, []string{bee, "fault C3: no such date"}},
		{"a row for several days", "Name,Ward,Start,End\nAnn Bee,W1,25/07/2025 08:00,25/07/2025 20:30\nCat Dee,W1,25/07/2025 09:00,26/07/2025 17:00", intake.Duties, w1, []string{bee, "fault D3: too long"}},
		{"names of staff are no numbers", "Date,Session,Location,Staff,Role\n25/07/2025,AM,Theatre 1,Dr A Bee,Consultant", intake.Slots, nil, nil},
		{"numbers of consultants are no rates", "Shift,Registrar,SHO,Consultant\nWeekday 0700-1900,1,2,1\nNight 2300-0700,1,1,1", intake.Rates, nil, nil},
		{"a day with one number in words", "Service,Unit,Site,Role,Sat,Times\nMaternity,Delivery Suite,North,SHO,1,0800-2030\nMaternity,Delivery Suite,North,SpR,1+1,0800-2030", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Maternity, Delivery Suite, SHO: 26 08:00 to 26 20:30, 1 on_site", "fault E3: number not in digits"}},
		{"a question in front of the days", "Name,Are you striking? (Y = striking),Fri 25 July\nA Bee,,Y", intake.Declarations, nil, []string{"fault : doubtful table", "asks sense/are you striking? (y = striking)"}},
		{"days of the strike, and no question", "Name,Strike days: Fri 25 July\nA Bee,Yes", intake.Declarations, nil, []string{"fault : doubtful table", "asks sense/strike days: fri 25 july"}},
		{"a shift called Day", "Service,Unit,Site,Role,Date,Day,Night 2000-0830\nMat,LW,North,SHO,25/07/2025,2,1", intake.Slots, map[string]string{"site/north": "North", "band/day": "0800-2030"},
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, SHO: 25 20:00 to 26 08:30, 1 on_site"}},
		{"rates with and without on-costs", "Band,Rate per hour (excl. on-costs),Rate per hour incl. on-costs\nWeekday 0700-1900,£100,£138", intake.Rates, nil, nil},
		{"a rate that is none of the bands", "Band,Rate per hour\nWeekday 8pm-8am,£150", intake.Rates, nil, []string{"fault A2: unknown band", "asks rateband/weekday 8pm-8am"}},
		{"two people on one shift", "Date,LD 0800-2030\n25/07/2025,\"Ann Bee, Gus Hay\"\n26/07/2025,\"Bee, Ann\"", intake.Duties, nil, []string{"Bee, Ann, : 26 08:00 to 26 20:30", "fault B2: two names"}},
		{"one answer that is not plain", "Completion time,Name,Fri 25 July,Sat 26 July\n14/07/2025 09:00,A Bee,Yes,perhaps so", intake.Declarations, nil, []string{"R001 25 working", "fault D2: unclear answer", "asks answer/perhaps so"}},
		{"no answer that is plain", "Completion time,Name,Fri 25 July,Sat 26 July\n14/07/2025 09:00,A Bee,,perhaps so", intake.Declarations, nil, []string{"fault D2: unclear answer", "asks answer/perhaps so"}},
		{"one offer that is not plain", "Consultant,Covers,Fri 25 0800-1300,Fri 25 1300-1800\nDr A Bee,obs,OK,maybe if quiet", intake.Consultants, map[string]string{"skill/obs": "obs"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]", "fault D2: unknown word", "asks cover/maybe if quiet"}},
		{"one listed offer that is not plain", "Your name\tSpecialty\tWhich shifts can you cover?\nDr A Bee\tobs\tFri 25 July 08:00-20:00;Sat 26 July night;", intake.Consultants, map[string]string{"skill/obs": "obs"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 20:00 [on_site on_call standby]", "fault C2: unknown band", "asks band/night"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outcome(t, pasted(t, tt.text), tt.kind, tt.said)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestPartOfRow: what is plain of a row is taken and its faults say so; a later answer stands for the
// whole of an earlier one all the same.
func TestPartOfRow(t *testing.T) {
	book := pasted(t, "Completion time,Name,Fri 25 July,Sat 26 July", "14/07/2025 09:00,A Bee,Yes,perhaps so", "15/07/2025 09:00,A Bee,No,No")
	k := julyFor(intake.Declarations)
	c := intake.Guess(book, intake.Declarations, k)
	r := intake.Read(book, c, k)
	if got := strings.Join(lines(r), ", "); got != "R001 25 away, R001 26 away" || r.Count.Faulty != 1 || r.Count.Read != 1 || r.Count.LeftOut != 1 {
		t.Errorf("read %s, count %+v", got, r.Count)
	}
	if !slices.ContainsFunc(r.Faults, func(f intake.Fault) bool { return strings.Contains(f.Mend, "other days is taken") }) {
		t.Errorf("the faults are %+v", r.Faults)
	}
	if err := sound(book, c, k); err != nil {
		t.Error(err)
	}
}

// TestColouredDuties: the colour of an empty cell is a shift by the key of the file, or is asked for;
// that of a whole column or row says nothing.
func TestColouredDuties(t *testing.T) {
	rows := []string{"Name,Ward,Fri 25 July,Sat 26 July", "Ann Bee,W1,,", "Cat Dee,W1,,"}
	for _, tt := range []struct {
		name string
		key  []string
		want []string
	}{
		{"by the key", []string{"Green,Long day 0800-2030", "Blue,Night 2000-0830"}, []string{"Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 26 20:00 to 27 08:30"}},
		{"without a key", nil, []string{"fault C2: unknown colour", "fault D3: unknown colour", "asks colour/92d050", "asks colour/00b0f0"}},
	} {
		book := pasted(t, append(slices.Clone(rows), tt.key...)...)
		for i := range book.Sheets[0].Rows {
			row := &book.Sheets[0].Rows[i]
			for len(row.Cells) < 4 {
				row.Cells = append(row.Cells, sheet.Cell{})
			}
			switch row.Number {
			case 2:
				row.Cells[2] = sheet.Cell{}.Looking(sheet.Look{Fill: "92D050"})
			case 3:
				row.Cells[3] = sheet.Cell{}.Looking(sheet.Look{Fill: "00B0F0"})
			}
		}
		if diff := cmp.Diff(tt.want, outcome(t, book, intake.Duties, map[string]string{"unit/w1": "W1"})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestStrikeAsTime: a question about work that names the strike as its time is not turned round.
func TestStrikeAsTime(t *testing.T) {
	for question, turned := range map[string]bool{
		"Do you intend to work during the strike (25-30 July)?": false, "Are you working on strike days?": false, "Will you attend work in the July strike?": false,
		"Will you be at work on the days of the strike?": false, "Can we rely on you working over the industrial action?": false,
		"Will you be on strike?": true, "Will you be taking part in the strike?": true, "Are you striking during the strike days?": true,
		"Will you be unable to work during the strike?": true, "Will you not be working on the strike days?": true, "Do you intend to strike?": true,
	} {
		c := intake.Guess(pasted(t, "Name,"+question, "A Bee,Yes", "C Dee,No"), intake.Declarations, julyFor(intake.Declarations))
		if got := c.Sheets[0].Columns[1]; got.Field != intake.Answer || got.Turned != turned {
			t.Errorf("%q: %+v, want turned %v", question, got, turned)
		}
	}
}

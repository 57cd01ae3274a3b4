package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// TestTrustLayouts reads tables as rota systems and departments write them, of which the right answer was written down first.
func TestTrustLayouts(t *testing.T) {
	w1 := map[string]string{"unit/w1": "W1"}
	const bee, dee = "Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 25 20:00 to 26 08:30"
	for _, tt := range []struct {
		name, text string
		kind       intake.Kind
		said       map[string]string
		want       []string
	}{
		{"where the duty is, before where somebody belongs", "Person,Owning Unit,Duty Unit,Date,Start,End\nAnn Bee,W9,W1,25/07/2025,08:00,20:30", intake.Duties, w1, []string{bee}},
		{"shifts that are times", "Name,Ward,Shift date,Shift\nAnn Bee,W1,Fri 25 July 2025,0800-2030\nCat Dee,W1,25/07/2025,2000-0830", intake.Duties, w1, []string{bee, dee}},
		{"a duty that was swapped", "Name,Ward,Fri 25/07/2025\nAnn Bee,W1,0800-2030 (swap w Dee)\nCat Dee (covered by Ann Bee),W1,2000-0830", intake.Duties, w1,
			[]string{"fault C2: unknown code", "fault A3: doubtful name", "asks code/0800-2030 (swap w dee)"}},
		{"a shift that was swapped", "Date,LD 0800-2030\n25/07/2025,Ann Bee (swapped w Dee)\n26/07/2025,Cat Dee", intake.Duties, nil, []string{"Cat Dee, : 26 08:00 to 26 20:30", "fault B2: doubtful name"}},
		{"grades behind those on a shift", "Date,LD 0800-2030\n25/07/2025,Ann Bee ST6\n26/07/2025,Cat Dee (F2)\n27/07/2025,Mr X Eff (Consultant)", intake.Duties, nil,
			[]string{"Ann Bee, : 25 08:00 to 25 20:30", "Cat Dee, : 26 08:00 to 26 20:30"}},
		{"offers from and to", "Consultant,Specialty,Available from,Available to,On site / on call\nDr A Bee,obs,25/07/25 0800,25/07/25 2030,Resident", intake.Consultants, map[string]string{"skill/obs": "obs"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 20:30 [on_site]"}},
		{"a question with am and pm", "Name,Specialty,Can you cover? [Fri 25 July Day 8am-8.30pm]\nDr A Bee,obs,Yes", intake.Consultants, map[string]string{"skill/obs": "obs", "mode/yes, ok, or a time offered without saying how": "site"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 20:30 [on_site standby]"}},
		{"hours with a sign of hours", "Name,Ward,Date,Times\nAnn Bee,W1,25/07/2025,08h00–20h30\nCat Dee,W1,25/07/2025,2000hrs - 0830 hrs", intake.Duties, w1, []string{bee, dee}},
		{"a cover cell with a sign of hours", "Consultant,Specialty,Fri 25 July\nDr A Bee,obs,Yes 08h00-20h30", intake.Consultants, map[string]string{"skill/obs": "obs", "mode/yes, ok, or a time offered without saying how": "site"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 20:30 [on_site standby]"}},
		{"an answer with a sign of hours", "Consultant,Specialty,Fri 25 July\nDr A Bee,obs,if need be", intake.Consultants, map[string]string{"skill/obs": "obs", "cover/if need be": "site 08h00-20h30"},
			[]string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 20:30 [on_site standby]"}},
		{"weekdays behind days", "Name,Ward,Date,Times\nAnn Bee,W1,25 Jul (Fri),0800-2030\nCat Dee,W1,26 Jul (Fri),0800-2030\nCat Dee,W1,\"25/07/2025, Friday\",2000-0830", intake.Duties, w1,
			[]string{bee, dee, "fault C3: no such date"}},
		{"when, and hours", "Doctor,Ward,When,Hours\nAnn Bee,W1,Fri 25th,0800-2030", intake.Duties, w1, []string{bee}},
		{"sessions and who is on them", "Date,Session,Ward,Consultant,Trainee 1,Trainee 2\n25/07/2025,Day 0800-2030,W1,Mr X Rhys,Ann Bee,\n25/07/2025,Night 2000-0830,W1,Mr X Rhys,Cat Dee,\n26/07/2025,,W1,,Ann Bee,", intake.Duties, w1,
			[]string{bee, dee, "fault B4: no shift"}},
		{"headings in Welsh", "Enw,Ward,Dyddiad,Dechrau,Diwedd\nAnn Bee,W1,25/07/2025,08:00,20:30\nCat Dee,W1,25 Gorffennaf 2025,20:00,08:30", intake.Duties, w1, []string{bee, "fault C3: no such date"}},
		{"months of the strike's year", "Name,Ward,Date,Times\nAnn Bee,W1,Jul-25,0800-2030\nAnn Bee,W1,Jul 25,0800-2030\nCat Dee,W1,25-Jul,2000-0830", intake.Duties, w1, []string{bee, dee, "fault C2: no such date"}},
		{"a shift that is cut short", "Name,Ward,Date,Times\nAnn Bee,W1,25/07/2025,0800-2030 (home 1700)\nAnn Bee,W1,25/07/2025,0800-2030 (12.5)", intake.Duties, w1, []string{bee, "fault D2: no times"}},
		{"names that say more", "Name,Ward,Date,Times\nAnn Bee (Liz),W1,25/07/2025,0800-2030\nCat Dee - sick,W1,25/07/2025,2000-0830\nEve Fee (mat leave),W1,25/07/2025,2000-0830\nGus Hay?,W1,25/07/2025,2000-0830\nRegistrar 1,W1,25/07/2025,2000-0830\n\"Jay I, Kay L\",W1,25/07/2025,2000-0830\n\"Leaver-Off, Al\",W1,26/07/2025,0800-2030",
			intake.Duties, w1, []string{"Ann Bee (Liz), W1: 25 08:00 to 25 20:30", "Leaver-Off, Al, W1: 26 08:00 to 26 20:30",
				"fault A3: doubtful name", "fault A4: doubtful name", "fault A5: doubtful name", "fault A6: no such name", "fault A7: two names"}},
		{"months in front of days, over columns", "Name,Ward,Jul-25,Jul-26\nAnn Bee,W1,0800-2030,", intake.Duties, w1, []string{bee}},
		{"days that somebody cannot do", "Consultant,Specialty,Days you can NOT do,Days you can do\nDr A Bee,obs,Fri 25 July 0800-2030,Sat 26 July 0800-2030", intake.Consultants, map[string]string{"skill/obs": "obs", "mode/yes, ok, or a time offered without saying how": "site"},
			[]string{"Dr A Bee [obs] trust_rate; 26 08:00 to 26 20:30 [on_site standby]"}},
		{"roles with times", "Service,Unit,Site,Role,Sat,Sun\nMat,LW,North,SHO day 0800-2030,2,\nMat,LW,North,SHO night 2000-0830,,1", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Mat, LW, SHO day 0800-2030: 26 08:00 to 26 20:30, 2 on_site", "Mat, LW, SHO night 2000-0830: 27 20:00 to 28 08:30, 1 on_site"}},
		{"least and most", "Service,Unit,Site,Role,Date,Start,End,Min,Max\nMat,LW,North,SHO,25/07/2025,0800,2030,1,2", intake.Slots, map[string]string{"site/north": "North"}, []string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 1 on_site"}},
		{"withholding labour", "Name,Will you be withholding labour on Fri 25 July?\nA Bee,Yes", intake.Declarations, nil, []string{"R001 25 away"}},
		{"both sides in a heading", "Name,Working / Striking Fri 25 July\nA Bee,Yes", intake.Declarations, nil, []string{"fault : doubtful table", "asks sense/working / striking fri 25 july"}},
		{"a question of nothing known", "Name,Will you be supporting colleagues on Fri 25 July?\nA Bee,Yes", intake.Declarations, nil, []string{"fault : doubtful table", "asks sense/will you be supporting colleagues on fri 25 july?"}},
		{"a question whether somebody comes", "Name,Will you be in on Fri 25 July?\nA Bee,Yes", intake.Declarations, nil, []string{"R001 25 working"}},
		{"units between the people", "Name,Ward,Fri 25/07/2025\nLABOUR WARD,,\nAnn Bee,W1,0800-2030\nACUTE ONC,,\nCat Dee,W1,2000-0830", intake.Duties, w1, []string{bee, dee}},
		{"days side by side", "Name,Ward,Date,Start,End,Date,Start,End\nAnn Bee,W1,25/07/2025,0800,2030,,,\nCat Dee,W1,25/07/2025,2000,0830,26/07/2025,2000,0830", intake.Duties, w1, []string{bee, "fault F3: two tables"}},
		{"parts of the week that nothing heads", "Extra-contractual rates,\n,Hourly rate\nPlain time (Mon-Fri 7am-7pm),£100\nNights 11pm-7am,£140", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed},
			[]string{"trust  weekday_day £100.00", "trust  night £140.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outcome(t, pasted(t, tt.text), tt.kind, tt.said)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// oneColumn is a sheet whose first column holds the texts, with a day of duties beside each.
func oneColumn(t *testing.T, texts ...string) sheet.Book {
	t.Helper()
	rows := "Name,Fri 25/07/2025\n"
	for range texts {
		rows += "?,0800-2030\n"
	}
	book := pasted(t, strings.TrimSpace(rows))
	for i, text := range texts {
		book.Sheets[0].Rows[i+1].Cells[0].Text = text
	}
	return book
}

// TestGradeBesideName: a grade that stands with a name is the grade and no part of the name.
func TestGradeBesideName(t *testing.T) {
	for text, want := range map[string]string{
		"O'Neill-Smith, Siân\nST5":         "O'Neill-Smith, Siân|ST5",
		"Cohen, Ben\r\n(CT2)":              "Cohen, Ben|CT2",
		"Dr A Bevan\nClinical Fellow":      "Dr A Bevan|Clinical Fellow",
		"Dr Ila Devi\nSpecialty Registrar": "Dr Ila Devi|Specialty Registrar",
		"Bevan A (ST6)":                    "Bevan A|ST6",
		"Bevan A - F2":                     "Bevan A|FY2",
		"Gwenno Llŷr IMT3":                 "Gwenno Llŷr|IMT3",
		"Dr S T Jones":                     "Dr S T Jones|",
		"Ann Bee (Bleep 1234)":             "Ann Bee (Bleep 1234)|",
		"Ann Bee¹":                         "Ann Bee¹|",
		"Ann\nBee":                         "Ann Bee|",
	} {
		k := julyFor(intake.Duties)
		book := oneColumn(t, text)
		r := intake.Read(book, intake.Guess(book, intake.Duties, k), k)
		if len(r.Records.Residents) != 1 {
			t.Errorf("%q: %d residents, faults %+v", text, len(r.Records.Residents), r.Faults)
			continue
		}
		who := r.Records.Residents[0]
		got := who.Name + "|" + who.Grade
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	book := oneColumn(t, "Ann Bee\nCat Dee")
	if got := outcome(t, book, intake.Duties, nil); !slices.Equal(got, []string{"fault A2: two names"}) {
		t.Errorf("two names on two lines: %v", got)
	}
	if got := outcome(t, oneColumn(t, "Mr X Eff\nConsultant"), intake.Duties, nil); len(got) > 0 {
		t.Errorf("a consultant among residents: %v", got)
	}
}

// TestUnitsBetweenPeople: a unit that stands between the people of a grid is nobody.
func TestUnitsBetweenPeople(t *testing.T) {
	book := pasted(t, "Name,Ward,Fri 25/07/2025\nLABOUR WARD,,\nAnn Bee,W1,0800-2030\n\"DEE, Cat\",,")
	k := julyFor(intake.Duties)
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = map[string]string{"unit/w1": "W1"}
	r := intake.Read(book, c, k)
	var names []string
	for _, who := range r.Records.Residents {
		names = append(names, who.Name)
	}
	if slices.Contains(names, "LABOUR WARD") || !slices.Contains(names, "Ann Bee") {
		t.Errorf("the residents are %v", names)
	}
}

// TestKeyInOneCell: a key whose lines stand in one cell, also one that is merged, says what codes are.
func TestKeyInOneCell(t *testing.T) {
	book := pasted(t, "Name,Ward,Fri 25/07/2025,Sat 26/07/2025\nAnn Bee,W1,A,C\nCat Dee,W1,B,C\n?,,,")
	book.Sheets[0].Rows[3].Cells[0].Text = "A = Long day 0800-2030\r\nB = Night 2000-0830\nC = Leave"
	want := []string{"Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 25 20:00 to 26 08:30"}
	if diff := cmp.Diff(want, outcome(t, book, intake.Duties, map[string]string{"unit/w1": "W1"})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestFootnotes: whatever sign a footnote begins with, it is told of.
func TestFootnotes(t *testing.T) {
	for _, note := range []string{"* acting up", "^ swapped with Dee", "¹ On phased return", "(1) Bleep 1234", "[a] to be confirmed", "† not nights"} {
		book := pasted(t, "Name,Ward,Fri 25/07/2025\nAnn Bee,W1,0800-2030\n"+note)
		k := julyFor(intake.Duties)
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = map[string]string{"unit/w1": "W1"}
		r := intake.Read(book, c, k)
		if len(r.Records.Duties) != 1 || !slices.ContainsFunc(r.Remarks, func(s string) bool { return strings.Contains(s, "“"+note+"” explains a sign") }) {
			t.Errorf("%q: %d duties, told %q", note, len(r.Records.Duties), r.Remarks)
		}
	}
}

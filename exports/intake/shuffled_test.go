package intake_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// tables are small files of each kind, of which cells are changed at random.
var tables = map[intake.Kind]string{
	intake.Duties:       "Name\tGMC\tWard\tFri 25/07\tSat 26/07\nA Bee\t1\tW1\tLD\tN\nC Dee\t2\tW1\tAL\tLD\nLD = Long day 0800-2030\nN = Night 2000-0830",
	intake.Declarations: "Completion time\tE-mail\tName\tFri 25 July\tSat 26 July\tComments\n14/07/2025 09:00\ta@x.nhs.invalid\tA Bee\tYes\tNo\tx\n15/07/2025 09:00\ta@x.nhs.invalid\tBee, A\tNo\t?\t\n15/07/2025 09:00\t\tC Dee\tPrefer not to say\t\t",
	intake.Consultants:  "green = yes, red = no. am 0800-1300 night 2000-0900\nConsultant\tGMC\tBase\tCovers\tRate\tFri 25 am\tFri 25 night\tSat 26 am\tcomments\nDr A Bee\t1\tNorth\tlw\tBMA\tOK\tclinic\tphone only\tmax 2 nights\nDr C Dee\t2\teither\tlw, gynae\t\tno\t?\ttrust rate ok\t\nA Bee\t\tNorth\tlw\t\tOK\t\t\t",
	intake.Slots:        "Service\tUnit\tSite\tRole\tDays\tLD 0800-2030\tNight 2000-0830\tSkills\tType\tPriority\tNotes\nCancer\tW1\tNorth\tSHO\tDaily\t2\t1\ta + b\ton site\tred\t\nCancer\tW1\tNorth\tSpR\tSat-Sun\t-\t1\ta or b\ton call\tamber\tno other duty",
	intake.Rates:        "When\tConsultant £/hr\tSAS £/hr\tConfirmed\nWeekday 0700-1900\t£98.00\t74\tyes\nNight 2300-0700\t£150\t£118.00\tnot confirmed\nOn call from home\t30\t\t",
}

var oddCells = []string{"", "-", "?", "x", "0", "99", "100", "-1", "2.5", "£1,55", "VACANT", "A Bee", "BEE, A", "0000001", "25/07/2025", "31/06/2025", "45863", "0.5", "24:00", "0800-2030", "20:00-20:00", "8am", "Total", "Page 2", "LD", "AL",
	"on call", "resident", "BMA only", "planned 5", "fixed", "yes", "No", "daily", "Mon-Fri", "a + b or c", "a; a", strings.Repeat("long ", 60), "Name", "Unit", "LD = Day 0900-1700", "Fri 25", "26 July", "@x.nhs.invalid", "a@x.nhs.invalid", "red", "night", "100000000", "🙂"}

// TestShuffled puts odd texts into cells of each kind of file, headings too: the count
// closes, what is kept is sound, and the same file again changes nothing.
func TestShuffled(t *testing.T) {
	for _, kind := range intake.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				rows := strings.Split(tables[kind], "\n")
				for range rapid.IntRange(1, 6).Draw(rt, "changes") {
					at := rapid.IntRange(0, len(rows)-1).Draw(rt, "row")
					cells := strings.Split(rows[at], "\t")
					cells[rapid.IntRange(0, len(cells)-1).Draw(rt, "column")] = rapid.SampledFrom(oddCells).Draw(rt, "text")
					rows[at] = strings.Join(cells, "\t")
				}
				if rapid.Bool().Draw(rt, "a row twice") {
					rows = append(rows, rows[rapid.IntRange(0, len(rows)-1).Draw(rt, "which")])
				}
				book, err := sheet.Paste(strings.Join(rows, "\n"))
				if err != nil {
					rt.Fatal(err)
				}
				k := july()
				k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
				k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "BEE, A"}, {ID: "R002", Name: "Dee, C"}}
				k.Entry.Duties = []rota.Duty{{ID: "D0001", Resident: "R001", Span: rota.Span{Start: k.Entry.Strike.Start, End: k.Entry.Strike.End}, Declaration: rota.NoReply}}
				c := intake.Guess(book, kind, k)
				c.Answers = taught(intake.Words(book, c, k), nil)
				if err := sound(book, c, k); err != nil {
					rt.Fatal(err)
				}
			})
		})
	}
}

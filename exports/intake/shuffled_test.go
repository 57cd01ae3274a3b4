package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	intake.Slots:        "Service\tUnit\tSite\tRole\tDays\tLD 0800-2030\tNight 2000-0830\tSkills\tType\tPriority\tNotes\nCancer\tW1\tNorth\tSHO\tDaily\t2\t1\ta + b\ton site\tred\t\nCancer\tW1\tSouth\tSpR\tSat-Sun\t-\t1\ta or b\ton call\tamber\tno other duty",
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
				if err := soundAgain(book, decided(rt, book, c, k), k); err != nil {
					rt.Fatal(err)
				}
			})
		})
	}
}

// TestSharedNumber: what is taken for a number of a person and is that of several makes
// nobody unknown when the same file comes again.
func TestSharedNumber(t *testing.T) {
	book, err := sheet.Paste(strings.Replace(tables[intake.Duties], "\tWard\t", "\tNo\t", 1))
	if err != nil {
		t.Fatal(err)
	}
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "BEE, A"}, {ID: "R002", Name: "Dee, C"}}
	c := intake.Guess(book, intake.Duties, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	if err := soundAgain(book, c, k); err != nil {
		t.Error(err)
	}
}

// decided are choices in which a person has corrected, left out or settled what is at
// fault, well or badly.
func decided(rt *rapid.T, book sheet.Book, c intake.Choices, k intake.Known) intake.Choices {
	for range 2 {
		for _, f := range intake.Read(book, c, k).Faults {
			switch do := rapid.IntRange(0, 3).Draw(rt, "do"); {
			case f.Against != nil && do > 0:
				c.Settle(f, rapid.SampledFrom([]string{intake.ThisRow, intake.OtherRow}).Draw(rt, "stands"))
			case do == 0, declares(c, f): // what was declared is not kept, and so no correction of it
				c.LeftOut = append(c.LeftOut, f.Place)
			case f.Replaceable && do == 1:
				c.Correct(f.Place, f.Column, f.Suggestion)
			case f.Replaceable:
				c.Correct(f.Place, f.Column, rapid.SampledFrom(oddCells).Draw(rt, "correction"))
			}
		}
	}
	return c
}

// declares reports whether a fault is in a cell that declares something.
func declares(c intake.Choices, f intake.Fault) bool {
	if f.Column < 0 {
		return false
	}
	for _, s := range c.Sheets {
		if s.Name == f.Sheet && f.Column < len(s.Columns) && s.Columns[f.Column].Field == intake.Answer {
			return true
		}
	}
	return false
}

// soundAgain looks at what holds when a file of which rows were corrected comes again:
// the same is done with them, and nothing changes.
func soundAgain(book sheet.Book, c intake.Choices, k intake.Known) error {
	if err := sound(book, c, k); err != nil {
		return err
	}
	first := intake.Read(book, c, k)
	later := intake.Known{Words: k.Words}
	later.Entry, later.Memory = intake.Apply(first, c, k)
	bare := intake.Choices{Kind: c.Kind, Sheets: c.Sheets, Answers: c.Answers}
	again := intake.Read(book, bare, later)
	ch := intake.Compare(again, bare, later)
	if n := ch.Count[intake.Same] + ch.Count[intake.Missing]; n != len(ch.List) || ch.Tied > 0 {
		return fmt.Errorf("corrected as last time it changes %v", ch.Count)
	}
	entry, memory := intake.Apply(again, bare, later)
	if diff := cmp.Diff(later.Memory, memory); diff != "" {
		return fmt.Errorf("corrected as last time the memory changes: %s", diff)
	}
	if !rota.SameThing(later.Entry, entry) {
		return errors.New("corrected as last time the entry changes")
	}
	if again.Count != first.Count {
		return fmt.Errorf("the count was %+v, and is %+v", first.Count, again.Count)
	}
	return nil
}

package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// FuzzImport brings in any text as any kind: nothing panics, the count closes, and the
// same text again changes nothing, also with its faulty rows corrected, settled or left out.
func FuzzImport(f *testing.F) {
	for i := range intake.Kinds() {
		f.Add(strings.Join(someDuties, "\n"), i)
		f.Add("Name,E-mail,Fri 25 July,Why?\nA Bee,a@x,No,x\nA Bee,a@x,Yes,", i)
		f.Add("Consultant,Base,Covers,Rate,Fri 25 am,Fri 25 night\ngreen = yes, red = no. am 0800-1300 night 2000-0900\nDr A Bee,N,lw,BMA,OK,clinic", i)
		f.Add("Unit,Site,Role,Days,LD 0800-2030,Skills,Type\nW1,N,SHO,Daily,2,a + b,on site\nW1,N,SHO,Mon,1,a or b,on call", i)
		f.Add("Band,£ per hour,Confirmed\nWeekday 7am-7pm,£100,no\nNight,x,yes", i)
	}
	f.Fuzz(func(t *testing.T, text string, kind int) {
		book, err := sheet.Paste(text)
		if err != nil {
			return
		}
		kinds := intake.Kinds()
		k := july()
		k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
		k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "BEE, A"}}
		c := intake.Guess(book, kinds[uint(kind)%uint(len(kinds))], k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		if err := sound(book, c, k); err != nil {
			t.Error(err)
		}
		for i, f := range intake.Read(book, c, k).Faults {
			switch {
			case f.Against != nil:
				c.Settle(f, f.Options[i%2].Value)
			case f.Replaceable && f.Suggestion != "" && !declares(c, f):
				c.Correct(f.Place, f.Column, f.Suggestion)
			default:
				c.LeftOut = append(c.LeftOut, f.Place)
			}
		}
		if err := soundAgain(book, c, k); err != nil {
			t.Error(err)
		}
	})
}

// TestGuessSamples: every sample is taken for what it is, and every column that must be read is.
func TestGuessSamples(t *testing.T) {
	for file, want := range map[string]intake.Kind{
		"1-assigned-duties-by-person.csv": intake.Duties, "2-availability-form-responses.xlsx": intake.Declarations, "3-consultant-cover-grid.xlsx": intake.Consultants,
		"4-minimum-safe-staffing.xlsx": intake.Slots, "5-extra-contractual-rates.xlsx": intake.Rates,
	} {
		data, err := os.ReadFile(filepath.Join("..", "..", "internal", "e2e", "testdata", "samples", file))
		if err != nil {
			t.Fatal(err)
		}
		book, err := sheet.Read(file, data)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		c := intake.Guess(book, "", july())
		if c.Kind != want {
			t.Errorf("%s is taken for %s, want %s", file, c.Kind, want)
		}
		for _, v := range intake.Show(book, c) {
			if !v.Read || len(v.Lacks) > 0 || v.Rows == 0 {
				t.Errorf("%s, %s: read %v, lacks %v, %d rows", file, v.Name, v.Read, v.Lacks, v.Rows)
			}
			for _, col := range v.Columns {
				if col.Field != "" && (col.Heading == "" || col.Sure == 0 || len(col.Samples) > 3) {
					t.Errorf("%s: column %s is %+v", file, col.Letter, col)
				}
			}
		}
	}
}

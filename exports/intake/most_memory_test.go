package intake_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/exports/sheet/sheettest"
	"strikerota/rota"
)

func TestMain(m *testing.M) { sheettest.Main(m, importOne) }

// importOne goes all the way with a file, and says how many rows were read and were at fault.
func importOne(name string, data []byte) (any, string, error) {
	book, err := sheet.Read(name, data)
	if err != nil {
		return nil, "", fmt.Errorf("%v", rota.Faults(err))
	}
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	c := intake.Guess(book, "", k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	r := intake.Read(book, c, k)
	changes := intake.Compare(r, c, k)
	entry, memory := intake.Apply(r, c, k)
	return []any{book, changes, entry, memory}, fmt.Sprint(r.Count.Read, " ", r.Count.Faulty), nil
}

// hungriest are the files that take most, of each way to write one. The others are tried with
// ROTA_MEMORY=all: they take minutes.
var hungriest = []string{"consultants by day.xlsx", "duties of different people.csv", "duties that are all at fault.csv", "slots.xlsx"}

// TestMostMemory brings each file in, all the way, in a process of its own: as text and as a workbook.
func TestMostMemory(t *testing.T) {
	for name, table := range sheettest.Largest() {
		for ending, data := range map[string][]byte{"csv": sheettest.CSV(t, table), "xlsx": sheettest.Workbook(t, table)} {
			if os.Getenv("ROTA_MEMORY") != "all" && !slices.Contains(hungriest, name+"."+ending) {
				continue
			}
			t.Run(name+"."+ending, func(t *testing.T) {
				if used := sheettest.Took(t, "file."+ending, data); used > sheettest.MaxMemory {
					t.Errorf("it took %d MB, at most %d are allowed", used>>20, sheettest.MaxMemory>>20)
				}
			})
		}
	}
}

package intake_test

import (
	"fmt"
	"strings"
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

// largest are files of duties of as many rows as go, and nearly as many bytes. As many
// consultants, nobody twice, take more than [sheettest.MaxMemory].
func largest() map[string]string {
	const rows = 19_990
	note := strings.Repeat("on the ward ", 33)
	var good, wrong strings.Builder
	good.WriteString("Name,GMC,Grade,Ward,Date,Start,End,Notes\n")
	wrong.WriteString("Name,GMC,Grade,Ward,Date,Start,End,Notes\n")
	for i := range rows {
		fmt.Fprintf(&good, "Doctor %d Example,%d,ST3,W1,%d/07/2025,0800,2030,%s\n", i/5, i/5, 25+i%5, note)
		fmt.Fprintf(&wrong, "Doctor %d Example,%d,Grade %d,Ward %d,%d/07/2025,0800,2030,%s\n", i, i, i, i, 31+i%5, note)
	}
	return map[string]string{"duties": good.String(), "duties that are all at fault": wrong.String()}
}

// TestMostMemory brings each file in, all the way, in a process of its own.
func TestMostMemory(t *testing.T) {
	for name, text := range largest() {
		t.Run(name, func(t *testing.T) {
			if used := sheettest.Took(t, "file.csv", []byte(text)); used > sheettest.MaxMemory {
				t.Errorf("it took %d MB, at most %d are allowed", used>>20, sheettest.MaxMemory>>20)
			}
		})
	}
}

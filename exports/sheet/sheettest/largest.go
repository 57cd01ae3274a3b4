package sheettest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
)

// Largest are files of each kind of as many rows as go, and nearly as many bytes as go: the
// people all different, since those take most.
func Largest() map[string][][]string {
	const rows = 19_990
	note := strings.Repeat("on the ward ", 33)
	files := map[string][][]string{}
	add := func(name, headings string, row func(i int) string) {
		table := [][]string{strings.Split(headings, "|")}
		for i := range rows {
			table = append(table, strings.Split(row(i), "|"))
		}
		files[name] = table
	}
	add("duties", "Name|GMC|Grade|Ward|Date|Start|End|Notes", func(i int) string {
		return fmt.Sprintf("Doctor %d Example|%d|ST3|W1|%d/07/2025|0800|2030|%s", i/5, i/5, 25+i%5, note)
	})
	add("duties of different people", "Name|GMC|Grade|Ward|Date|Start|End|Notes", func(i int) string {
		return fmt.Sprintf("Doctor %d Example|%d|ST3|W1|%d/07/2025|0800|2030|%s", i, i, 25+i%5, note)
	})
	add("duties that are all at fault", "Name|GMC|Grade|Ward|Date|Start|End|Notes", func(i int) string {
		return fmt.Sprintf("Doctor %d Example|%d|Grade %d|Ward %d|%d/07/2025|0800|2030|%s", i, i, i, i, 31+i%5, note)
	})
	add("duties by day", "Name|GMC|Grade|Ward|Fri 25/07|Sat 26/07|Sun 27/07|Mon 28/07|Tue 29/07|Wed 30/07|Thu 31/07|Fri 01/08|Sat 02/08|Sun 03/08|Mon 04/08|Tue 05/08|Wed 06/08", func(i int) string {
		return fmt.Sprintf("Doctor %d Example|%d|ST3|W1%s", i, i, strings.Repeat("|0800-2030", 13))
	})
	add("declarations", "Full name|GMC number|Completion time|Will you work on Fri 25 July?|Will you work on Sat 26 July?|Will you work on Sun 27 July?|Will you work on Mon 28 July?|Will you work on Tue 29 July?|Comments", func(i int) string {
		return fmt.Sprintf("Doctor %d Example|%d|2025-07-20 10:%02d:00|Yes|No|Prefer not to say|Yes|No|%s", i, i, i%60, note[:380])
	})
	add("consultants", "Name|GMC|Grade|Specialty|Site|Rate|Fri 25 July Day|Fri 25 July Night|Sat 26 July Day|Sat 26 July Night|Sun 27 July Day|Comments", func(i int) string {
		return fmt.Sprintf("Dr Person%d Example%d|%d|Consultant|obstetrics|north|Trust|OK|no|OK||OK|%s", i, i, i, note[:380])
	})
	grid := "Name|Specialty"
	for _, day := range []string{"Fri 25", "Sat 26", "Sun 27", "Mon 28", "Tue 29"} {
		grid += strings.ReplaceAll("|D 0800-1300|D 1300-1800|D 1800-2100|D 2100-0800", "D", day)
	}
	add("consultants by day", grid, func(i int) string {
		return fmt.Sprintf("Dr Person%d Example%d|obstetrics%s", i, i, strings.Repeat("|OK BMA rate|clinic|no|on call from home", 5))
	})
	add("slots", "Service|Unit|Role|Site|Band|Doctors|Notes", func(i int) string {
		return fmt.Sprintf("Service %d|Unit %d|registrar|north|0800-2030|2|%s", i%50, i, note)
	})
	add("rates", "Card|Pay point|Band|Rate|Notes", func(i int) string {
		return fmt.Sprintf("Trust|Point %d|Weekday day|£98.%02d|%s", i, i%100, note)
	})
	return files
}

// CSV is a table with commas between its cells.
func CSV(t testing.TB, table [][]string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(table); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

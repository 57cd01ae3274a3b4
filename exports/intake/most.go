package intake

import "fmt"

// What one file may give at most. No trust comes near it, and it bounds what a row that
// stands for many, such as one of slots for every day of a month, can take of memory.
const (
	mostDuties      = 30_000
	mostConsultants = 5_000
	mostParts       = 120_000 // of days, of which consultants say something, and offers
	mostSlots       = 10_000
	mostRates       = 2_000
)

// read gives the row to what reads rows of the kind, unless the file has given as much as goes.
func (l *line) read(kind func(*line)) {
	for _, x := range []struct {
		has, most int
		what      string
	}{
		{len(l.out.Records.Duties), mostDuties, "duties"},
		{len(l.gatherOrder), mostConsultants, "consultants"},
		{l.parts, mostParts, "parts of days of consultants"},
		{len(l.out.Records.Slots), mostSlots, "slots"},
		{len(l.out.Records.Rates), mostRates, "rates"},
	} {
		if x.has >= x.most {
			l.rowFault("more than one file may give", fmt.Sprintf("The rows above it give %d %s, the most that one file may give.", x.has, x.what), "Bring this row and those below it in as another file.")
			return
		}
	}
	kind(l)
}

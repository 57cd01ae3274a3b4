package e2e

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// slotWords are what the coordinator says of the staffing sheet: what the sites are
// called, and how senior roles are. The words of the faulty rows are left open.
var slotWords = said{
	"site/nri": northmoor, "site/northmoor royal infirmary": northmoor, "site/eastlake": eastlake, "site/eastlake hospital": eastlake,
	"role/anaesthetist": "2", "role/second anaesthetist": "2", "role/planned section list anaesthetist": "2", "role/planned section list surgeon": "2",
	"role/prescriber": "2", "role/p1/p2 anaesthetist": "2", "role/p1/p2 assistant": "2", "role/weekend cancer list": "2", "role/lead surgeon": "2",
	"role/assistant": "2", "role/recovery anaesthetist": "2",
	"site/community": "", "days/weekdays only pls": "", "mode/resident or home": "",
}

func (s *sampleImport) slots() (sheet.Book, intake.Choices, intake.Result) {
	s.t.Helper()
	return s.read("4-minimum-safe-staffing.xlsx", intake.Slots, slotWords)
}

func TestSampleSlots(t *testing.T) {
	t.Parallel()
	_, _, got := newSampleImport(t).slots()
	accounted(t, got, 65)
	tallyOf(got).check(t, "slots", 65, tally{
		"title line": 2, "blank line": 1, "heading": 1, used: 47, "needs nobody": 7,
		"number not in digits": 2, "unknown days": 1, "unknown type": 1, "unknown site": 1, "no service": 1, "the same row again": 1,
	})
	places, alone := 0, 0
	for _, s := range got.Records.Slots {
		places += s.Places
		if s.NoOtherDuty {
			alone++
		}
	}
	if n := len(got.Records.Slots); n != 252 || places != 273 || alone != 20 {
		t.Errorf("%d slots, %d places, %d without other duty; want 252, 273, 20", n, places, alone)
	}
}

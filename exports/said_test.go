package exports

import (
	"strings"
	"testing"
)

// TestLostHasNoContact: a part that nobody was in has nobody to reach, and the grid asks for no contact.
func TestLostHasNoContact(t *testing.T) {
	if got := (post{who: lostWord + ": nobody", state: lostWord}).shown(true); got != lostWord+": nobody" {
		t.Errorf("it says %q", got)
	}
	if got := (post{who: "Dr Ash", state: coveredWord}).shown(true); !strings.Contains(got, noContact) {
		t.Errorf("of a consultant without a contact it says %q", got)
	}
}

// TestCalledLineSaysThatItStays: the line with on call as called in is typed, and says so.
func TestCalledLineSaysThatItStays(t *testing.T) {
	h := handouts(t)["small"]
	h.Money.CalledShare = 2505
	for _, b := range everyWorkbook(t, "small", h, entries()["small"]) {
		if b.name != "small costs" {
			continue
		}
		rows, err := open(t, b.data).GetRows(summarySheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 0 && strings.Contains(row[0], "25.05% of on-call time") && strings.Contains(row[0], "does not follow changed rates") {
				return
			}
		}
	}
	t.Error("the summary does not say so")
}

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

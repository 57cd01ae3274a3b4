package intake

import (
	"regexp"
	"slices"
)

// ofStatus are headings of columns that say whether a row still stands.
var ofStatus = regexp.MustCompile(`^((shift|duty|booking|offer|request|cover|post|assignment|roster) )?(status|state)$|^(available|availability|confirmed|agreed|accepted|approved|filled|booked)$`)

// stands and fallen are what such a column says of rows that do, and that do not.
var (
	standing = []string{"-", "yes", "y", "true", "ok", "confirmed", "approved", "published", "agreed", "accepted", "active", "live", "filled", "booked", "assigned", "allocated", "worked", "working", "on duty", "rostered", "scheduled", "planned", "final", "finalised", "complete", "completed", "available", "offered"}
	fallen   = []string{"no", "n", "false", "declined", "refused", "rejected", "withdrawn", "unavailable", "not available", "unfilled", "vacant", "requested off", "removed", "deleted", "not required", "not needed", "stood down"}
)

// stillStands reports whether the row's status, in a column that is not read, lets it stand; what is
// not understood is asked for. A row that does not stand is left out.
func (l *line) stillStands() bool {
	for col, status := range l.aside(ofStatus) {
		if slices.Contains(standing, plain(status)) {
			continue
		}
		if slices.Contains(fallen, plain(status)) {
			l.leave("does not stand: "+status, "Another column says that it does not stand.")
			return false
		}
		answer, key := l.ask(SenseWord, tidy(l.header.At(col).Text), status, func(w *Word) {
			w.Options = []Option{{AsUsual, "The row stands"}, {Ignore, "Leave the rows with it out"}}
		})
		if answer != AsUsual {
			l.openWordMend(col, key, "unknown status", "Nothing says whether the row stands.", "Say so in the list of words, or leave the row out.")
			return false
		}
	}
	return true
}

package intake

import (
	"fmt"
	"regexp"
	"slices"
)

// ofStatus are headings of columns that say whether a row still stands.
var ofStatus = regexp.MustCompile(`^((shift|duty|booking|offer|request|cover|post|assignment|roster) )?(status|state)$|^(available|availability|confirmed|agreed|accepted|approved|filled|booked)$`)

// stands and fallen are what such a column says of rows that do, and that do not.
var (
	standing = []string{"", "-", "yes", "y", "true", "ok", "confirmed", "approved", "published", "agreed", "accepted", "active", "live", "filled", "booked", "assigned", "allocated", "worked", "working", "on duty", "rostered", "scheduled", "planned", "final", "finalised", "complete", "completed", "available", "offered"}
	fallen   = []string{"no", "n", "false", "declined", "refused", "rejected", "withdrawn", "unavailable", "not available", "unfilled", "vacant", "requested off", "removed", "deleted", "not required", "not needed", "stood down"}
)

// stillStands reports whether the row's status, in a column that is not read, lets it stand; what is
// not understood is asked for. A row that does not stand is left out.
func (l *line) stillStands() bool {
	for col, c := range l.row.Cells {
		read := col < len(l.choice.Columns) && l.choice.Columns[col].Field != ""
		if read || !ofStatus.MatchString(plain(l.header.At(col).Text)) || slices.Contains(standing, plain(c.Text)) {
			continue
		}
		status := tidy(c.Text)
		if slices.Contains(fallen, plain(status)) {
			l.leave("does not stand: "+status, "Another column says that it does not stand.")
			return false
		}
		heading := tidy(l.header.At(col).Text)
		answer, key := l.ask(SenseWord, heading, status, func(w *Word) {
			w.Options = []Option{{AsUsual, "The row stands"}, {Ignore, "Leave the rows with it out"}}
		})
		switch answer {
		case AsUsual:
		case Ignore:
			l.leaveOut("left out by a word", fmt.Sprintf("You have said that rows with “%s” are left out.", status))
			return false
		default:
			l.fault(col, "unknown status", "Nothing says whether the row stands.", "Say so in the list of words, or leave the row out.").Word = key
			return false
		}
	}
	return true
}

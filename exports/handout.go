package exports

import (
	"fmt"
	"strings"
	"time"

	"strikerota/rota"
)

// Handling is the mark that a workbook bears unless another is given.
const Handling = "OFFICIAL-SENSITIVE: PERSONAL"

// Labels are what every workbook bears wherever it goes: in its README, in the
// header and footer of every page, and in its properties.
type Labels struct {
	Trust    string    // the trust's name
	Made     time.Time // when the plan was made, or what the file holds was read; never the clock
	Changed  time.Time // when the plan was changed last by hand; zero while nobody has
	Answered time.Time `json:"-"` // when its reader last answered what they were told; zero of all others
	By       string    // who made it
	Version  string    // of the program
	Handling string    // "" is [Handling]
	DeleteBy rota.Date
	Office   string // how to reach the rota office on the day; "" when it is not entered
	Stale    string // what has changed since the plan was made, as far as all may read it; "" when nothing has
	Edition  Edition
	Only     string `json:"-"` // the services whose slots are in it, where it is not all
}

// An Edition is which rota a file is of: the draft, which may change at any moment,
// or a version that was published and never does. Of a file that holds no rota it is
// the zero Edition.
type Edition struct {
	Draft     bool
	Number    int64 // of a version
	Published time.Time
	Newest    int64 // version when a draft was given out; 0 for none
	Same      bool  // everybody in the draft is where that version has them
}

// Words say it; "" of a file that holds no rota.
func (e Edition) Words() string {
	switch {
	case e.Draft && e.Same:
		return fmt.Sprintf("As version %d", e.Newest)
	case e.Draft:
		return "DRAFT"
	case e.Number > 0:
		return fmt.Sprintf("Version %d, published %s", e.Number, stampWords(e.Published))
	}
	return ""
}

// A Handout is everything that the files of a plan show. Nothing of residents is in it:
// they show the places that are for consultants, and no other.
type Handout struct {
	Labels
	Problem     rota.Problem
	Plan        rota.Plan
	Consultants map[rota.ConsultantID]rota.Consultant // names to show; without one the id is shown
	Locks       []rota.Lock                           // with the reasons that people have typed
	LeftOpen    []rota.LeftOpen                       // with the reasons that people have typed
	Lost        []rota.Slot                           // parts of slots in which a consultant had been due, that nobody was in and that nobody can cover any more
	AllLost     []rota.Slot                           // those in which residents had been due with them: for pages of rota coordinators, and no file that others may have
	Off         []rota.Pair                           // taken off by hand since the plan was made
	Withdrawn   []rota.Pair                           `json:"-"` // of the plan, whose offer, site or training is gone since: their places have to be filled again
	Declined    []rota.Pair                           // who offered an open slot, and has declined it
	Ways        map[rota.SlotID]WaysOut               // of open slots, as far as they were looked for
	Money       Money
	Behind      string // all that has changed since the plan was made, what residents have said too: in no file
}

// Money is what a trust has settled about costs, and the pay withheld from
// residents as it may be told.
type Money struct {
	rota.Pricing
	Withheld *Withheld // nil when it is not told
}

// WaysOut is what stands against an open slot as a whole, and what would fill it.
type WaysOut struct {
	Conflict string // what cannot all hold, in one sentence; "" when it is not known
	Ways     []Way  // the best by the aims of the rota first
	Note     string // how far ways were looked for
	More     bool   // more is being worked out
}

// A Way is one change that would fill a place, and what else it does.
type Way struct{ Text, Effect string }

// DeleteBy is the day by which a file of a strike must be deleted: so many days after
// its end. A file that is made when that day has passed is for something still to do,
// and gets a week.
func DeleteBy(strike rota.Strike, days int, today rota.Date) rota.Date {
	if by := rota.DateOf(strike.End).Add(days); !by.Before(today) {
		return by
	}
	return today.Add(7)
}

// advice says how far the edition can be relied on.
func (e Edition) advice() string {
	switch {
	case !e.Draft:
		return ". It never changes"
	case e.Newest == 0:
		return ". It may change at any moment: nobody has been told of it"
	case e.Same:
		return fmt.Sprintf(". It may change at any moment. Everybody in it is where version %d has them, which people were told of", e.Newest)
	}
	return fmt.Sprintf(". It may change at any moment: people were told of version %d, which has not everybody where this draft has them", e.Newest)
}

func (l Labels) handling() string { return orElse(l.Handling, Handling) }

// foot is which rota it is, and who made the workbook with what, for the foot of every page.
func (l Labels) foot() string {
	return joinWords(joinWords(l.Edition.Words(), l.onlyWords()), l.made())
}

func (l Labels) made() string {
	if l.Edition.Number > 0 {
		return "strikerota " + orElse(l.Version, "unknown")
	}
	words := "Made " + stampWords(l.Made)
	if !l.Changed.IsZero() {
		words += ", changed by hand " + stampWords(l.Changed)
	}
	return words + ", strikerota " + orElse(l.Version, "unknown")
}

func stampWords(t time.Time) string { return t.In(rota.Zone()).Format("2 Jan 2006 15:04") }

// asOf is when what the file holds came to be as it is.
func (l Labels) asOf() time.Time {
	latest := l.Made
	if !l.Changed.IsZero() {
		latest = l.Changed
	}
	if l.Answered.After(latest) {
		latest = l.Answered
	}
	return latest
}

// titled is the title of a sheet with which rota it is of.
func (l Labels) titled(text string) string {
	if words := joinWords(l.Edition.Words(), l.onlyWords()); words != "" {
		return text + " (" + words + ")"
	}
	return text
}

// headed starts a sheet that is one table: above the heads are its title, with which rota
// it is of, what else to know of it, and how long it may be kept.
func (l Labels) headed(s *sheet, text string, about ...string) {
	l.headedUntil(s, text, "", about...)
}

// headedUntil is headed with until when it hangs, in the line of how long it may be kept: in one line with
// the rest the end of it would be cut off where it is printed.
func (l Labels) headedUntil(s *sheet, text, until string, about ...string) {
	s.put(24, s.cell(title, l.titled(text)))
	s.put(0, s.cell(bare, strings.Join(about, " ")))
	s.put(0, s.cell(bare, strings.TrimSpace(until+" "+l.ends())))
}

// tableHeadRow is the row of the heads on such a sheet.
const tableHeadRow = 4

// ends says of a sheet that may hang on a wall how long that may be, and which rota it is of.
func (l Labels) ends() string {
	if by := l.deleteBy(); by != "" {
		return "Delete this by " + by + ". " + l.foot() + "."
	}
	return l.foot() + "."
}

// labelled starts a workbook that bears the labels.
func (l Labels) labelled(name, topic string) (*book, error) {
	b, err := newBook()
	if err != nil {
		return nil, err
	}
	b.mark, b.topic, b.foot = l.handling(), joinWords(l.Trust, topic), l.foot()
	return b, b.properties(name, l)
}

// written writes the sheets in order, and then the file.
func (b *book) written(to interface{ Write([]byte) (int, error) }, sheets ...func(*book) error) error {
	for _, write := range sheets {
		if err := write(b); err != nil {
			return err
		}
	}
	return b.writeTo(to)
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

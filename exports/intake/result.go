package intake

import (
	"fmt"
	"time"

	"strikerota/rota"
)

// A Result is what one file says.
type Result struct {
	Kind    Kind
	Records Records
	Faults  []Fault
	LeftOut []LeftOut
	Count   Count
	Remarks []string        // sentences for the page: sheets left aside, what was taken for what
	Again   []Again         // rows with which the same was done as in an earlier import
	Mends   map[string]Mend // what was done with rows, for the [Memory]
	Aside   []string        // names of sheets that were left aside although they could be read as the kind
	// Made are those who are new because a person said so, by [Word.Key].
	Made map[string]string
}

// Records are the rows that could be read. Only the list of the file's kind is filled.
type Records struct {
	Residents   []ResidentRecord // of a file of duties, those without a duty among them
	Duties      []DutyRecord
	Answers     []AnswerRecord
	Consultants []ConsultantRecord
	Slots       []SlotRecord
	Rates       []RateRecord
	Cards       []CardRecord
}

// Any reports whether there is a record of the file's kind.
func (r Records) Any() bool {
	return len(r.Duties)+len(r.Answers)+len(r.Consultants)+len(r.Slots)+len(r.Rates) > 0
}

// Unread is how many rows may hold something that no record does: those at fault, and
// those that a person left out by themselves or by a word of theirs.
func (r Result) Unread() int {
	n := r.Count.Faulty
	for _, x := range r.LeftOut {
		if x.Chosen {
			n++
		}
	}
	return n
}

// Partial says why something that is not in the records may be in the file all the same,
// so that what is not in the file must not be taken out all at once; "" when all was read.
func (r Result) Partial() string {
	switch n := r.Unread(); {
	case !r.Records.Any():
		return "The file gave none to compare with, so nothing shows that these are gone."
	case n == 1:
		return "1 row of the file was not read, so it may be of one of these."
	case n > 1:
		return fmt.Sprintf("%d rows of the file were not read, so these may be among them.", n)
	case len(r.Aside) == 1:
		return "The sheet " + r.Aside[0] + " was left aside, so these may be on it."
	case len(r.Aside) > 1:
		return fmt.Sprintf("%d sheets of the file were left aside, so these may be on them.", len(r.Aside))
	}
	return ""
}

// A Fault is a row of the file that could not be read, and what to do about it.
// It repeats what the file says, so it is for the page and never logged.
type Fault struct {
	Place
	Column  int      // 0 is column A; -1 when the row as a whole is at fault
	Cell    string   // "H14", or "" for a row
	Heading string   // of the column
	Code    string   // the same for all faults of one sort: "no such date"
	Found   string   // what the cell says
	Wrong   string   // a sentence on what is wrong
	Points  []string // what it is wrong in, when that is a list
	Mend    string   // a sentence on how to mend it
	Word    string   // key of the open word that is the cause, or ""
	// Whose says what the row is about, as the file has it: name, date and unit. It may name
	// a resident, and is in no document.
	Whose string `json:"-"`
	// Against is the earlier row that contradicts this one: [Choices.Settle] with one of the
	// options says which stands.
	Against *Place
	// Suggestion is a text for the cell that would make sense, or "".
	Suggestion string
	// Options are the texts that the cell may have, when there are few.
	Options []Option
	// Replaceable says that another text for this cell, by [Choices.Correct], can mend the row.
	Replaceable bool
}

// LeftOut is a row of the file that is no record and no fault.
type LeftOut struct {
	Place
	Code string // the same for all rows of one sort: "totals line"
	Why  string // a sentence
	// Chosen says that a person left the row out, by itself or by a word of it.
	Chosen bool
}

// Count accounts for every row of the sheets that are read:
// Rows = Read + Faulty + LeftOut + Blank.
type Count struct {
	Rows    int // up to the last row that holds something
	Read    int
	Faulty  int // rows with at least one fault
	Partly  int // of those, rows of which a part is taken all the same
	LeftOut int
	Blank   int
}

// A Person is how a row names somebody.
type Person struct {
	Name               string
	Number, GMC, Email string
}

// A ResidentRecord is one person of a file of duties. Place is their first row.
type ResidentRecord struct {
	Place
	Person
	Resident rota.ResidentID // as known, or given for this file to somebody new
	Grade    string
	Unit     string
}

// A DutyRecord is one duty, with the resident whose it is.
type DutyRecord struct {
	Place
	Person
	Resident rota.ResidentID
	Grade    string
	Unit     string
	Site     string
	Code     string
	OnCall   bool
	rota.Span
}

// An AnswerRecord is what one resident said, in the answer that stands.
type AnswerRecord struct {
	Place
	Resident rota.ResidentID
	Days     []DayAnswer // by day
	Done     time.Time   // when the form was filled in; zero when the file does not say
}

// A DayAnswer is what somebody said for the duties that start on one day.
type DayAnswer struct {
	Day         rota.Date
	Declaration rota.Declaration
}

// A ConsultantRecord is a consultant with all that the file says of them. Places are the rows.
type ConsultantRecord struct {
	Places []Place
	Person
	rota.Consultant
	Anywhere bool // at every site of the strike, which are those of Sites now
}

// A SlotRecord is one slot of a row that may give several.
type SlotRecord struct {
	Place
	rota.Slot
}

// A RateRecord is one cell of a rate card.
type RateRecord struct {
	Place
	Card     string // "trust" or "bma"
	PayPoint string
	Band     rota.Band
	Rate     rota.Pence
	Said     string // [IsConfirmed], [NotConfirmed], or "" when nobody says whether the trust has confirmed it
}

// A CardRecord is what a file of rates says of a card beside its rates. It fills in
// what the entry's card lacks.
type CardRecord struct {
	Card      string // "trust" or "bma"
	Name      string
	Region    string // "London", "outside London" or ""
	ValidFrom rota.Date
	Source    string
}

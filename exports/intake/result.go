package intake

import "strikerota/rota"

// A Result is what one file says.
type Result struct {
	Kind    Kind
	Records Records
	Faults  []Fault
	LeftOut []LeftOut
	Count   Count
	Remarks []string // sentences for the page: sheets left aside, what was taken for what
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

// A Fault is a row of the file that could not be read, and what to do about it.
// It repeats what the file says, so it is for the page and never logged.
type Fault struct {
	Place
	Column  int    // 0 is column A; -1 when the row as a whole is at fault
	Cell    string // "H14", or "" for a row
	Heading string // of the column
	Code    string // the same for all faults of one sort: "no such date"
	Found   string // what the cell says
	Wrong   string // a sentence on what is wrong
	Mend    string // a sentence on how to mend it
	Word    string // key of the open word that is the cause, or ""
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
	Unread []string // comments and notes that are left for people to read
}

// A SlotRecord is one slot of a row that may give several.
type SlotRecord struct {
	Place
	rota.Slot
}

// A RateRecord is one cell of a rate card.
type RateRecord struct {
	Place
	Card        string // "trust" or "bma"
	PayPoint    string
	Band        rota.Band
	Rate        rota.Pence
	Unconfirmed bool
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

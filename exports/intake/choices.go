package intake

import (
	"time"

	"strikerota/rota"
)

// Choices are all that a person has decided about one file. They start as [Guess]
// gives them, can be kept as JSON between steps, and are all that [Read] needs
// beside the book and what is known.
type Choices struct {
	Kind   Kind    `json:"kind"`
	Doubt  []Kind  `json:"doubt,omitempty"` // what else the file may hold, when that is not clear: somebody must say
	Sheets []Sheet `json:"sheets"`          // every sheet of the book, in its order

	// Answers says what words mean, by [Word.Key]. An answer here goes before one that is remembered.
	Answers map[string]string `json:"answers,omitempty"`
	// Corrections replace what cells of the file say.
	Corrections []Correction `json:"corrections,omitempty"`
	// LeftOut are rows that the person has left out.
	LeftOut []Place `json:"left_out,omitempty"`
	// Stands settle rows that contradict each other, by [Choices.Settle].
	Stands []Standing `json:"stands,omitempty"`
	// Afresh asks again about rows that were corrected, left out or settled in an earlier
	// import of the strike, instead of doing the same with them ([Memory]).
	Afresh bool `json:"afresh,omitempty"`
	// Declined are changes that are not to be made, by [Change.Key].
	Declined map[string]bool `json:"declined,omitempty"`
	// Accepted are changes that are made only when they are accepted: those with [Change.Ask].
	Accepted map[string]bool `json:"accepted,omitempty"`
}

// A Sheet says how one sheet is read.
type Sheet struct {
	Name    string   `json:"name"`
	Read    bool     `json:"read"`    // false leaves the sheet aside
	Header  int      `json:"header"`  // number of the row with the headings; the rows above it are titles. 0 for none
	Columns []Column `json:"columns"` // one for each column of the sheet, from A on
	// MonthFirst reads 07/08/2025 as 8 July.
	MonthFirst bool `json:"month_first,omitempty"`
	// SkipHidden leaves out rows that are hidden in the workbook, as by a filter.
	SkipHidden bool `json:"skip_hidden,omitempty"`
}

// A Column says what one column of a sheet holds.
type Column struct {
	Field Field `json:"field"`          // "" is not read
	Sure  int   `json:"sure,omitempty"` // percent; how sure [Guess] was
	// Day is the one day that an Answer, Cover, Places or DayCode column is about, as 2025-07-25.
	Day string `json:"day,omitempty"`
	// Band is the one band that a Cover, Places, Holder, DayCode or Rate column is about, as its heading names it: a [Word].
	Band string `json:"band,omitempty"`
	// Role is the one role that a Places column is about, where rows have none.
	Role string `json:"role,omitempty"`
	// Turned says that Yes in an Answer column means away.
	Turned bool `json:"turned,omitempty"`
	// Card, PayPoint and PerPA say whose rates a Rate column holds, and that they are for a
	// programmed activity and not for an hour. Card is "trust" or "bma".
	Card     string `json:"card,omitempty"`
	PayPoint string `json:"pay_point,omitempty"`
	PerPA    bool   `json:"per_pa,omitempty"`
}

// A Place is a row of the file.
type Place struct {
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
}

// A Correction replaces the text of one cell.
type Correction struct {
	Place
	Column int    `json:"column"` // 0 is column A
	Value  string `json:"value"`
}

// Correct sets or replaces the correction of a cell.
func (c *Choices) Correct(at Place, column int, value string) {
	for i := range c.Corrections {
		if k := &c.Corrections[i]; k.Place == at && k.Column == column {
			k.Value = value
			return
		}
	}
	c.Corrections = append(c.Corrections, Correction{Place: at, Column: column, Value: value})
}

// Known is what the trust and the strike already hold.
type Known struct {
	Entry  rota.Entry        // of the strike, as it is now
	Words  map[string]string // answers that the trust gave before, by [Word.Key]
	Memory Memory            // of the strike
	By     string            // who brings the file in and when, as rates are said to come from; "" is not said
	Grades []string          // for which a salary is known
	// Own is when residents themselves said, by their own links, what their duties say.
	Own map[rota.DutyID]time.Time
	// Last are the last codes given out in the strike, R012 being 12: a new thing gets a
	// later one, so that the code of somebody who was deleted never means somebody else.
	Last struct{ Resident, Duty, Consultant, Slot int }
}

// Memory is what earlier files of a strike have left behind that an entry has no
// place for. It holds e-mail addresses and numbers of people, so it is kept and
// purged with the strike. The zero Memory is that of a strike without imports.
type Memory struct {
	// People are the marks by which people of the entry are known again: "gmc:0208972",
	// "email:…", "number:…" → ResidentID or ConsultantID.
	People map[string]string `json:"people,omitempty"`
	// Duties is what is known of a duty beyond the entry.
	Duties map[rota.DutyID]DutyFacts `json:"duties,omitempty"`
	// Mends are what was done with rows of earlier files, by kind and then by a hash of what
	// they say, so that the same row is corrected or left out the same way again.
	Mends map[Kind]map[string]Mend `json:"mends,omitempty"`
	// Said is what words meant that the trust does not keep, since they are about people: by a
	// hash of the kind and the [Word.Key]. Who was made new by it stands behind [New].
	Said map[string]string `json:"said,omitempty"`
	// Anywhere are the consultants who may cover at every site of the strike.
	Anywhere map[rota.ConsultantID]bool `json:"anywhere,omitempty"`
	// Given are the values that the last file gave, by [Change.Key] and field. A value
	// of the entry that differs from it was edited by hand since.
	Given map[string]map[string]string `json:"given,omitempty"`
}

// DutyFacts is what a duty says of the slot that it would have filled.
type DutyFacts struct {
	Unit   string `json:"unit,omitempty"`
	Site   string `json:"site,omitempty"`
	OnCall bool   `json:"on_call,omitempty"` // from home
	// Tied is the slot to which an import tied the duty. A duty that is tied otherwise was tied by hand.
	Tied rota.SlotID `json:"tied,omitempty"`
}

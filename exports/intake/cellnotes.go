package intake

import (
	"strings"

	"strikerota/exports/sheet"
)

// onCell is where a note stands of which is asked what it means for a duty.
const onCell = "a note on a cell"

// swapNote asks what a note on a cell means by which the duty may be somebody else's, or nobody's, and
// reports whether the duty stands. Other notes are only told of.
func (l *line) swapNote(col int) (stands, known bool) {
	text := l.noteOf(col)
	if !ofSwaps.MatchString(plain(text)) {
		return true, true
	}
	answer, key := l.ask(SenseWord, onCell, text, func(w *Word) {
		w.Options = []Option{{AsUsual, "The duty is as the cell says"}, {Ignore, "Leave the duty out"}}
	})
	if answer == AsUsual || answer == Ignore {
		return answer == AsUsual, true
	}
	l.openWordMend(col, key, "note on a cell", "The note “"+text+"” may say that the duty is somebody else’s.", "Say so in the list of words, or leave the row out.")
	return false, false
}

// swapNotes does so for all cells of a row but those of days, each of which is a duty of its own.
func (l *line) swapNotes() bool {
	for col, c := range l.choice.Columns {
		if c.Field == "" || c.Field == DayCode {
			continue
		}
		switch stands, known := l.swapNote(col); {
		case !known:
			return false
		case !stands:
			l.leaveOut("left out by a word", "You have said that duties with the note “"+l.noteOf(col)+"” are left out.")
			return false
		}
	}
	return true
}

// meetNotes keeps in mind on which cells of the row notes hang that nobody reads or asks for. Those of
// consultants are read.
func (l *line) meetNotes() {
	for col, c := range l.choice.Columns {
		text := l.noteOf(col)
		if text == "" || c.Field == "" || l.c.Kind == Consultants || l.c.Kind == Duties && ofSwaps.MatchString(plain(text)) {
			continue
		}
		name := sheet.Name(col, l.row.Number)
		if l.sheet.Name != "" {
			name += " of " + l.sheet.Name
		}
		l.unreadNotes = append(l.unreadNotes, name)
	}
}

// sayNotes tells on which cells notes hang that were not read.
func (r *reader) sayNotes() {
	if len(r.unreadNotes) > 0 {
		r.remark("Notes hang on these cells and were not read: " + firstNames(r.unreadNotes) + ". Look in your file whether one of them changes what its row says.")
	}
}

// saysNothingRead reports whether none of the columns that are read says anything in the row, be it
// by a colour or a note: what it holds stands beside the table.
func (l *line) saysNothingRead() bool {
	for col, c := range l.choice.Columns {
		cell := l.row.At(col)
		if c.Field != "" && (l.at(col) != "" || cell.Uncalculated || strings.TrimSpace(cell.Look().Note) != "" || len(colourNames(cell.Look().Fill)) > 0) {
			return false
		}
	}
	return true
}

package intake

import (
	"slices"
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

// meetLooks keeps in mind on which cells of the row notes hang that nobody reads or asks for, and whether
// cells with words have colours. Those of consultants are read.
func (l *line) meetLooks() {
	if l.c.Kind == Consultants {
		return
	}
	for col, c := range l.choice.Columns {
		look := l.row.At(col).Look()
		if c.Field == "" || look == (sheet.Look{}) {
			continue
		}
		l.tinted = l.tinted || l.at(col) != "" && look.Fill != l.header.At(col).Look().Fill && len(colourNames(look.Fill)) > 0
		text := l.noteOf(col)
		if text == "" || l.c.Kind == Duties && ofSwaps.MatchString(plain(text)) {
			continue
		}
		l.unreadNotes = append(l.unreadNotes, l.cellName(col))
	}
}

// cellName is "C14", or "C14 of Obstetrics".
func (l *line) cellName(col int) string { return saidTerms{Place: l.place(), col: col}.cell() }

// meetContrary keeps in mind a consultant's cell whose words offer cover where its colour, by the file's
// own key, says that there is none, or the other way round.
func (l *line) meetContrary(col int, s coverSaying) {
	var keyed []coverKind
	for _, name := range colourNames(l.row.At(col).Look().Fill) {
		if k, ok := l.colours.key[name]; ok && !slices.Contains(keyed, k) {
			keyed = append(keyed, k)
		}
	}
	if len(keyed) != 1 {
		return
	}
	offered, refused := coverSaying{kind: keyed[0]}.offers(), keyed[0] == notAtAll || keyed[0] == notAgreed
	if offered && (s.kind == notAtAll || s.kind == notAgreed) || refused && s.offers() {
		l.contrary = append(l.contrary, l.cellName(col))
	}
}

// colourKey keeps a line around the table that says what colours mean.
func (l *line) colourKey() {
	for _, text := range filled(l.row) {
		if l.c.Kind != Consultants && colourWord.MatchString(plain(text)) && len(l.colourKeys) < 3 {
			l.colourKeys = append(l.colourKeys, text)
		}
	}
}

// sayLooks tells on which cells notes hang that were not read, and that colours of cells with words
// were not, where the file says that they mean something.
func (r *reader) sayLooks() {
	if len(r.unreadNotes) > 0 {
		r.remark("Notes hang on these cells and were not read: " + firstNames(r.unreadNotes) + ". Look in your file whether one of them changes what its row says.")
	}
	if len(r.contrary) > 0 {
		r.remark("In these cells the words say one thing and the colour, by the file’s own key, another: " + firstNames(r.contrary) + ". The words were taken.")
	}
	if r.tinted && len(r.colourKeys) > 0 {
		r.remark("The file says of its colours: “" + strings.Join(r.colourKeys, "; ") + "”. Cells with words were read by their words alone. Look whether a colour changes what its row says.")
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

package intake

// StruckOut is the answer to a [SenseWord] by which text that is struck through counts for nothing.
const StruckOut = "struck"

const struckText = "Text that is struck through"

var struckKey = wordKey(SenseWord, "", struckText)

// struckOut reports whether it is known what text means that is struck through in a cell of the row
// that is read.
func (l *line) struckOut() bool {
	for col, c := range l.choice.Columns {
		if cell := l.row.At(col); !cell.Struck || cell.Text == "" || c.Field == "" || c.Field == Reason {
			continue
		}
		answer, key := l.ask(SenseWord, "", struckText, func(w *Word) {
			w.Options = []Option{{StruckOut, "Nothing: as if it were not there"}, {AsUsual, "What it says, as if it were not struck through"}, {Ignore, "Leave the rows with it out"}}
		})
		if answer == StruckOut || answer == AsUsual {
			return true
		}
		l.openWord(col, key, "struck through", "The text is struck through.")
		return false
	}
	return true
}

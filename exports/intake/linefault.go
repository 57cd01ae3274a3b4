package intake

import "strikerota/exports/sheet"

// leave leaves the row out for a reason.
func (l *line) leave(code, why string) {
	if l.leftOut || l.wrong {
		return
	}
	l.leftOut = true
	l.out.LeftOut = append(l.out.LeftOut, LeftOut{Place: l.place(), Code: code, Why: why})
}

// leaveOut leaves the row out because a person said so.
func (l *line) leaveOut(code, why string) {
	if l.leave(code, why); l.leftOut {
		l.out.LeftOut[len(l.out.LeftOut)-1].Chosen = true
	}
}

// fault notes that a cell is wrong and gives the fault, so that more can be said of it.
// Another text for the cell can mend it.
func (l *line) fault(col int, code, wrong, mend string) *Fault {
	f := Fault{Place: l.place(), Column: col, Code: code, Wrong: wrong, Mend: mend, Whose: l.whose()}
	if col >= 0 {
		f.Cell, f.Found, f.Heading, f.Replaceable = sheet.Name(col, l.row.Number), l.at(col), tidy(l.header.At(col).Text), true
	}
	if l.leftOut {
		return &f // a row that is left out has no faults to mend
	}
	l.wrong = true
	l.out.Faults = append(l.out.Faults, f)
	return &l.out.Faults[len(l.out.Faults)-1]
}

// partly notes that what is plain of a row is taken, though it has faults, and says so with each.
func (l *line) partly(words string) {
	l.partial[l.place()] = true
	here := l.place()
	for i := len(l.out.Faults) - 1; i >= 0 && l.out.Faults[i].Place == here; i-- {
		l.out.Faults[i].Mend += " " + words
	}
}

// rowFault notes that the row as a whole is wrong.
func (l *line) rowFault(code, wrong, mend string) *Fault { return l.fault(-1, code, wrong, mend) }

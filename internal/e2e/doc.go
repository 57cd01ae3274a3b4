// Package e2e holds tests that take the whole program on a journey; it has no
// code of its own.
//
// The samples tests bring the messy sheets of a fictional trust
// (testdata/samples) in by a conversion written for them, in which every row
// and cell is used or left for a reason that has a name and a count. What comes
// out goes through the entry workbook, the solver, the referee and the results
// workbook, and LibreOffice adds the costs up again.
package e2e

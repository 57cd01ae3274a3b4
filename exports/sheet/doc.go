// Package sheet reads any spreadsheet or table of text that a person uploads or
// pastes into a [Book]: sheets of rows of cells, each as it is shown, with the
// row number and cell name that the person sees in their own program.
//
// A gate comes first. It reads every part of a workbook strictly to its end,
// counts rows and cells, and refuses the file as a whole when any of it is
// damaged, hidden behind a password, or too large, since half a sheet that reads
// without an error is worse than none. Every refusal says what is wrong, where,
// and what to do. What is left aside although it is in the file, such as macros,
// is said in [Book.Remarks]. Pivot tables beside other cells are left aside too, the totals rows of
// tables are marked as such, and a number is as it is shown unless that hides more than a hundredth.
//
// The package reads no clock and no file. The same bytes give the same book.
package sheet

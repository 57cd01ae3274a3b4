// Package intake turns a [sheet.Book] that a trust already has, however it is
// laid out, into what a strike's [rota.Entry] holds. The way through it is
//
//	Guess ──▶ Words ──▶ Read ──▶ Compare ──▶ Apply
//
// [Guess] says what the book seems to be and which column is what; a person may
// change every choice, and [Show] describes the sheets for that. [Words] lists each word
// that the planner does not know, once, with what it may mean. [Read] gives the
// records, and for every row of the file that gives none the reason: [Count]
// closes. [Compare] says what would change in an entry, and [Apply] makes the
// changes that were not declined.
//
// All that a person decides on the way is one [Choices], which can be kept as JSON
// between steps; what stays behind afterwards is a [Memory] for the strike and, for
// the trust, the answers that [Remembered] picks. Every function is pure: each step
// can be run again from the book, the choices and what is [Known].
//
// Nothing is guessed in silence: what a row says in more than one way, or not at
// all, is a [Fault] or a [Word]. A reason that a resident gave is never read.
package intake

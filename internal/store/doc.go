// Package store keeps everything that is entered, solved and decided, in SQLite
// or PostgreSQL. It is the only package that knows SQL.
//
// What belongs to one trust is read and changed through a [Trust], which [Store.Of] gives:
// strikes and all in them, rate cards, accounts, the audit of what was done. A Store does
// what is of the whole installation: tables, sessions, signing in, the work of those who
// solve, what is due in any trust.
//
// Each public method is one transaction. Those that read see one moment of the
// database. Those that save take the strike's row first, so that saves of one
// strike come one after another on both databases, check the version that the
// caller read, and write who did what to which thing in the audit; when any part
// fails, nothing has changed. Statements on what is in a strike name the strike: GORM
// refuses those that do not. So it does those on what belongs to a trust that do not keep to
// the trust of their transaction (guard.go), and PostgreSQL shows and takes no other's rows
// (policies.go). What crosses trusts says so, with a reason of the list in scope.go.
//
// Versions of a strike's things come from one counter of the strike that only
// grows. A version read once can therefore never match something made later,
// not even after the whole entry has been replaced.
//
// Instants are kept as Unix seconds, days as text, money as pence, lists of words
// as JSON. Rows are private; rowOf and the methods of the rows turn them into the
// types of package rota and back. Queries ask for pointers to rows, gorm.G[*slotRow]:
// the compiler makes one copy of GORM for all kinds of pointers, but one, in a second,
// for each kind of row.
//
// Errors name things by id only: never a person, nor anything that was typed.
package store

// Package sheettest takes workbooks apart and puts them together again, part by part,
// for tests of what reads and writes them, and says how much memory a file takes.
package sheettest

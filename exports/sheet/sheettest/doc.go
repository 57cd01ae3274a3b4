// Package sheettest takes workbooks apart and puts them together again, part by part,
// for tests of what reads and writes them.
package sheettest

// Package archtest holds the shape of the program: which package may import
// which (the table in allowed.go), that the domain is pure, that SQL is
// made of constants, and the habits that keep the code readable.
//
// It reads source files and nothing else. Its tests fail with the file, what is
// wrong and what to do. To add a package or a dependency, add a line to the
// table first.
package archtest

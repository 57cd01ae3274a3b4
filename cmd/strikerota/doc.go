// Command strikerota plans consultants' cover of critical services while
// resident doctors strike.
//
//	strikerota <command> [flags] [arguments]
//
// "strikerota help" lists the commands and "strikerota help <command>" explains
// one. Results go to standard output, progress and errors to standard error.
//
// The exit status is 0 when the work is done, 2 when what was given is wrong
// (every fault is listed, one to a line, and nothing has been written), and 1
// when anything else failed.
//
// To add a command, write a file that declares one value of type command, and
// list it in main.go.
package main

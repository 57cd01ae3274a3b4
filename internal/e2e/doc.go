// Package e2e holds tests that take the whole program on a journey; it has no
// code of its own.
//
// The samples tests bring the messy sheets of a fictional trust
// (testdata/samples) in through packages sheet and intake, as a coordinator does
// who answers what is asked. Every row is used or left for a reason that has a
// name and a count. What comes
// out goes through the entry workbook, the solver, the referee and the results
// workbook, and LibreOffice adds the costs up again.
//
// The others start the program itself, "strikerota serve -demo", with data of
// its own, and use it as people do:
//
//   - journey_test.go: in a real browser, at two widths, from sign-in to the
//     downloaded workbook, with journey_money_test.go and journey_files_test.go;
//     pages_test.go: every other page, and every link;
//     roles_test.go: what other people than the coordinator see.
//   - noscript_test.go: the shortest way, in a browser that runs no script.
//   - states_test.go: mistakes, nothing entered, a whole trust.
//   - crash_test.go: the server is killed during a solver run while people save.
//   - load_test.go, a benchmark: fifty people read and ten write, alone and while rotas are made.
//
// Every page goes through check (check_test.go): accessibility by axe, errors of
// scripts and of the policy, failed loads, requests to other machines, pages
// wider than the window. control_test.go holds that check finds such faults. A
// case in which axe is wrong or unsure needs a line in judged, with a reason.
//
// They need Chromium and "make assets". With ROTA_E2E_SHOTS=folder each page that
// is checked leaves its picture there.
package e2e

//go:build race

package web

// underRace says that the race detector is watching, under which a page takes four times as
// long: tests that read every page for many draws make fewer, and all of them without it (.ci/test).
const underRace = true

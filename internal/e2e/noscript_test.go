package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWithoutScripts takes the shortest way through the small example in a browser
// that runs no script: sign in, make the rota, see how far it is, download it.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	j := newJourney(t, widths[1])
	j.withoutScripts()
	j.enter()
	if eval[bool](j.tab, `document.body.classList.contains('js-enabled')`) {
		t.Fatal("the browser runs scripts")
	}
	j.plain("Overview")
	j.menu("Rota")
	j.plain("Rota")
	j.follow("Make the rota")
	j.follow("Make the rota")
	j.at("Making the rota")
	for end := time.Now().Add(time.Minute); j.sees("main a[href]", "Check progress"); {
		if time.Now().After(end) {
			t.Fatal("the rota is not made within a minute")
		}
		j.follow("Check progress")
	}
	if got := j.text("main"); !strings.Contains(got, "The rota has been made.") || !strings.Contains(got, "Proved best.") {
		t.Errorf("when the run is over, its page reads %q", got)
	}
	j.plain("Making the rota")
	j.follow("See the rota")
	j.plain("Rota")
	j.menu("Downloads")
	j.plain("Downloads")
	if got := sheets(t, j.download("Rota workbook")); !slices.Equal(got, rotaSheets) {
		t.Errorf("the workbook has sheets %q, want %q", got, rotaSheets)
	}
	j.followIn("header button", "Sign out")
	j.at("Sign in")
}

// plain checks what can be checked of a page without running a script in it.
func (j *journey) plain(heading string) {
	j.t.Helper()
	j.at(heading)
	if wide := eval[int](j.tab, `document.documentElement.scrollWidth`); wide > j.width {
		j.t.Errorf("%s, without scripts: the page is %d px wide: %s", heading, wide, eval[string](j.tab, widest))
	}
	for _, fault := range j.taken() {
		j.t.Errorf("%s, without scripts: %s", heading, fault)
	}
	j.shoot("plain " + heading)
}

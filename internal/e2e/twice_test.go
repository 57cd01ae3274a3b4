package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSentTwice presses Save twice as fast as a double click, and goes back and presses it again, as people do
// who have seen no answer: each thing is there once, and they are told that it had been saved.
func TestSentTwice(t *testing.T) {
	t.Parallel()
	j := newJourney(t, widths[0])
	j.enter()
	for _, tt := range []struct{ page, list, button string }{
		{"/residents/new", "/residents", "Save the resident"},
		{"/consultants/new", "/consultants", "Save the consultant"},
	} {
		const name = "Dr Zebulon Quixworth"
		j.open(j.strike + tt.page)
		j.typeIn("name", name)
		if strings.HasPrefix(tt.page, "/consultants") {
			j.typeIn("other-sites", "North")
		}
		s := j.spot(find("main button", tt.button), tt.button)
		j.must("double click", chromedp.Steps(chromedp.MouseClickXY(s.X, s.Y), chromedp.MouseClickXY(s.X, s.Y)))
		j.await("the list", `location.pathname.endsWith(`+quoted(tt.list)+`) && `+drawn, patience)
		t.Logf("after a double click: %s", j.text("main .nhsuk-notification-banner"))
		j.must("go back", chromedp.NavigateBack())
		j.settle()
		if !j.sees("main button", tt.button) {
			t.Fatalf("back at %s", j.where())
		}
		j.follow(tt.button)
		if got := j.text("main .nhsuk-notification-banner"); !strings.Contains(got, "This had been sent before") {
			t.Errorf("sent again, the page says %q", got)
		}
		j.shoot("sent again")
		j.open(j.strike + tt.list)
		if n := eval[int](j.tab, `[...document.querySelectorAll('main tbody tr')].filter((r) => r.textContent.includes(`+quoted(name)+`)).length`); n != 1 {
			t.Errorf("%s is there %d times", tt.list, n)
		}
	}
}

package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// laterScript has the page's clock show an hour more.
const laterScript = `{ const now = Date.now; Date.now = () => now() + 3600000 }`

// TestHiddenWhenOver holds that a page whose session is over shows nothing of what stands in it, also when somebody
// else signs in, and that it comes back with what was typed, and can be saved, once its own account is signed in
// again in another window.
func TestHiddenWhenOver(t *testing.T) {
	t.Parallel()
	tab := openTab(t, widths[0])
	j := &journey{tab: tab, served: serve(t, settingsIn(t, t.TempDir(), "session: {idle: 1m}")), seen: map[string]bool{}, links: map[string]bool{}}
	j.enter()
	j.open(j.strike + "/residents/new")
	const name = "Dr Zebulon Quixworth"
	j.typeIn("name", name)
	visible := func() bool {
		return eval[bool](j.tab, `document.querySelector('main').checkVisibility() || document.querySelector('header nav').checkVisibility() || !document.title.startsWith('Signed out')`)
	}
	if !visible() {
		t.Fatal("the page is hidden before its session is over")
	}
	promised[bool](j.tab, `fetch('/sign-out', {method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('form[action="/sign-out"]')))}).then(() => true)`)
	eval[any](j.tab, laterScript)
	j.await("the page to be hidden", `document.querySelector('[data-idle-over]').checkVisibility()`, patience)
	if visible() {
		t.Error("the page is shown although its session is over")
	}
	if link := eval[string](j.tab, `document.querySelector('[data-idle-over] a').target`); link != "_blank" {
		t.Error("signing in again takes the place of what was typed")
	}
	j.shoot("signed out")
	other := slices.Sorted(maps.Keys(j.served.accounts))
	other = slices.DeleteFunc(other, func(email string) bool { return email == j.served.email })
	elsewhere := func(email string) { // what a page does that is opened in another window
		promised[bool](j.tab, `(async () => {
			await fetch('/sign-in', {method: 'POST', body: new URLSearchParams({email: `+quoted(email)+`, password: `+quoted(j.served.accounts[email])+`, next: '/help'})})
			const page = new DOMParser().parseFromString(await (await fetch('/help')).text(), 'text/html')
			new BroadcastChannel('used').postMessage(page.querySelector('input[name=csrf]').value)
			await new Promise((done) => setTimeout(done, 2500))
			return true
		})()`)
	}
	elsewhere(other[0])
	if visible() {
		t.Error("the page is shown to somebody else who has signed in")
	}
	elsewhere(j.served.email)
	j.await("the page to be shown again", `document.querySelector('main').checkVisibility()`, patience)
	if got := eval[string](j.tab, `document.querySelector('[name=name]').value`); got != name {
		t.Errorf("what was typed is %q", got)
	}
	j.follow("Save the resident")
	if got := j.text("main .nhsuk-notification-banner"); !strings.Contains(got, "saved") {
		t.Errorf("sent then, the page says %q", got)
	}
}

package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shown are the elements that match the selector and can be seen. A form's button for
// the Enter key, and what is for screen readers only, are a pixel wide.
func shown(selector string) string {
	return `[...document.querySelectorAll(` + quoted(selector) + `)].filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 1)`
}

// find is the expression for the first element that can be seen, matches the
// selector and reads as the words.
func find(selector, words string) string {
	return shown(selector) + `.find((e) => e.textContent.replace(/\s+/g, ' ').trim() === ` + quoted(words) + `)`
}

// sees is whether find would find something.
func (p *tab) sees(selector, words string) bool {
	p.t.Helper()
	return eval[bool](p, `!!`+find(selector, words))
}

// first is the expression for the first element that can be seen and matches the selector.
func first(selector string) string { return shown(selector) + `[0]` }

// A spot is where in the window to click.
type spot struct {
	Found bool    `json:"found"`
	Hit   string  `json:"hit"` // what a click would reach instead
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
}

// spotOf brings the element into view and says where it is. What a label or
// anything else lies over cannot be clicked, as for a person.
const spotOf = `((e) => {
	if (!e) return { found: false }
	e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
	const box = e.getClientRects()[0]
	const x = box.x + box.width / 2, y = box.y + box.height / 2
	const top = document.elementFromPoint(x, y)
	const own = top && (e.contains(top) || top.contains(e) || top.control === e)
	return { found: true, hit: own ? '' : (top ? top.tagName + '.' + top.className : 'nothing'), x, y }
})`

// spot finds where to click what the expression gives.
func (p *tab) spot(expression, what string) spot {
	p.t.Helper()
	s := eval[spot](p, spotOf+`(`+expression+`)`)
	switch {
	case !s.Found:
		p.t.Fatalf("%d px, at %s: there is no %q to click%s", p.width, p.where(), what, p.heard())
	case s.Hit != "":
		p.t.Fatalf("%d px, at %s: %q lies under %s", p.width, p.where(), what, s.Hit)
	}
	return s
}

// press clicks what leads to no new page: a radio, a summary.
func (p *tab) press(expression, what string) {
	p.t.Helper()
	s := p.spot(expression, what)
	p.must("press "+what, chromedp.MouseClickXY(s.X, s.Y))
}

// follow clicks the link or button that reads as the words, in the main part of
// the page, and waits for the page that it leads to.
func (p *tab) follow(words string) { p.t.Helper(); p.followIn("main a[href], main button", words) }

// followIn is follow for what a selector matches. It gives the status of the page.
func (p *tab) followIn(selector, words string) int64 {
	p.t.Helper()
	return p.clickThrough(find(selector, words), words)
}

// followFirst follows the first link that can be seen and matches the selector.
func (p *tab) followFirst(selector string) {
	p.t.Helper()
	p.clickThrough(first(selector), selector)
}

func (p *tab) clickThrough(expression, what string) int64 {
	p.t.Helper()
	answer := p.leave(expression, what)
	p.settle()
	return answer.Status
}

// leave clicks what leads to another page and gives that page's answer. The page
// may go on to a third by itself.
func (p *tab) leave(expression, what string) *network.Response {
	p.t.Helper()
	s := p.spot(expression, what)
	return must(p, "click "+what, func(ctx context.Context, _ *chromedp.Target) (*network.Response, error) {
		r, err := chromedp.RunResponse(ctx, chromedp.MouseClickXY(s.X, s.Y))
		if err == nil && r == nil {
			err = errors.New("no answer")
		}
		return r, err
	})
}

// menu follows an entry of the menu, which is behind a button in a narrow window.
func (p *tab) menu(words string) {
	p.t.Helper()
	const links = ".nhsuk-header__navigation a"
	if !p.sees(links, words) {
		p.press(first("#toggle-menu"), "the menu")
	}
	p.followIn(links, words)
}

// typeIn replaces what is in a box.
func (p *tab) typeIn(id, text string) {
	p.t.Helper()
	p.press(first("#"+id), id)
	keys := text
	if text == "" {
		keys = kb.Backspace
	}
	p.must("type in "+id, chromedp.Steps(
		chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`),
		chromedp.KeyEvent(keys)))
	if got := eval[string](p, `document.getElementById(`+quoted(id)+`).value`); got != text {
		p.t.Fatalf("%d px, at %s: typed %q in %s, which holds %q", p.width, p.where(), text, id, got)
	}
}

// pick chooses from a list with the keyboard's effect: the value, and that it changed.
func (p *tab) pick(id, value string) {
	p.t.Helper()
	ok := eval[bool](p, `(() => {
		const e = document.getElementById(`+quoted(id)+`)
		if (!e || ![...e.options].some((o) => o.value === `+quoted(value)+`)) return false
		e.value = `+quoted(value)+`
		e.dispatchEvent(new Event('change', { bubbles: true }))
		return true
	})()`)
	if !ok {
		p.t.Fatalf("%d px, at %s: no list %s with a choice %s", p.width, p.where(), id, value)
	}
}

// text is what the first element that matches the selector reads.
func (p *tab) text(selector string) string {
	p.t.Helper()
	return eval[string](p, `(document.querySelector(`+quoted(selector)+`)?.textContent ?? '').replace(/\s+/g, ' ').trim()`)
}

// heading is the page's h1 without what stands above it.
func (p *tab) heading() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const h = document.querySelector('h1')?.cloneNode(true)
		h?.querySelector('.nhsuk-caption-l')?.remove()
		return (h?.textContent ?? '').replace(/\s+/g, ' ').trim()
	})()`)
}

// at fails unless the page has the heading.
func (p *tab) at(want string) {
	p.t.Helper()
	if got := p.heading(); got != want {
		p.t.Fatalf("%d px: at %s, want the page %q%s", p.width, p.where(), want, p.heard())
	}
}

// download clicks the link that reads as the words and gives the path of the file,
// which has the name that the planner gave it.
func (p *tab) download(words string) (path string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	begun := chromedp.BrowserEvents(ctx, browser.DownloadWillBegin)
	progress := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	planner := eval[string](p, `location.origin`) + "/" // other tabs' downloads are told of too
	p.press(find("main a[href], main button", words), words)
	var guid, name string
	for e, err := range begun {
		if err != nil {
			p.t.Fatalf("%d px: download %s: %v%s", p.width, words, err, p.heard())
		}
		if strings.HasPrefix(e.URL, planner) {
			guid, name = e.GUID, e.SuggestedFilename
			break
		}
	}
	for e, err := range progress {
		if err != nil || e.GUID == guid && e.State == browser.DownloadProgressStateCanceled {
			p.t.Fatalf("%d px: download %s: stopped, %v", p.width, words, err)
		}
		if e.GUID == guid && e.State == browser.DownloadProgressStateCompleted {
			break
		}
	}
	// The browser names files by their ids, so that none gets in another's way.
	path = filepath.Join(p.folder, name)
	if err := os.Rename(filepath.Join(p.folder, guid), path); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// await waits until an expression is true, for at most the time, and until the page
// that is there then can be used.
func (p *tab) await(what, expression string, most time.Duration) {
	p.t.Helper()
	p.poll(what, expression, most)
	p.settle()
}

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// shotsFolder names the environment variable for the folder that takes a picture
// of every page that is checked, for a person to look at.
const shotsFolder = "ROTA_E2E_SHOTS"

// axeSource is the accessibility checker, which "make assets" fetches.
var axeSource = sync.OnceValues(func() (string, error) {
	text, err := os.ReadFile(filepath.Join("..", "assets", "testdist", "axe.min.js"))
	if err != nil {
		return "", errors.Join(errors.New(`axe is missing: run "make assets"`), err)
	}
	return string(text), nil
})

// A finding is one rule of axe that a page breaks, or that axe could not decide.
type finding struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		Target  string `json:"target"`
		Summary string `json:"summary"`
	} `json:"nodes"`
}

// What is known of a page once it is looked at.
type look struct {
	Violations []finding `json:"violations"`
	Incomplete []finding `json:"incomplete"`
	Passes     int       `json:"passes"`
}

// The shadows at the ends of a scrolling table are drawn over it by pseudo-elements,
// and the circles of radios and the boxes of ticks beside their labels. They keep axe
// from telling the contrast of the words there, so a sheet that the policy has no say
// in puts them away.
const runAxe = `(async () => {
	const sheet = new CSSStyleSheet()
	const parts = ['.nhsuk-scroll *', '.nhsuk-radios__label', '.nhsuk-checkboxes__label']
	sheet.replaceSync(parts.map((p) => p + '::before, ' + p + '::after').join() + ' { display: none !important }')
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
	const found = await axe.run(document, { resultTypes: ['violations', 'incomplete'],
		runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
	const brief = (list) => list.map((r) => ({ id: r.id, help: r.help,
		nodes: r.nodes.map((n) => ({ target: n.target.join(' '), summary: n.failureSummary ?? '' })) }))
	document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet)
	return { violations: brief(found.violations), incomplete: brief(found.incomplete), passes: found.passes.length }
})()`

// undecided are the cases that axe cannot decide and a person has.
var undecided = []struct {
	rule   string
	target *regexp.Regexp
	why    string
}{}

// check looks at the page as it is and fails the test for whatever is wrong with it.
// name is for messages and for the picture.
func (p *tab) check(name string) {
	p.t.Helper()
	for _, fault := range p.faults() {
		p.t.Errorf("%s, %d px: %s", name, p.width, fault)
	}
	p.shoot(name)
}

// faults lists what is wrong with the page as it is.
func (p *tab) faults() []string {
	p.t.Helper()
	p.settle()
	out := p.axe()
	if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > p.width {
		out = append(out, fmt.Sprintf("the page is %d px wide: %s", wide, eval[string](p, widest)))
	}
	return append(p.taken(), out...)
}

// widest names the elements that reach furthest out of the window.
const widest = `[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
	.slice(-4).map((e) => e.tagName.toLowerCase() + '.' + e.className).join(', ')`

func (p *tab) axe() []string {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	must(p, "load axe", chromedp.Evaluate[chromedp.Void](source+";"))
	seen := must(p, "run axe", chromedp.Evaluate[look](runAxe, awaited))
	var out []string
	if seen.Passes == 0 {
		out = append(out, "axe has looked at nothing")
	}
	for _, f := range seen.Violations {
		out = append(out, f.words("breaks"))
	}
	for _, f := range seen.Incomplete {
		if f = f.withoutKnown(); len(f.Nodes) > 0 {
			out = append(out, f.words("cannot be told"))
		}
	}
	return out
}

func awaited(e *runtime.EvaluateParams) { e.AwaitPromise = new(true) }

// withoutKnown leaves out what is in undecided.
func (f finding) withoutKnown() finding {
	kept := f
	kept.Nodes = nil
	for _, n := range f.Nodes {
		known := false
		for _, u := range undecided {
			known = known || u.rule == f.ID && u.target.MatchString(n.Target)
		}
		if !known {
			kept.Nodes = append(kept.Nodes, n)
		}
	}
	return kept
}

func (f finding) words(how string) string {
	out := fmt.Sprintf("axe %s: %s (%s), %d times", f.ID, how, f.Help, len(f.Nodes))
	for i, n := range f.Nodes {
		if i == 3 {
			break
		}
		out += fmt.Sprintf("\n      %s: %s", n.Target, strings.Join(strings.Fields(n.Summary), " "))
	}
	return out
}

var unsafeInName = regexp.MustCompile(`[^a-z0-9]+`)

// shoot takes a picture of the whole page if somebody wants to see it.
func (p *tab) shoot(name string) {
	p.t.Helper()
	folder := os.Getenv(shotsFolder)
	if folder == "" {
		return
	}
	p.shots++
	file := fmt.Sprintf("%d-%02d-%s.png", p.width, p.shots, strings.Trim(unsafeInName.ReplaceAllString(strings.ToLower(name), "-"), "-"))
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, file), image, 0o644)
	}
	if err != nil {
		p.t.Errorf("picture of %s: %v", name, err)
	}
}

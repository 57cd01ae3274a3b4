package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

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
	Nodes []node `json:"nodes"`
}

// A node is one place of a finding.
type node struct {
	Target  string `json:"target"`
	Summary string `json:"summary"`
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
		nodes: r.nodes.map((n) => ({ target: n.target.join(' '), summary: [n.failureSummary ?? '',
			...[...n.any, ...n.all, ...n.none].flatMap((c) => c.relatedNodes).map((e) => e.target.join(' '))].join(' ') })) }))
	document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet)
	return { violations: brief(found.violations), incomplete: brief(found.incomplete), passes: found.passes.length }
})()`

// judged are the cases in which axe is not sure, or not right, and a person is.
var judged = []struct {
	rule   string
	target *regexp.Regexp
	why    string
}{
	{"th-has-data-cells", regexp.MustCompile(`^\.app-rota$`), "the head of a group of rows has no cell beside it: its cells are below"},
	{"color-contrast", regexp.MustCompile(`^text\[`), "chartWords holds that the words of a chart are on the page's own background"},
	{"label-content-name-mismatch", regexp.MustCompile(`^#file$`), "the design system puts a comma that is not seen between the words of this button: the name has all of them"},
}

// chartWords lists the words in charts that are over a bar, or that are no darker
// than the words of the page.
const chartWords = `[...document.querySelectorAll('svg text')].filter((words) => {
	const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
	const box = words.getBoundingClientRect()
	return getComputedStyle(words).fill !== getComputedStyle(document.body).color || parseFloat(getComputedStyle(words).fontSize) < 16 ||
		[...words.ownerSVGElement.querySelectorAll('rect')].some((bar) => over(box, bar.getBoundingClientRect()))
}).map((words) => words.textContent)`

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
	var out []string
	if p.scripts {
		if moved := promised[float64](p, layoutShift); moved > mostShift {
			out = append(out, fmt.Sprintf("things move while the page loads (layout shift %.3f)", moved))
		}
	}
	out = append(out, p.axe()...)
	if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > p.width {
		out = append(out, fmt.Sprintf("the page is %d px wide: %s", wide, eval[string](p, widest)))
	}
	if !eval[bool](p, marked) {
		out = append(out, "the foot of the page does not say how it is to be handled")
	}
	if words := eval[[]string](p, chartWords); len(words) > 0 {
		out = append(out, fmt.Sprintf("words of a chart over a bar, pale or small: %q", words))
	}
	out = append(out, p.mediaFaults()...)
	return append(p.taken(), out...)
}

// widest names the elements that reach furthest out of the window.
const widest = `[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
	.slice(-4).map((e) => e.tagName.toLowerCase() + '.' + e.className).join(', ')`

// marked is whether a page for somebody who has signed in says that it is sensitive.
const marked = `!document.querySelector('.nhsuk-header__account') || !!document.querySelector('footer')?.textContent.includes('OFFICIAL-SENSITIVE')`

func (p *tab) axe() []string {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	must(p, "load axe", chromedp.Evaluate[chromedp.Void](source+";"))
	seen := promised[look](p, runAxe)
	var out []string
	if seen.Passes == 0 {
		out = append(out, "axe has looked at nothing")
	}
	for how, list := range map[string][]finding{"breaks": seen.Violations, "cannot be told": seen.Incomplete} {
		for _, f := range list {
			if f = f.withoutJudged(); len(f.Nodes) > 0 {
				out = append(out, f.words(how))
			}
		}
	}
	slices.Sort(out)
	return out
}

// withoutJudged leaves out what is in judged.
func (f finding) withoutJudged() finding {
	f.Nodes = slices.DeleteFunc(slices.Clone(f.Nodes), func(n node) bool {
		for _, j := range judged {
			if j.rule == f.ID && j.target.MatchString(n.Target) {
				return true
			}
		}
		return false
	})
	return f
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

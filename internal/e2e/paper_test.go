package e2e

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// mostShift is how much of a page may move while it loads, as browsers count it: a
// tenth of what still counts as good.
const mostShift = 0.01

// layoutShift is how much the page has moved since it was first drawn. What somebody
// has pressed may move it.
const layoutShift = `new Promise((done) => {
	let sum = 0
	new PerformanceObserver((list) => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value })
		.observe({ type: 'layout-shift', buffered: true })
	setTimeout(() => done(sum), 60)
})`

// sheetWidth is how wide, in px, the paper of a page is between its margins: app.css
// says which paper a page of each class is printed on.
const sheetWidth = `({ 'app-a4': 703, 'app-a4-side': 1047, 'app-a3': 1512 })[document.body.classList[0]] ?? 0`

// onPaper lists what is wrong with the page on paper: a heading that is not there, and a
// table that is cut at an edge, jumps whole to the next sheet, has its rows divided or
// does not repeat its head.
const onPaper = `(() => {
	const out = new Set()
	if (!document.querySelector('h1')?.checkVisibility()) out.add('the heading is not there')
	if (document.documentElement.scrollWidth > innerWidth) out.add('it is ' + document.documentElement.scrollWidth + ' px wide, and the sheet ' + innerWidth)
	for (const fold of document.querySelectorAll('details[data-print-open]')) {
		if (![...fold.children].some((e) => e.tagName !== 'SUMMARY' && e.checkVisibility({ contentVisibilityAuto: true }))) out.add('a fold stays folded: ' + fold.firstElementChild.textContent.trim())
	}
	for (const table of document.querySelectorAll('main table')) {
		if (!table.checkVisibility()) continue
		const name = 'the table ' + (table.caption?.textContent ?? '').replace(/\s+/g, ' ').trim() + ' '
		const style = (e) => getComputedStyle(e)
		if (style(table).breakInside !== 'auto') out.add(name + 'may not run on to another sheet')
		if (table.tHead && (style(table.tHead).display !== 'table-header-group' || table.tHead.offsetHeight < 5)) out.add(name + 'does not repeat its head')
		if ([...table.rows].some((row) => style(row).breakInside !== 'avoid')) out.add(name + 'has rows that may be divided')
		for (let e = table; e !== document.body; e = e.parentElement) {
			if (e.scrollWidth > e.clientWidth + 1 && style(e).overflowX !== 'visible' || e.scrollHeight > e.clientHeight + 1 && style(e).overflowY !== 'visible' ||
				style(e).clipPath !== 'none') out.add(name + 'is cut by ' + e.className)
		}
	}
	return [...out]
})()`

// withoutColours lists what only colours tell apart, on a page on which the person's own
// colours replace its own: bars of a chart, cells of the rota and of the heat map.
const withoutColours = `(() => {
	const out = new Set()
	const canvas = getComputedStyle(document.documentElement).backgroundColor
	const marks = (e) => {
		const s = getComputedStyle(e)
		return e instanceof SVGElement ? [s.fill, s.stroke, s.strokeDasharray].join(' ') : [s.borderLeftStyle, s.borderLeftWidth, s.outlineStyle].join(' ')
	}
	for (const [area, things] of [['svg.app-bars', 'rect'], ['.app-rota', '.app-cell'], ['.app-heat', '[class*=app-heat--]']]) {
		for (const place of document.querySelectorAll(area)) {
			const kinds = new Map()
			for (const e of place.querySelectorAll(things)) {
				if (e instanceof SVGElement && [canvas, 'none'].includes(getComputedStyle(e).stroke)) out.add('a bar ' + e.getAttribute('class') + ' has no edge')
				const kind = (e.getAttribute('class').match(/app-(cell|bar|heat)--\w+/) ?? ['no class'])[0]
				const same = [...kinds].find(([other, look]) => other !== kind && look === marks(e))
				if (same) out.add(kind + ' looks as ' + same[0] + ' does')
				kinds.set(kind, marks(e))
			}
		}
	}
	return [...out]
})()`

// media has the page shown as on paper, or in colours of the person's own; neither ends that.
func (p *tab) media(paper, ownColours bool) {
	p.t.Helper()
	var m emulation.SetEmulatedMediaParams
	if paper {
		m.Media = "print"
	}
	if ownColours {
		m.Features = []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}
	}
	p.must("show the page in another medium", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, m)
		return chromedp.Void{}, err
	})
}

// mediaFaults lists what is wrong with the page on paper and in colours of the person's
// own. Both are the same from any window, so that one width is enough.
func (p *tab) mediaFaults() []string {
	p.t.Helper()
	if p.width != widths[0] {
		return nil
	}
	var out []string
	if eval[bool](p, `document.querySelector('.app-bars, .app-rota, .app-heat') !== null`) {
		p.media(false, true)
		for _, fault := range eval[[]string](p, withoutColours) {
			out = append(out, "in forced colours "+fault)
		}
	}
	p.media(true, false)
	width := eval[int64](p, sheetWidth)
	if width == 0 {
		out = append(out, "the page does not say what it is printed on")
		width = int64(p.width)
	}
	p.must("make the window as wide as the paper", chromedp.EmulateViewport(width, 900))
	for _, fault := range eval[[]string](p, onPaper) {
		out = append(out, "on paper "+fault)
	}
	p.media(false, false)
	p.must("make the window as wide as before", chromedp.EmulateViewport(int64(p.width), 900))
	if p.scripts {
		promised[bool](p, someFrames)
	}
	return out
}

// someFrames waits until what the window's new width sets off is over: the header puts
// its links in anew in the frame after each resizing, and again once that has resized
// itself. A click in between would be lost.
const someFrames = `new Promise((done) => {
	let left = 6
	const next = () => { left-- ? requestAnimationFrame(next) : done(true) }
	next()
})`

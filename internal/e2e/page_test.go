package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Widths of the windows that pages are looked at in: a desk and a telephone.
var widths = []int{1280, 390}

// patience is how long one step in the browser may take on a busy machine.
const patience = time.Minute

// solving is how long a rota or an answer may be waited for: the solver has the lowest priority, and
// gets next to nothing of a processor that browsers and servers want.
const solving = 5 * time.Minute

// A tab is one tab of the browser with cookies of its own. It notes whatever goes
// wrong in it; check reports that.
type tab struct {
	t       *testing.T
	ctx     context.Context
	width   int
	folder  string // of downloads
	scripts bool
	shots   int

	mu       sync.Mutex
	troubles []string
	expected map[int64]bool // statuses from 400 on that the next page may have
	streamed []string       // server-sent events, each "name data"
}

// openTab opens a tab of the width.
func openTab(t *testing.T, width int) *tab {
	t.Helper()
	root, err := chrome()
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, width: width, folder: t.TempDir(), scripts: true, expected: map[int64]bool{}}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.hear))
	t.Cleanup(cancel)
	p.ctx = ctx
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), 900)); err != nil {
		t.Fatal(err)
	}
	behaviour := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName,
		BrowserContextID: chromedp.FromContext(ctx).BrowserContextID, DownloadPath: p.folder, EventsEnabled: new(true)}
	if _, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, behaviour); err != nil {
		t.Fatal(err)
	}
	return p
}

// withoutScripts turns scripts off, as some trusts do.
func (p *tab) withoutScripts() *tab {
	p.t.Helper()
	p.scripts = false
	p.must("turn scripts off", func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return chromedp.Void{}, err
	})
	return p
}

// hear notes what must not happen. It runs in order, before the answers to later
// commands, so that a check sees all that came before it.
func (p *tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.trouble("exception: %s", exceptionWords(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			p.trouble("console %s: %s", e.Type, argumentWords(e.Args))
		}
	case *log.EventEntryAdded:
		p.entry(e.Entry)
	case *network.EventRequestWillBeSent:
		if !local(e.Request.URL) {
			p.trouble("request to another machine: %s", e.Request.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.trouble("loading a %s failed: %s %s", e.Type, e.ErrorText, e.BlockedReason)
		}
	case *network.EventEventSourceMessageReceived:
		p.mu.Lock()
		defer p.mu.Unlock()
		p.streamed = append(p.streamed, e.EventName+" "+e.Data)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && !p.expects(e.Response.Status) {
			p.trouble("status %d of %s", e.Response.Status, e.Response.URL)
		}
	}
}

// entry judges a line of the browser's own log: breaches of the policy come only here.
func (p *tab) entry(e *log.Entry) {
	if e.Level != log.EntryLevelError && e.Level != log.EntryLevelWarning {
		return
	}
	if e.Source == log.EntrySourceNetwork && strings.Contains(e.Text, "responded with a status of") {
		return // the answer itself has been judged
	}
	p.trouble("browser log, %s: %s (%s)", e.Source, e.Text, e.URL)
}

func (p *tab) trouble(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.troubles = append(p.troubles, fmt.Sprintf(format, args...))
}

// expect says that the next pages may have the status.
func (p *tab) expect(status int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expected[status] = true
}

func (p *tab) expects(status int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.expected[status]
}

// taken gives what went wrong since the last call, and forgets it and what was expected.
func (p *tab) taken() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.troubles
	p.troubles = nil
	clear(p.expected)
	return out
}

// events gives the server-sent events since the last call.
func (p *tab) events() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.streamed
	p.streamed = nil
	return out
}

func local(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "127.0.0.1" || u.Scheme == "data" || u.Scheme == "about" || u.Scheme == "blob")
}

func exceptionWords(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Exception.Description
	}
	return e.Text
}

func argumentWords(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		if a.Description != "" {
			words = append(words, a.Description)
			continue
		}
		words = append(words, string(a.Value))
	}
	return strings.Join(words, " ")
}

// must does the action within the patience.
func (p *tab) must(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	must(p, what, action)
}

func must[T any](p *tab, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("%d px, at %s: %s: %v%s", p.width, p.where(), what, err, p.heard())
	}
	return out
}

// heard is what has gone wrong in the tab, for a failure's message.
func (p *tab) heard() string {
	if list := p.taken(); len(list) > 0 {
		return "\n  " + strings.Join(list, "\n  ")
	}
	return ""
}

// where is the address and title of the page, for messages.
func (p *tab) where() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + ' "' + document.title + '"'`))
	if err != nil {
		return "an unknown page"
	}
	return text
}

// open goes to an address and gives the status of the page.
func (p *tab) open(address string) int64 {
	p.t.Helper()
	answer := must(p, "open "+address, chromedp.NavigateResponse(address))
	p.settle()
	return answer.Status
}

// eval gives the value of an expression.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	return must(p, "evaluate", chromedp.Evaluate[T](expression))
}

// promised gives what the promise of an expression comes to.
func promised[T any](p *tab, expression string) T {
	p.t.Helper()
	return must(p, "evaluate", chromedp.Evaluate[T](expression, awaited))
}

func awaited(e *runtime.EvaluateParams) { e.AwaitPromise = new(true) }

// Before a page has been drawn, the browser lets no click through.
const drawn = `document.readyState === 'complete' && performance.getEntriesByName('first-contentful-paint').length > 0`

// dressed is whether the page's own scripts have added what they add.
const dressed = drawn + ` && [...document.querySelectorAll('[data-module]')].every((e) => e.hasAttribute('data-' + e.dataset.module + '-init'))`

// settle waits until the page can be used.
func (p *tab) settle() {
	p.t.Helper()
	ready := drawn
	if p.scripts {
		ready = dressed
	}
	p.poll("the page can be used", ready, patience)
}

// poll waits until an expression is true, for at most the time. The page may change
// meanwhile, and need not run scripts.
func (p *tab) poll(what, expression string, most time.Duration) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, most)
	defer cancel()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); ok && err == nil {
			return
		}
		select {
		case <-ctx.Done():
			p.t.Fatalf("%d px, at %s: not within %s: %s%s", p.width, p.where(), most, what, p.heard())
		case <-tick.C:
		}
	}
}

// quoted is a text as JavaScript writes it.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

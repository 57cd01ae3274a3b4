package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// The load: how many people, how long each thinks between two pages (half as long to
// half as long again), and for how long.
const (
	loadReaders = 50
	loadWriters = 10
	loadThinks  = 5 * time.Second
	loadFor     = 45 * time.Second
)

// loadPages are what readers look at, in the strike; one in loadFileEvery is a workbook.
var loadPages = []string{"", "/details", "/residents", "/consultants", "/slots", "/gaps", "/rota", "/cost", "/downloads", "/residents/replies", "/day"}

const (
	loadFile      = "/downloads/rota.xlsx"
	loadFileEvery = 25
)

// BenchmarkLoad has people read and write in the large example, first alone and then
// while one rota after another is made, and reports how long they wait, what failed,
// and the memory of the server. Every save that was acknowledged must be there.
func BenchmarkLoad(b *testing.B) {
	folder := b.TempDir()
	s := serve(b, settingsIn(b, folder, "limits: {changes_per_minute: 100000, files_per_hour: 100000, rotas_per_hour: 100000}"))
	v := signedIn(b, s)
	strike := v.strikeCalled(b, largeExample)
	l := &load{v: v, strike: strike, notes: map[string]string{}}
	if err := pressSolve(b.Context(), v, strike); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, tt := range []struct {
			name   string
			solves bool
		}{{"alone", false}, {"solving", true}} {
			waits := l.run(b, tt.solves)
			for _, kind := range []string{"read", "write", "file"} {
				b.ReportMetric(waits.ms(kind, 50), kind+"-p50-ms-"+tt.name)
				b.ReportMetric(waits.ms(kind, 99), kind+"-p99-ms-"+tt.name)
			}
			b.ReportMetric(float64(len(waits.failed)), "errors-"+tt.name)
			b.ReportMetric(float64(waits.rotas), "rotas-"+tt.name)
			b.ReportMetric(float64(memoryPeak(b, s.cmd.Process.Pid))/(1<<20), "MB-"+tt.name)
			for _, err := range waits.failed {
				b.Log(err)
			}
		}
	}
	l.verify(b)
}

// A load is what its people share.
type load struct {
	v      *visitor
	strike string

	mu    sync.Mutex
	notes map[string]string // by the page of a consultant: what was acknowledged last
}

// run lets everybody work for a while.
func (l *load) run(b *testing.B, solves bool) *waits {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), loadFor)
	defer cancel()
	page, err := l.v.page(l.strike + "/consultants")
	if err != nil {
		b.Fatal(err)
	}
	mine := editPages(page)
	if len(mine) < loadWriters {
		b.Fatalf("only %d consultants can be edited on the first page", len(mine))
	}
	w := &waits{took: map[string][]time.Duration{}}
	var all sync.WaitGroup
	for range loadReaders {
		all.Go(func() { l.read(ctx, w) })
	}
	for i := range loadWriters {
		all.Go(func() { l.write(ctx, w, mine[i]) })
	}
	if solves {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := pressSolve(ctx, l.v, l.strike); err != nil {
					w.fail(ctx, err)
					return
				}
				w.rotas++
			}
		})
	}
	all.Wait()
	return w
}

// editPages are the pages on which the listed consultants are changed.
func editPages(list *goquery.Document) []string {
	var out []string
	list.Find("main a").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); strings.HasSuffix(href, "/edit") && !slices.Contains(out, href) {
			out = append(out, href)
		}
	})
	return out
}

func (l *load) read(ctx context.Context, w *waits) {
	for think(ctx) {
		kind, path := "read", loadPages[rand.IntN(len(loadPages))]
		if rand.IntN(loadFileEvery) == 0 {
			kind, path = "file", loadFile
		}
		w.time(ctx, kind, func() error {
			_, err := l.v.get(l.strike + path)
			return err
		})
	}
}

// write opens the form of one consultant, changes what is noted of them, and saves.
func (l *load) write(ctx context.Context, w *waits, path string) {
	for n := 0; think(ctx); n++ {
		var form url.Values
		w.time(ctx, "read", func() error {
			page, err := l.v.page(path)
			if err == nil {
				form = formOn(page, path)
			}
			return err
		})
		if form == nil {
			continue
		}
		note := fmt.Sprintf("%s %d", time.Now().Format(time.TimeOnly), n)
		form.Set("note", note)
		w.time(ctx, "write", func() error {
			_, err := l.v.post(path, form)
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.notes[path] = note; err != nil {
				delete(l.notes, path) // it may or may not be there
			}
			return err
		})
	}
}

// formOn is what a browser would send of the form with the address.
func formOn(page *goquery.Document, path string) url.Values {
	out := url.Values{}
	form := page.Find("form").FilterFunction(func(_ int, f *goquery.Selection) bool { return f.AttrOr("action", path) == path })
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, in *goquery.Selection) {
		name, kind := in.AttrOr("name", ""), in.AttrOr("type", "")
		switch {
		case goquery.NodeName(in) == "select":
			out.Add(name, in.Find("option[selected]").AttrOr("value", ""))
		case goquery.NodeName(in) == "textarea":
			out.Add(name, in.Text())
		case kind == "submit" || (kind == "checkbox" || kind == "radio") && in.AttrOr("checked", "no") == "no":
		default:
			out.Add(name, in.AttrOr("value", ""))
		}
	})
	return out
}

// verify looks for what was acknowledged.
func (l *load) verify(b *testing.B) {
	b.Helper()
	for path, note := range l.notes {
		page, err := l.v.page(path)
		if err != nil {
			b.Fatal(err)
		}
		if got := formOn(page, path).Get("note"); got != note {
			b.Errorf("%s: the note is %q, and %q was saved", path, got, note)
		}
	}
}

// think is a person looking at a page. It is false when the time is over.
func think(ctx context.Context) bool {
	select {
	case <-time.After(loadThinks/2 + rand.N(loadThinks)):
		return true
	case <-ctx.Done():
		return false
	}
}

// pressSolve makes a rota, and returns when it is there.
func pressSolve(ctx context.Context, v *visitor, strike string) error {
	run, err := v.post(strike+"/solve", url.Values{})
	if err != nil {
		return err
	}
	return v.untilDone(ctx, run)
}

// waits are how long people waited.
type waits struct {
	mu     sync.Mutex
	took   map[string][]time.Duration
	failed []error
	rotas  int
}

// time notes how long something took, unless the time was over meanwhile.
func (w *waits) time(ctx context.Context, kind string, do func() error) {
	start := time.Now()
	err := do()
	took := time.Since(start)
	w.fail(ctx, err)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took[kind] = append(w.took[kind], took)
}

func (w *waits) fail(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.failed = append(w.failed, err)
	}
}

// ms is a percentile in milliseconds.
func (w *waits) ms(kind string, percent int) float64 {
	list := slices.Sorted(slices.Values(w.took[kind]))
	if len(list) == 0 {
		return 0
	}
	return float64(list[(len(list)-1)*percent/100].Microseconds()) / 1000
}

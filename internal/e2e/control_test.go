package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// badPage has one of each fault that check must find.
const badPage = `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Control</title><link rel="icon" href="data:,"></head>
<body class="app-a4"><main><h1>Control</h1>
<style>@media print { h1 { display: none } table { break-inside: avoid } }</style>
<p id="moved">What stood first is pushed down.</p>
<p style="color: #ccc">Text too faint to read.</p>
<div style="width: 3000px">Wider than any window.</div>
<img src="/missing.png">
<details data-print-open><summary>More</summary><p>Folded</p></details>
<div style="overflow: hidden; width: 300px"><table><caption>Cut</caption><thead style="display: table-row-group"><tr><th scope="col">A</th></tr></thead>
<tr><td><div style="width: 900px">Long</div></td></tr></table></div>
<svg class="app-bars" width="100" height="40" role="img" aria-label="Bars"><rect class="app-bar--one" width="9" height="9" style="fill: #00f"/><rect class="app-bar--two" width="9" height="9" y="20" style="fill: #00f"/></svg>
<input type="text">
<script>console.error('said aloud'); setTimeout(() => { throw new Error('thrown') })
requestAnimationFrame(() => setTimeout(() => { document.getElementById('moved').style.paddingTop = '300px' }))</script>
<script src="http://elsewhere.example/script.js"></script>
</main></body></html>`

// goodPage has none.
const goodPage = `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Control</title><link rel="icon" href="data:,"></head>
<body class="app-a4"><main><h1>Control</h1><p>Nothing is wrong here.</p></main></body></html>`

// TestControl holds that the check finds what it is there to find, and nothing
// in a page without faults: otherwise the other tests would show nothing.
func TestControl(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, policy := badPage, "img-src 'self' data:; style-src 'unsafe-inline'; frame-src 'none'"
		switch r.URL.Path {
		case "/good":
			page = goodPage
		case "/policy":
			page, policy = badPage, "script-src 'none'"
		case "/missing.png":
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(server.Close)
	address := strings.Replace(server.URL, "localhost", "127.0.0.1", 1)
	bad := []string{
		"axe color-contrast: breaks", "axe image-alt: breaks", "axe label: breaks", "the page is 30", "status 404 of ",
		"console error: \"said aloud\"", "exception: Error: thrown", "request to another machine: http://elsewhere.example/script.js",
		"loading a Script failed: net::ERR_NAME_NOT_RESOLVED", "things move while the page loads",
	}
	onPaper := []string{"on paper the heading is not there", "on paper it is 30", "on paper the table Cut may not run on to another sheet",
		"on paper the table Cut does not repeat its head", "on paper the table Cut is cut by ", "on paper a fold stays folded: More", "in forced colours app-bar--two looks as app-bar--one does", "in forced colours a bar app-bar--one has no edge"}
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := openTab(t, width)
			for _, tt := range []struct {
				path string
				want []string
			}{{"/bad", bad}, {"/policy", []string{"browser log, security: "}}, {"/good", nil}} {
				p.open(address + tt.path)
				got := strings.Join(p.faults(), "\n")
				for _, want := range tt.want {
					if !strings.Contains(got, want) {
						t.Errorf("%s: no fault %q in\n%s", tt.path, want, got)
					}
				}
				if width == widths[0] && tt.path == "/bad" {
					for _, want := range onPaper {
						if !strings.Contains(got, want) {
							t.Errorf("%s: no fault %q in\n%s", tt.path, want, got)
						}
					}
				}
				if len(tt.want) == 0 && got != "" {
					t.Errorf("%s: %s", tt.path, got)
				}
			}
		})
	}
}

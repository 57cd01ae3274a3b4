package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"strikerota/rota/rotatest"
)

// BenchmarkEveryPage asks for every route that answers GET, on the large example with
// a rota: the bar is 100 ms a page at the server.
//
//	go test -run '^$' -bench EveryPage ./internal/web
func BenchmarkEveryPage(b *testing.B) {
	s := newSiteOf(b, rotatest.Large(1)).planned()
	params := s.params()
	for _, r := range routes() {
		if r.method != get || strings.HasSuffix(r.path, "/events") {
			continue
		}
		v, address := s.whoMay(r.act), s.address(r.path, params)
		b.Run(strings.ReplaceAll(strings.TrimPrefix(r.path, "/strikes/:strike"), "/", "_"), func(b *testing.B) {
			for b.Loop() {
				if w := v.ask(address); w.Code >= http.StatusBadRequest {
					b.Fatalf("%s: status %d", address, w.Code)
				}
			}
		})
	}
}

// ask is get without reading the answer as a page, which would take longer than making it.
func (v *visitor) ask(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.server.ServeHTTP(w, r)
	return w
}

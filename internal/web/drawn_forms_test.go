package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"
)

// oddTexts are what people, and what is not people, put into fields.
var oddTexts = []string{"", " ", "0", "-1", "1", "yes", "no", "new", "trust", "bma", "agreed", "12.50", "£1,55.00", "99999999999999999999", "1e9", "NaN", "0.001", "100.01", "2025-07-25", "31", "02", "30/02/2025", "24:00", "0800-2030", "8.30pm",
	"A1", "s0-c1", "w0", "go", "all", "duties", "rates", "slots", "\x00", "\xff\xfe", "'; DROP TABLE strikes; --", "<script>alert(1)</script>", "{{.}}", "%00", "../../etc/passwd", "Ann Bee", "=HYPERLINK(1)", "\u202e", "🙂", strings.Repeat("x", 300), strings.Repeat("1", 400), "a\r\nb\tc"}

// drawnRoutes are those of the pages of imports and of money to which something is sent.
func drawnRoutes() []route {
	return slices.DeleteFunc(slices.Concat(importRoutes, uploadRoutes, moneyRoutes, rateRoutes, libraryRoutes, cardFileRoutes, costRoutes, whatIfRoutes, priceRoutes), func(r route) bool { return r.method != post })
}

// allForms are the fields of every form that a page sends, by address.
func allForms(v *visitor, path string, into map[string]url.Values) {
	w := v.get(path)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		return
	}
	parse(v.t, w).Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		values := url.Values{}
		form.Find("[name]").Each(func(_ int, in *goquery.Selection) {
			if name := in.AttrOr("name", ""); name != csrfKey {
				values.Set(name, in.AttrOr("value", in.Find("option[selected]").AttrOr("value", "")))
			}
		})
		into[form.AttrOr("action", path)] = values
	})
}

// kept is all that the pages of imports and money save. That somebody was shown names is noted of pages
// that refuse something, too.
func (s *site) kept() string {
	s.t.Helper()
	ctx := s.t.Context()
	var all []any
	for _, part := range []func() (any, error){
		func() (any, error) { return s.store.Entry(ctx, s.strike) }, func() (any, error) { return s.store.Money(ctx, s.strike) },
		func() (any, error) { return s.store.LibraryCards(ctx) }, func() (any, error) { return s.store.CostCases(ctx, s.strike) },
		func() (any, error) { return s.store.Strikes(ctx) },
	} {
		one, err := part()
		all = append(all, one, fmt.Sprint(err))
	}
	text, err := json.Marshal(all)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// drawnForm is a form as it stands on a page, some of whose fields say something else, are not there, or are
// not of the page.
func drawnForm(t *rapid.T, form url.Values) url.Values {
	values := url.Values{}
	maps.Copy(values, form)
	names := slices.Sorted(maps.Keys(form))
	for range rapid.IntRange(0, 6).Draw(t, "changes") {
		name := rapid.SampledFrom(append(slices.Clone(oddTexts), "version", "mark", "kind", "paste", "c0", "s0-c1", "s0-header", "row-0-night", "rows", "uplift")).Draw(t, "field")
		if len(names) > 0 && rapid.IntRange(0, 4).Draw(t, "of the page") > 0 {
			name = rapid.SampledFrom(names).Draw(t, "name")
		}
		text := rapid.SampledFrom(oddTexts).Draw(t, "text")
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			values.Del(name)
		case 1:
			values.Add(name, text)
		case 2:
			values.Set(name, rapid.String().Draw(t, "any text"))
		default:
			values.Set(name, text)
		}
	}
	return values
}

// TestDrawnForms sends forms that nobody would to every page of imports and money that takes one: none is
// answered with an error of ours, and one that is refused has saved nothing, not even in part.
func TestDrawnForms(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	routes := drawnRoutes()
	params := s.params()
	met := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		r := rapid.SampledFrom(routes).Draw(rt, "route")
		v := s.whoMay(r.act)
		if strings.Contains(r.path, ":import") || strings.Contains(r.path, ":done") {
			params["import"], params["done"] = s.imports("")
		}
		path := s.address(r.path, params)
		forms := map[string]url.Values{}
		allForms(v, path, forms)
		if at := strings.LastIndex(path, "/"); len(forms[path]) == 0 {
			allForms(v, path[:at], forms)
		}
		values := drawnForm(rt, forms[path])
		before := s.kept()
		var w *httptest.ResponseRecorder
		if r.upload && rapid.Bool().Draw(rt, "with a file") {
			file := rapid.SampledFrom([]string{"", ratesFile, dutyFile, "PK\x03\x04 broken", "\xff\xfea\x00", "a,b\n1,2\n", "Pay point,Weekday 7am to 7pm\n,lots\n"}).Draw(rt, "file")
			w = v.sendWith(path, rapid.SampledFrom([]string{"a.csv", "a.xlsx", "a.pdf", ""}).Draw(rt, "name"), []byte(file), values)
		} else {
			w = v.post(path, values)
		}
		met[fmt.Sprint(w.Code/100)]++
		switch {
		case w.Code >= 500:
			rt.Fatalf("%s answers %d to %v", r.path, w.Code, values)
		case w.Code >= 400 && s.kept() != before:
			rt.Fatalf("%s answers %d and has saved something: %v", r.path, w.Code, values)
		}
	})
	if met["3"] == 0 || met["4"] == 0 {
		t.Errorf("the answers are %v, want some saved and some refused", met)
	}
}

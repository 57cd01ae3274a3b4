package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// pathsOfTwo are ways to write two strikes where the path of an address has one.
var pathsOfTwo = map[string]string{
	"comma": "$1,$2", "written comma": "$1%2C$2", "plus": "$1+$2", "semicolon": "$1;$2", "written semicolon": "$1%3B$2", "space": "$1%20$2",
	"bar": "$1%7C$2", "ampersand": "$1&$2", "colon": "$1:$2", "range": "$1..$2", "range of one end": "$1..", "hyphen": "$1-$2",
	"list": "[$1,$2]", "written list": "%5B%22$1%22%2C%22$2%22%5D", "braces": "%7B$1,$2%7D", "brackets": "$1[]$2", "round brackets": "($1,$2)",
	"any": "*", "any after": "$1*", "any in SQL": "%25", "all": "all", "condition": "$1'%20OR%20id='$2", "zero": "$1%00$2", "line": "$1%0A$2",
	"slash": "$1/$2", "written slash": "$1%2F$2", "two slashes": "$1//$2", "way up": "$1/../$2", "written way up": "$1%2F..%2F$2",
}

// queriesOfTwo are ways to name a second strike after the address of the first, or something of the second's.
var queriesOfTwo = []string{
	"strike=$2", "strike=$1&strike=$2", "strike=$1,$2", "strike=$1;$2", "strike=$1+$2", "strike=$1..$2", "strike=*", "strike[]=$1&strike[]=$2", "strike[0]=$2", "%3Astrike=$2",
	"strikes=$1,$2", "strikes=$1&strikes=$2", "strikes=*", "strikes[]=$2", "strikes=[%22$1%22,%22$2%22]", "strike_id=$2", "strikeID=$2", "strike_id[]=$1&strike_id[]=$2",
	"id=$2", "id=$1&id=$2", "ids=$1,$2", "ids[]=$2", "ids=*", "all=1", "from=$1&to=$2", "from=$2:1&to=draft", "copy=$2", "with=$2", "trusts=*",
	"resident=RB", "like=RB", "like=CB", "like=SB", "consultant=CB", "slot=SB", "run=$run", "units=*",
}

// A told strike is one of two of a trust, with how all names in it begin.
type toldStrike struct {
	*site
	name   string
	params map[string]string
}

// twoStrikes are two of one trust in each of which somebody has replied and a rota was published. What
// is in them has the same ids, but for one resident, consultant and slot each, which only the one strike has.
func twoStrikes(t *testing.T) (a, b *toldStrike) {
	t.Helper()
	first := newSiteOf(t, namedBy(t, "Ashdown", "A", 0), before(t))
	second := *first
	e := namedBy(t, "Birchall", "B", 14)
	id, err := first.store.CreateStrike(t.Context(), actor, store.StrikeSettings{Strike: e.Strike, Rules: e.Rules, Case: e.Case, Aims: e.Aims, Retention: rota.StandardRetention()})
	if err == nil {
		err = first.store.ReplaceEntry(t.Context(), actor, id, e)
	}
	if err != nil {
		t.Fatal(err)
	}
	second.strike = id
	a, b = &toldStrike{site: first, name: "Ashdown"}, &toldStrike{site: &second, name: "Birchall"}
	for letter, s := range map[string]*toldStrike{"A": a, "B": b} {
		s.planned().published()
		s.params = s.site.params()
		s.params["resident"], s.params["consultant"], s.params["slot"] = "R"+letter, "C"+letter, "S"+letter
	}
	return a, b
}

// namedBy is a small strike, so many days later, in which every name begins so.
func namedBy(t *testing.T, name, letter string, days int) rota.Entry {
	t.Helper()
	e, err := rotatest.Moved(fewDuties(rotatest.Small(1), 6), days)
	if err != nil {
		t.Fatal(err)
	}
	said := []rota.Declaration{rota.Away, rota.Working, rota.PrefersNotToSay}
	for i := range e.Duties {
		e.Duties[i].Declaration = said[(i+days)%len(said)]
	}
	e.Residents = slices.DeleteFunc(slices.Clone(e.Residents), func(r rota.Resident) bool {
		return !slices.ContainsFunc(e.Duties, func(d rota.Duty) bool { return d.Resident == r.ID })
	})
	resident, duty, consultant, slot := e.Residents[0], e.Duties[0], e.Consultants[0], e.Slots[0]
	resident.ID, consultant.ID, slot.ID = rota.ResidentID("R"+letter), rota.ConsultantID("C"+letter), rota.SlotID("S"+letter)
	duty.ID, duty.Resident, duty.Slot, duty.Declaration = rota.DutyID("D"+letter), resident.ID, slot.ID, rota.Away
	e.Residents, e.Duties = append(e.Residents, resident), append(e.Duties, duty)
	e.Consultants, e.Slots = append(slices.Clone(e.Consultants), consultant), append(e.Slots, slot)
	for i := range e.Residents {
		e.Residents[i].Name = fmt.Sprintf("%s Resident %c", name, 'A'+i)
	}
	for i := range e.Consultants {
		e.Consultants[i].Name = fmt.Sprintf("%s Consultant %c", name, 'A'+i)
	}
	e.Strike.Name = name + " round"
	return e
}

// TestOneStrikeOnly holds that no page and no file has names or replies of two strikes, however both are asked
// for: as a list, a range, twice over, or with what is in the one asked of the other.
func TestOneStrikeOnly(t *testing.T) {
	t.Parallel()
	a, b := twoStrikes(t)
	v := a.as(auth.Coordinator)
	named := map[string]int{}
	for n, r := range routes() {
		if r.method != get || r.path != "/strikes/:strike" && !strings.HasPrefix(r.path, "/strikes/:strike/") || !auth.Can(auth.Coordinator, r.act) {
			continue
		}
		for _, s := range []*toldStrike{a, b} { // each by itself, so that names would be seen below
			text := wholeText(t, v.just(a.address(r.path, s.params)))
			for _, of := range []*toldStrike{a, b} {
				if strings.Contains(text, of.name) {
					named[s.name+" has "+of.name]++
				}
			}
		}
		v.pathsOfTwo(r, a, b)
		var shapes []string
		step := 2 // each route has every second shape, the next one the others
		if underRace || testing.Short() {
			step = len(queriesOfTwo)
		}
		for i := n % step; i < len(queriesOfTwo); i += step {
			shapes = append(shapes, queriesOfTwo[i])
		}
		v.queriesOfTwo(r, a, b, shapes)
	}
	if named["Ashdown has Ashdown"] < 40 || named["Birchall has Birchall"] < 40 || len(named) > 2 {
		t.Errorf("how many pages of each strike have names of which: %v", named)
	}
}

// just asks for a page and leaves it unread.
func (v *visitor) just(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.site.server.ServeHTTP(w, r)
	return w
}

// refused is whether an answer says no more than that there is no such thing.
func refused(w *httptest.ResponseRecorder) bool {
	return w.Code == http.StatusNotFound || w.Code == http.StatusBadRequest
}

// pathsOfTwo asks for every path of two strikes, and for the one strike with each thing of the other.
func (v *visitor) pathsOfTwo(r route, a, b *toldStrike) {
	v.t.Helper()
	ask := func(shape string, params map[string]string) {
		w := v.just(a.address(r.path, params))
		if w.Code == http.StatusSeeOther { // an address of before
			w = v.just(w.Header().Get("Location"))
		}
		if text := wholeText(v.t, w); !refused(w) || strings.Contains(text, a.name) || strings.Contains(text, b.name) {
			v.t.Errorf("GET %s, %s: %d, want 404 or 400 without a name", r.path, shape, w.Code)
		}
	}
	for name, shape := range pathsOfTwo {
		params := maps.Clone(a.params)
		params["strike"] = ofBoth(a, b).Replace(shape)
		ask(name, params)
	}
	for name, value := range b.params {
		if name == "strike" || value == a.params[name] || !slices.Contains(strings.Split(r.path, "/"), ":"+name) {
			continue
		}
		params := maps.Clone(a.params)
		params[name] = value
		ask(name+" of the other", params)
	}
}

// queriesOfTwo asks for the page of the one strike with each of these shapes after it.
func (v *visitor) queriesOfTwo(r route, a, b *toldStrike, shapes []string) {
	v.t.Helper()
	address := a.address(r.path, a.params)
	alone := twinBytes(v.just(address))
	for _, shape := range shapes {
		w := v.just(address + "?" + ofBoth(a, b).Replace(shape))
		if strings.Contains(wholeText(v.t, w), b.name) {
			v.t.Errorf("GET %s?%s has names of the other strike", r.path, shape)
		}
		if got := twinBytes(w); !refused(w) && got != alone {
			v.t.Errorf("GET %s?%s: %d, and not as without it: %s", r.path, shape, w.Code, firstDifference(alone, got))
		}
	}
}

// ofBoth writes the two strikes, and the run of the second, into a shape.
func ofBoth(a, b *toldStrike) *strings.Replacer {
	return strings.NewReplacer("$1", a.strike, "$2", b.strike, "$run", b.run)
}

// TestOneStrikeInNamedFiles holds the same of files that are asked for with a reason.
func TestOneStrikeInNamedFiles(t *testing.T) {
	t.Parallel()
	a, b := twoStrikes(t)
	v := a.as(auth.Coordinator)
	asked := 0
	for _, r := range routes() {
		if r.method != post || !r.file || !strings.HasPrefix(r.path, "/strikes/:strike/downloads/") {
			continue
		}
		asked++
		reason := func() url.Values { return url.Values{reasonField: {"To correct the grades"}} }
		if text := wholeText(t, want(t, v.post(a.address(r.path, a.params), reason()), http.StatusOK)); strings.Contains(text, b.name) {
			t.Errorf("POST %s has names of the other strike", r.path)
		}
		for name, shape := range pathsOfTwo {
			params := maps.Clone(a.params)
			params["strike"] = ofBoth(a, b).Replace(shape)
			if w := v.post(a.address(r.path, params), reason()); !refused(w) {
				t.Errorf("POST %s, %s: %d, want 404 or 400", r.path, name, w.Code)
			}
		}
		for _, shape := range queriesOfTwo {
			values, err := url.ParseQuery(ofBoth(a, b).Replace(shape))
			if err != nil { // a semicolon is none of a form's
				continue
			}
			maps.Copy(values, reason())
			if w := v.post(a.address(r.path, a.params), values); w.Code != http.StatusBadRequest {
				t.Errorf("POST %s with %s: %d, want 400", r.path, shape, w.Code)
			}
		}
	}
	if asked < 3 {
		t.Errorf("only %d files are asked for with a reason", asked)
	}
}

// wholeText is an answer with where it leads and, of a workbook, everything in it.
func wholeText(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	text := w.Header().Get("Location") + w.Header().Get("Content-Disposition") + w.Body.String()
	if w.Header().Get("Content-Type") != sheetType {
		return text
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		text += string(part)
	}
	return text
}

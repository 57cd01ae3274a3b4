package web

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// twinsAtRandom are 528 pairs; under the race detector, which watches the same pages once more, 6.
func twinsAtRandom() int {
	if underRace {
		return 4
	}
	return 33
}

// TestTwinsAtRandom holds that nobody but a coordinator can tell from a byte of any page or
// file what residents have said: as many databases as there are twins, in which the same
// places are left and all else that was said is drawn, read all the same.
func TestTwinsAtRandom(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(1, 2))
	e := fewDuties(rotatest.Small(1), 12)
	missing := map[rota.DutyID]bool{}
	for _, d := range e.Duties {
		missing[d.ID] = draw.IntN(2) == 0
	}
	s := newSiteOf(t, drawn(draw, e, missing), before(t))
	for range 6 { // as many saves as a page shows
		s.twin(drawn(draw, e, missing))
	}
	s.planned().published()
	readers, said, twins := s.readers(), map[string]bool{}, twinsAtRandom()
	var first map[string]string
	for n := range twins {
		twin := drawn(draw, e, missing)
		said[fmt.Sprint(twin.Case, twin.Duties)] = true
		s.twin(twin)
		got := s.bytesFor(readers)
		if n == 0 {
			first = got
		}
		for name, text := range got {
			if text != first[name] {
				t.Errorf("twin %d: %s: %s", n, name, firstDifference(first[name], text))
			}
		}
		if t.Failed() {
			return
		}
	}
	if len(said) < twins/2 {
		t.Errorf("of %d twins only %d differ", twins, len(said))
	}
}

// fewDuties is the entry with so many duties in the strike, the slots that they fill, and
// as many consultants.
func fewDuties(e rota.Entry, most int) rota.Entry {
	slots := map[rota.SlotID]bool{}
	var duties []rota.Duty
	for _, d := range e.Duties {
		if d.Slot != "" && e.Strike.Struck(d) && len(duties) < most {
			slots[d.Slot] = true
			duties = append(duties, d)
		}
	}
	e.Duties, e.Consultants, e.Locks = duties, e.Consultants[:min(most, len(e.Consultants))], nil
	e.Slots = slices.DeleteFunc(slices.Clone(e.Slots), func(s rota.Slot) bool { return !slots[s.ID] })
	return e
}

// drawn is the entry with everything said anew, so that the same duties are left.
func drawn(draw *rand.Rand, e rota.Entry, missing map[rota.DutyID]bool) rota.Entry {
	silent := []rota.Declaration{rota.NoReply, rota.PrefersNotToSay}
	e.Case = rota.Case{Kind: []rota.CaseKind{rota.AllAway, rota.AllWorking}[draw.IntN(2)]}
	e.Duties = slices.Clone(e.Duties)
	for i, d := range e.Duties {
		said := rota.Working
		if missing[d.ID] {
			said = rota.Away
		}
		if missing[d.ID] == (e.Case.Kind == rota.AllAway) && draw.IntN(2) == 0 {
			said = silent[draw.IntN(2)]
		}
		e.Duties[i].Declaration = said
	}
	return e
}

// A reader is somebody who is not shown what residents have said, and all that they may ask for.
type reader struct {
	role  auth.Role
	of    string // the one service that a lead sees; "" for all
	who   *visitor
	paths []string
}

func (s *site) readers() (out []reader) {
	for _, role := range append(auth.Roles(), auth.Consultant) { // a resident reads what they have said themselves: see TestTwinsOfResidents
		if auth.Can(role, auth.SeePeople) {
			continue
		}
		owner := role
		if role == auth.Consultant {
			owner = auth.Coordinator
		}
		r, params := reader{role: role, who: s.as(role)}, s.params(owner)
		for _, route := range routes() {
			if route.method == get && route.path != auditPath && auth.Can(role, route.act) { // the audit counts the saves of the twins
				r.paths = append(r.paths, s.address(route.path, params))
			}
		}
		out = append(out, r)
		if role == auth.Lead { // and one of a single service, whose slot the addresses have
			service := s.entry().Slots[0].Service
			out = append(out, reader{role: role, of: service, who: s.leadOf(service), paths: slices.Clone(r.paths)})
		}
	}
	for _, r := range out {
		if r.role != auth.Consultant {
			r.who.get(factorPath) // whoever opens it first has a secret drawn, which changes their session
		}
	}
	return out
}

// again signs the reader in once more.
func (s *site) again(r reader) *visitor {
	if r.of != "" {
		return s.leadOf(r.of)
	}
	return s.as(r.role)
}

// bytesFor are the bytes of everything that the readers may ask for.
func (s *site) bytesFor(readers []reader) map[string]string {
	out := map[string]string{}
	for _, r := range readers {
		for _, path := range r.paths {
			out[strings.TrimSpace(string(r.role)+" "+r.of)+" "+path] = twinBytes(r.who.get(path))
		}
	}
	return out
}

var nonceIn = regexp.MustCompile(`'nonce-(\w+)'`)

// saveNumber is that of a save, which grows from one twin to the next.
var saveNumber = regexp.MustCompile(`name="version" value="\d+"`)

// formText is the random text in a form.
var formText = regexp.MustCompile(`name="once" value="\w+"`)

// twinBytes is an answer without what every answer has of its own.
func twinBytes(w *httptest.ResponseRecorder) string {
	text := w.Body.String()
	if m := nonceIn.FindStringSubmatch(w.Header().Get("Content-Security-Policy")); m != nil {
		text = strings.ReplaceAll(text, m[1], "")
	}
	head := w.Header().Clone()
	for _, own := range []string{"Content-Security-Policy", "X-Request-Id", "Set-Cookie", "Content-Length"} { // the length is that of the text below, and of the save's number
		head.Del(own)
	}
	return fmt.Sprint(w.Code, head, saveNumber.ReplaceAllString(formText.ReplaceAllString(text, ""), ""))
}

// firstDifference is what stands on both sides of the first byte that differs.
func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-80):min(len(s), i+80)] }
	return fmt.Sprintf("%q or %q", around(a), around(b))
}

package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// ownService is that of the lead of a planted site.
const ownService = "Maternity"

// A plantedSite is one in which every slot but those of one service, everybody who is in those alone,
// and all that was typed of either, bear a word that a lead of that service must never read.
type plantedSite struct {
	*site
	alone map[rota.ConsultantID]bool // are in other services alone, in all versions
	both  []rota.ConsultantID        // are in the lead's as well
	own   []rota.SlotID
	other []rota.SlotID
}

const planted = "Qz"

// plant renames all but the registrars of the labour ward on the first days: so some are in both.
func plant(e rota.Entry) (out rota.Entry, own, other []rota.SlotID) {
	ids, skills := map[rota.SlotID]rota.SlotID{}, map[string]bool{}
	ours := func(s rota.Slot) bool { return regexp.MustCompile(`^lw-reg-2[567]`).MatchString(string(s.ID)) }
	for _, s := range e.Slots {
		for _, skill := range append(slices.Clone(s.SkillsAll), s.SkillsAny...) {
			skills[skill] = skills[skill] || ours(s)
		}
	}
	renamed := func(list []string) []string {
		var out []string
		for _, skill := range list {
			if known, mine := skills[skill]; known && !mine {
				skill = planted + skill
			}
			out = append(out, skill)
		}
		return out
	}
	e.Slots, e.Duties, e.Consultants = slices.Clone(e.Slots), slices.Clone(e.Duties), slices.Clone(e.Consultants)
	for i, s := range e.Slots {
		ids[s.ID] = s.ID
		s.SkillsAll, s.SkillsAny = renamed(s.SkillsAll), renamed(s.SkillsAny)
		if ours(s) {
			s.Service = " maternity" // folded as the lead's account has it
			own = append(own, s.ID)
		} else {
			s.ID = "qz-" + s.ID
			ids[e.Slots[i].ID] = s.ID
			s.Service, s.Unit, s.Role, s.Source = planted+s.Service, planted+s.Unit, planted+s.Role, planted
			other = append(other, s.ID)
		}
		e.Slots[i] = s
	}
	for i, d := range e.Duties {
		e.Duties[i].Slot = ids[d.Slot]
	}
	for i, c := range e.Consultants {
		e.Consultants[i].Skills = renamed(c.Skills)
	}
	e.Locks = nil
	return e, own, other
}

// plantedRota is a planted site with two versions, answers, locks, and changes by hand.
func plantedRota(t *testing.T) *plantedSite {
	t.Helper()
	e, own, other := plant(rotatest.Small(1))
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	s := &plantedSite{alone: map[rota.ConsultantID]bool{}, own: own, other: other}
	plan := rotatest.Greedy(p)
	in := map[rota.ConsultantID][2]int{}
	for _, a := range plan.Assignments {
		n := in[a.Consultant]
		if slices.Contains(own, a.Slot) {
			n[0]++
		} else {
			n[1]++
		}
		in[a.Consultant] = n
	}
	for i, c := range e.Consultants {
		switch n := in[c.ID]; {
		case n[1] > 0 && n[0] == 0:
			s.alone[c.ID] = true
			c.Name, c.Contact, c.Note, c.Grade = "Dr "+planted+string(c.ID), planted+"contact", planted, planted
			e.Consultants[i] = c
		case n[0] > 0 && n[1] > 0:
			s.both = append(s.both, c.ID)
		}
	}
	if len(s.alone) < 3 || len(s.both) == 0 {
		t.Fatalf("%d consultants are in other services alone, and %d in both", len(s.alone), len(s.both))
	}
	s.site = newSiteOf(t, e, before(t)).planned().published()
	s.decide()
	return s
}

// decide has people answer, lock and change what a lead may see and what not, and publishes that.
func (s *plantedSite) decide() {
	s.t.Helper()
	v := s.as(auth.Coordinator)
	mine, theirs := 0, 0
	outcomes := []store.Outcome{store.Confirmed, store.Declined, store.Rung}
	for _, pair := range s.told() {
		n := &theirs
		if slices.Contains(s.own, pair.Slot) {
			n = &mine
		}
		if *n < len(outcomes) {
			if got := s.say(v, 1, pair.Consultant, pair.Slot, outcomes[*n]); got != http.StatusSeeOther {
				s.t.Fatalf("an answer: %d", got)
			}
			*n++
		}
	}
	for _, mine := range []bool{true, false} {
		d, record := s.draft()
		i := slices.IndexFunc(d.Plan.Assignments, func(a rota.Assignment) bool { return slices.Contains(s.own, a.Slot) == mine })
		pair := d.Plan.Assignments[i].Pair()
		after, change, err := d.Edit(rota.Edit{Leaves: []rota.Pair{pair}, KeepOff: []rota.Pair{pair}, Reason: planted + "reason"})
		if err != nil {
			s.t.Fatal(err)
		}
		hand := after.Hand()
		if _, err := s.store.SaveEdit(s.t.Context(), actor, s.strike, store.NewEdit{Seen: record.Version, Change: change, Hand: &hand}); err != nil {
			s.t.Fatal(err)
		}
		for _, a := range after.Plan.Assignments {
			if slices.Contains(s.own, a.Slot) == mine {
				if err := s.store.SetLock(s.t.Context(), actor, s.strike, rota.Lock{Pair: a.Pair(), Reason: planted + "lock"}); err != nil {
					s.t.Fatal(err)
				}
				break
			}
		}
	}
	s.typed = planted
	s.published()
}

// told are the pairs of the newest version.
func (s *site) told() []rota.Pair {
	s.t.Helper()
	list, err := s.store.Answers(s.t.Context(), s.strike)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []rota.Pair
	for _, a := range list {
		out = append(out, a.Told.Pair)
	}
	return out
}

// readings are the addresses of all that a lead may ask for: each route with each slot, consultant and version.
func (s *plantedSite) readings() (out []string) {
	params := s.params(auth.Lead)
	e := s.entry()
	for _, r := range routes() {
		if r.method != get || !auth.Can(auth.Lead, r.act) || r.path == "/sign-out" {
			continue
		}
		addresses := []map[string]string{params}
		each := func(part string, values []string) {
			if !strings.Contains(r.path, ":"+part) {
				return
			}
			var more []map[string]string
			for _, with := range addresses {
				for _, value := range values {
					one := map[string]string{}
					for k, v := range with {
						one[k] = v
					}
					one[part] = value
					more = append(more, one)
				}
			}
			addresses = more
		}
		var slots, people []string
		for _, slot := range e.Slots {
			slots = append(slots, string(slot.ID))
		}
		for _, c := range e.Consultants {
			people = append(people, string(c.ID))
		}
		if strings.Contains(r.path, "versions/:version/personal") { // as many as tell
			people = []string{people[0], string(s.both[0])}
			for id := range s.alone {
				people = append(people, string(id))
				break
			}
		}
		each("slot", slots)
		each("consultant", people)
		each("version", []string{"1", "2"})
		for _, with := range addresses {
			out = append(out, s.address(r.path, with))
		}
	}
	strike := strikePath(s.strike)
	for _, day := range []string{"25", "26", "27", "28", "29"} {
		for _, hour := range []string{"9", "21"} {
			out = append(out, strike+"/day?day=2025-07-"+day+"&hour="+hour)
		}
	}
	out = append(out, strike+"/rota?service="+planted+"Cancer", strike+"/gaps?cover=enough", strike+"/versions/compare?from=1&to=2", strike+"/versions/compare/differences.csv?from=1&to=draft",
		strike+"/consultants/"+url.PathEscape(string(s.both[0]))+"?since=1")
	return out
}

// leaks are what an answer has that must not be read: planted words, and codes of people who are in other
// services alone. What the address itself says is not told by the answer.
func (s *plantedSite) leaks(w *httptest.ResponseRecorder, path string) (out []string) {
	text := string(contents(s.t, w)) + fmt.Sprint(w.Header().Values("Location"), w.Header().Values("Content-Disposition"))
	text = strings.ReplaceAll(text, path, "")
	for _, word := range []string{planted, "qz-"} {
		if i := strings.Index(text, word); i >= 0 {
			out = append(out, text[max(0, i-60):min(len(text), i+60)])
		}
	}
	for id := range s.alone {
		if at := regexp.MustCompile(`\b` + regexp.QuoteMeta(string(id)) + `\b`).FindStringIndex(text); at != nil {
			out = append(out, text[max(0, at[0]-60):min(len(text), at[1]+60)])
		}
	}
	return out
}

// untrained are the consultants who are trained for none of the lead's slots.
func (s *plantedSite) untrained() (out []rota.ConsultantID) {
	e := s.entry()
	for _, c := range e.Consultants {
		has := func(skill string) bool { return slices.Contains(c.Skills, skill) }
		if !slices.ContainsFunc(e.Slots, func(x rota.Slot) bool {
			return slices.Contains(s.own, x.ID) && !slices.ContainsFunc(x.SkillsAll, func(skill string) bool { return !has(skill) }) && (len(x.SkillsAny) == 0 || slices.ContainsFunc(x.SkillsAny, has))
		}) {
			out = append(out, c.ID)
		}
	}
	return out
}

// TestLeadOfOneService asks for all that a clinical lead may, as one of a single service: no byte tells of a
// slot of another, nor of anybody who is in others alone, and what is of another is not found, nor who is not
// trained for one of theirs. A lead of all
// reads the same words everywhere.
func TestLeadOfOneService(t *testing.T) {
	t.Parallel()
	s := plantedRota(t)
	one, all, none := s.leadOf("MATERNITY"), s.as(auth.Lead), s.leadOf()
	told, mine := map[string]int{}, 0
	hidden := slices.Concat(slices.Collect(maps.Keys(s.alone)), s.untrained())
	for _, path := range s.readings() {
		w := one.ask(path)
		if w.Code >= 500 {
			t.Errorf("%s: %d\n%s", path, w.Code, s.log)
		}
		for _, found := range s.leaks(w, path) {
			t.Errorf("%s: %d, and tells %q", path, w.Code, found)
		}
		other := strings.Contains(path, "/slots/qz-")
		for _, id := range hidden {
			other = other || strings.Contains(path, "/"+string(id)+"/") || strings.HasSuffix(path, "/"+string(id))
		}
		if other != (w.Code == http.StatusNotFound) {
			t.Errorf("%s: %d, though it is of another service: %t", path, w.Code, other)
		}
		if strings.Contains(string(contents(t, w)), "Labour ward") {
			mine++
		}
		if found := s.leaks(none.ask(path), path); len(found) > 0 {
			t.Errorf("%s of a lead of no service tells %q", path, found)
		}
		if len(s.leaks(all.ask(path), path)) > 0 {
			told[strings.Split(strings.TrimPrefix(path, strikePath(s.strike)), "/")[min(1, strings.Count(strings.TrimPrefix(path, strikePath(s.strike)), "/"))]]++
		}
		if t.Failed() && mine > 400 {
			return
		}
	}
	for _, part := range []string{"", "rota", "slots", "consultants", "downloads", "versions", "answers"} {
		if told[part] == 0 {
			t.Errorf("a lead of all services reads nothing of the others at %q: %v", part, told)
		}
	}
	if mine < 20 {
		t.Errorf("the lead reads of their own service in %d answers alone", mine)
	}
	overview := strikePath(s.strike)
	if got := pageText(t, one, overview); !strings.Contains(got, "You see MATERNITY.") {
		t.Errorf("the overview does not say whose slots they are: %s", got)
	}
	if got := pageText(t, none, overview); !strings.Contains(got, "no service yet") {
		t.Errorf("the overview of a lead of no service says %s", got)
	}
	nonsense := s.leadOf("Nonsense")
	for _, page := range []string{"", "/slots", "/gaps", "/rota", "/versions/1"} {
		got, where := pageText(t, nonsense, overview+page), "in this strike"
		if strings.HasPrefix(page, "/versions") {
			where = "in this version"
		}
		if !strings.Contains(got, "There is no slot of Nonsense "+where+".") || strings.Contains(got, "Every place is covered") || strings.Contains(got, "Show them all") || strings.Contains(got, "None has been entered yet") {
			t.Errorf("%s of a lead of a service that no slot has says %s", page, got)
		}
	}
	if got := pageText(t, s.leadOf("Nonsense", "Maternity"), overview); !strings.Contains(got, "You see Maternity and Nonsense. There is no slot of Nonsense in this strike.") {
		t.Errorf("the overview of a lead of a service that no slot has, and another, says %s", got)
	}
	if rows := string(contents(t, want(t, nonsense.get(overview+"/downloads/rota.xlsx"), http.StatusOK))); strings.Contains(rows, "Every place is covered") || !strings.Contains(rows, "There is no slot of these services in this rota.") {
		t.Error("their workbook says that every place is covered")
	}
	for _, page := range []string{"slots", "gaps"} {
		if got := pageText(t, none, overview+"/"+page); !strings.Contains(got, "no slot of a service that you see") {
			t.Errorf("%s of a lead of no service says %s", page, got)
		}
	}
	if got := pageText(t, all, overview); strings.Contains(got, "You see") {
		t.Errorf("the overview of a lead of all services says %s", got)
	}
}

// TestServicesTakeEffectAtOnce holds that an open session sees what its account says now.
func TestServicesTakeEffectAtOnce(t *testing.T) {
	t.Parallel()
	s := plantedRota(t)
	lead, page := s.as(auth.Lead), strikePath(s.strike, "slots", string(s.other[0]), "cover")
	want(t, lead.get(page), http.StatusOK)
	if err := s.store.SetRole(t.Context(), actor, s.user(auth.Lead).ID, string(auth.Lead), rota.SomeServices(ownService)); err != nil {
		t.Fatal(err)
	}
	want(t, lead.get(page), http.StatusNotFound)
}

// TestStoreTellsNobodyPast holds that every method of a trust that tells of slots, plans or people by its
// types is refused or narrowed for whoever sees some services alone.
func TestStoreTellsNobodyPast(t *testing.T) {
	t.Parallel()
	telling := regexp.MustCompile(`^(strikerota/rota\.(Entry|Slot|Consultant|Resident|Duty|Told|Pair|SlotID|ConsultantID|Change|Lock|Hand)|\[\]uint8)$`)
	meta := map[string]bool{"UndoImport": true, "PersonalLinks": true} // acts, and are for those who do them
	seen := 0
	kind := reflect.TypeFor[*trustView]()
	for i := range kind.NumMethod() {
		m := kind.Method(i)
		tells := false
		for n := range m.Type.NumOut() {
			tells = tells || mentions(m.Type.Out(n), telling, map[reflect.Type]bool{})
		}
		changes := m.Type.NumIn() > 2 && slices.ContainsFunc(inputs(m.Type), func(in reflect.Type) bool { return in == reflect.TypeFor[store.Actor]() })
		if !tells || changes || meta[m.Name] {
			continue
		}
		seen++
		if file, _ := runtime.FuncForPC(m.Func.Pointer()).FileLine(m.Func.Pointer()); !strings.Contains(file, "own_services") {
			t.Errorf("%s tells of slots or people, and a lead of some services is not refused", m.Name)
		}
	}
	if seen < 20 {
		t.Errorf("only %d methods tell of slots or people", seen)
	}
}

func inputs(t reflect.Type) (out []reflect.Type) {
	for i := range t.NumIn() {
		out = append(out, t.In(i))
	}
	return out
}

// mentions reports whether a type has a value of one that matches.
func mentions(t reflect.Type, telling *regexp.Regexp, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	name := t.PkgPath() + "." + t.Name()
	if t.Name() == "" {
		name = t.String()
	}
	if telling.MatchString(name) {
		return true
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return mentions(t.Elem(), telling, seen)
	case reflect.Map:
		return mentions(t.Key(), telling, seen) || mentions(t.Elem(), telling, seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if mentions(t.Field(i).Type, telling, seen) {
				return true
			}
		}
	}
	return false
}

// past are the files that read the store past the refusals, each to narrow what it reads.
var past = []string{"own_services.go", "own_services_store.go", "made.go", "overview.go", "edition.go"}

// TestNobodyReadsPast holds that no other page reads the store as if its visitor saw all services.
func TestNobodyReadsPast(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if reads := regexp.MustCompile(`\b(store|t)\.Trust\.[A-Z]`); !strings.HasSuffix(name, "_test.go") && !slices.Contains(past, name) && reads.Match(text) {
			t.Errorf("%s reads the store past own_services.go: %s", name, reads.Find(text))
		}
	}
}

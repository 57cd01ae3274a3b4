package rotatest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// trust is an example trust with what is known to be in it.
type trust struct {
	name                           string
	make                           func(uint64) rota.Entry
	residents, consultants, slots  int
	impossible, onlyOne, threeTwos []rota.SlotID
	digest                         string // of seed 1
}

func trusts() []trust {
	return []trust{
		{"small", rotatest.Small, 23, 15, 30,
			[]rota.SlotID{"oa-28-night"}, []rota.SlotID{"ao-27-day"},
			[]rota.SlotID{"lw-reg-25-night", "lw-reg-26-night", "lw-reg-27-night"}, "ef15c419d5b4b4a9"},
		{"large", rotatest.Large, 160, 110, 250,
			[]rota.SlotID{"a-ret-27-home", "k-oa-28-night"}, []rota.SlotID{"a-rt-29-clinic", "a-ao-26-night", "a-tan-28-home"},
			[]rota.SlotID{"a-bmt-26-night", "a-bmt-27-night", "a-bmt-28-night", "k-nn2-25-night", "k-nn2-26-night", "k-nn2-27-night"}, "50f74e706e07a3d5"},
	}
}

func TestExamples(t *testing.T) {
	for _, trust := range trusts() {
		for seed := range uint64(12) {
			e := trust.make(seed)
			if err := e.Validate(); err != nil {
				t.Fatalf("%s %d: %v %v", trust.name, seed, err, rota.Faults(err))
			}
			p, err := e.Problem()
			if err != nil {
				t.Fatalf("%s %d: %v %v", trust.name, seed, err, rota.Faults(err))
			}
			if got, want := [3]int{len(e.Residents), len(e.Consultants), len(e.Slots)}, [3]int{trust.residents, trust.consultants, trust.slots}; got != want {
				t.Errorf("%s %d: %v residents, consultants and slots, want %v", trust.name, seed, got, want)
			}
			eligible(t, p, trust.impossible, 0)
			eligible(t, p, trust.onlyOne, 1)
			eligible(t, p, trust.threeTwos, 2)
			if seed > 1 {
				continue
			}
			plan := rotatest.Greedy(p)
			if report := rota.Check(p, plan); !report.OK() {
				t.Errorf("%s %d: the greedy plan is not sound: %v", trust.name, seed, report)
			}
			if len(plan.Open) == 0 || 2*len(plan.Open) > len(p.Slots) {
				t.Errorf("%s %d: %d of %d slots are open, want some and less than half", trust.name, seed, len(plan.Open), len(p.Slots))
			}
		}
	}
}

// eligible holds that each of the slots is in the problem with n people able to take it.
func eligible(t *testing.T, p rota.Problem, ids []rota.SlotID, n int) {
	t.Helper()
	for _, id := range ids {
		s, ok := p.Slot(id)
		if got := p.Eligible(s); !ok || len(got) != n {
			t.Errorf("slot %s: %v may take it (in the problem: %t), want %d people", id, got, ok, n)
		}
	}
}

// The three nights of the small trust need both people, and can all be covered; those
// of the large trust's neonatal unit cannot.
func TestJointNights(t *testing.T) {
	for seed := range uint64(5) {
		p, err := rotatest.Small(seed).Problem()
		if err != nil {
			t.Fatal(err)
		}
		if got := covers(p, "lw-reg-25-night", "lw-reg-26-night", "lw-reg-27-night"); got != 1 {
			t.Errorf("small %d: %d ways to cover the three nights, want 1", seed, got)
		}
		p, err = rotatest.Large(seed).Problem()
		if err != nil {
			t.Fatal(err)
		}
		if got := covers(p, "a-bmt-26-night", "a-bmt-27-night", "a-bmt-28-night"); got != 1 {
			t.Errorf("large %d: %d ways to cover the three nights of the ward, want 1", seed, got)
		}
		if got := covers(p, "k-nn2-25-night", "k-nn2-26-night", "k-nn2-27-night"); got != 0 {
			t.Errorf("large %d: %d ways to cover the three nights of the unit, want 0", seed, got)
		}
	}
}

// covers counts the ways in which the slots' two people can cover all of them.
func covers(p rota.Problem, ids ...rota.SlotID) int {
	s, _ := p.Slot(ids[0])
	pair := p.Eligible(s)
	p.Slots = slices.DeleteFunc(slices.Clone(p.Slots), func(s rota.Slot) bool { return !slices.Contains(ids, s.ID) })
	p.Consultants = slices.DeleteFunc(slices.Clone(p.Consultants), func(c rota.Consultant) bool { return !slices.Contains(pair, c.ID) })
	ways := 0
	for choice := range 1 << len(ids) {
		var as []rota.Assignment
		for i, id := range ids {
			as = append(as, rotatest.In(id, pair[choice>>i&1]))
		}
		if rota.Check(p, rotatest.Plan(p, as...)).OK() {
			ways++
		}
	}
	return ways
}

func TestSameSeedSameEntry(t *testing.T) {
	for _, trust := range trusts() {
		t.Run(trust.name, func(t *testing.T) {
			if diff := cmp.Diff(trust.make(7), trust.make(7)); diff != "" {
				t.Errorf("two entries of one seed differ:\n%s", diff)
			}
			if cmp.Equal(trust.make(7), trust.make(8)) {
				t.Error("two seeds give one entry")
			}
			text, err := json.Marshal(trust.make(1))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(text)
			// On purpose it fails whenever an example changes: other tests know what is in them.
			if got := hex.EncodeToString(sum[:8]); got != trust.digest {
				t.Errorf("seed 1 has digest %s, want %s", got, trust.digest)
			}
		})
	}
}

// The declarations come near the shares that trusts see.
func TestDeclarations(t *testing.T) {
	count, all := map[rota.Declaration]int{}, 0
	for seed := range uint64(8) {
		for _, d := range rotatest.Large(seed).Duties {
			count[d.Declaration]++
			all++
		}
	}
	for said, want := range map[rota.Declaration]int{rota.NoReply: 45, rota.Away: 25, rota.Working: 22, rota.PrefersNotToSay: 8} {
		if got := 100 * count[said] / all; got < want-5 || got > want+5 {
			t.Errorf("%s: %d of a hundred, want about %d", said, got, want)
		}
	}
}

// What a large trust must have for the pages and sheets to be tried on.
func TestLargeHasEverything(t *testing.T) {
	e := rotatest.Large(1)
	has := map[string]bool{}
	for _, s := range e.Slots {
		has["mode "+string(s.Mode)] = true
		has["service "+s.Service] = true
		has["site "+s.Site] = true
		has["no other duty"] = has["no other duty"] || s.NoOtherDuty
		has["begun before"] = has["begun before"] || s.Start.Before(e.Strike.Start)
		has["runs past the end"] = has["runs past the end"] || s.End.After(e.Strike.End)
		has["priority "+string(rune('0'+s.Priority))] = true
	}
	nights := 0
	for _, c := range e.Consultants {
		has["terms "+string(c.Terms)] = true
		has["pay point "+c.PayPoint] = true
		has["grade "+c.Grade] = true
		has["both sites"] = has["both sites"] || len(c.Sites) == 2
		has["no offer"] = has["no offer"] || len(c.Offers) == 0
		for _, s := range c.Sessions {
			has["session "+string(s.Kind)] = true
		}
		if slices.ContainsFunc(c.Offers, func(o rota.Offer) bool {
			return slices.Contains(o.Modes, rota.OnSite) && o.End.In(rota.Zone()).Hour() == 9
		}) {
			nights++
		}
	}
	names := map[string]int{}
	for _, r := range e.Residents {
		names[r.Name]++
		has["two of one name"] = has["two of one name"] || names[r.Name] == 2
	}
	for _, d := range e.Duties {
		has["duty of no slot"] = has["duty of no slot"] || d.Slot == ""
	}
	for _, want := range []string{"mode on_site", "mode on_call", "mode standby", "service Cancer", "service Transplant", "service Maternity",
		"site " + rotatest.Ashmere, "site " + rotatest.Kestrel, "no other duty", "begun before", "runs past the end", "priority 1", "priority 2", "priority 3",
		"terms in_job_plan", "terms trust_rate", "terms bma_rate", "terms time_off", "pay point 0-2", "pay point 3", "pay point 4-7", "pay point 8-13", "pay point 14+",
		"grade SAS doctor", "both sites", "no offer", "session fixed", "session planned", "two of one name", "duty of no slot"} {
		if !has[want] {
			t.Errorf("the large trust has no %s", want)
		}
	}
	if all := len(e.Consultants); nights < all/4 || nights > all*2/3 {
		t.Errorf("%d of %d consultants offer nights, want about half", nights, all)
	}
}

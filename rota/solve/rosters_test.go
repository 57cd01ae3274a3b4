package solve

import (
	"math/rand/v2"
	"testing"

	"strikerota/rota"
)

// TestRostersAreAllThereAre compares the rosters of tiny problems with those that
// the referee lets through.
func TestRostersAreAllThereAre(t *testing.T) {
	for seed := range uint64(800) {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts(&p, people(p)) {
			all := part.enumerate(1 << 30)
			for k, q := range part.people {
				want := patterns(p, p.Consultants[q.index])
				if got := int(all.first[k+1] - all.first[k]); got != len(want)-1 { // but the one without cover
					t.Fatalf("seed %d: %s has %d rosters, want %d", seed, q.id, got, len(want)-1)
				}
				least := map[string]int64{}
				for _, w := range want {
					least[string(coverKey(p, w.slots))] = w.loss
				}
				for r := all.first[k]; r < all.first[k+1]; r++ {
					var slots []int
					for i, it := range q.items {
						if it.locked || has(all.of(r), i) {
							slots = append(slots, it.slot)
						}
					}
					if got, ok := least[string(coverKey(p, slots))]; !ok || got != int64(all.loss[r]) {
						t.Fatalf("seed %d: %s in slots %v loses %d, want %d (%t)", seed, q.id, slots, all.loss[r], got, ok)
					}
				}
			}
		}
	}
}

func has(items []uint16, i int) bool {
	for _, n := range items {
		if int(n) == i {
			return true
		}
	}
	return false
}

func coverKey(p rota.Problem, slots []int) []byte {
	key := make([]byte, len(p.Slots))
	for _, s := range slots {
		key[s] = 1
	}
	return key
}

// TestSoundIsNoCuts holds the quick look at a person's strike against the thorough one.
func TestSoundIsNoCuts(t *testing.T) {
	sound, broken := 0, 0
	for seed := range uint64(3000) {
		p, err := tiny(seed)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		for _, q := range people(p) {
			there := newSet(len(q.items))
			for i, it := range q.items {
				if !it.free() {
					there.add(i)
				}
			}
			for i, it := range q.items {
				if it.free() && r.IntN(3) > 0 && !touches(q.clash[i], there) {
					there.add(i)
				}
			}
			present := make([]bool, len(q.items))
			for i := range present {
				present[i] = there.has(i)
			}
			cuts := q.cuts(present)
			if q.sound(there) != (len(cuts) == 0) {
				t.Fatalf("seed %d: %s: sound is %t, cuts are %v", seed, q.id, q.sound(there), cuts)
			}
			if len(cuts) == 0 {
				sound++
			} else {
				broken++
			}
		}
	}
	if sound < 500 || broken < 500 {
		t.Errorf("looked at %d sound and %d broken strikes", sound, broken)
	}
}

func touches(a, b set) bool {
	for w := range a {
		if a[w]&b[w] != 0 {
			return true
		}
	}
	return false
}

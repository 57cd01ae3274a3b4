package web

import (
	"maps"
	"slices"
	"testing"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestTwinsSinceTheRota holds that nobody but a coordinator learns of one resident's reply from
// what changes when it is entered: every page and file of theirs is the same before and after,
// to the byte, while no rota has been made and since one was made and published.
func TestTwinsSinceTheRota(t *testing.T) {
	for name, made := range map[string]bool{"before there is a rota": false, "since the rota was made": true} {
		t.Run(name, func(t *testing.T) {
			e := fewDuties(rotatest.Small(1), 8)
			for i := range e.Duties {
				e.Duties[i].Declaration = []rota.Declaration{rota.NoReply, rota.Away, rota.Working, rota.PrefersNotToSay}[i%4]
			}
			s := newSiteOf(t, e, before(t))
			if made {
				s.planned().published()
			}
			readers := s.readers()
			for i, r := range readers {
				for _, slot := range e.Slots {
					if auth.Can(r.role, auth.SeeRota) {
						readers[i].paths = append(readers[i].paths, coverPath(s.strike, slot.ID))
					}
				}
			}
			first := s.bytesFor(readers)
			for i, d := range e.Duties {
				said := rota.Declarations()[i%4]
				if said == d.Declaration {
					said = rota.Declarations()[(i+1)%4]
				}
				s.says(d, said)
				got := s.bytesFor(readers)
				for _, path := range slices.Sorted(maps.Keys(got)) {
					if got[path] != first[path] {
						t.Errorf("%s tells that one said %q instead of %q: %s", path, said, d.Declaration, firstDifference(first[path], got[path]))
					}
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

// says enters what a resident has said of a duty.
func (s *site) says(d rota.Duty, said rota.Declaration) {
	s.t.Helper()
	if err := s.store.SaveDeclarations(s.t.Context(), actor, s.strike, []store.DeclarationChange{{Duty: d.ID, From: d.Declaration, To: said}}); err != nil {
		s.t.Fatal(err)
	}
}

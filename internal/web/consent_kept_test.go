package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestKeptAsAgreed: a lock that is kept by agreement where its offer is taken away is filled at once, on every page; with
// the saving it is told what became of it. Once the consultant has offered the time again and withdraws it, the agreement
// holds no more.
func TestKeptAsAgreed(t *testing.T) {
	t.Parallel()
	now := rotatest.At("2025-07-24 18:00")
	s := newSiteOf(t, handEntry(), func(o *Options) {
		so := storetest.SQLite(t)
		so.Now = func() time.Time { return now }
		o.Store, o.Now = storetest.With(t, so).Store, so.Now
	})
	pair := rota.Pair{Slot: "day", Consultant: "c1"}
	s.finish(rotatest.In("day", "c1"))
	s.published()
	if err := s.store.SetLock(t.Context(), actor, s.strike, rota.Lock{Pair: pair}); err != nil {
		t.Fatal(err)
	}
	v, lead := s.as(auth.Coordinator), s.as(auth.Lead)
	told := []string{"To be filled again", "Offer withdrawn", "Offers withdrawn", "withdrew this offer", "has been taken out", "training is gone"}
	said := func() (out []string) {
		t.Helper()
		for _, page := range []string{strikePath(s.strike), strikePath(s.strike, "rota"), strikePath(s.strike, "answers"), strikePath(s.strike, "publish"), coverPath(s.strike, "day")} {
			for _, who := range []*visitor{v, lead} {
				text := who.get(page).Body.String()
				for _, words := range told {
					if strings.Contains(text, words) {
						out = append(out, page+": "+words)
					}
				}
			}
		}
		return out
	}
	edit := strikePath(s.strike, "consultants", "c1", "edit")
	values := fields(t, want(t, v.get(edit), http.StatusOK), edit)
	values.Set("offer-0-remove", "yes")
	for name, text := range map[string]string{unofferedField: "agreed", agreedField: "Dr c1", agreedWhenField: "24 July, by telephone"} {
		values.Set(name, text)
	}
	answer := want(t, v.post(edit, values), http.StatusSeeOther)
	if got := pageText(t, v, answer.Header().Get("Location")); !strings.Contains(got, "1 lock is kept as agreed") {
		t.Errorf("it is not told that the lock is kept: %q", got)
	}
	if got := said(); got != nil {
		t.Errorf("who has agreed to stay is told of as gone: %q", got)
	}
	c, err := s.store.Consultant(t.Context(), s.strike, "c1")
	if err != nil {
		t.Fatal(err)
	}
	c.Offers = handEntry().Consultants[0].Offers
	if err := s.store.SaveOffers(t.Context(), actor, s.strike, []store.Consultant{c}); err != nil {
		t.Fatal(err)
	}
	own := s.byLink(auth.Consultant, 0)
	values = fields(t, own.get(ownOffersPath), ownOffersPath)
	values.Set("offer-0-remove", "yes")
	want(t, own.post(ownOffersPath, values), http.StatusSeeOther)
	if got := s.entry().Locks; len(got) != 1 || !strings.HasSuffix(got[0].Reason, "since.\nAgreed by Dr c1, 24 July, by telephone.") {
		t.Errorf("the locks are %+v", got)
	}
	if got := said(); len(got) < 5 {
		t.Errorf("who has withdrawn since is told of at %q alone", got)
	}
}

// TestFatesWords: what became of locks is told in numbers.
func TestFatesWords(t *testing.T) {
	t.Parallel()
	off := store.LockFate{Off: true}
	for words, fates := range map[string][]store.LockFate{
		"":                             nil,
		". 2 locks are kept as agreed": {{}, {}},
		". 1 lock is kept as agreed. 1 lock has been taken off: make the rota again to fill its place": {off, {}},
	} {
		if got := fatesWords(fates); got != words {
			t.Errorf("%d: %q, want %q", len(fates), got, words)
		}
	}
}

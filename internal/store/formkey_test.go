package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// theForm is the hash of one form that is sent.
var theForm = strings.Repeat("5f", 32)

// sending is the context of answering that form.
func sending(t testing.TB) (context.Context, *store.FormKey) {
	k := store.NewFormKey(theForm)
	return store.WithFormKey(t.Context(), k), k
}

func isSaved(t testing.TB, f *storetest.DB) bool {
	t.Helper()
	saved, err := f.Saved(t.Context(), store.NewFormKey(theForm))
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// TestFormIsSavedOnce saves in the context of a form, and in that of the same form sent again.
func TestFormIsSavedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		if isSaved(t, s) {
			t.Error("a form counts as saved before it was sent")
		}
		ctx, k := sending(t)
		wrong := newSlot(t)
		wrong.Places = 0
		if _, err := f.SaveSlot(ctx, f.bob, f.strike, store.Slot{Slot: wrong}); err == nil || k.Kept() || isSaved(t, s) {
			t.Errorf("a slot without places: %v; the form counts as saved", err)
		}
		id, err := f.SaveSlot(ctx, f.bob, f.strike, store.Slot{Slot: newSlot(t)})
		if err != nil || !k.Kept() || !isSaved(t, s) {
			t.Fatalf("saved: %v; the form does not count as saved", err)
		}
		if err := f.SetLock(ctx, f.bob, f.strike, rota.Lock{Pair: rota.Pair{Slot: id, Consultant: f.consultant}, Reason: "Agreed"}); err != nil {
			t.Errorf("the second save of the same form: %v", err)
		}
		before := s.Dump(t)
		for name, save := range map[string]func(ctx context.Context) error{
			"a slot": func(ctx context.Context) error {
				_, err := f.SaveSlot(ctx, f.bob, f.strike, store.Slot{Slot: newSlot(t)})
				return err
			},
			"an account": func(ctx context.Context) error {
				_, err := f.CreateUser(ctx, store.User{Email: "new@example.org", Name: "New", Role: "finance"})
				return err
			},
			"a password":  func(ctx context.Context) error { return f.EndSessionsOf(ctx, f.bob, f.ann.ID) },
			"an old slot": func(ctx context.Context) error { return f.DeleteSlot(ctx, f.bob, f.strike, id, 1) },
		} {
			again, _ := sending(t)
			wantError(t, name+", sent again", save(again), store.ErrRepeated)
		}
		if diff := cmp.Diff(before, s.Dump(t)); diff != "" {
			t.Errorf("sent again it changed (-before +after):\n%s", diff)
		}
	})
}

// TestFormSentAtOnce sends the same form many times at the same moment.
func TestFormSentAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		before := len(f.entry(t).Slots)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				ctx, _ := sending(t)
				_, errs[i] = f.SaveSlot(ctx, f.bob, f.strike, store.Slot{Slot: newSlot(t)})
			})
		}
		all.Wait()
		saved := 0
		for _, err := range errs {
			if err == nil {
				saved++
			} else if !errors.Is(err, store.ErrRepeated) {
				t.Error(err)
			}
		}
		if n := len(f.entry(t).Slots) - before; n != 1 || saved != 1 {
			t.Errorf("%d slots were added, and %d saves were confirmed", n, saved)
		}
	})
}

// TestRecordedEveryTime: that a file is given out, or somebody is looked at, is recorded as often as it happens.
func TestRecordedEveryTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		f := fill(t, s)
		before := len(s.Dump(t)["audit"])
		for range 2 {
			ctx, k := sending(t)
			if err := errors.Join(f.Looked(ctx, f.bob, f.strike, "residents"), f.RequestFile(ctx, f.bob, f.strike, "entries.xlsx", "To check")); err != nil || k.Kept() {
				t.Errorf("%v, or the form counts as saved", err)
			}
		}
		if n := len(s.Dump(t)["audit"]) - before; n != 4 {
			t.Errorf("%d records, want 4", n)
		}
	})
}

// TestFormKeysGo holds that nothing but a hash and a day is kept of a form, for two days after that, and no
// longer than sessions are.
func TestFormKeysGo(t *testing.T) {
	now := time.Date(2025, 7, 20, 22, 59, 59, 0, time.UTC) // a second before midnight in London
	s := storetest.OpenAt(t, func() time.Time { return now })
	f := fill(t, s)
	save := func() {
		ctx, _ := sending(t)
		if err := f.SetLock(ctx, f.bob, f.strike, rota.Lock{Pair: f.pair(), Reason: "Agreed"}); err != nil {
			t.Fatal(err)
		}
	}
	save()
	if diff := cmp.Diff([]string{"map[day:2025-07-20 hash:" + theForm + "]"}, s.Dump(t)["form_keys"]); diff != "" {
		t.Errorf("what is kept (-want +got):\n%s", diff)
	}
	for _, step := range []struct {
		after time.Duration
		there bool
	}{{time.Second, true}, {48*time.Hour - time.Second, true}, {time.Second, false}} {
		now = now.Add(step.after)
		if err := s.ForgetFormKeys(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := isSaved(t, s); got != step.there {
			t.Errorf("at %s the form is known: %v", now, got)
		}
	}
	save()
	if err := s.EndSessions(t.Context()); err != nil || isSaved(t, s) {
		t.Errorf("%v, or it outlives the sessions", err)
	}
}

package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestStaleVersions has Bob save or delete what Ann has saved since.
func TestStaleVersions(t *testing.T) {
	tests := []struct {
		name  string
		ann   func(ctx context.Context, f *fixture) error
		stale func(ctx context.Context, f *fixture) func() error // reads now, saves when called
	}{
		{"strike", saveStrike, func(ctx context.Context, f *fixture) func() error {
			s, _ := f.Strike(ctx, f.strike)
			return func() error { return f.SaveStrike(ctx, f.bob, f.strike, s.Version, s.StrikeSettings) }
		}},
		{"resident", saveResident, func(ctx context.Context, f *fixture) func() error {
			r, _ := f.Resident(ctx, f.strike, f.resident)
			return func() error { _, err := f.SaveResident(ctx, f.bob, f.strike, r); return err }
		}},
		{"no resident", saveResident, func(ctx context.Context, f *fixture) func() error {
			r, _ := f.Resident(ctx, f.strike, f.resident)
			return func() error { return f.DeleteResident(ctx, f.bob, f.strike, r.ID, r.Version) }
		}},
		{"resident after the quick grid", func(ctx context.Context, f *fixture) error {
			return f.SaveDeclarations(ctx, f.ann, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.Away}})
		}, func(ctx context.Context, f *fixture) func() error {
			r, _ := f.Resident(ctx, f.strike, f.resident)
			return func() error { _, err := f.SaveResident(ctx, f.bob, f.strike, r); return err }
		}},
		{"consultant", saveConsultant, func(ctx context.Context, f *fixture) func() error {
			c, _ := f.Consultant(ctx, f.strike, f.consultant)
			return func() error { _, err := f.SaveConsultant(ctx, f.bob, f.strike, c); return err }
		}},
		{"no consultant", saveConsultant, func(ctx context.Context, f *fixture) func() error {
			c, _ := f.Consultant(ctx, f.strike, f.consultant)
			return func() error { return f.DeleteConsultant(ctx, f.bob, f.strike, c.ID, c.Version) }
		}},
		{"slot", saveSlot, func(ctx context.Context, f *fixture) func() error {
			s, _ := f.Slot(ctx, f.strike, f.slot)
			return func() error { _, err := f.SaveSlot(ctx, f.bob, f.strike, s); return err }
		}},
		{"no slot", saveSlot, func(ctx context.Context, f *fixture) func() error {
			s, _ := f.Slot(ctx, f.strike, f.slot)
			return func() error { return f.DeleteSlot(ctx, f.bob, f.strike, s.ID, s.Version) }
		}},
		{"card", func(ctx context.Context, f *fixture) error {
			c, _ := f.Cards(ctx, f.strike)
			return f.SaveCard(ctx, f.ann, f.strike, store.TrustCard, c.Trust.Version, c.Trust.Card)
		}, func(ctx context.Context, f *fixture) func() error {
			c, _ := f.Cards(ctx, f.strike)
			return func() error {
				return f.SaveCard(ctx, f.bob, f.strike, store.TrustCard, c.Trust.Version, rotatest.TrustCard())
			}
		}},
		{"card chosen", func(ctx context.Context, f *fixture) error {
			c, _ := f.Cards(ctx, f.strike)
			return f.SaveCard(ctx, f.ann, f.strike, store.TrustCard, c.Trust.Version, c.Trust.Card)
		}, func(ctx context.Context, f *fixture) func() error {
			c, _ := f.Cards(ctx, f.strike)
			return func() error {
				return f.ChooseCard(ctx, f.bob, f.strike, store.TrustCard, c.Trust.Version, "bma-2025")
			}
		}},
		{"money", func(ctx context.Context, f *fixture) error {
			m, _ := f.Money(ctx, f.strike)
			return f.SaveMoney(ctx, f.ann, f.strike, m)
		}, func(ctx context.Context, f *fixture) func() error {
			m, _ := f.Money(ctx, f.strike)
			return func() error { return f.SaveMoney(ctx, f.bob, f.strike, m) }
		}},
		{"cost case", saveCase, func(ctx context.Context, f *fixture) func() error {
			cases, _ := f.CostCases(ctx, f.strike)
			return func() error {
				_, err := f.SaveCostCase(ctx, f.bob, f.strike, cases[0])
				return err
			}
		}},
		{"no cost case", saveCase, func(ctx context.Context, f *fixture) func() error {
			cases, _ := f.CostCases(ctx, f.strike)
			return func() error {
				return f.DeleteCostCase(ctx, f.bob, f.strike, cases[0].ID, cases[0].Version)
			}
		}},
		{"library card", func(ctx context.Context, f *fixture) error {
			_, err := f.SaveLibraryCard(ctx, f.ann, aLibraryCard(ctx, f))
			return err
		}, func(ctx context.Context, f *fixture) func() error {
			card := aLibraryCard(ctx, f)
			return func() error { _, err := f.SaveLibraryCard(ctx, f.bob, card); return err }
		}},
		{"no library card", func(ctx context.Context, f *fixture) error {
			_, err := f.SaveLibraryCard(ctx, f.ann, aLibraryCard(ctx, f))
			return err
		}, func(ctx context.Context, f *fixture) func() error {
			card := aLibraryCard(ctx, f)
			return func() error { return f.DeleteLibraryCard(ctx, f.bob, card.ID, card.Version) }
		}},
		{"slot after a new entry with the same ids", func(ctx context.Context, f *fixture) error {
			e, _ := f.Entry(ctx, f.strike)
			return f.ReplaceEntry(ctx, f.ann, f.strike, e)
		}, func(ctx context.Context, f *fixture) func() error {
			s, _ := f.Slot(ctx, f.strike, f.slot)
			return func() error { _, err := f.SaveSlot(ctx, f.bob, f.strike, s); return err }
		}},
	}
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				f.addStrike(t)
				save := tt.stale(t.Context(), f)
				if err := tt.ann(t.Context(), f); err != nil {
					t.Fatal(err)
				}
				before := f.Dump(t)
				err := save()
				var clash *store.Conflict
				if !errors.Is(err, rota.ErrConflict) || !errors.As(err, &clash) {
					t.Fatalf("error %v, want a conflict", err)
				}
				if clash.By != f.ann.Name || clash.At.IsZero() {
					t.Errorf("by %q at %v, want %q", clash.By, clash.At, f.ann.Name)
				}
				same(t, "all rows", before, f.Dump(t))
			})
		}
	})
}

func saveStrike(ctx context.Context, f *fixture) error {
	s, err := f.Strike(ctx, f.strike)
	return errors.Join(err, f.SaveStrike(ctx, f.ann, f.strike, s.Version, s.StrikeSettings))
}

func saveResident(ctx context.Context, f *fixture) error {
	r, _ := f.Resident(ctx, f.strike, f.resident)
	_, err := f.SaveResident(ctx, f.ann, f.strike, r)
	return err
}

func saveConsultant(ctx context.Context, f *fixture) error {
	c, _ := f.Consultant(ctx, f.strike, f.consultant)
	_, err := f.SaveConsultant(ctx, f.ann, f.strike, c)
	return err
}

func saveSlot(ctx context.Context, f *fixture) error {
	s, _ := f.Slot(ctx, f.strike, f.slot)
	_, err := f.SaveSlot(ctx, f.ann, f.strike, s)
	return err
}

// aLibraryCard is the library's first card, which it adds if need be.
func aLibraryCard(ctx context.Context, f *fixture) store.LibraryCard {
	all, _ := f.LibraryCards(ctx)
	if len(all) == 0 {
		_, _ = f.SaveLibraryCard(ctx, f.bob, store.LibraryCard{Card: rotatest.TrustCard()})
		all, _ = f.LibraryCards(ctx)
	}
	return all[0]
}

func saveCase(ctx context.Context, f *fixture) error {
	cases, err := f.CostCases(ctx, f.strike)
	if err != nil {
		return err
	}
	_, err = f.SaveCostCase(ctx, f.ann, f.strike, cases[0])
	return err
}

// TestEightWriters lets eight writers each add to one number until each has added
// 25 times. None may fail for a lock, and no addition may get lost.
func TestEightWriters(t *testing.T) {
	const writers, adds = 8, 25
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		start := *f.loadConsultant(t).MaxCover
		var group sync.WaitGroup
		for range writers {
			group.Go(func() {
				for done := 0; done < adds; {
					switch err := f.addOne(t.Context()); {
					case err == nil:
						done++
					case !errors.Is(err, rota.ErrConflict):
						t.Errorf("a writer failed: %v", err)
						return
					}
				}
			})
		}
		group.Wait()
		if got, want := *f.loadConsultant(t).MaxCover, start+writers*adds; got != want {
			t.Errorf("the number is %d, want %d", got, want)
		}
		f.auditHasNoGaps(t)
	})
}

// addOne reads, adds and saves as a page does.
func (f *fixture) addOne(ctx context.Context) error {
	c, err := f.Consultant(ctx, f.strike, f.consultant)
	if err != nil {
		return err
	}
	*c.MaxCover++
	_, err = f.SaveConsultant(ctx, f.ann, f.strike, c)
	return err
}

func (f *fixture) auditHasNoGaps(t *testing.T) {
	t.Helper()
	var last int64
	for page := 1; ; page++ {
		rows, err := f.Audit(t.Context(), f.strike, page)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			if last != 0 && r.Seq != last-1 {
				t.Fatalf("the audit goes from %d to %d", last, r.Seq)
			}
			last = r.Seq
		}
	}
}

// TestWritersOfDifferentKinds lets everything be saved at once: nothing may deadlock.
func TestWritersOfDifferentKinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		f := fill(t, db)
		kinds := []func(context.Context, *fixture) error{saveStrike, saveResident, saveConsultant, saveSlot,
			func(ctx context.Context, f *fixture) error {
				return f.SaveDeclarations(ctx, f.bob, f.strike, []store.DeclarationChange{{Duty: f.duty, From: rota.NoReply, To: rota.NoReply}})
			},
			func(ctx context.Context, f *fixture) error {
				return f.SaveAttendance(ctx, f.bob, f.strike, []store.AttendanceChange{{Duty: f.duty}})
			},
			func(ctx context.Context, f *fixture) error {
				m, err := f.Money(ctx, f.strike)
				return errors.Join(err, f.SaveMoney(ctx, f.bob, f.strike, m))
			},
			func(ctx context.Context, f *fixture) error {
				_, err := f.SaveLibraryCard(ctx, f.bob, store.LibraryCard{Card: rotatest.TrustCard()})
				return err
			},
			func(ctx context.Context, f *fixture) error {
				e, err := f.Entry(ctx, f.strike)
				return errors.Join(err, f.ReplaceEntry(ctx, f.bob, f.strike, e))
			},
			func(ctx context.Context, f *fixture) error { _, err := f.WaitingRuns(ctx, at(t, 1, 0)); return err },
			func(ctx context.Context, f *fixture) error {
				return f.Sessions().CommitCtx(ctx, "token", []byte("data"), at(t, 30, 0).AddDate(100, 0, 0))
			},
		}
		var group sync.WaitGroup
		for _, kind := range kinds {
			group.Go(func() {
				for range 15 {
					if err := kind(t.Context(), f); err != nil && !errors.Is(err, rota.ErrConflict) {
						t.Errorf("a writer failed: %v", err)
					}
				}
			})
		}
		group.Wait()
	})
}

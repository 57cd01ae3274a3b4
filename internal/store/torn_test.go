package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// tornCopies is how many copies of a database are torn, each way.
const tornCopies = 50

// TestTornWAL holds what a loss of power leaves behind: copies of a database whose file of latest saves (the WAL)
// ends at random places, or has one byte changed there, open whole; every save that was acknowledged before that
// place in the file is there; and the audit is whole.
func TestTornWAL(t *testing.T) {
	o := storetest.SQLite(t)
	f := fill(t, storetest.With(t, o))
	wal := o.Path + "-wal"
	var sizes []int // of the WAL when a save was acknowledged, by the number of the save
	for n := range 30 {
		if err := f.SetLock(t.Context(), f.bob, f.strike, rota.Lock{Pair: f.pair(), Reason: strconv.Itoa(n)}); err != nil {
			t.Fatal(err)
		}
		size, err := os.Stat(wal)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, int(size.Size()))
		if n > 0 && sizes[n] <= sizes[n-1] {
			t.Fatalf("the WAL was begun anew at save %d: the test cannot tell what is in it", n)
		}
	}
	main, err := os.ReadFile(o.Path)
	latest, errLatest := os.ReadFile(wal)
	if err != nil || errLatest != nil {
		t.Fatal(err, errLatest)
	}
	draw := rand.New(rand.NewPCG(32, 1))
	for n := range 2 * tornCopies {
		at, torn := draw.IntN(len(latest)), append([]byte{}, latest...)
		if n == 0 {
			at = len(latest) // nothing is torn
		} else if n%2 == 0 {
			torn[at] ^= 1 << draw.IntN(8)
		}
		if n%2 == 1 {
			torn = torn[:at]
		}
		least := -1
		for save, size := range sizes {
			if size <= at {
				least = save
			}
		}
		t.Run(fmt.Sprintf("%d at %d", n, at), func(t *testing.T) { opensWhole(t, f, main, torn, least) })
	}
}

// opensWhole holds that a database of the two files opens, with the saves up to least and an audit that is whole.
func opensWhole(t *testing.T, f *fixture, main, wal []byte, least int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, main, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", wal, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Driver: store.SQLite, Path: path, Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := s.VerifyAudit(t.Context(), nil)
	if err != nil || report.Fault != nil {
		t.Errorf("the audit: %+v, %v", report.Fault, err)
	}
	if least < 0 {
		return
	}
	e, err := s.Of(store.FirstTrust).Entry(t.Context(), f.strike)
	if err != nil || len(e.Locks) != 1 {
		t.Fatalf("%d locks, %v", len(e.Locks), err)
	}
	if got, err := strconv.Atoi(e.Locks[0].Reason); err != nil || got < least {
		t.Errorf("the last save is %q, want at least %d", e.Locks[0].Reason, least)
	}
}

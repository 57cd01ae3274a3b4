package backup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strikerota/internal/backup"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// add saves a strike of this name.
func add(t *testing.T, s *storetest.DB, name string) {
	t.Helper()
	if err := save(t.Context(), s, name); err != nil {
		t.Fatal(err)
	}
}

func save(ctx context.Context, s *storetest.DB, name string) error {
	start := time.Date(2025, 7, 25, 6, 0, 0, 0, time.UTC)
	_, err := s.CreateStrike(ctx, store.Actor{}, store.StrikeSettings{
		Strike: rota.Strike{Name: name, Span: rota.Span{Start: start, End: start.Add(120 * time.Hour)}},
		Rules:  rota.StandardRules(), Case: rota.Case{Kind: rota.AllAway}, Aims: rota.DefaultAims(),
	})
	return err
}

// names are those of the strikes in a database.
func names(t *testing.T, o store.Options) []string {
	t.Helper()
	s := open(t, o)
	defer closed(t, s)
	strikes, err := s.Strikes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range strikes {
		out = append(out, s.Name)
	}
	slices.Sort(out)
	return out
}

func open(t *testing.T, o store.Options) *storetest.DB {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return storetest.Of(s)
}

func closed(t *testing.T, s *storetest.DB) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// ready is a way to prepare that does no more than migrate.
func ready(ctx context.Context, o store.Options) error {
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

func place(t *testing.T, o store.Options) backup.Place {
	return backup.Place{Options: o, Folder: filepath.Join(t.TempDir(), "kept")}
}

// TestDrill makes backups while four others save, restores each, and finds every save
// that had been acknowledged before the backup began.
func TestDrill(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := open(t, o)
		add(t, s, "first")
		acknowledged, stop := saving(t, s)
		p := place(t, o)
		var made []string
		var before [][]string
		for i := range 3 {
			before = append(before, acknowledged(5*(i+1)))
			path, err := p.Make(t.Context(), filepath.Join(t.TempDir(), "backup"))
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the backup: %v, %v; want mode 0600", info, err)
			}
			made = append(made, path)
		}
		stop()
		closed(t, s)
		list, err := p.List()
		if err != nil || len(list) != len(made) || list[0].Path != made[0] {
			t.Errorf("the list has %v, %v; want %v", list, err, made)
		}
		noon := time.Now()
		p.Now = func() time.Time { return noon } // however fast restores follow each other, what each replaced is kept
		kept := map[string]bool{}
		for i, path := range made {
			aside, err := p.Restore(t.Context(), path, ready)
			if err != nil {
				t.Fatal(err)
			}
			kept[aside] = true
			have := names(t, o)
			for _, want := range before[i] {
				if !slices.Contains(have, want) {
					t.Errorf("backup %d has not %q, which had been saved", i, want)
				}
			}
		}
		for aside := range kept {
			if _, err := os.Stat(aside); err != nil || len(kept) != len(made) {
				t.Errorf("%d databases were kept aside for %d restores: %v", len(kept), len(made), err)
			}
		}
	})
}

// saving saves strikes until stopped. acknowledged waits until there are so many, and gives them.
func saving(t *testing.T, s *storetest.DB) (acknowledged func(atLeast int) []string, stop func()) {
	var mu sync.Mutex
	more := sync.NewCond(&mu)
	var done []string
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				name := fmt.Sprintf("%d.%d", w, i)
				err := save(ctx, s, name)
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					t.Errorf("save %s: %v", name, err)
					cancel()
				}
				mu.Lock()
				done = append(done, name)
				mu.Unlock()
				more.Broadcast()
			}
		})
	}
	acknowledged = func(atLeast int) []string {
		mu.Lock()
		defer mu.Unlock()
		for len(done) < atLeast && ctx.Err() == nil {
			more.Wait()
		}
		return slices.Clone(done)
	}
	return acknowledged, func() { cancel(); all.Wait() }
}

// TestRestore holds that what was there is kept aside, that a second backup does not
// replace the first, and that nothing is restored under a planner that runs.
func TestRestore(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := open(t, o)
		add(t, s, "old")
		p := place(t, o)
		path, err := p.Make(t.Context(), filepath.Join(t.TempDir(), "a b'c"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Make(t.Context(), path); !errors.Is(err, backup.ErrExists) {
			t.Errorf("a backup over another: %v", err)
		}
		add(t, s, "new")
		if _, err := p.Restore(t.Context(), path, ready); !errors.Is(err, backup.ErrInUse) {
			t.Errorf("restored under a planner that runs: %v", err)
		}
		closed(t, s)
		aside, err := p.Restore(t.Context(), path, ready)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(t, o); !slices.Equal(got, []string{"old"}) {
			t.Errorf("after the restore: %q", got)
		}
		if info, err := os.Stat(aside); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("what was there: %v, %v; want a file of mode 0600", info, err)
		}
		if _, err := p.Restore(t.Context(), aside, ready); err != nil {
			t.Fatal(err)
		}
		if got := names(t, o); !slices.Equal(got, []string{"new", "old"}) {
			t.Errorf("after the restore of what was there: %q", got)
		}
	})
}

// TestRestoreIntoEmpty holds that a backup makes a whole installation where there is none.
func TestRestoreIntoEmpty(t *testing.T) {
	o := storetest.SQLite(t)
	s := open(t, o)
	add(t, s, "only")
	path, err := place(t, o).Make(t.Context(), filepath.Join(t.TempDir(), "b"))
	if err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	o.Path = filepath.Join(t.TempDir(), "elsewhere", "data", "rota.db")
	aside, err := place(t, o).Restore(t.Context(), path, ready)
	if err != nil || aside != "" {
		t.Fatalf("restore: %q, %v", aside, err)
	}
	if got := names(t, o); !slices.Equal(got, []string{"only"}) {
		t.Errorf("restored %q", got)
	}
	if files, err := os.ReadDir(filepath.Dir(o.Path)); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v, %v; want the database alone", files, err)
	}
}

// TestRefused holds that a file that will not do changes nothing.
func TestRefused(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := open(t, o)
		for i := range 30 {
			add(t, s, fmt.Sprint(i))
		}
		p := place(t, o)
		good, err := p.Make(t.Context(), filepath.Join(t.TempDir(), "good"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(good)
		if err != nil {
			t.Fatal(err)
		}
		pool, err := s.DB()
		if err == nil {
			_, err = pool.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
		}
		if err != nil {
			t.Fatal(err)
		}
		newer := filepath.Join(t.TempDir(), "newer")
		if _, err := p.Make(t.Context(), newer); !errors.Is(err, store.ErrNewer) {
			t.Errorf("a backup of a newer database: %v", err)
		}
		if o.Driver == store.SQLite {
			if err := s.Backup(t.Context(), newer); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := pool.ExecContext(t.Context(), "DELETE FROM goose_db_version WHERE version_id = 99999"); err != nil {
			t.Fatal(err)
		}
		closed(t, s)
		want := names(t, o)
		tests := []struct {
			name string
			data []byte
			want error
		}{
			{"empty", nil, store.ErrForeign},
			{"words", []byte(strings.Repeat("Dear all, here is the rota. ", 50)), store.ErrForeign},
			{"half", data[:len(data)/2], store.ErrDamaged},
			{"all but the end", data[:len(data)-len(data)/8], store.ErrDamaged},
			{"overwritten", overwritten(data), store.ErrDamaged},
		}
		for _, tt := range tests {
			path := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, p, tt.name, path, tt.want)
		}
		refused(t, p, "no file", filepath.Join(t.TempDir(), "none"), os.ErrNotExist)
		if o.Driver == store.SQLite {
			refused(t, p, "of a newer version", newer, store.ErrNewer)
			refused(t, p, "of another program", another(t), store.ErrForeign)
		}
		if got := names(t, o); !slices.Equal(got, want) {
			t.Errorf("the database has changed: %q", got)
		}
	})
}

func refused(t *testing.T, p backup.Place, name, path string, want error) {
	t.Helper()
	prepared := false
	_, err := p.Restore(t.Context(), path, func(context.Context, store.Options) error { prepared = true; return nil })
	if !errors.Is(err, want) || prepared {
		t.Errorf("%s: %v (prepared: %t), want %v", name, err, prepared, want)
	}
	for _, folder := range []string{p.Folder, filepath.Dir(p.Path)} {
		left, _ := filepath.Glob(filepath.Join(folder, ".strikerota-*"))
		if len(left) > 0 {
			t.Errorf("%s: left %q behind", name, left)
		}
	}
}

// overwritten is the data with a part in its middle made nonsense of.
func overwritten(data []byte) []byte {
	out := slices.Clone(data)
	for i := len(out) / 2; i < len(out)/2+4096 && i < len(out); i++ {
		out[i] = 0x5a
	}
	return out
}

// another is a sound database that is not ours.
func another(t *testing.T) string {
	o := storetest.SQLite(t)
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := s.DB()
	if err == nil {
		_, err = pool.ExecContext(t.Context(), "CREATE TABLE strikes (id TEXT)")
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return o.Path
}

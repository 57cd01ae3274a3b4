package store_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// TestPurgedFromFilesOfPostgres looks for the name of every resident in every byte of the files that PostgreSQL keeps of
// the database: a purge leaves it in none, not in what was sampled of a column either. Its write-ahead log
// is of the whole server, which writes it over in its own time.
func TestPurgedFromFilesOfPostgres(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		if db.Driver() != store.Postgres {
			return // TestPurge of the command
		}
		const name = "Dr Qwyzz"
		f := fill(t, db)
		for i := range 12 {
			r := store.Resident{Resident: rota.Resident{Name: fmt.Sprint(name, " ", i), Grade: "ST4", Unit: "Labour ward"}}
			if _, err := f.SaveResident(t.Context(), f.ann, f.strike, r); err != nil {
				t.Fatal(err)
			}
		}
		f.Exec(t, "ANALYZE")
		folder := storetest.Files(t, db)
		if got := filesWith(t, folder, name); len(got) < 2 {
			t.Fatalf("before, %v hold names; want the table and what was sampled of it", got)
		}
		if _, err := f.Purge(t.Context(), f.bob, f.strike, nil); err != nil {
			t.Fatal(err)
		}
		if err := f.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		storetest.Files(t, db)
		if got := filesWith(t, folder, name); len(got) != 0 {
			t.Errorf("after the purge %v hold names", got)
		}
	})
}

// filesWith are the files below a folder with the words in them, byte for byte.
func filesWith(t *testing.T, folder, words string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(words)) {
			out = append(out, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

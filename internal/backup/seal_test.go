package backup_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"strikerota/internal/backup"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

func newKey(t *testing.T) *backup.Key {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backups.key")
	if n, err := backup.AddKey(path); err != nil || n != 0 {
		t.Fatal(n, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v; want mode 0600", info, err)
	}
	key, err := backup.ReadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestSealed holds that a sealed backup holds nothing to be read, comes back with its key alone and only whole, that one
// that is not sealed comes back all the same, and that nothing of either lies about.
func TestSealed(t *testing.T) {
	storetest.EachOptions(t, func(t *testing.T, o store.Options) {
		s := open(t, o)
		const name = "Planted strike Zzyx"
		add(t, s, name)
		p := place(t, o)
		folder := t.TempDir()
		plain, err := p.Make(t.Context(), filepath.Join(folder, "plain"))
		if err != nil {
			t.Fatal(err)
		}
		p.Key = newKey(t)
		shut, err := p.Make(t.Context(), filepath.Join(folder, "sealed"))
		if err != nil {
			t.Fatal(err)
		}
		if list, err := p.List(); err != nil || len(list) != 2 {
			t.Errorf("the list has %v, %v", list, err)
		}
		data, err := os.ReadFile(shut)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(shut)
		if err != nil || info.Mode().Perm() != 0o600 || bytes.Contains(data, []byte("Zzyx")) || bytes.Contains(data, []byte("SQLite")) || !bytes.HasPrefix(data, []byte("age-encryption.org/v1\n")) {
			t.Errorf("the sealed backup: %v, %v, %q", info.Mode(), err, data[:30])
		}
		closed(t, s)

		flipped := slices.Clone(data)
		flipped[len(flipped)/2] ^= 1
		for what, tt := range map[string]struct {
			data []byte
			key  *backup.Key
			want error
		}{
			"no key": {data, nil, backup.ErrSealed}, "another key": {data, newKey(t), backup.ErrOtherKey},
			"half": {data[:len(data)/2], p.Key, store.ErrDamaged}, "all but the end": {data[:len(data)-1], p.Key, store.ErrDamaged},
			"the heading alone": {data[:30], p.Key, store.ErrDamaged}, "one bit": {flipped, p.Key, store.ErrDamaged}, "more": {append(slices.Clone(data), 'x'), p.Key, store.ErrDamaged},
		} {
			bad, path := p, filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			bad.Key = tt.key
			if _, err := bad.Restore(t.Context(), path, ready); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", what, err, tt.want)
			}
		}
		for _, path := range []string{shut, plain} {
			if _, err := p.Restore(t.Context(), path, ready); err != nil {
				t.Errorf("restore of %s: %v", path, err)
			}
			if got := names(t, o); !slices.Equal(got, []string{name}) {
				t.Errorf("restored of %s: %q", path, got)
			}
		}
		for _, where := range []string{folder, p.Folder, filepath.Dir(o.Path)} {
			for _, left := range partsIn(t, where) {
				t.Errorf("%s is left in %s", left, where)
			}
		}
	})
}

// partsIn are files of the folder that are not whole.
func partsIn(t *testing.T, folder string) (out []string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.Contains(f.Name(), ".part") {
			out = append(out, f.Name())
		}
	}
	return out
}

// TestChangeSealed holds that a sealed backup that is changed is sealed again, and as it was where that fails.
func TestChangeSealed(t *testing.T) {
	o := storetest.SQLite(t)
	s := open(t, o)
	add(t, s, "one")
	closed(t, s)
	p := place(t, o)
	p.Key = newKey(t)
	path, err := p.Make(t.Context(), filepath.Join(t.TempDir(), "b"))
	if err != nil {
		t.Fatal(err)
	}
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	adds := func(plain string) error {
		in := o
		in.Path = plain
		s := open(t, in)
		add(t, s, "two")
		return s.Close()
	}
	for _, tt := range []struct {
		changed bool
		err     error
	}{{false, nil}, {true, failed}, {true, nil}} {
		err := p.Change(path, func(plain string) (bool, error) { return tt.changed, errors.Join(adds(plain), tt.err) })
		if !errors.Is(err, tt.err) {
			t.Errorf("%+v: %v", tt, err)
		}
		now, err := os.ReadFile(path)
		if err != nil || bytes.Equal(was, now) == (tt.changed && tt.err == nil) || !bytes.HasPrefix(now, []byte("age-encryption")) {
			t.Errorf("%+v: the backup is the same: %t, %v", tt, bytes.Equal(was, now), err)
		}
		if left := append(partsIn(t, p.Folder), partsIn(t, filepath.Dir(path))...); len(left) > 0 {
			t.Errorf("%+v: left are %v", tt, left)
		}
	}
	if _, err := p.Restore(t.Context(), path, ready); err != nil {
		t.Fatal(err)
	}
	if got := names(t, o); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("after the change it holds %q", got)
	}
}

// TestAddKey holds that a key which is added to a file seals from then on, that those of before open what they sealed, and
// that nothing else is written over.
func TestAddKey(t *testing.T) {
	o := storetest.SQLite(t)
	s := open(t, o)
	add(t, s, "one")
	closed(t, s)
	file, folder := filepath.Join(t.TempDir(), "backups.key"), t.TempDir()
	var paths []string
	var keys []*backup.Key
	p := place(t, o)
	for n := range 3 {
		if before, err := backup.AddKey(file); err != nil || before != n {
			t.Fatalf("key %d: %d before, %v", n, before, err)
		}
		key, err := backup.ReadKey(file)
		if err != nil {
			t.Fatal(err)
		}
		p.Key = key
		path, err := p.Make(t.Context(), filepath.Join(folder, strconv.Itoa(n)))
		if err != nil {
			t.Fatal(err)
		}
		paths, keys = append(paths, path), append(keys, key)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of keys: %v, %v", info, err)
	}
	for k, key := range keys {
		for n, path := range paths {
			p.Key = key
			if err := p.Opens(path); (err == nil) != (n <= k) || err != nil && !errors.Is(err, backup.ErrOtherKey) {
				t.Errorf("%d keys on the backup of key %d: %v", k+1, n, err)
			}
		}
	}
	p.Key = nil
	if err := p.Opens(paths[0]); !errors.Is(err, backup.ErrSealed) {
		t.Errorf("no key: %v", err)
	}
	p.Key = keys[2]
	for _, path := range paths {
		if _, err := p.Restore(t.Context(), path, ready); err != nil {
			t.Errorf("restore of %s: %v", path, err)
		}
	}
	if err := p.Change(paths[0], func(string) (bool, error) { return true, nil }); err != nil {
		t.Fatal(err)
	}
	p.Key = keys[1]
	if err := p.Opens(paths[0]); !errors.Is(err, backup.ErrOtherKey) {
		t.Errorf("a backup that was changed is sealed with an older key: %v", err)
	}
	words := filepath.Join(t.TempDir(), "words")
	for _, mode := range []os.FileMode{0o600, 0o644} {
		if err := os.WriteFile(words, []byte("no key"), mode); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.AddKey(words); err == nil {
			t.Error("a key was added to something else")
		}
		if text, err := os.ReadFile(words); err != nil || string(text) != "no key" {
			t.Errorf("now it is %q, %v", text, err)
		}
	}
}

// TestBackupKeyFile refuses what is no key, and one that everybody can read.
func TestBackupKeyFile(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good")
	if _, err := backup.AddKey(good); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for what, tt := range map[string]struct {
		text string
		mode os.FileMode
		want string
	}{
		"good": {string(text), 0o600, ""}, "read by all": {string(text), 0o644, "chmod 600"}, "empty": {"", 0o600, "is no key of backups"},
		"of the audit": {strings.Repeat("ab", 32), 0o600, "is no key of backups"}, "two": {string(text) + string(text), 0o600, ""}, "and something else": {string(text) + "x", 0o600, "is no key of backups"},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(tt.text), tt.mode); err != nil {
			t.Fatal(err)
		}
		_, err := backup.ReadKey(path)
		if got := err == nil; got != (tt.want == "") || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "SECRET")) {
			t.Errorf("%s: %v, want %q", what, err, tt.want)
		}
	}
}

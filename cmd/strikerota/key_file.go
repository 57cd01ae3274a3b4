package main

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"strikerota/internal/config"
)

// A keyFile is a file with a key that is kept outside the database, in hexadecimal digits.
type keyFile struct {
	of    string // whose key it is, in words
	path  string
	named bool // in the settings: then it is not made when it is missing
	bytes int  // the least length of the key
}

// newKeyFile is the file that the settings name, or else one of this name beside the database.
func newKeyFile(c config.Config, of, setting, name string, bytes int) keyFile {
	beside := filepath.Join(filepath.Dir(c.Database.Path), name)
	return keyFile{of: of, path: cmp.Or(setting, beside), named: setting != "", bytes: bytes}
}

// key reads the key, and makes it first where it has no file yet, unless the settings
// name one.
func (k keyFile) key() ([]byte, error) {
	key, err := k.read()
	if !errors.Is(err, fs.ErrNotExist) || k.named {
		return key, err
	}
	if err := k.make(); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make the key of %s: %w", k.of, err)
	}
	return k.read()
}

// read reads the key, which must be one that not everybody can read.
func (k keyFile) read() ([]byte, error) {
	info, err := os.Stat(k.path)
	if err != nil {
		return nil, fmt.Errorf("read the key of %s: %w", k.of, err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("every user of this machine can read the key of %s; run: chmod 600 %s", k.of, k.path)
	}
	text, err := os.ReadFile(k.path)
	if err != nil {
		return nil, fmt.Errorf("read the key of %s: %w", k.of, err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < k.bytes {
		return nil, fmt.Errorf("%s is no key of %s: it must hold at least %d hexadecimal digits", k.path, k.of, 2*k.bytes)
	}
	return key, nil
}

// make writes a new key: whole, and in the place of no other.
func (k keyFile) make() error {
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(k.path), ".key-*.part") // for its owner alone
	if err != nil {
		return err
	}
	key := make([]byte, k.bytes)
	rand.Read(key) // never fails since Go 1.24
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), k.path)
	}
	return errors.Join(err, os.Remove(f.Name()))
}

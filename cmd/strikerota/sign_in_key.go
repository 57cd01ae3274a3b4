package main

import (
	"path/filepath"

	"strikerota/internal/auth"
	"strikerota/internal/config"
)

// signInKey is the file with the key that seals the secrets of second factors.
func signInKey(c config.Config) keyFile {
	k := keyFile{of: "second factors", path: c.SignIn.KeyFile, named: true, bytes: auth.SealKeyBytes}
	if k.path == "" {
		k.path, k.named = filepath.Join(filepath.Dir(c.Database.Path), "sign-in.key"), false
	}
	return k
}

// newSealer seals with that key.
func newSealer(c config.Config) (*auth.Sealer, error) {
	key, err := signInKey(c).key()
	if err != nil {
		return nil, err
	}
	return auth.NewSealer(key)
}

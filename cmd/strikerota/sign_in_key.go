package main

import (
	"strikerota/internal/auth"
	"strikerota/internal/config"
)

// signInKey is the file with the key that seals the secrets of second factors.
func signInKey(c config.Config) keyFile {
	return newKeyFile(c, "second factors", c.SignIn.KeyFile, "sign-in.key", auth.SealKeyBytes)
}

// newSealer seals with that key.
func newSealer(c config.Config) (*auth.Sealer, error) {
	key, err := signInKey(c).key()
	if err != nil {
		return nil, err
	}
	return auth.NewSealer(key)
}

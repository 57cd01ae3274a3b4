package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/store"
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

// sealedElsewhere counts the accounts with a second factor, and of these those whose secret the
// sealer cannot open; none can be opened without a sealer.
func sealedElsewhere(ctx context.Context, s *store.Store, sealer *auth.Sealer) (wrong, all int, err error) {
	users, err := s.UsersOfAll(ctx)
	for _, u := range users {
		if u.Factor == "" {
			continue
		}
		all++
		if sealer == nil {
			wrong++
		} else if _, err := sealer.Open(u.ID, u.Factor); err != nil {
			wrong++
		}
	}
	return wrong, all, err
}

// otherKey says what to do when second factors cannot be checked, or "" when all can.
func otherKey(c config.Config, wrong, all int) string {
	if wrong == 0 {
		return ""
	}
	return fmt.Sprintf("the codes of %d of %d accounts with a second factor cannot be checked: %s is not the key that sealed them; put the copy of that key there and start the planner again. "+
		"Until then they need a recovery code, or an administrator who takes their second factor off", wrong, all, signInKey(c).path)
}

// factorKey finds second factors that the key here did not seal, or that there is none for.
func factorKey(ctx context.Context, _ world, c config.Config, s *store.Store) (finding, error) {
	f := finding{of: "codes of second factors"}
	var sealer *auth.Sealer
	key, err := signInKey(c).read()
	if err == nil {
		sealer, err = auth.NewSealer(key)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	wrong, all, err := sealedElsewhere(ctx, s, sealer)
	f.wrong = otherKey(c, wrong, all)
	return f, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/store"
	"strikerota/rota"
)

// firstEmail is the address of the account made when there is none.
const firstEmail = "coordinator@trust.example"

// A firstSignIn is the account made at the first start. Its password is random;
// a file beside the database, which only its owner may read, keeps it until the
// account is used.
type firstSignIn struct {
	path     string
	password string // "" when there is nothing to tell

	mu     sync.Mutex
	userID string
}

func newFirstSignIn(c config.Config) *firstSignIn {
	return &firstSignIn{path: filepath.Join(filepath.Dir(c.Database.Path), "first-sign-in.txt")}
}

// prepare makes the account when there is none, and reads the file when it has
// not been used yet.
func (f *firstSignIn) prepare(ctx context.Context, s *store.Store, hasher *auth.Hasher) error {
	n, err := s.CountUsers(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return f.read(ctx, s)
	}
	password := auth.NewPassword()
	hash, err := hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	// The file first: an account whose password nobody has would lock everybody out.
	if err := f.write(password); err != nil {
		return err
	}
	user, err := s.CreateUser(ctx, store.User{Email: firstEmail, Name: "Rota coordinator", Role: string(auth.Coordinator), PasswordHash: hash})
	if err != nil {
		return err
	}
	f.password, f.userID = password, user.ID
	return nil
}

func (f *firstSignIn) write(password string) error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return fmt.Errorf("keep the first password: %w", err)
	}
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keep the first password: %w", err)
	}
	if err := os.WriteFile(f.path, []byte(password+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the first password: %w", err)
	}
	return nil
}

func (f *firstSignIn) read(ctx context.Context, s *store.Store) error {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the first password: %w", err)
	}
	user, err := s.UserByEmail(ctx, firstEmail)
	if errors.Is(err, rota.ErrNotFound) {
		return nil // the account has gone since, and the password with it
	}
	if err != nil {
		return fmt.Errorf("find the first account: %w", err)
	}
	f.password, f.userID = strings.TrimSpace(string(text)), user.ID
	return nil
}

// used forgets the file once the account has signed in.
func (f *firstSignIn) used(userID string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if userID != f.userID || f.userID == "" {
		return nil
	}
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget the first password: %w", err)
	}
	f.userID = ""
	return nil
}

// explain prints how to sign in, as long as nobody has.
func (f *firstSignIn) explain(out io.Writer) {
	if f.password == "" {
		return
	}
	fmt.Fprintf(out, "Sign in as %s with the password %s\n", firstEmail, f.password)
	fmt.Fprintf(out, "(until then it is also in %s)\n", f.path)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"strikerota/internal/auth"
	"strikerota/internal/config"
	"strikerota/internal/store"
	"strikerota/rota"
)

// firstEmail is the address of the account made when there is none.
const firstEmail = "coordinator@trust.example"

// firstAccounts are the accounts made when there is none: the first of them, and with
// the example trust the others, so that it can be looked at as each role sees it.
func firstAccounts(demo bool) []store.User {
	all := []store.User{
		{Email: firstEmail, Name: "Rota coordinator", Role: string(auth.Coordinator)},
		{Email: "finance@trust.example", Name: "Finance", Role: string(auth.Finance)},
		{Email: "lead@trust.example", Name: "Clinical lead", Role: string(auth.Lead), Services: rota.EveryService()},
		{Email: "administrator@trust.example", Name: "Administrator", Role: string(auth.Administrator)},
		{Email: "auditor@trust.example", Name: "Auditor", Role: string(auth.Auditor)},
	}
	if demo {
		return all
	}
	return all[:1]
}

// A firstSignIn is the accounts made at the first start. Their passwords are random;
// a file beside the database, which only its owner may read, keeps each until its
// account is used.
type firstSignIn struct {
	path   string
	wanted bool // whether accounts have passwords

	mu     sync.Mutex
	unused []firstPassword
}

// A firstPassword is that of an account which nobody has used.
type firstPassword struct{ email, password, userID string }

func newFirstSignIn(c config.Config) *firstSignIn {
	return &firstSignIn{path: filepath.Join(filepath.Dir(c.Database.Path), "first-sign-in.txt"), wanted: c.SignIn.Passwords}
}

// prepare makes the accounts when there is none, and reads the file when not all
// have been used yet. Where nobody has a password it does nothing.
func (f *firstSignIn) prepare(ctx context.Context, s *store.Store, hasher *auth.Hasher, demo bool) error {
	if !f.wanted {
		return nil
	}
	n, err := s.CountUsers(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return f.read(ctx, s)
	}
	users := firstAccounts(demo)
	for i := range users {
		password := auth.NewPassword()
		if users[i].PasswordHash, err = hasher.Hash(ctx, password); err != nil {
			return err
		}
		f.unused = append(f.unused, firstPassword{email: users[i].Email, password: password})
	}
	// The file first: an account whose password nobody has would lock everybody out.
	if err := f.write(f.unused); err != nil {
		return err
	}
	for i := range users {
		user, err := s.Of(store.FirstTrust).CreateUser(ctx, users[i])
		if err != nil {
			return err
		}
		f.unused[i].userID = user.ID
	}
	return nil
}

// write makes the file hold the passwords, or takes it away when there are none.
func (f *firstSignIn) write(passwords []firstPassword) error {
	if err := f.replace(passwords); err != nil {
		return fmt.Errorf("keep the first passwords: %w", err)
	}
	return nil
}

func (f *firstSignIn) replace(passwords []firstPassword) error {
	if len(passwords) == 0 {
		if err := os.Remove(f.path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	var text strings.Builder
	for _, p := range passwords {
		fmt.Fprintf(&text, "%s %s\n", p.email, p.password)
	}
	file, err := os.CreateTemp(filepath.Dir(f.path), "first-sign-in-*.txt") // which only its owner may read
	if err != nil {
		return err
	}
	_, err = file.WriteString(text.String())
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// kept is what the file holds.
func (f *firstSignIn) kept() ([]firstPassword, error) {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the first passwords: %w", err)
	}
	var out []firstPassword
	for line := range strings.Lines(string(text)) {
		email, password, _ := strings.Cut(strings.TrimSpace(line), " ")
		out = append(out, firstPassword{email: email, password: password})
	}
	return out, nil
}

// read reads the file. Of an account that has gone since, the password has gone with it.
func (f *firstSignIn) read(ctx context.Context, s *store.Store) error {
	kept, err := f.kept()
	if err != nil {
		return err
	}
	for _, p := range kept {
		user, err := s.Of(store.FirstTrust).UserByEmail(ctx, p.email)
		if errors.Is(err, rota.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("find a first account: %w", err)
		}
		p.userID = user.ID
		f.unused = append(f.unused, p)
	}
	return nil
}

// used forgets the password of an account once it has signed in, or has another. The
// file may hold less than was read of it: another process may have forgotten one.
func (f *firstSignIn) used(userID string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.unused, func(p firstPassword) bool { return p.userID == userID })
	if i < 0 {
		return nil
	}
	left, err := f.kept()
	if err != nil {
		return err
	}
	email := f.unused[i].email
	if err := f.write(slices.DeleteFunc(left, func(p firstPassword) bool { return p.email == email })); err != nil {
		return err
	}
	f.unused = slices.Delete(f.unused, i, i+1)
	return nil
}

// explain says how to sign in with the accounts that nobody has used.
func (f *firstSignIn) explain() string {
	var out strings.Builder
	for i, p := range f.unused {
		words := "Sign in"
		if i > 0 {
			words = "     or"
		}
		fmt.Fprintf(&out, "%s as %s with the password %s\n", words, p.email, p.password)
	}
	fmt.Fprintf(&out, "(until each is used it is also in %s)\n", f.path)
	return out.String()
}

package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A Conflict is a rota.ErrConflict that knows who saved first and when. By is the
// editor's name, or "" when it is not known; it is for the page, and no part of
// the error's text.
type Conflict struct {
	By string
	At time.Time
}

// Error says that somebody else saved first, and not who.
func (c *Conflict) Error() string { return rota.ErrConflict.Error() }

// Unwrap is rota.ErrConflict.
func (c *Conflict) Unwrap() error { return rota.ErrConflict }

// A Clash is a rota.ErrConflict of the quick grid: the declaration of one duty is
// no longer what the editor saw. By is as in [Conflict].
type Clash struct {
	Duty rota.DutyID
	By   string
	At   time.Time
}

// Error names the duty, and not who changed it.
func (c *Clash) Error() string { return fmt.Sprintf("duty %s: %v", c.Duty, rota.ErrConflict) }

// Unwrap is a [Conflict], and with it rota.ErrConflict.
func (c *Clash) Unwrap() error { return &Conflict{By: c.By, At: c.At} }

// found turns GORM's "no such record" into rota.ErrNotFound.
func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return rota.ErrNotFound
	}
	return err
}

// invalid is one fault as an error.
func invalid(path, text string) error {
	return &rota.Invalid{Faults: []rota.Fault{{Path: path, Text: text}}}
}

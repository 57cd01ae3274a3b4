package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	engine "modernc.org/sqlite"

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

// ErrUnavailable means that the database cannot save or load at present: it is
// locked, full, read only, damaged, gone or out of reach. Nothing has been saved,
// unless the connection broke while a save was being confirmed.
var ErrUnavailable = errors.New("the database is not available")

// Why a strike takes no names.
var (
	// ErrNoRetention means that nobody has recorded how long they are kept.
	ErrNoRetention = errors.New("the strike takes no names until it is recorded how long they are kept, on which legal basis, and where the privacy notice is: see its dates, rules and aims")
	// ErrPurged means that its people have been deleted: nothing in it changes any more.
	ErrPurged = errors.New("the people of the strike have been deleted, as was recorded: nothing in it can be changed")
)

// plain turns the errors of GORM and the engines into those that callers know.
func plain(err error) error {
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return rota.ErrNotFound
	case unavailable(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// unavailable reports whether the error is of the database and not of what was asked of it.
func unavailable(err error) bool {
	var lite *engine.Error
	if errors.As(err, &lite) {
		return slices.Contains(brokenSQLite, lite.Code()&0xff) // the rest says more precisely what
	}
	var connecting *pgconn.ConnectError
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return slices.ContainsFunc(brokenPostgres, func(class string) bool { return strings.HasPrefix(server.Code, class) })
	}
	var network net.Error
	return errors.As(err, &connecting) || errors.As(err, &network) && !errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
}

// brokenSQLite are the results BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN and NOTADB.
var brokenSQLite = []int{5, 6, 8, 10, 11, 13, 14, 26}

// brokenPostgres are the classes of connection, resources, intervention and system
// errors, a deadlock, and a server that only reads.
var brokenPostgres = []string{"08", "53", "57", "58", "XX", "40", "25006"}

// invalid is one fault as an error.
func invalid(path, text string) error {
	return &rota.Invalid{Faults: []rota.Fault{{Path: path, Text: text}}}
}

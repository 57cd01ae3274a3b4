package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A User may sign in, unless closed. Role is one of package auth's.
type User struct {
	ID           string
	Trust        TrustID
	Email        string // in lower case; of an account of the trust's sign-in what that says, or ""
	Name         string
	Role         string
	Services     rota.OwnServices // whose slots a clinical lead sees; none of any other role
	PasswordHash string           // "" while none has been chosen, and of an account of the trust's sign-in
	MadeAt       time.Time
	ClosedAt     time.Time // zero while it is open
	Ended        int64     // how often the account's sessions were ended
	Factor       string    // the sealed secret of the second factor, or ""
	Issuer       string    // of the trust's sign-in, or ""
	Subject      string    // who that says it is, or ""
	Waits        time.Time // since when it waits to be confirmed, and opens nothing; zero for not
}

// Chosen reports whether somebody has chosen how the account signs in: before, it cannot be confirmed.
func (u User) Chosen() bool { return u.PasswordHash != "" || u.Subject != "" }

// Closed reports whether the account is closed.
func (u User) Closed() bool { return !u.ClosedAt.IsZero() }

type userRow struct {
	ID           string `gorm:"primaryKey"`
	TrustID      TrustID
	Email        string // no address but a text that is no other account's
	Name         string
	Role         string
	PasswordHash string
	MadeAt       int64
	ClosedAt     *int64
	Ended        int64
	Factor       string
	FactorStep   int64
	Issuer       string
	Subject      string
	Contact      string // the address
	WaitsSince   *int64
	SightSeen    int64
	Services     string
}

func (userRow) TableName() string { return "users" }

func (r userRow) fromRow() User {
	u := User{ID: r.ID, Trust: r.TrustID, Email: r.Contact, Name: r.Name, Role: r.Role, PasswordHash: r.PasswordHash, MadeAt: instant(r.MadeAt),
		Ended: r.Ended, Factor: r.Factor, Issuer: r.Issuer, Subject: r.Subject, Services: readServices(r.Services)}
	if r.ClosedAt != nil {
		u.ClosedAt = instant(*r.ClosedAt)
	}
	if r.WaitsSince != nil {
		u.Waits = instant(*r.WaitsSince)
	}
	return u
}

// groupRole is the role of an account that is of no trust, and kept with the first.
const groupRole = "group"

func email(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// CreateUser is AddUser by the program itself.
func (t *Trust) CreateUser(ctx context.Context, u User) (User, error) {
	return t.AddUser(ctx, Actor{}, u)
}

// AddUser adds an account; ID and MadeAt are set here. An address that has an account in this trust
// already is a *rota.Invalid with the path "email". Whether another trust has it makes no difference: it is another account.
func (t *Trust) AddUser(ctx context.Context, actor Actor, u User) (User, error) {
	row := &userRow{ID: rand.Text(), TrustID: t.id, Contact: email(u.Email), Name: u.Name, Role: u.Role,
		PasswordHash: u.PasswordHash, MadeAt: t.now().Unix(), Services: servicesText(u.Role, u.Services)}
	row.Email = "account:" + row.ID
	err := t.write(ctx, func(tx *gorm.DB) error { return t.newUser(ctx, tx, actor, row) })
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return User{}, invalid("email", "has an account already: look among the accounts that there are, also the closed ones")
	}
	if err != nil {
		return User{}, fmt.Errorf("add an account: %w", err)
	}
	return row.fromRow(), nil
}

// newUser adds the row of an account.
func (t *Trust) newUser(ctx context.Context, tx *gorm.DB, actor Actor, row *userRow) error {
	if row.sees() {
		if err := t.beginSight(ctx, tx, actor, row); err != nil {
			return err
		}
	}
	if err := gorm.G[*userRow](tx).Create(ctx, &row); err != nil {
		return err
	}
	if err := t.auditUser(ctx, tx, actor.ID, Made, row.ID); err != nil {
		return err
	}
	if err := t.auditServices(ctx, tx, actor.ID, row.ID, "", row.Services); err != nil || !row.sees() {
		return err
	}
	return t.auditUser(ctx, tx, actor.ID, Granted, row.ID)
}

// User finds an account of the trust by id.
func (t *Trust) User(ctx context.Context, id string) (User, error) {
	return loadUser(ctx, t.read, func(tx *gorm.DB) gorm.ChainInterface[*userRow] { return belonging[*userRow](t, tx).Where("id = ?", id) })
}

// UserOfAny finds an account of any trust by id, for whoever is signing in or has.
func (s *Store) UserOfAny(ctx context.Context, id string) (User, error) {
	read := func(ctx context.Context, f func(tx *gorm.DB) error) error { return s.readAcross(ctx, toSignIn, f) }
	return loadUser(ctx, read, func(tx *gorm.DB) gorm.ChainInterface[*userRow] { return gorm.G[*userRow](tx).Where("id = ?", id) })
}

// UserByEmail finds the trust's account with a password by its address, in any case. One of the
// trust's sign-in has none by which it could be found.
func (t *Trust) UserByEmail(ctx context.Context, address string) (User, error) {
	return loadUser(ctx, t.read, func(tx *gorm.DB) gorm.ChainInterface[*userRow] {
		return belonging[*userRow](t, tx).Where("subject = '' AND role <> ? AND contact = ?", groupRole, email(address))
	})
}

// UsersByEmail finds the accounts with a password of an address, in any case: one in each trust at most, and
// one that sees what every trust has published.
func (s *Store) UsersByEmail(ctx context.Context, address string) ([]User, error) {
	var out []User
	err := s.readAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		rows, err := gorm.G[*userRow](tx).Where("subject = '' AND contact = ?", email(address)).Order("trust_id, id").Find(ctx)
		for _, r := range rows {
			out = append(out, r.fromRow())
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find the accounts of an address: %w", err)
	}
	return out, nil
}

// loadUser is the account that a query finds.
func loadUser(ctx context.Context, read func(context.Context, func(tx *gorm.DB) error) error, of func(tx *gorm.DB) gorm.ChainInterface[*userRow]) (User, error) {
	var row *userRow
	err := read(ctx, func(tx *gorm.DB) (err error) {
		row, err = of(tx).Take(ctx)
		return err
	})
	if err != nil {
		return User{}, fmt.Errorf("load an account: %w", err)
	}
	return row.fromRow(), nil
}

// Users lists every account by address.
func (t *Trust) Users(ctx context.Context) ([]User, error) {
	var out []User
	err := t.read(ctx, func(tx *gorm.DB) error {
		rows, err := belonging[*userRow](t, tx).Order("contact, id").Find(ctx)
		for _, r := range rows {
			out = append(out, r.fromRow())
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the accounts: %w", err)
	}
	return out, nil
}

// UsersOfAll lists the accounts of every trust.
func (s *Store) UsersOfAll(ctx context.Context) ([]User, error) {
	return eachTrust(ctx, s, func(t *Trust) ([]User, error) { return t.Users(ctx) })
}

// CountUsers is how many accounts there are.
func (s *Store) CountUsers(ctx context.Context) (int, error) {
	var n int64
	err := s.readAcross(ctx, forRunning, func(tx *gorm.DB) (err error) {
		n, err = gorm.G[*userRow](tx).Count(ctx, "id")
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count the accounts: %w", err)
	}
	return int(n), nil
}

// nameOf is the name of a user, or of who acts by a personal link, or "" when there is
// none with this id.
func nameOf(ctx context.Context, tx *gorm.DB, id string) (string, error) {
	for _, own := range []Actor{ByResident, ByConsultant} {
		if id == own.ID {
			return own.Name, nil
		}
	}
	if id == "" {
		return "", nil
	}
	rows, err := ours[*userRow](tx).Where("id = ?", id).Select("id", "name").Find(ctx)
	if err == nil && len(rows) == 0 && scopeOf(tx).trust != FirstTrust {
		err = across(ctx, tx, forGroup, func() (err error) {
			rows, err = gorm.G[*userRow](tx).Where("id = ? AND role = ?", id, groupRole).Select("id", "name").Find(ctx)
			return err
		})
	}
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Name, nil
}

// names are the names of users that have been looked up, for lists.
type names map[string]string

// of is nameOf, which looks each user up once.
func (n names) of(ctx context.Context, tx *gorm.DB, id string) (string, error) {
	by, known := n[id]
	if known {
		return by, nil
	}
	by, err := nameOf(ctx, tx, id)
	if err == nil {
		n[id] = by
	}
	return by, err
}

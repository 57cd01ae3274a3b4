package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// An Identity is who the trust's sign-in says that somebody is. Issuer and Subject alone
// say which account is theirs; the rest is what the account is shown with from now on.
type Identity struct {
	Trust           TrustID // whose they are; 0 when the sign-in does not say
	Issuer, Subject string
	Name, Email     string
	Role            string           // "" for none: they may not sign in
	Services        rota.OwnServices // whose slots a clinical lead sees
	Session         string           // what it calls this one, or "": see [Store.SignOut]
}

// ErrNoTrust means that several trusts share the planner, and that the sign-in does not say
// whose somebody is who comes for the first time.
var ErrNoTrust = errors.New("the sign-in does not say of which trust somebody is")

// SignIn finds the account of somebody whom the trust's sign-in knows, makes it when they
// come for the first time, and gives it the name, address and role of today. Without a
// role, or when the account is closed or another trust's than the sign-in says, it is
// rota.ErrForbidden, and what the person has open is over. The audit has either.
func (s *Store) SignIn(ctx context.Context, id Identity) (User, error) {
	if id.Issuer == "" || id.Subject == "" {
		return User{}, fmt.Errorf("sign in: %w", rota.ErrForbidden)
	}
	user, err := s.signIn(ctx, id)
	if errors.Is(err, gorm.ErrDuplicatedKey) { // signed in twice at once: the account is there now
		user, err = s.signIn(ctx, id)
	}
	if err == nil && user.ID == "" {
		err = rota.ErrForbidden
	}
	if err != nil {
		return User{}, fmt.Errorf("sign in: %w", err)
	}
	return user, nil
}

// signIn gives the zero User to somebody who may not: that is recorded, so it is no error here.
func (s *Store) signIn(ctx context.Context, id Identity) (user User, err error) {
	err = s.writeAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		row, err := s.identified(ctx, tx, id)
		if err != nil {
			return err
		}
		if !id.opens(row) {
			return s.refuse(ctx, tx, id, row)
		}
		user = row.fromRow()
		if err := s.remember(ctx, tx, id, row.ID); err != nil {
			return err
		}
		return s.Of(row.TrustID).auditUser(ctx, tx, row.ID, SignedIn, row.ID)
	})
	return user, err
}

// opens reports whether they may use the account.
func (id Identity) opens(row *userRow) bool {
	return id.Role != "" && row.ClosedAt == nil && (id.Trust == 0 || id.Trust == row.TrustID)
}

// identified is the account as it is from now on; with no ID when there is none and the
// person has no role.
func (s *Store) identified(ctx context.Context, tx *gorm.DB, id Identity) (*userRow, error) {
	row, err := gorm.G[*userRow](tx, clause.Locking{Strength: "UPDATE"}).Where("issuer = ? AND subject = ?", id.Issuer, id.Subject).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		if id.Role == "" {
			return &userRow{}, nil
		}
		return s.newIdentity(ctx, tx, id)
	}
	if err != nil || !id.opens(row) {
		return row, err
	}
	saw, moved, services, trust := row.sees(), row.Role != id.Role, row.Services, s.Of(row.TrustID)
	row.Name, row.Contact, row.Role, row.Services = id.Name, email(id.Email), id.Role, servicesText(id.Role, id.Services)
	if err := trust.auditServices(ctx, tx, "", row.ID, services, row.Services); err != nil {
		return nil, err
	}
	if moved {
		err := trust.auditUser(ctx, tx, "", Moved, row.ID)
		if err == nil {
			err = trust.sight(ctx, tx, Actor{}, saw, Moved, row)
		}
		if err != nil {
			return nil, err
		}
	}
	_, err = gorm.G[*userRow](tx).Where("id = ?", row.ID).Select("name", "contact", "role", "services", "waits_since", "sight_seen").Updates(ctx, row)
	return row, err
}

// newIdentity makes an account.
func (s *Store) newIdentity(ctx context.Context, tx *gorm.DB, id Identity) (*userRow, error) {
	if id.Trust == 0 {
		trusts, err := gorm.G[*trustRow](tx).Limit(2).Find(ctx)
		if err != nil {
			return nil, err
		}
		if len(trusts) > 1 {
			return nil, ErrNoTrust
		}
		id.Trust = FirstTrust
	}
	row := &userRow{ID: rand.Text(), TrustID: id.Trust, Name: id.Name, Role: id.Role, MadeAt: s.now().Unix(),
		Issuer: id.Issuer, Subject: id.Subject, Contact: email(id.Email), Services: servicesText(id.Role, id.Services)}
	row.Email = "openid:" + row.ID
	return row, s.Of(row.TrustID).newUser(ctx, tx, Actor{}, row)
}

// refuse ends what somebody has open who may not sign in any more. Of somebody without an
// account it may not be known whose they are.
func (s *Store) refuse(ctx context.Context, tx *gorm.DB, id Identity, row *userRow) error {
	if row.ID == "" {
		refused := &auditRow{At: s.now().Unix(), Action: string(Refused), Kind: string(KindUser)}
		if id.Trust == 0 {
			return s.writeAudit(ctx, tx, []*auditRow{refused})
		}
		return s.Of(id.Trust).writeAudit(ctx, tx, []*auditRow{refused})
	}
	row.Ended++
	if _, err := gorm.G[*userRow](tx).Where("id = ?", row.ID).Update(ctx, "ended", row.Ended); err != nil {
		return err
	}
	return s.Of(row.TrustID).auditUser(ctx, tx, "", Refused, row.ID)
}

// auditUser writes that something was done to an account.
func (t *Trust) auditUser(ctx context.Context, tx *gorm.DB, actorID string, action Action, userID string) error {
	return t.writeAudit(ctx, tx, []*auditRow{{At: t.now().Unix(), ActorID: actorID, Action: string(action), Kind: string(KindUser), EntityID: userID}})
}

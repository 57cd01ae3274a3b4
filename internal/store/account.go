package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// account changes one account, which nobody else changes meanwhile: f reports whether it
// has. The audit has who did it.
func (t *Trust) account(ctx context.Context, actor Actor, userID string, action Action, f func(tx *gorm.DB, row *userRow) (bool, error)) error {
	err := t.write(ctx, func(tx *gorm.DB) error {
		row, err := gorm.G[*userRow](tx, clause.Locking{Strength: "UPDATE"}).Where("id = ? AND trust_id = ?", userID, t.id).Take(ctx)
		if err != nil {
			return err
		}
		saw, role, services := row.sees(), row.Role, row.Services
		changed, err := f(tx, row)
		if err != nil || !changed {
			return err
		}
		if err := t.sight(ctx, tx, actor, saw, action, row); err != nil {
			return err
		}
		_, err = gorm.G[*userRow](tx).Where("id = ?", userID).
			Select("password_hash", "role", "services", "closed_at", "ended", "factor", "factor_step", "waits_since", "sight_seen").Updates(ctx, row)
		if err != nil {
			return err
		}
		if err := t.auditServices(ctx, tx, actor.ID, userID, services, row.Services); err != nil || action == Moved && row.Role == role {
			return err
		}
		return t.auditUser(ctx, tx, actor.ID, action, userID)
	})
	if err != nil {
		return fmt.Errorf("change account %s: %w", userID, err)
	}
	return nil
}

// SetPassword replaces the hash of an account's password. Links with which another
// could be chosen are worth nothing any more. An account of the trust's sign-in takes none.
func (t *Trust) SetPassword(ctx context.Context, actor Actor, userID, hash string) error {
	return t.account(ctx, actor, userID, Saved, func(tx *gorm.DB, row *userRow) (bool, error) {
		if row.Subject != "" {
			return false, rota.ErrForbidden
		}
		row.PasswordHash = hash
		return true, forget(ctx, tx, userID, link)
	})
}

// SetRole gives an account another role, and a clinical lead the services whose slots they see.
func (t *Trust) SetRole(ctx context.Context, actor Actor, userID, role string, services rota.OwnServices) error {
	return t.account(ctx, actor, userID, Moved, func(_ *gorm.DB, row *userRow) (bool, error) {
		text := servicesText(role, services)
		if row.Role == role && row.Services == text {
			return false, nil
		}
		row.Role, row.Services = role, text
		return true, nil
	})
}

// CloseUser closes an account and ends its sessions. What the person did stays theirs.
func (t *Trust) CloseUser(ctx context.Context, actor Actor, userID string) error {
	return t.account(ctx, actor, userID, Closed, func(tx *gorm.DB, row *userRow) (bool, error) {
		if row.ClosedAt != nil {
			return false, nil
		}
		row.ClosedAt = new(t.now().Unix())
		row.Ended++
		return true, forget(ctx, tx, userID, link, browser)
	})
}

// ReopenUser opens a closed account again.
func (t *Trust) ReopenUser(ctx context.Context, actor Actor, userID string) error {
	return t.account(ctx, actor, userID, Reopened, func(_ *gorm.DB, row *userRow) (bool, error) {
		if row.ClosedAt == nil {
			return false, nil
		}
		row.ClosedAt = nil
		return true, nil
	})
}

// EndSessionsOf signs one person out everywhere: a session holds how often that was done
// when it began. Their browsers are no longer known.
func (t *Trust) EndSessionsOf(ctx context.Context, actor Actor, userID string) error {
	return t.account(ctx, actor, userID, Ended, func(tx *gorm.DB, row *userRow) (bool, error) {
		row.Ended++
		return true, forget(ctx, tx, userID, browser)
	})
}

// SetFactor gives an account a second factor: the sealed secret, the step of the code
// that proved it, and the hashes of its recovery codes.
func (t *Trust) SetFactor(ctx context.Context, actor Actor, userID, sealed string, step int64, recoveries []string) error {
	return t.account(ctx, actor, userID, Secured, func(tx *gorm.DB, row *userRow) (bool, error) {
		if err := forget(ctx, tx, userID, recovery); err != nil {
			return false, err
		}
		var rows []*tokenRow
		for _, hash := range recoveries {
			rows = append(rows, &tokenRow{Kind: recovery, Hash: hash, UserID: userID, ExpiresAt: never})
		}
		row.Factor, row.FactorStep = sealed, step
		row.Ended++
		return true, insert(ctx, tx, rows)
	})
}

// RemoveFactor takes the second factor off an account, with its recovery codes.
func (t *Trust) RemoveFactor(ctx context.Context, actor Actor, userID string) error {
	return t.account(ctx, actor, userID, Unsecured, func(tx *gorm.DB, row *userRow) (bool, error) {
		if row.Factor == "" {
			return false, nil
		}
		row.Factor, row.FactorStep = "", 0
		row.Ended++
		return true, forget(ctx, tx, userID, recovery)
	})
}

// UseStep notes that the code of a step was used, and reports whether it, and no later
// one, had not been: a code is good once.
func (t *Trust) UseStep(ctx context.Context, userID string, step int64) (fresh bool, err error) {
	err = t.write(ctx, func(tx *gorm.DB) error {
		n, err := belonging[*userRow](t, tx).Where("id = ? AND factor <> '' AND factor_step < ?", userID, step).Update(ctx, "factor_step", step)
		fresh = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("use a code of account %s: %w", userID, err)
	}
	return fresh, nil
}

// UseRecovery spends a recovery code, and reports whether there was such a one.
func (t *Trust) UseRecovery(ctx context.Context, userID, hash string) (spent bool, err error) {
	err = t.account(ctx, Actor{ID: userID}, userID, Recovered, func(tx *gorm.DB, row *userRow) (bool, error) {
		n, err := gorm.G[*tokenRow](tx).Where("kind = ? AND user_id = ? AND hash = ?", recovery, userID, hash).Delete(ctx)
		if err != nil || n == 0 {
			return false, err
		}
		spent = true
		return true, nil
	})
	return spent && err == nil, err
}

// UseLink sets the password of the account that a link is for, and spends the link. A
// link that is spent, expired or of a closed account is rota.ErrNotFound. An account that sees residents
// by name waits after it to be confirmed.
func (s *Store) UseLink(ctx context.Context, linkHash, passwordHash string) (User, error) {
	user, err := s.UserOfLink(ctx, linkHash)
	if err != nil {
		return User{}, err
	}
	err = s.Of(user.Trust).account(ctx, Actor{ID: user.ID, Name: user.Name}, user.ID, Saved, func(tx *gorm.DB, row *userRow) (bool, error) {
		n, err := gorm.G[*tokenRow](tx).Where("kind = ? AND user_id = ? AND hash = ?", link, user.ID, linkHash).Delete(ctx)
		if err == nil && n == 0 {
			err = rota.ErrNotFound // somebody was faster
		}
		if err != nil {
			return false, err
		}
		row.PasswordHash = passwordHash
		if row.sees() { // whoever made the link may have used it
			err = s.Of(user.Trust).await(ctx, tx, Actor{ID: user.ID}, row)
		}
		return true, err
	})
	return user, err
}

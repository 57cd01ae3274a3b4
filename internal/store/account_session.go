package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An AccountSession is one browser in which somebody with an account is signed in. Whoever comes by a
// personal link has none: when they do is kept nowhere.
type AccountSession struct {
	ID      string // no secret: it opens nothing without the cookie
	UserID  string
	Browser string // in words, such as "Firefox on Windows"; what the browser says of itself is not kept
	Mark    string // of the password and what else it began with: other ones end it
	Role    string // as what it was last used
	Began   time.Time
	Used    time.Time // last, to a minute
}

// SessionLimits are how long somebody stays signed in.
type SessionLimits struct {
	Idle     time.Duration // without any request
	Absolute time.Duration // whatever they do
}

// Over reports whether the session has come to a limit.
func (l SessionLimits) Over(a AccountSession, now time.Time) bool {
	return !now.Before(a.Began.Add(l.Absolute)) || !now.Before(a.Used.Add(l.Idle))
}

type accountSessionRow struct {
	ID      string `gorm:"primaryKey"`
	UserID  string
	BeganAt int64
	UsedAt  int64
	Browser string
	Mark    string
	Role    string
}

func (accountSessionRow) TableName() string { return "account_sessions" }

func (r accountSessionRow) fromRow() AccountSession {
	return AccountSession{ID: r.ID, UserID: r.UserID, Browser: r.Browser, Mark: r.Mark, Role: r.Role, Began: instant(r.BeganAt), Used: instant(r.UsedAt)}
}

// BeginSession keeps a session that begins when it says, and forgets those that are over by then.
func (s *Store) BeginSession(ctx context.Context, a AccountSession, limits SessionLimits) error {
	row := &accountSessionRow{ID: a.ID, UserID: a.UserID, BeganAt: a.Began.Unix(), UsedAt: a.Used.Unix(), Browser: a.Browser, Mark: a.Mark, Role: a.Role}
	err := s.writeAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		over := gorm.G[*accountSessionRow](tx).Where("began_at <= ? OR used_at <= ?", a.Began.Add(-limits.Absolute).Unix(), a.Began.Add(-limits.Idle).Unix())
		if _, err := over.Delete(ctx); err != nil {
			return err
		}
		return gorm.G[*accountSessionRow](tx).Create(ctx, &row)
	})
	if err != nil {
		return fmt.Errorf("begin a session of account %s: %w", a.UserID, err)
	}
	return nil
}

// SessionOfAny is a session by its id with the account, of any trust, that is signed in by it; rota.ErrNotFound
// for one that was ended.
func (s *Store) SessionOfAny(ctx context.Context, id string) (AccountSession, User, error) {
	var a AccountSession
	var u User
	err := s.readAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		row, err := gorm.G[*accountSessionRow](tx).Where("id = ?", id).Take(ctx)
		if err != nil {
			return err
		}
		user, err := gorm.G[*userRow](tx).Where("id = ?", row.UserID).Take(ctx)
		if err == nil {
			a, u = row.fromRow(), user.fromRow()
		}
		return err
	})
	if err != nil {
		return AccountSession{}, User{}, fmt.Errorf("load a session: %w", err)
	}
	return a, u, nil
}

// UseSession keeps that a session is used, and as what. One that was ended meanwhile stays ended.
func (s *Store) UseSession(ctx context.Context, id string, at time.Time, role string) error {
	return s.ofSession(ctx, "use", id, func(q sessionsQuery) (int, error) {
		return q.Select("used_at", "role").Updates(ctx, &accountSessionRow{UsedAt: at.Unix(), Role: role})
	})
}

// MarkSession has a session go on after the password or second factor that it began with became another.
func (s *Store) MarkSession(ctx context.Context, id, mark string) error {
	return s.ofSession(ctx, "mark", id, func(q sessionsQuery) (int, error) {
		return q.Update(ctx, "mark", mark)
	})
}

// LeaveSession forgets a session that its own browser ends; one that is not there is no error.
func (s *Store) LeaveSession(ctx context.Context, id string) error {
	return s.ofSession(ctx, "leave", id, func(q sessionsQuery) (int, error) { return q.Delete(ctx) })
}

// ofSession does something to one session.
func (s *Store) ofSession(ctx context.Context, what, id string, f func(q sessionsQuery) (int, error)) error {
	err := s.writeAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		_, err := f(gorm.G[*accountSessionRow](tx).Where("id = ?", id))
		return err
	})
	if err != nil {
		return fmt.Errorf("%s a session: %w", what, err)
	}
	return nil
}

// SessionsOf lists the sessions of an account that nobody has ended, the newest first. Some may be over: see
// [SessionLimits.Over], and those whose mark is not the account's.
func (t *Trust) SessionsOf(ctx context.Context, userID string) ([]AccountSession, error) {
	var out []AccountSession
	err := t.read(ctx, func(tx *gorm.DB) error {
		if err := t.has(ctx, tx, userID); err != nil {
			return err
		}
		rows, err := gorm.G[*accountSessionRow](tx).Where("user_id = ?", userID).Order("began_at DESC, used_at DESC, id").Find(ctx)
		for _, r := range rows {
			out = append(out, r.fromRow())
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the sessions of account %s: %w", userID, err)
	}
	return out, nil
}

// has is rota.ErrNotFound of an account that is not the trust's.
func (t *Trust) has(ctx context.Context, tx *gorm.DB, userID string) error {
	_, err := belonging[*userRow](t, tx).Where("id = ?", userID).Select("id").Take(ctx)
	return err
}

// EndSession ends one session of an account: from the next request on it is signed out. One that was ended
// before is rota.ErrNotFound.
func (t *Trust) EndSession(ctx context.Context, actor Actor, userID, id string) error {
	n, err := t.endSessions(ctx, actor, userID, EndedOne, func(of sessionsQuery) sessionsQuery { return of.Where("id = ?", id) })
	if err == nil && n == 0 {
		err = rota.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("end a session of account %s: %w", userID, err)
	}
	return nil
}

// EndOtherSessions ends all sessions of an account but one, and gives how many there were.
func (t *Trust) EndOtherSessions(ctx context.Context, actor Actor, userID, but string) (int, error) {
	n, err := t.endSessions(ctx, actor, userID, EndedOthers, func(of sessionsQuery) sessionsQuery { return of.Where("id <> ?", but) })
	if err != nil {
		return 0, fmt.Errorf("end sessions of account %s: %w", userID, err)
	}
	return n, nil
}

type sessionsQuery = gorm.ChainInterface[*accountSessionRow]

// endSessions ends those that some finds of an account; the audit has that, if there were any.
func (t *Trust) endSessions(ctx context.Context, actor Actor, userID string, action Action, some func(of sessionsQuery) sessionsQuery) (n int, err error) {
	err = t.write(ctx, func(tx *gorm.DB) error {
		err := t.has(ctx, tx, userID)
		if err == nil {
			n, err = some(gorm.G[*accountSessionRow](tx).Where("user_id = ?", userID)).Delete(ctx)
		}
		if err != nil || n == 0 {
			return err
		}
		return t.auditUser(ctx, tx, actor.ID, action, userID)
	})
	return n, err
}

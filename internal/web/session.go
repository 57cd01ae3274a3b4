package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"strikerota/internal/store"
	"strikerota/rota"
)

// usedEvery is how often it is kept that a session is used: more often would have every page wait for those who
// are saving. A session may so end up to that much before its limit.
const usedEvery = time.Minute

// identify finds who is signed in. An account that is gone, closed or no longer usable is nobody. A session
// is over that was ended, has come to a limit, or began with an older password or before all were ended.
func (s *Server) identify(v *visit) error {
	id := s.sessions.GetString(v.ctx(), sessionKey)
	if id == "" {
		return nil
	}
	session, user, err := s.store.SessionOfAny(v.ctx(), id)
	if err != nil && !errors.Is(err, rota.ErrNotFound) {
		return err
	}
	if err != nil || user.Closed() || !s.ways().usable(user) || !s.goesOn(session, user) {
		return s.sessions.Destroy(v.ctx())
	}
	if err := s.used(v, session, string(roleOf(user))); err != nil {
		return err
	}
	v.session = id
	return s.signedIn(v, user)
}

func (s *Server) sessionLimits() store.SessionLimits {
	return store.SessionLimits{Idle: s.options.SessionIdle, Absolute: s.options.SessionAbsolute}
}

// goesOn reports whether a session of the account, which nobody has ended alone, is not over.
func (s *Server) goesOn(session store.AccountSession, user store.User) bool {
	return session.Mark == markOf(user) && !s.sessionLimits().Over(session, s.now())
}

// used puts off the end of a session. One whose account may act as something else than before has a new id
// from here on: who saw that of before has nothing of what the account came to see since.
func (s *Server) used(v *visit, session store.AccountSession, role string) error {
	same := session.Role == role
	if same && s.now().Sub(session.Used) < usedEvery {
		return nil
	}
	if !same {
		if err := s.sessions.RenewToken(v.ctx()); err != nil {
			return fmt.Errorf("renew a session: %w", err)
		}
	}
	err := s.store.UseSession(v.ctx(), session.ID, s.now(), role)
	if same && errors.Is(err, store.ErrUnavailable) {
		return nil // pages can still be read
	}
	return err
}

// begin starts a session with a new id, so that one planted before is worth nothing.
func (s *Server) begin(v *visit, user store.User) error {
	if err := s.sessions.RenewToken(v.ctx()); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	for _, key := range []string{csrfKey, pendingKey, pendingMarkKey, pendingAtKey} {
		s.sessions.Remove(v.ctx(), key)
	}
	if before := s.sessions.GetString(v.ctx(), sessionKey); before != "" { // whoever was signed in here
		if err := s.store.LeaveSession(v.ctx(), before); err != nil {
			return err
		}
	}
	id, now := rand.Text(), s.now()
	s.sessions.Put(v.ctx(), sessionKey, id)
	return s.store.BeginSession(v.ctx(), store.AccountSession{ID: id, UserID: user.ID, Browser: browserWords(v.c.Request.UserAgent()),
		Mark: markOf(user), Role: string(roleOf(user)), Began: now, Used: now}, s.sessionLimits())
}

// stay has this session go on, under a new id, after something ended all the others. How long it may last
// it does not change.
func (s *Server) stay(v *visit) error {
	user, err := v.store.User(v.ctx(), v.user.ID)
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(v.ctx()); err != nil {
		return fmt.Errorf("renew a session: %w", err)
	}
	if err := s.signedIn(v, user); err != nil {
		return err
	}
	return s.store.MarkSession(v.ctx(), v.session, markOf(user))
}

// leave ends this session, and leads to where that of the trust's sign-in is ended too.
func (s *Server) leave(v *visit) error {
	if err := s.store.LeaveSession(v.ctx(), v.session); err != nil {
		return err
	}
	if err := s.sessions.Destroy(v.ctx()); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	v.c.Header("Clear-Site-Data", `"cache", "storage"`)
	if v.user.Subject != "" {
		return s.redirect(v, openIDOutPath)
	}
	return s.redirect(v, "/sign-in")
}

// sessionsOf are the sessions of an account that go on, the newest first.
func (s *Server) sessionsOf(v *visit, user store.User) ([]store.AccountSession, error) {
	all, err := v.store.SessionsOf(v.ctx(), user.ID)
	var out []store.AccountSession
	for _, session := range all {
		if !user.Closed() && s.ways().usable(user) && s.goesOn(session, user) {
			out = append(out, session)
		}
	}
	return out, err
}

// markOf tells passwords of an account apart, and what was before all its sessions were
// ended, without telling anything of them.
func markOf(user store.User) string {
	sum := sha256.Sum256([]byte(user.PasswordHash + " " + strconv.FormatInt(user.Ended, 10)))
	return hex.EncodeToString(sum[:8])
}

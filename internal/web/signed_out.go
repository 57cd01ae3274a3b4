package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"strikerota/internal/auth/openid"
	"strikerota/internal/store"
	"strikerota/rota"
)

// signedOutElsewhere is told by the trust's sign-in, from server to server, that somebody has
// signed out there (OpenID Connect Back-Channel Logout 1.0). What they have open here is over.
// Whoever asks learns nothing: not even whether anybody was signed in.
func (s *Server) signedOutElsewhere(v *visit) error {
	if s.options.OpenID == nil {
		return rota.ErrNotFound
	}
	v.c.Header("Cache-Control", "no-store")
	if !s.throttle.AllowLink(v.c.ClientIP()) { // what it takes to check one is more than it takes to make one up
		return &tooMany{time.Minute}
	}
	out, err := s.options.OpenID.Logout(v.ctx(), v.c.Request.PostForm.Get("logout_token"))
	if err == nil {
		err = s.store.SignOut(v.ctx(), store.SignedOut{Issuer: out.Issuer, Subject: out.Subject, Session: out.Session, Token: out.ID, Expires: out.Expires})
	}
	status := http.StatusOK
	switch {
	case errors.Is(err, openid.ErrUnreachable):
		status = http.StatusServiceUnavailable // it may say it again
	case errors.Is(err, openid.ErrRefused), errors.Is(err, rota.ErrConflict):
		status = http.StatusBadRequest
	case err != nil:
		return err
	}
	if status == http.StatusOK {
		s.throttle.RightLink(v.c.ClientIP())
	} else { // why it was refused may hold what anybody has sent
		s.log.LogAttrs(v.ctx(), slog.LevelWarn, "a sign-out elsewhere was not taken", slog.String("id", v.trace.id), slog.Int("status", status))
	}
	v.c.Status(status)
	v.c.Writer.WriteHeaderNow()
	return nil
}

package web

import "strikerota/internal/store"

// signInWays are the ways of signing in that there are.
type signInWays struct {
	passwords bool
	openID    string // how the trust's sign-in is called, or ""
	issuer    string // whose that is
}

func (s *Server) ways() signInWays {
	w := signInWays{passwords: !s.options.NoPasswords}
	if s.options.OpenID != nil {
		w.openID, w.issuer = s.options.OpenIDName, s.options.OpenID.Issuer()
	}
	return w
}

// usable is whether the account may be used as the settings are today: those with a
// password may be switched off, and the trust may have another sign-in.
func (w signInWays) usable(u store.User) bool {
	if u.Subject == "" {
		return w.passwords
	}
	return w.openID != "" && u.Issuer == w.issuer
}

// of is how the sign-in is called with which the account of somebody at the trust signs in.
func (w signInWays) of(u store.User) string {
	if !w.usable(u) {
		return "a sign-in that is switched off"
	}
	return w.openID
}

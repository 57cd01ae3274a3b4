package web

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"strikerota/internal/auth"
)

// tooMany means that the account has asked for more than its limit.
type tooMany struct{ wait time.Duration }

func (e *tooMany) Error() string { return fmt.Sprintf("the account's limit is reached for %s", e.wait) }

// spend counts the request against the limits of the account, or refuses it and says
// when to come again.
func (s *Server) spend(v *visit, r route) error {
	account := v.account()
	if account == "" {
		return nil // signing in has its own brake, and so have links
	}
	wait := s.quota.Take(account, r.use())
	if wait == 0 {
		return nil
	}
	v.c.Header("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return &tooMany{wait}
}

// use is what a request for the route counts as. Looking at pages is not counted.
func (r route) use() auth.Use {
	switch {
	case r.solves:
		return auth.UseRota
	case r.upload:
		return auth.UseUpload
	case r.file:
		return auth.UseFile
	case r.method == post && r.act != auth.Open:
		return auth.UseChange
	}
	return auth.UseNone
}

package main

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/auth/openid"
	"strikerota/internal/config"
)

// newOpenID is the trust's sign-in, or nil where it has none.
func newOpenID(c config.OpenID, now func() time.Time) *openid.Provider {
	if c.Issuer == "" {
		return nil
	}
	o := openid.Options{Issuer: c.Issuer, ClientID: c.ClientID, Secret: c.ClientSecret.Reveal(), Planner: c.Planner,
		Scopes: c.Scopes, Claim: c.GroupsClaim, Methods: c.Methods, Levels: c.Levels, Now: now}
	for _, g := range c.Groups {
		o.Groups = append(o.Groups, openid.Group{Group: g.Group, Role: auth.Role(g.Role), Trust: g.Trust, Services: g.Services})
	}
	return openid.New(o)
}

// openIDFindings look at the sign-in that the trust has, and at the ways past it.
func openIDFindings(ctx context.Context, w world, c config.Config) []finding {
	o := c.SignIn.OpenID
	if o.Issuer == "" {
		return nil
	}
	provider := finding{of: "provider of sign-ins"}
	if err := newOpenID(o, w.now).Look(ctx); err != nil {
		provider.wrong = err.Error()
	}
	tls := finding{of: "way to the provider of sign-ins"}
	if !tlsOf(o.Issuer) {
		tls.wrong = o.Issuer + " has no TLS: it is fit for trying the planner out, on this machine alone"
	} else if !tlsOf(o.Planner) {
		tls.wrong = "sign_in.openid.planner has no TLS: the answers of the provider could be read on the way"
	}
	factor := finding{of: "second factor at the provider of sign-ins"}
	if len(o.Methods) == 0 && len(o.Levels) == 0 {
		factor.wrong = "nobody has to show that they used one; set sign_in.openid.methods or sign_in.openid.levels"
	}
	past := finding{of: "passwords beside the provider of sign-ins"}
	if c.SignIn.Passwords && !everyRole(c.SignIn.SecondFactor) {
		past.wrong = "an account with a password is a way past the provider; name every role in sign_in.second_factor, or set sign_in.passwords to false"
	}
	out := append([]finding{provider, tls, factor, past}, leadFindings(o.Groups)...)
	if o.ClientSecretFile != "" {
		out = append(out, private("secret of sign_in.openid", o.ClientSecretFile, "600"))
	}
	return out
}

// leadFindings name groups of clinical leads that do not say which services these see.
func leadFindings(groups []config.OpenIDGroup) (out []finding) {
	for _, g := range groups {
		if auth.Role(g.Role) == auth.Lead && g.Services == nil {
			out = append(out, finding{of: "services of clinical leads", wrong: "the group " + strconv.Quote(g.Group) +
				" of sign_in.openid.groups does not say which services its clinical leads see, so that it is all; say services: [all], or list theirs"})
		}
	}
	return out
}

func tlsOf(address string) bool { return strings.HasPrefix(address, "https:") }

// everyRole is whether the list names every role there is.
func everyRole(list []string) bool {
	return !slices.ContainsFunc(config.Roles(), func(role string) bool { return !slices.Contains(list, role) })
}

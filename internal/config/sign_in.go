package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"strikerota/rota"
)

// Roles are those of package auth.
func Roles() []string {
	return []string{"coordinator", "lead", "finance", "administrator", "auditor", "group"}
}

// lead is the role whose accounts say which services they see.
const lead = "lead"

func (s SignIn) validate(f *faults) {
	for i, role := range s.SecondFactor {
		f.oneOf(fmt.Sprintf("sign_in.second_factor[%d]", i), role, Roles()...)
	}
	if !s.Passwords && s.OpenID.Issuer == "" {
		f.add("sign_in.passwords", "can be false only with sign_in.openid, or nobody could sign in")
	}
	if s.OpenID.Issuer != "" {
		s.OpenID.validate(f)
	}
}

func (o OpenID) validate(f *faults) {
	if u, ok := webAddress(o.Issuer); !ok || u.RawQuery != "" || u.Fragment != "" {
		f.add("sign_in.openid.issuer", "must be the provider's address, as in https://login.example.nhs.uk; without TLS only on this machine")
	} else if anybody.MatchString(u.Path) {
		f.add("sign_in.openid.issuer", "must name your own tenant: %q is for people of every organisation", u.Path)
	}
	if u, ok := webAddress(o.Planner); !ok || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		f.add("sign_in.openid.planner", "must be the planner's own address as people type it, without a path, as in https://rota.example.nhs.uk; without TLS only on this machine")
	}
	f.given("sign_in.openid.name", o.Name)
	f.given("sign_in.openid.client_id", o.ClientID)
	f.given("sign_in.openid.groups_claim", o.GroupsClaim)
	if o.ClientSecret == "" && o.ClientSecretFile == "" { // of a file that cannot be used it has been said why
		f.add("sign_in.openid.client_secret_file", "must name a file that holds the secret; or set STRIKEROTA_OPENID_CLIENT_SECRET")
	}
	if !slices.Contains(o.Scopes, "openid") {
		f.add("sign_in.openid.scopes", "must hold openid")
	}
	if len(o.Groups) == 0 {
		f.add("sign_in.openid.groups", "must give at least one group a role, or nobody could sign in")
	}
	for i, g := range o.Groups {
		f.given(fmt.Sprintf("sign_in.openid.groups[%d].group", i), g.Group)
		f.oneOf(fmt.Sprintf("sign_in.openid.groups[%d].role", i), g.Role, Roles()...)
		path := fmt.Sprintf("sign_in.openid.groups[%d].services", i)
		if _, ok := rota.NamedServices(g.Services); g.Services != nil && !ok {
			f.add(path, "must list the services whose slots the clinical leads see, or be [all]")
		} else if ok && g.Role != lead {
			f.add(path, "goes with the role lead alone")
		}
	}
}

// anybody matches the addresses at Entra ID by which people of any tenant sign in.
var anybody = regexp.MustCompile(`^/(common|organizations|consumers)(/|$)`)

// webAddress reads the address of a server, which has TLS unless it is this machine.
func webAddress(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Opaque != "" {
		return nil, false
	}
	return u, u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

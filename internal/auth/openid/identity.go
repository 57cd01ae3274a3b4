package openid

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"strikerota/internal/auth"
)

// An Identity is who somebody is. Issuer and Subject alone say which account is theirs:
// name and address are for people to read, and may change.
type Identity struct {
	Issuer, Subject string
	Name            string // never empty
	Email           string // or ""
	Role            auth.Role
	Trust           string // that the group is of; "" when the settings do not say
	Services        string // whose slots a clinical lead sees, as the settings write them, one a line; "" for all
	Session         string // sid, by which the provider may say that it is over; or ""
}

// Lengths that are taken, in bytes: OpenID Connect Core 1.0 allows subjects of 255.
const (
	maxSubject = 255
	maxName    = 100
	maxEmail   = 200
)

// noName is shown for somebody whose provider does not say what they are called.
const noName = "Somebody without a name"

// claims are what is read of a token beside who it is.
type claims struct {
	Methods []string `json:"amr"`
	Level   string   `json:"acr"`
	Session string   `json:"sid"`
	Name    string   `json:"name"`
	Email   string   `json:"email"`
	User    string   `json:"preferred_username"`

	groups []string
	known  bool // the groups are said, even if there are none
}

// claims reads the token, and what it leaves out from where the provider tells more. How
// somebody signed in stands in the token alone.
func (p *Provider) claims(ctx context.Context, provider *oidc.Provider, id *oidc.IDToken, token *oauth2.Token) (claims, error) {
	var c claims
	if err := p.read(&c, id.Claims); err != nil {
		return claims{}, err
	}
	if c.known && c.Name != "" || provider.UserInfoEndpoint() == "" {
		return c, nil
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return claims{}, fmt.Errorf("%w: it does not tell more", ErrUnreachable)
	}
	if info.Subject != id.Subject { // OpenID Connect Core 1.0, section 5.3.2
		return claims{}, fmt.Errorf("%w: it tells of somebody else", ErrRefused)
	}
	var more claims
	if err := p.read(&more, info.Claims); err != nil {
		return claims{}, err
	}
	c.Name, c.Email, c.User = cmp.Or(c.Name, more.Name), cmp.Or(c.Email, more.Email), cmp.Or(c.User, more.User)
	if !c.known {
		c.groups = more.groups
	}
	return c, nil
}

// read reads claims, with the groups: a list, or one alone.
func (p *Provider) read(c *claims, from func(any) error) error {
	var all map[string]json.RawMessage
	if from(c) != nil || from(&all) != nil {
		return fmt.Errorf("%w: what it says cannot be read", ErrRefused)
	}
	text, ok := all[p.options.Claim]
	if !ok {
		return nil
	}
	c.known = true
	var one string
	if json.Unmarshal(text, &one) == nil {
		c.groups = []string{one}
		return nil
	}
	if json.Unmarshal(text, &c.groups) != nil {
		return fmt.Errorf("%w: its groups are not a list of texts", ErrRefused)
	}
	return nil
}

// identity is who it is, with the role of the first group of the settings that they are in.
func (p *Provider) identity(id *oidc.IDToken, c claims) (Identity, error) {
	email := line(cmp.Or(c.Email, c.User), maxEmail)
	if parsed, err := mail.ParseAddress(email); err != nil || parsed.Address != email {
		email = ""
	}
	who := Identity{Issuer: id.Issuer, Subject: id.Subject, Name: cmp.Or(line(c.Name, maxName), email, noName), Email: strings.ToLower(email)}
	if len(c.Session) <= maxSubject {
		who.Session = c.Session
	}
	i := slices.IndexFunc(p.options.Groups, func(g Group) bool { return slices.Contains(c.groups, g.Group) })
	if i < 0 {
		return who, ErrNoRole
	}
	who.Role, who.Trust, who.Services = p.options.Groups[i].Role, p.options.Groups[i].Trust, strings.Join(p.options.Groups[i].Services, "\n")
	return who, nil
}

// line is a text as one line of ordinary characters that is not too long.
func line(text string, most int) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // nobody sees it, and some turn a name round
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	plain = strings.Join(strings.Fields(plain), " ")
	if len(plain) > most {
		plain = strings.TrimSpace(strings.ToValidUTF8(plain[:most], ""))
	}
	return plain
}

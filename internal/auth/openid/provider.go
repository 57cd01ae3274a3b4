package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"strikerota/internal/auth"
)

// Why nobody is signed in.
var (
	// ErrUnreachable means that the provider does not answer, or not as one does.
	ErrUnreachable = errors.New("the provider of sign-ins cannot be reached")
	// ErrDenied means that the provider says no, or that the person turned back.
	ErrDenied = errors.New("the provider of sign-ins says no")
	// ErrRefused means that the answer is not one to what was asked, or is not to be believed.
	ErrRefused = errors.New("the answer of the provider of sign-ins is refused")
	// ErrFactor means that the person has not shown a second factor, and has to.
	ErrFactor = errors.New("no second factor was used")
	// ErrNoRole means that it is known who it is, and that no group gives them a role.
	ErrNoRole = errors.New("no group gives a role")
)

// BackPath and OutPath are where the provider sends people back to the planner: after
// signing in and after signing out. Both have to be known to it.
const (
	BackPath = "/sign-in/openid/back"
	OutPath  = "/sign-in"
)

// A Group gives a role to whoever is in it, and says of which trust they are where several
// share the planner.
type Group struct {
	Group string
	Role  auth.Role
	Trust string // its name, or ""

	Services []string // whose slots its clinical leads see, as the settings write them; none for all
}

// Options are what a Provider needs.
type Options struct {
	Issuer   string // its address
	ClientID string // what the planner is called there
	Secret   string // that shows that it is the planner
	Planner  string // the planner's own address, without a path
	Scopes   []string
	Claim    string  // what holds the groups
	Groups   []Group // the first that somebody is in gives their role

	Methods []string // of which one must have been used (amr); none for any
	Levels  []string // of which one must have been reached (acr); none for any

	Now func() time.Time
}

// A Provider is asked who people are. It is safe for concurrent use, and may be out of
// reach when it is made.
type Provider struct {
	options Options
	client  *http.Client

	mu   sync.Mutex
	has  *found
	at   time.Time // of the last look
	fail error     // of that look
}

// found is what the provider says of itself.
type found struct {
	provider *oidc.Provider
	oauth    oauth2.Config
	out      string // where its own session is ended, or ""
}

const (
	patience = 10 * time.Second // for one answer of the provider
	lookLife = time.Minute      // for how long what it says of itself holds
	failLife = 5 * time.Second  // for how long it counts as out of reach
)

// New makes a Provider, and asks it nothing yet.
func New(o Options) *Provider {
	return &Provider{options: o, client: &http.Client{Timeout: patience}}
}

// Issuer is the provider's address.
func (p *Provider) Issuer() string { return p.options.Issuer }

// Look asks the provider about itself, unless that was done a moment ago: [ErrUnreachable]
// when there is no answer.
func (p *Provider) Look(ctx context.Context) error {
	_, err := p.look(ctx)
	return err
}

func (p *Provider) look(ctx context.Context) (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	life := lookLife
	if p.fail != nil {
		life = failLife
	}
	now := p.options.Now()
	if !p.at.IsZero() && now.Sub(p.at) < life && !now.Before(p.at) {
		return p.has, p.fail
	}
	// Whoever asked first may go away: the others wait for the same answer.
	has, err := p.discover(context.WithoutCancel(ctx))
	p.at, p.fail = now, err
	if err == nil {
		p.has = has
	}
	return p.has, p.fail
}

// known is what the provider said of itself last, for somebody whose attempt has begun.
func (p *Provider) known(ctx context.Context) (*found, error) {
	p.mu.Lock()
	has := p.has
	p.mu.Unlock()
	if has != nil {
		return has, nil
	}
	return p.look(ctx)
}

func (p *Provider) discover(ctx context.Context) (*found, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.options.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	var about struct {
		Keys    string   `json:"jwks_uri"`
		Out     string   `json:"end_session_endpoint"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&about); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	ends := provider.Endpoint()
	ends.AuthStyle = authStyle(about.Methods)
	for _, end := range []string{ends.AuthURL, ends.TokenURL, about.Keys, provider.UserInfoEndpoint(), about.Out} {
		if strings.HasPrefix(p.options.Issuer, "https:") && end != "" && !strings.HasPrefix(end, "https:") {
			return nil, fmt.Errorf("%w: it names an address without TLS", ErrUnreachable)
		}
	}
	return &found{provider: provider, out: about.Out, oauth: oauth2.Config{ClientID: p.options.ClientID, ClientSecret: p.options.Secret,
		Endpoint: ends, RedirectURL: p.options.Planner + BackPath, Scopes: p.options.Scopes}}, nil
}

// authStyle is how the planner shows its secret: in the header, unless the provider takes
// it in the form alone.
func authStyle(methods []string) oauth2.AuthStyle {
	style := oauth2.AuthStyleInHeader
	for _, m := range methods {
		switch m {
		case "client_secret_basic":
			return oauth2.AuthStyleInHeader
		case "client_secret_post":
			style = oauth2.AuthStyleInParams
		}
	}
	return style
}

// SignOut is the address at which the provider ends its own session and sends the person
// back, or "" when it has none.
func (p *Provider) SignOut(ctx context.Context) string {
	has, err := p.known(ctx)
	if err != nil || has.out == "" {
		return ""
	}
	u, err := url.Parse(has.out)
	if err != nil {
		return ""
	}
	query := u.Query()
	query.Set("client_id", p.options.ClientID)
	query.Set("post_logout_redirect_uri", p.options.Planner+OutPath)
	u.RawQuery = query.Encode()
	return u.String()
}

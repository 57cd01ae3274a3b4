package openid_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/auth"
	"strikerota/internal/auth/openid"
	"strikerota/internal/auth/openid/openidtest"
)

func TestMain(m *testing.M) {
	openidtest.Main()
	m.Run()
}

// jo is somebody whose groups make them a coordinator.
func jo() openidtest.Person {
	return openidtest.Person{Subject: "7", Name: "Jo Adeyemi", Email: "Jo@trust.example", Groups: []string{"all staff", "rota"}, Methods: []string{"pwd", "mfa"}}
}

// made makes a provider of the settings of the tests, changed.
func made(p *openidtest.Process, change ...func(*openid.Options)) *openid.Provider {
	o := openid.Options{Issuer: p.Issuer, ClientID: openidtest.ClientID, Secret: openidtest.Secret, Planner: openidtest.Planner,
		Scopes: []string{"openid", "profile", "email"}, Claim: "groups", Now: time.Now,
		Groups: []openid.Group{{Group: "rota", Role: auth.Coordinator}, {Group: "money", Role: auth.Finance}}}
	for _, c := range change {
		c(&o)
	}
	return openid.New(o)
}

// signIn goes through it all, up to the answer.
func signIn(t *testing.T, at *openidtest.Process, p *openid.Provider, who openidtest.Person) (openid.Attempt, url.Values) {
	t.Helper()
	a, address, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(at.SignIn(address, who))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := back.Scheme+"://"+back.Host+back.Path, openidtest.Planner+openid.BackPath; got != want {
		t.Fatalf("the provider sends people to %s, want %s", got, want)
	}
	return a, back.Query()
}

// TestSignIn holds who somebody is, and what they may do, for what the provider says.
func TestSignIn(t *testing.T) {
	at := openidtest.Start(t)
	with := func(change func(*openidtest.Person)) openidtest.Person {
		who := jo()
		change(&who)
		return who
	}
	want := openid.Identity{Issuer: at.Issuer, Subject: "7", Name: "Jo Adeyemi", Email: "jo@trust.example", Role: auth.Coordinator}
	but := func(change func(*openid.Identity)) openid.Identity {
		id := want
		change(&id)
		return id
	}
	mfa := func(o *openid.Options) { o.Methods = []string{"hwk", "mfa"} }
	level := func(o *openid.Options) { o.Levels = []string{"AAL2", "AAL3"} }
	tests := []struct {
		name   string
		who    openidtest.Person
		change func(*openid.Options)
		want   openid.Identity
		err    error
	}{
		{"in the token", jo(), nil, want, nil},
		{"told when asked", with(func(p *openidtest.Person) { p.Later = true }), nil, want, nil},
		{"told of somebody else", with(func(p *openidtest.Person) { p.Later, p.Told = true, "8" }), nil, openid.Identity{}, openid.ErrRefused},
		{"the first group of the settings", with(func(p *openidtest.Person) { p.Groups = []string{"money", "rota"} }), nil, want, nil},
		{"another role", with(func(p *openidtest.Person) { p.Groups = []string{"money"} }), nil, but(func(i *openid.Identity) { i.Role = auth.Finance }), nil},
		{"whose slots a lead sees", with(func(p *openidtest.Person) { p.Groups = []string{"ward"} }), func(o *openid.Options) {
			o.Groups = append(o.Groups, openid.Group{Group: "ward", Role: auth.Lead, Services: []string{"Maternity", "Cancer"}})
		}, but(func(i *openid.Identity) { i.Role, i.Services = auth.Lead, "Maternity\nCancer" }), nil},
		{"no group that is known", with(func(p *openidtest.Person) { p.Groups = []string{"Rota", "rota "} }), nil, but(func(i *openid.Identity) { i.Role = "" }), openid.ErrNoRole},
		{"no group", with(func(p *openidtest.Person) { p.Groups = nil }), nil, but(func(i *openid.Identity) { i.Role = "" }), openid.ErrNoRole},
		{"groups in another claim", jo(), func(o *openid.Options) { o.Claim = "roles" }, but(func(i *openid.Identity) { i.Role = "" }), openid.ErrNoRole},
		{"one group as a text", jo(), func(o *openid.Options) {
			o.Claim, o.Groups = "email", []openid.Group{{Group: "Jo@trust.example", Role: auth.Lead}}
		}, but(func(i *openid.Identity) { i.Role = auth.Lead }), nil},
		{"no name", with(func(p *openidtest.Person) { p.Name = "" }), nil, but(func(i *openid.Identity) { i.Name = "Jo@trust.example" }), nil},
		{"neither name nor address", with(func(p *openidtest.Person) { p.Name, p.Email = "", "jo" }), nil, but(func(i *openid.Identity) { i.Name, i.Email = "Somebody without a name", "" }), nil},
		{"an odd name", with(func(p *openidtest.Person) { p.Name = "Jo\n\u0007 Adeyemi " + strings.Repeat("é", 100) }), nil,
			but(func(i *openid.Identity) { i.Name = "Jo Adeyemi " + strings.Repeat("é", 44) }), nil},
		{"a second factor", jo(), mfa, want, nil},
		{"no second factor", with(func(p *openidtest.Person) { p.Methods = []string{"pwd"} }), mfa, openid.Identity{}, openid.ErrFactor},
		{"methods not said", with(func(p *openidtest.Person) { p.Methods = nil }), mfa, openid.Identity{}, openid.ErrFactor},
		{"a level", with(func(p *openidtest.Person) { p.Level = "AAL3" }), level, want, nil},
		{"too low a level", with(func(p *openidtest.Person) { p.Level = "AAL1" }), level, openid.Identity{}, openid.ErrFactor},
		{"a level and no method", with(func(p *openidtest.Person) { p.Level, p.Methods = "AAL2", nil }), func(o *openid.Options) { mfa(o); level(o) }, openid.Identity{}, openid.ErrFactor},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			change := tt.change
			if change == nil {
				change = func(*openid.Options) {}
			}
			p := made(at, change)
			a, answer := signIn(t, at, p, tt.who)
			got, err := p.Finish(t.Context(), a, answer)
			if !errors.Is(err, tt.err) || (tt.err == nil) != (err == nil) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestBadTokens has the provider answer with one bad token after another: none is taken.
func TestBadTokens(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at)
	finish := func(how string) (openid.Identity, error) {
		a, answer := signIn(t, at, p, jo())
		at.Spoil(how)
		return p.Finish(t.Context(), a, answer)
	}
	if _, err := finish("nothing"); err != nil {
		t.Fatalf("a token that is as it was is refused, so this shows nothing: %v", err)
	}
	bad := openidtest.Spoils()
	if len(bad) < 25 {
		t.Errorf("only %d bad tokens", len(bad))
	}
	for _, how := range bad {
		t.Run(how, func(t *testing.T) {
			got, err := finish(how)
			if !errors.Is(err, openid.ErrRefused) || got != (openid.Identity{}) {
				t.Errorf("%+v, %v; want ErrRefused and nobody", got, err)
			}
			if err != nil && (strings.Contains(err.Error(), "Adeyemi") || strings.Contains(strings.ToLower(err.Error()), "jo@")) {
				t.Errorf("the error names somebody: %v", err)
			}
		})
	}
	if _, err := finish("nothing"); err != nil {
		t.Errorf("after all that a good token is refused: %v", err)
	}
}

// TestBadAnswers holds that only the answer to the attempt is taken, and once.
func TestBadAnswers(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at)
	tests := []struct {
		name   string
		change func(*openid.Attempt, url.Values)
		want   error
	}{
		{"another state", func(_ *openid.Attempt, v url.Values) { v.Set("state", "other") }, openid.ErrRefused},
		{"no state", func(_ *openid.Attempt, v url.Values) { v.Del("state") }, openid.ErrRefused},
		{"no attempt", func(a *openid.Attempt, v url.Values) { *a = openid.Attempt{}; v.Del("state") }, openid.ErrRefused},
		{"another verifier", func(a *openid.Attempt, _ url.Values) { a.Verifier = strings.Repeat("x", 43) }, openid.ErrRefused},
		{"no verifier", func(a *openid.Attempt, _ url.Values) { a.Verifier = "" }, openid.ErrRefused},
		{"another nonce", func(a *openid.Attempt, _ url.Values) { a.Nonce = "other" }, openid.ErrRefused},
		{"no nonce", func(a *openid.Attempt, _ url.Values) { a.Nonce = "" }, openid.ErrRefused},
		{"no code", func(_ *openid.Attempt, v url.Values) { v.Del("code") }, openid.ErrRefused},
		{"a made-up code", func(_ *openid.Attempt, v url.Values) { v.Set("code", "made up") }, openid.ErrRefused},
		{"another provider's", func(_ *openid.Attempt, v url.Values) { v.Set("iss", "https://elsewhere.example") }, openid.ErrRefused},
		{"turned back", func(_ *openid.Attempt, v url.Values) { v.Set("error", "access_denied") }, openid.ErrDenied},
		{"turned back, of another attempt", func(_ *openid.Attempt, v url.Values) { v.Set("error", "access_denied"); v.Set("state", "") }, openid.ErrRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, answer := signIn(t, at, p, jo())
			tt.change(&a, answer)
			if got, err := p.Finish(t.Context(), a, answer); !errors.Is(err, tt.want) || got != (openid.Identity{}) {
				t.Errorf("%+v, %v; want %v and nobody", got, err, tt.want)
			}
		})
	}
	a, answer := signIn(t, at, p, jo())
	if _, err := p.Finish(t.Context(), a, answer); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Finish(t.Context(), a, answer); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("the same answer again: %+v, %v", got, err)
	}
	wrong := made(at, func(o *openid.Options) { o.Secret = "another" })
	a, answer = signIn(t, at, wrong, jo())
	if got, err := wrong.Finish(t.Context(), a, answer); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("with another secret: %+v, %v", got, err)
	}
}

// TestRedirect holds that the provider sends nobody to an address that it was not told of.
func TestRedirect(t *testing.T) {
	at := openidtest.Start(t)
	for _, planner := range []string{"https://elsewhere.example", openidtest.Planner + ":8443", openidtest.Planner + "/"} {
		_, address, err := made(at, func(o *openid.Options) { o.Planner = planner }).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if status := at.Refuses(address); status != 400 {
			t.Errorf("for a planner at %s the provider answers %d, want 400", planner, status)
		}
	}
}

// TestKeysRotated holds that another key is fetched once, and by the next sign-in.
func TestKeysRotated(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at)
	good := func() {
		t.Helper()
		a, answer := signIn(t, at, p, jo())
		if _, err := p.Finish(t.Context(), a, answer); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"1", "1"} {
		if good(); at.KeysAsked() != want {
			t.Errorf("keys asked for %s times, want %s", at.KeysAsked(), want)
		}
	}
	at.Rotate("RS256")
	for _, want := range []string{"2", "2"} {
		if good(); at.KeysAsked() != want {
			t.Errorf("after another key keys were asked for %s times, want %s", at.KeysAsked(), want)
		}
	}
	at.Rotate("ES256")
	if good(); at.KeysAsked() != "3" {
		t.Errorf("after a key of another kind keys were asked for %s times, want 3", at.KeysAsked())
	}
}

// TestDown holds what a provider that is down does, from the start and later.
func TestDown(t *testing.T) {
	at := openidtest.Start(t)
	now := time.Now()
	clock := func(o *openid.Options) { o.Now = func() time.Time { return now } }
	p := made(at, clock)
	a, answer := signIn(t, at, p, jo())
	at.Stop()
	if _, err := p.Finish(t.Context(), a, answer); !errors.Is(err, openid.ErrUnreachable) {
		t.Errorf("down before the answer: %v", err)
	}
	now = now.Add(2 * time.Minute)
	for name, p := range map[string]*openid.Provider{"down later": p, "down at the start": made(at, clock)} {
		if _, _, err := p.Begin(t.Context()); !errors.Is(err, openid.ErrUnreachable) {
			t.Errorf("%s: %v", name, err)
		}
		if err := p.Look(t.Context()); !errors.Is(err, openid.ErrUnreachable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	at.Again()
	if err := p.Look(t.Context()); !errors.Is(err, openid.ErrUnreachable) {
		t.Errorf("asked again at once: %v", err)
	}
	now = now.Add(time.Minute)
	a, answer = signIn(t, at, p, jo())
	if _, err := p.Finish(t.Context(), a, answer); err != nil {
		t.Errorf("after it is up again, with another key: %v", err)
	}
}

// TestOtherIssuer holds that what is at an address has to be the provider of that name.
func TestOtherIssuer(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at, func(o *openid.Options) { o.Issuer += "/" })
	if err := p.Look(t.Context()); !errors.Is(err, openid.ErrUnreachable) {
		t.Errorf("a provider of another name: %v", err)
	}
}

// TestSignOut holds that the provider sends people back whose session it has ended.
func TestSignOut(t *testing.T) {
	at := openidtest.Start(t)
	p := made(at)
	address := p.SignOut(t.Context())
	if back := at.SignIn(address, openidtest.Person{}); back != openidtest.Planner+openid.OutPath {
		t.Errorf("%s leads to %s", address, back)
	}
}

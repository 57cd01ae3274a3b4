package web

import (
	"fmt"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

const (
	factorPath = accountPath + "/second-factor"
	factorKey  = "factor" // of a session: the sealed secret that is being set up
)

var factorRoutes = []route{
	{method: get, path: factorPath, act: auth.Self, do: (*Server).factorPage, first: true, password: true},
	{method: post, path: factorPath, act: auth.Self, do: (*Server).setFactor, first: true, password: true},
	{method: post, path: factorPath + "/off", act: auth.Self, do: (*Server).dropFactor, password: true},
}

// A factorView sets up somebody's own second factor, or takes it off.
type factorView struct {
	base
	On       bool
	Required bool
	Square   auth.Square
	Secret   string
	Code     Input
	Password Password
	Save     Button
}

// factorInput is what the page is made of.
type factorInput struct {
	on, required bool
	factor       auth.Factor
}

func newFactorView(b base, f *form.Form, in factorInput) (*factorView, error) {
	p := &factorView{base: b, On: in.on, Required: in.required, Password: password(f, "password", "Your password", "current-password")}
	if !in.required || in.on {
		p.backTo("Your account", accountPath)
	}
	if in.on {
		p.Save = Button{Text: "Take it off", Variant: "warning", Once: true}
		return p, nil
	}
	var err error
	p.Square, err = in.factor.Square()
	p.Secret, p.Code = in.factor.Groups(), codeInput(f, "The code that the app shows now")
	p.Save = Button{Text: "Set it up", Once: true}
	return p, err
}

// codeInput is the box for a code from an app.
func codeInput(f *form.Form, label string) Input {
	i := input(f, "code", label)
	i.Value, i.Width, i.InputMode, i.Autocomplete = "", 10, "numeric", "one-time-code" // a code is good once
	return i
}

// insecure is whether somebody who signed in with a password has to set up a second factor
// before anything else.
func (s *Server) insecure(v *visit) bool {
	return s.options.SecondFactor[auth.Role(v.user.Role)] && v.user.Factor == "" && v.user.Subject == ""
}

// pendingFactor is the factor that this session is setting up, made when first needed.
func (s *Server) pendingFactor(v *visit) (auth.Factor, error) {
	secret, err := s.options.Sealer.Open(v.user.ID, s.sessions.GetString(v.ctx(), factorKey))
	if err == nil {
		return auth.FactorOf(secret, s.trustName(v.trust()), v.user.Email)
	}
	factor, err := auth.NewFactor(s.trustName(v.trust()), v.user.Email)
	if err == nil {
		s.sessions.Put(v.ctx(), factorKey, s.options.Sealer.Seal(v.user.ID, factor.Secret))
	}
	return factor, err
}

// factorShown is the page for what the account has, and the factor being set up.
func (s *Server) factorShown(v *visit, f *form.Form) (*factorView, error) {
	in := factorInput{on: v.user.Factor != "", required: s.options.SecondFactor[auth.Role(v.user.Role)]}
	if !in.on {
		var err error
		if in.factor, err = s.pendingFactor(v); err != nil {
			return nil, err
		}
	}
	return newFactorView(s.base(v, "Second factor"), f, in)
}

func (s *Server) factorPage(v *visit) error {
	p, err := s.factorShown(v, form.New())
	if err != nil {
		return err
	}
	return s.show(v, "second-factor", p)
}

func (s *Server) setFactor(v *visit) error {
	f := v.form()
	code, secret := f.Text("code", "the code that the app shows", 20), f.Secret("password")
	if err := f.Done(); err != nil {
		return err
	}
	if v.user.Factor != "" {
		return s.redirect(v, factorPath)
	}
	if err := s.confirm(v, f, secret); err != nil {
		return err
	}
	factor, err := s.pendingFactor(v)
	if err != nil {
		return err
	}
	step, right := factor.Step(code, s.now())
	if code != "" && !right {
		f.Fail("code", "That is not the code that the app shows now. Codes change every 30 seconds; if none is right, check that the clock of your phone is")
	}
	if !f.OK() {
		p, err := s.factorShown(v, f)
		if err != nil {
			return err
		}
		return s.showAgain(v, "second-factor", p, f)
	}
	return s.secured(v, factor, step)
}

// A recoveryView shows recovery codes, this once.
type recoveryView struct {
	base
	Codes []string
	Next  Button
}

// secured keeps a factor that was proved, and shows its recovery codes: the answer is the
// page itself, since nothing could show them again.
func (s *Server) secured(v *visit, factor auth.Factor, step int64) error {
	codes, hashes := auth.NewRecoveryCodes()
	sealed := s.options.Sealer.Seal(v.user.ID, factor.Secret)
	if err := v.store.SetFactor(v.ctx(), v.actor(), v.user.ID, sealed, step, hashes); err != nil {
		return err
	}
	s.sessions.Remove(v.ctx(), factorKey)
	if err := s.stay(v); err != nil {
		return err
	}
	return s.show(v, "recovery", &recoveryView{base: s.base(v, "Keep your recovery codes"), Codes: codes, Next: Button{Text: "I have kept them", Href: "/"}})
}

func (s *Server) dropFactor(v *visit) error {
	f := v.form()
	secret := f.Secret("password")
	if err := f.Done(); err != nil {
		return err
	}
	if v.user.Factor == "" {
		return s.redirect(v, factorPath)
	}
	if err := s.confirm(v, f, secret); err != nil {
		return err
	}
	if !f.OK() {
		p, err := s.factorShown(v, f)
		if err != nil {
			return err
		}
		return s.showAgain(v, "second-factor", p, f)
	}
	if err := v.store.RemoveFactor(v.ctx(), v.actor(), v.user.ID); err != nil {
		return err
	}
	if err := s.stay(v); err != nil {
		return err
	}
	s.flash(v, "Your second factor has been taken off")
	return s.redirect(v, accountPath)
}

// codeState is what came of a code at signing in.
type codeState int

const (
	codeWrong codeState = iota
	codeRight
	codeTooOften
	codeNoKey // the app's codes cannot be checked: the key is not here
)

// checkCode checks a code from the app, or a recovery code. Either is good once.
func (s *Server) checkCode(v *visit, user store.User, typed string) (codeState, error) {
	if !s.throttle.AllowCode(user.ID) {
		return codeTooOften, nil
	}
	accounts := s.store.Of(user.Trust)
	spent, err := accounts.UseRecovery(v.ctx(), user.ID, auth.HashRecoveryCode(typed))
	if err != nil {
		return codeWrong, err
	}
	if !spent {
		secret, err := s.options.Sealer.Open(user.ID, user.Factor)
		if err != nil {
			s.log.Error("a second factor cannot be checked: sign_in.key_file is not the key that sealed it")
			return codeNoKey, nil
		}
		step, right := auth.Factor{Secret: secret}.Step(typed, s.now())
		if !right {
			return codeWrong, nil
		}
		if spent, err = accounts.UseStep(v.ctx(), user.ID, step); err != nil || !spent {
			return codeWrong, err
		}
	}
	s.throttle.RightCode(user.ID)
	if left, err := accounts.RecoveriesLeft(v.ctx(), user.ID); err != nil {
		return codeWrong, fmt.Errorf("count what is left: %w", err)
	} else if left < fewCodes {
		s.notice(v, "You have "+count(left, "recovery code")+" left. To get ten new ones, take your second factor off on the page Your account and set it up again")
	}
	return codeRight, nil
}

// fewCodes is how many recovery codes are so few that somebody is told at signing in.
const fewCodes = 3

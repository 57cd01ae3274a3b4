package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// Residents and consultants have no account. Each may be given a personal link to their
// own pages of one strike. A link is opened by a form, so that what looks at links in
// messages does nothing with it, and from then on a session of its own stands for it:
// its addresses hold neither the link nor who it is for.

const (
	ownPath       = "/own"
	ownLinkPath   = ownPath + "/link"
	ownHeldPath   = ownPath + "/held"
	ownDutiesPath = ownPath + "/duties"
	ownCoverPath  = ownPath + "/cover"
	ownOffersPath = ownPath + "/offers"
	ownLeavePath  = ownPath + "/leave"
	ownAgainPath  = ownPath + "/again"
)

// ownTime is how long somebody may use their pages after opening the link: it can be
// opened again.
const ownTime = 2 * time.Hour

// ownKey is the key of the link's hash in its session.
const ownKey = "link"

var ownRoutes = []route{
	{method: get, path: ownLinkPath + "/:secret", act: auth.Open, do: (*Server).ownLinkPage},
	{method: post, path: ownLinkPath + "/:secret", act: auth.Open, do: (*Server).openOwnLink},
	{method: get, path: ownPath, act: auth.Own, do: (*Server).ownStart},
	{method: get, path: ownHeldPath, act: auth.Own, do: (*Server).heldPage},
	{method: get, path: ownHeldPath + "/file", act: auth.Own, do: (*Server).heldFile, file: true},
	{method: post, path: ownLeavePath, act: auth.Own, do: (*Server).leaveOwn},
	{method: post, path: ownAgainPath, act: auth.Open, do: (*Server).ownAgain},
}

// own reports whether the route is for those who come by a personal link.
func (r route) own() bool { return r.act == auth.Own || r.act == auth.Declare || r.act == auth.Offer }

// byLink reports whether the route is for whoever comes by a personal link, or opens one. Nothing of such a request is
// kept with what they do.
func (r route) byLink() bool {
	return r.own() || r.path == ownPath || strings.HasPrefix(r.path, ownPath+"/")
}

// An ownVisit is whose pages are looked at; the zero ownVisit is nobody.
type ownVisit struct{ store.Person }

func (o ownVisit) here() bool { return o.ID != "" }

func (o ownVisit) role() auth.Role {
	if o.Kind == store.KindConsultant {
		return auth.Consultant
	}
	return auth.Resident
}

// actor says that it was by a link; of residents not by whose.
func (o ownVisit) actor() store.Actor {
	if o.Kind == store.KindConsultant {
		return store.ByConsultant
	}
	return store.ByResident
}

// withOwn gives the pages of personal links their sessions.
func (s *Server) withOwn(engine http.Handler) http.Handler {
	own := s.own.LoadAndSave(engine)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == ownPath || strings.HasPrefix(r.URL.Path, ownPath+"/") {
			own.ServeHTTP(w, r)
			return
		}
		engine.ServeHTTP(w, r)
	})
}

// identifyOwn finds whose link was opened. It is asked at every request, so that a link
// that is ended, or whose person is gone, opens nothing from then on.
func (s *Server) identifyOwn(v *visit) error {
	hash := s.own.GetString(v.ctx(), ownKey)
	if hash == "" {
		return nil
	}
	person, err := s.store.PersonOfLink(v.ctx(), hash)
	if errors.Is(err, rota.ErrNotFound) {
		return s.own.Destroy(v.ctx())
	}
	if err != nil {
		return err
	}
	v.own, v.store = ownVisit{person}, view(s.store.Of(person.Trust), rota.EveryService())
	return s.learnTrusts(v.ctx(), person.Trust)
}

// ownNavigation is the navigation of somebody's own pages.
func ownNavigation(v *visit) []Link {
	links := []Link{{Text: "Your duties", Href: ownDutiesPath}}
	if v.can(auth.Offer) {
		links = []Link{{Text: "Your cover", Href: ownCoverPath}, {Text: "Your offers", Href: ownOffersPath}}
	}
	links = append(links, Link{Text: "What is held about you", Href: ownHeldPath})
	for i := range links {
		links[i].Current = v.c.FullPath() == links[i].Href
	}
	return links
}

// ownBase starts a page of somebody's own, with the strike of their link.
func (s *Server) ownBase(v *visit, strike store.Strike, title string) base {
	b := s.base(v, title)
	b.Strike = &StrikeName{Name: strike.Name}
	return b
}

// ownStrike is the strike of the link.
func (s *Server) ownStrike(v *visit) (store.Strike, error) {
	return v.store.Strike(v.ctx(), v.own.StrikeID)
}

// ownStart leads to the first of somebody's own pages.
func (s *Server) ownStart(v *visit) error { return s.redirect(v, ownNavigation(v)[0].Href) }

// An ownLinkView asks to open a link, or says that it opens nothing.
type ownLinkView struct {
	base
	Action string // "" when it opens nothing
	Link   bool   // whether that is said of a link, and not of a page behind one
	Open   Button
	Again  *ownKept // what was typed in a form that was sent too late; nil for nothing
}

// personOf is whose link the address has, and its hash. From then on the visit is one to their trust.
func (s *Server) personOf(v *visit) (hash string, err error) {
	if !s.throttle.AllowLink(v.c.ClientIP()) {
		return "", &tooMany{time.Minute}
	}
	hash = auth.HashToken(v.param("secret"))
	person, err := s.store.PersonOfLink(v.ctx(), hash)
	if err != nil {
		return hash, err
	}
	s.throttle.RightLink(v.c.ClientIP())
	v.store = view(s.store.Of(person.Trust), rota.EveryService())
	return hash, s.learnTrusts(v.ctx(), person.Trust)
}

// endedLink answers whoever opens a link that opens nothing, whatever the cause: of one that was replaced
// nothing is kept, so the page says to all what it is most often.
func (s *Server) endedLink(v *visit) error {
	return s.showWith(v, http.StatusNotFound, "own-link", &ownLinkView{base: s.errorBase(v, "This link opens nothing any more"), Link: true})
}

// noLink answers whoever asks for a page of their own and has no link open.
func (s *Server) noLink(v *visit) error {
	return s.showWith(v, http.StatusNotFound, "own-link", &ownLinkView{base: s.errorBase(v, "Open your personal link")})
}

func (s *Server) ownLinkPage(v *visit) error {
	_, err := s.personOf(v)
	if errors.Is(err, rota.ErrNotFound) {
		return s.endedLink(v)
	}
	if err != nil {
		return err
	}
	return s.show(v, "own-link", &ownLinkView{base: s.base(v, "Your own pages"), Action: v.c.Request.URL.EscapedPath(), Open: Button{Text: "Continue"}})
}

// openOwnLink begins a session for the link. It can be opened as often as its person
// likes, and on any device.
func (s *Server) openOwnLink(v *visit) error {
	hash, err := s.personOf(v)
	if errors.Is(err, rota.ErrNotFound) {
		return s.endedLink(v)
	}
	if err == nil {
		err = v.form().Done()
	}
	if err != nil {
		return err
	}
	if err := errors.Join(s.own.Clear(v.ctx()), s.own.RenewToken(v.ctx())); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	s.own.Put(v.ctx(), ownKey, hash)
	return s.redirect(v, ownPath)
}

// leaveOwn ends the session; the link stays as it is.
func (s *Server) leaveOwn(v *visit) error {
	if err := v.form().Done(); err != nil {
		return err
	}
	if err := s.own.Destroy(v.ctx()); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	v.c.Header("Clear-Site-Data", `"cache", "storage"`)
	return s.redirect(v, ownPath)
}

package web

import (
	"context"
	"sync"

	"strikerota/internal/store"
)

// trustNames are the names of the trusts that share the planner, once somebody of theirs
// has come. A trust keeps its name.
type trustNames struct {
	mu    sync.Mutex
	names map[store.TrustID]string
}

// signedIn makes the visit that of somebody: they see what their trust has and no more.
func (s *Server) signedIn(v *visit, user store.User) error {
	v.user, v.store = user, view(s.store.Of(user.Trust), ownServices(user))
	return s.learnTrusts(v.ctx(), user.Trust)
}

// learnTrusts reads the names of the trusts when that of this one is not known yet.
func (s *Server) learnTrusts(ctx context.Context, id store.TrustID) error {
	if s.trustName(id) != "" {
		return nil
	}
	trusts, err := s.store.Trusts(ctx)
	if err != nil {
		return err
	}
	s.trusts.mu.Lock()
	defer s.trusts.mu.Unlock()
	s.trusts.names = map[store.TrustID]string{}
	for _, t := range trusts {
		s.trusts.names[t.ID] = t.Name
	}
	return nil
}

// trustName is what the trust is called; to strangers that is the first one.
func (s *Server) trustName(id store.TrustID) string {
	if id == store.FirstTrust || id == 0 {
		return s.options.Trust
	}
	s.trusts.mu.Lock()
	defer s.trusts.mu.Unlock()
	return s.trusts.names[id]
}

// trustCalled is the trust of this name, 0 for "" and for one that there is not.
func (s *Server) trustCalled(ctx context.Context, name string) (store.TrustID, error) {
	if name == "" {
		return 0, nil
	}
	if name == s.options.Trust {
		return store.FirstTrust, nil
	}
	trusts, err := s.store.Trusts(ctx)
	for _, t := range trusts {
		if t.Name == name {
			return t.ID, nil
		}
	}
	return 0, err
}

package openidtest

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// loginPath is the page at which people sign in: who they are stands in its address.
const loginPath = "/login"

// A provider is the library's, and what the tests tell it.
type provider struct {
	storage *storage
	op      *op.Provider

	mu    sync.Mutex
	keys  int    // how often they were asked for
	spoil string // the next token
}

// run serves a provider at the address until in ends, and writes its issuer first.
func run(address string, in io.Reader, out io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the library logs there
	p, err := newProvider("http://" + listener.Addr().String())
	if err != nil {
		return err
	}
	server := &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	if _, err := fmt.Fprintln(out, p.storage.issuer); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		_ = server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func newProvider(issuer string) (*provider, error) {
	s := &storage{issuer: issuer, requests: map[string]*request{}, tokens: map[string]*request{}}
	if err := s.rotate(jose.RS256); err != nil {
		return nil, err
	}
	config := &op.Config{CryptoKey: sha256.Sum256([]byte("test")), CryptoKeyId: "test", CodeMethodS256: true}
	library, err := op.NewProvider(config, s, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	return &provider{storage: s, op: library}, nil
}

// ServeHTTP answers as the library does, but for what belongs to the tests.
func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case loginPath:
		p.login(w, r)
	case "/tell/rotate":
		if err := p.storage.rotate(jose.SignatureAlgorithm(r.FormValue("how"))); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	case "/tell/spoil":
		p.mu.Lock()
		defer p.mu.Unlock()
		p.spoil = r.FormValue("how")
	case "/tell/keys-asked":
		p.mu.Lock()
		defer p.mu.Unlock()
		_, _ = io.WriteString(w, strconv.Itoa(p.keys))
	case "/tell/logout":
		p.logout(w, r)
	case "/oauth/token":
		p.token(w, r)
	case "/keys":
		p.mu.Lock()
		p.keys++
		p.mu.Unlock()
		p.op.ServeHTTP(w, r)
	default:
		p.op.ServeHTTP(w, r)
	}
}

// login signs in whoever the address names.
func (p *provider) login(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	who := Person{Subject: query.Get("sub"), Name: query.Get("name"), Email: query.Get("email"), Groups: query["group"],
		Methods: query["amr"], Level: query.Get("acr"), Later: query.Get("later") != "", Told: query.Get("told")}
	id := query.Get("id")
	if err := p.storage.signIn(id, who); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, op.AuthCallbackURL(p.op)(op.ContextWithIssuer(r.Context(), p.storage.issuer), id), http.StatusFound)
}

// newKey makes a key for signing by one of two algorithms.
func newKey(algorithm jose.SignatureAlgorithm) (*signingKey, error) {
	var key crypto.Signer
	var err error
	if algorithm == jose.ES256 {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	} else {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		return nil, err
	}
	return &signingKey{id: rand.Text(), algorithm: algorithm, key: key}, nil
}

package auth

import (
	"encoding/base32"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestFactorStep holds the codes of RFC 6238, appendix B (SHA-1, the last six digits), and
// how far a clock may be off.
func TestFactorStep(t *testing.T) {
	f := Factor{Secret: base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))}
	tests := []struct {
		name, typed string
		at          int64
		step        int64
		ok          bool
	}{
		{"RFC, 59 s", "287082", 59, 1, true},
		{"RFC, 2005", "081804", 1111111109, 37037036, true},
		{"with a space", "081 804", 1111111109, 37037036, true},
		{"RFC, 2033", "279037", 2000000000, 66666666, true},
		{"one step late", "287082", 89, 1, true},
		{"two steps late", "287082", 90, 0, false},
		{"one step early", "287082", 0, 1, true},
		{"two steps early", "081804", 1111111109 - 60, 0, false},
		{"wrong", "287083", 59, 0, false},
		{"nothing", "", 59, 0, false},
		{"eight digits", "94287082", 59, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			step, ok := f.Step(tt.typed, time.Unix(tt.at, 0))
			if step != tt.step || ok != tt.ok {
				t.Errorf("Step = %d, %t; want %d, %t", step, ok, tt.step, tt.ok)
			}
		})
	}
}

func TestFactor(t *testing.T) {
	f, err := NewFactor("Anytown: trust & more", "r.osei@trust.example")
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(f.Secret); err != nil || len(raw) != 20 {
		t.Errorf("a secret of %d bytes, %v; want 20", len(raw), err)
	}
	if got := strings.ReplaceAll(f.Groups(), " ", ""); got != f.Secret {
		t.Errorf("in groups it is %q, want %q", f.Groups(), f.Secret)
	}
	again, err := FactorOf(f.Secret, "Anytown: trust & more", "r.osei@trust.example")
	if err != nil || again.key.URL() != f.key.URL() {
		t.Errorf("made again it is %v, %v; want %v", again.key, err, f.key)
	}
	square, err := f.Square()
	if err != nil || square.Size < 29 || strings.Count(square.Path, "M") < 200 {
		t.Errorf("a square of %d with %d dark parts, %v", square.Size, strings.Count(square.Path, "M"), err)
	}
	if _, err := FactorOf("not base32!", "x", "y"); err == nil || strings.Contains(err.Error(), "base32!") {
		t.Errorf("a secret that cannot be read: %v", err)
	}
}

func TestSealer(t *testing.T) {
	key := []byte(strings.Repeat("k", SealKeyBytes))
	s, err := NewSealer(key)
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewSealer([]byte(strings.Repeat("o", SealKeyBytes)))
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.Seal("ann", "secret")
	if sealed == s.Seal("ann", "secret") || strings.Contains(sealed, "secret") {
		t.Errorf("sealed as %q", sealed)
	}
	if got, err := s.Open("ann", sealed); got != "secret" || err != nil {
		t.Errorf("Open = %q, %v", got, err)
	}
	for name, open := range map[string]func() (string, error){
		"another account": func() (string, error) { return s.Open("bob", sealed) },
		"another key":     func() (string, error) { return other.Open("ann", sealed) },
		"changed":         func() (string, error) { return s.Open("ann", "A"+sealed) },
		"nothing":         func() (string, error) { return s.Open("ann", "") },
	} {
		if got, err := open(); got != "" || !errors.Is(err, ErrSealed) {
			t.Errorf("%s: Open = %q, %v; want ErrSealed", name, got, err)
		}
	}
	if _, err := NewSealer(key[1:]); err == nil {
		t.Error("a key that is too short was taken")
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes, hashes := NewRecoveryCodes()
	seen := map[string]bool{}
	for i, code := range codes {
		seen[code] = true
		for _, typed := range []string{code, strings.ToUpper(code), " " + strings.ReplaceAll(code, "-", "")} {
			if HashRecoveryCode(typed) != hashes[i] {
				t.Errorf("%q typed as %q is not known", code, typed)
			}
		}
	}
	if len(seen) != 10 || HashRecoveryCode(codes[0]) == HashRecoveryCode(codes[1]) {
		t.Errorf("codes %v", codes)
	}
}

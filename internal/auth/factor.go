package auth

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// stepSeconds is how long a code is the one that is shown (RFC 6238, as every
// authenticator app has it).
const stepSeconds = 30

// A Factor is the secret that an authenticator app shares with the planner (TOTP: six
// digits, a new code every 30 seconds).
type Factor struct {
	Secret string // in base32
	key    *otp.Key
}

// NewFactor makes a secret. The app shows the trust as issuer, and the account's address.
func NewFactor(issuer, email string) (Factor, error) {
	return makeFactor(totp.GenerateOpts{Issuer: issuer, AccountName: email, SecretSize: 20})
}

func makeFactor(o totp.GenerateOpts) (Factor, error) {
	key, err := totp.Generate(o)
	if err != nil {
		return Factor{}, fmt.Errorf("make a second factor: %w", err)
	}
	return Factor{Secret: key.Secret(), key: key}, nil
}

// FactorOf is the Factor of a secret that was made before.
func FactorOf(secret, issuer, email string) (Factor, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil || len(raw) == 0 {
		return Factor{}, errors.New("the secret of a second factor cannot be read")
	}
	return makeFactor(totp.GenerateOpts{Issuer: issuer, AccountName: email, Secret: raw})
}

// Groups is the secret in groups of four, to be typed.
func (f Factor) Groups() string {
	var groups []string
	for rest := f.Secret; rest != ""; rest = rest[min(4, len(rest)):] {
		groups = append(groups, rest[:min(4, len(rest))])
	}
	return strings.Join(groups, " ")
}

// Step is which code the typed one is, of now, the one before or the one after: clocks
// differ. ok is false when it is none of them. A step is good once: the caller has to
// note the last one used.
func (f Factor) Step(typed string, now time.Time) (step int64, ok bool) {
	typed = strings.Join(strings.Fields(typed), "")
	for _, at := range []int64{now.Unix()/stepSeconds - 1, now.Unix() / stepSeconds, now.Unix()/stepSeconds + 1} {
		code, err := totp.GenerateCode(f.Secret, time.Unix(at*stepSeconds, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 {
			step, ok = at, true // no early end: it would tell which
		}
	}
	return step, ok
}

// A Square is a QR code: Path draws its dark squares, in a box of Size by Size units.
type Square struct {
	Path string
	Size int
}

// Square is what an authenticator app reads from the screen, with the white edge that it needs.
func (f Factor) Square() (Square, error) {
	code, err := qr.Encode(f.key.URL(), qr.M, qr.Auto)
	if err != nil {
		return Square{}, fmt.Errorf("draw a second factor: %w", err)
	}
	const edge = 4
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+edge, y+edge)
			}
		}
	}
	return Square{Path: path.String(), Size: size + 2*edge}, nil
}

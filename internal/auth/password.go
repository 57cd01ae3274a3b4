package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of one hash: 19 MiB, two passes, one lane (OWASP password storage
// cheat sheet, argon2id, 2025). A hash records its own cost, so a later change
// leaves old ones readable.
const (
	memoryKiB  = 19 * 1024
	passes     = 2
	lanes      = 1
	saltBytes  = 16
	keyBytes   = 32
	atOnce     = 2 // hashes worked out at the same time, so that guessing cannot fill the memory
	maxCostKiB = 256 * 1024
)

// Lengths of a password in characters (NIST SP 800-63B-4: at least 15 where it
// is the only factor, any composition).
const (
	MinPassword = 15
	MaxPassword = 200
)

// shortestName is the fewest characters of an e-mail name that a password may not hold:
// fewer are in many words.
const shortestName = 3

var encoding = base64.RawStdEncoding

// errHash means that a stored hash is not one of ours. It never holds the hash.
var errHash = errors.New("stored password hash cannot be read")

// A Hasher makes and checks password hashes, at most two at once.
type Hasher struct {
	turn  chan struct{}
	dummy string // checked when there is no such account, so that the answer takes as long
}

// NewHasher makes a Hasher.
func NewHasher() *Hasher {
	return &Hasher{turn: make(chan struct{}, atOnce), dummy: hash("no such account", make([]byte, saltBytes))}
}

// Hash gives the argon2id hash of a password with a new salt, in PHC form.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	release, err := h.wait(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails since Go 1.24
	return hash(password, salt), nil
}

// Check reports whether the password is the one that was hashed. With no hash
// ("") it takes as long and reports false.
func (h *Hasher) Check(ctx context.Context, stored, password string) (bool, error) {
	release, err := h.wait(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	if stored == "" {
		_, err := check(h.dummy, password)
		return false, err
	}
	return check(stored, password)
}

func (h *Hasher) wait(ctx context.Context) (release func(), err error) {
	select {
	case h.turn <- struct{}{}:
		return func() { <-h.turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
}

func hash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, keyBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		encoding.EncodeToString(salt), encoding.EncodeToString(key))
}

func check(stored, password string) (bool, error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false, errHash
	}
	var memory, time uint32
	var threads uint8
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); n != 3 || err != nil ||
		memory == 0 || memory > maxCostKiB || time == 0 || time > 16 || threads == 0 {
		return false, errHash
	}
	salt, err1 := encoding.DecodeString(parts[4])
	want, err2 := encoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) < 16 || len(want) > 128 {
		return false, errHash
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// An Owner is whose password it is: what somebody would guess first who knows them.
type Owner struct{ Email, Name, Trust string }

// CheckPassword says what is wrong with a new password, as a sentence for the
// person who chose it, or "" when it will do. It may not hold who its owner is, and may
// not be one that many people use.
func CheckPassword(password string, owner Owner) string {
	n := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	name, _, _ := strings.Cut(strings.ToLower(owner.Email), "@")
	switch {
	case n < MinPassword:
		return fmt.Sprintf("The password must be at least %d characters long", MinPassword)
	case n > MaxPassword:
		return fmt.Sprintf("The password must be at most %d characters long", MaxPassword)
	case utf8.RuneCountInString(name) >= shortestName && strings.Contains(lower, name):
		return "The password must not contain your e-mail name"
	case repeats(lower):
		return "The password must not be the same few characters again and again"
	case wordIn(lower, owner.Name) != "":
		return "The password must not contain your name"
	}
	for _, word := range []string{"strikerota", "password", wordIn(lower, owner.Trust)} {
		if word != "" && strings.Contains(lower, word) {
			return "The password must not contain the word " + word
		}
	}
	if easy(lower) {
		return "The password is easy to guess: it is made of what many people use as one. Put another word or two in it that have nothing to do with the rest"
	}
	return ""
}

// wordIn is the first word of a name that the text in lower case holds, or "".
func wordIn(lower, name string) string {
	for _, word := range words(strings.ToLower(name)) {
		if utf8.RuneCountInString(word) >= shortestWord && strings.Contains(lower, word) {
			return word
		}
	}
	return ""
}

// repeats reports whether s holds fewer than five different characters.
func repeats(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 5
}

// NewPassword makes a random first password of four groups of five, 100 bits.
// It has no letters that look alike.
func NewPassword() string {
	text := strings.ToLower(rand.Text())[:20]
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:]}, "-")
}

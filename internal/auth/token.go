package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// NewToken makes a random text of 130 bits, for a link or a browser, and the hash by
// which it is known: the text itself is kept nowhere.
func NewToken() (token, hash string) {
	token = rand.Text()
	return token, HashToken(token)
}

// NewLongToken is NewToken with 260 bits, for a link that is good for days.
func NewLongToken() (token, hash string) {
	token = rand.Text() + rand.Text()
	return token, HashToken(token)
}

// HashToken is the hash by which a token is known. It needs no salt: what is hashed is random.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// recoveryCodes is how many recovery codes somebody has.
const recoveryCodes = 10

// NewRecoveryCodes makes ten random codes of 75 bits, each of three groups of five, and their hashes.
func NewRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		text := strings.ToLower(rand.Text())[:15]
		code := text[:5] + "-" + text[5:10] + "-" + text[10:]
		codes, hashes = append(codes, code), append(hashes, HashRecoveryCode(code))
	}
	return codes, hashes
}

// HashRecoveryCode is the hash of a recovery code as somebody may type it: with other
// spaces, hyphens and capitals.
func HashRecoveryCode(typed string) string {
	return HashToken(strings.Join(strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r == '-' || r == ' ' }), ""))
}

package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// SealKeyBytes is the least length of a key.
const SealKeyBytes = 32

// ErrSealed means that a secret cannot be opened: it was sealed with another key, or for
// another account, or has been changed.
var ErrSealed = errors.New("a sealed secret cannot be opened with the key that is here")

// A Sealer seals secrets with a key that is kept apart from the database.
type Sealer struct{ aead cipher.AEAD }

// NewSealer makes a Sealer of a random key of at least [SealKeyBytes].
func NewSealer(key []byte) (*Sealer, error) {
	if len(key) < SealKeyBytes {
		return nil, fmt.Errorf("a key has %d bytes, want at least %d", len(key), SealKeyBytes)
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "strikerota second factor", 32)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, fmt.Errorf("make a cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make a cipher: %w", err)
	}
	return &Sealer{aead}, nil
}

// Seal encrypts a secret of an account.
func (s *Sealer) Seal(account, secret string) string {
	return base64.RawStdEncoding.EncodeToString(s.aead.Seal(nil, nil, []byte(secret), []byte(account))) // #nosec G407 -- the nonce is random: NewGCMWithRandomNonce
}

// Open is the secret that was sealed for the account, or [ErrSealed].
func (s *Sealer) Open(account, sealed string) (string, error) {
	text, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return "", ErrSealed
	}
	secret, err := s.aead.Open(nil, nil, text, []byte(account))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}

package config

import (
	"errors"
	"log/slog"
	"math"
	"strconv"
	"strings"
)

// A Size is a number of bytes, written with its unit, as in 256KiB.
type Size int64

// Units of Size.
const (
	Byte Size = 1
	KiB       = 1024 * Byte
	MiB       = 1024 * KiB
)

var errSize = errors.New("must be a whole number and a unit, as in 256KiB or 2MiB")

// ParseSize reads a whole number followed by B, KiB or MiB.
func ParseSize(s string) (Size, error) {
	digits := strings.TrimRight(s, "BKMi")
	unit := map[string]Size{"B": Byte, "KiB": KiB, "MiB": MiB}[s[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || unit == 0 || n < 0 || n > math.MaxInt64/int64(unit) {
		return 0, errSize
	}
	return Size(n) * unit, nil
}

// UnmarshalText reads what ParseSize reads.
func (s *Size) UnmarshalText(text []byte) error {
	size, err := ParseSize(string(text))
	if err != nil {
		return err
	}
	*s = size
	return nil
}

// String writes the size in its largest whole unit.
func (s Size) String() string {
	switch {
	case s != 0 && s%MiB == 0:
		return strconv.FormatInt(int64(s/MiB), 10) + "MiB"
	case s != 0 && s%KiB == 0:
		return strconv.FormatInt(int64(s/KiB), 10) + "KiB"
	}
	return strconv.FormatInt(int64(s), 10) + "B"
}

// A Secret is text that must never be shown: it prints, logs and marshals as a
// placeholder. Reveal gives the text itself.
type Secret string

const hidden = "[secret]"

// Reveal is the secret itself.
func (s Secret) Reveal() string { return string(s) }

// String is a placeholder, or nothing for no secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString is the placeholder, so that %#v shows no secret either.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// LogValue is the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is the placeholder, for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the text as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = Secret(text)
	return nil
}

package rota

import (
	"fmt"
	"strconv"
	"strings"
)

// Pence is an amount of money in whole pence. Amounts are never floating point.
type Pence int64

// MaxPence bounds what a person may enter as one amount: ten million pounds.
const MaxPence Pence = 1_000_000_000

// Plus adds two amounts. Nil is not known, and so is a sum with it.
func Plus(a, b *Pence) *Pence {
	if a == nil || b == nil {
		return nil
	}
	return ptr(*a + *b)
}

// Less takes an amount from another. Nil is not known, and so is a difference with it.
func Less(a, b *Pence) *Pence {
	if a == nil || b == nil {
		return nil
	}
	return ptr(*a - *b)
}

// digitGroups is how some countries group digits.
var digitGroups = strings.NewReplacer("\u00a0", ",", " ", ",")

// ParsePence reads pounds written as text, such as "12.50", "£1,234" or "188".
// It takes no more than two decimals and no sign, and gives an error that says
// what is wrong without repeating the text.
func ParsePence(s string) (Pence, error) {
	text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "£"))
	text = digitGroups.Replace(text)
	if text == "" {
		return 0, fmt.Errorf("an amount is missing")
	}
	pounds, pence, dotted := strings.Cut(text, ".")
	if dotted && (len(pence) < 1 || len(pence) > 2) {
		return 0, fmt.Errorf("an amount has at most two decimals, such as 12.50")
	}
	pounds, ok := ungroup(pounds)
	if !ok || !digits(pounds) || !digits(pence) || len(pounds) > 9 {
		return 0, fmt.Errorf("an amount is pounds and pence in digits, such as 12.50")
	}
	for len(pence) < 2 {
		pence += "0"
	}
	n, err := strconv.ParseInt(pounds+pence, 10, 64)
	if err != nil || Pence(n) > MaxPence {
		return 0, fmt.Errorf("an amount must be no more than £10,000,000")
	}
	return Pence(n), nil
}

// ungroup removes commas that stand before each three digits, and refuses others.
func ungroup(s string) (string, bool) {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		if len(parts) > 1 && (len(p) > 3 || p == "" || i > 0 && len(p) != 3) {
			return "", false
		}
	}
	joined := strings.Join(parts, "")
	return joined, joined != ""
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// String gives pounds with thousands and two decimals: "£1,234.50", "-£3.00".
func (p Pence) String() string {
	minus, n := "", int64(p)
	if n < 0 {
		minus, n = "-", -n
	}
	return fmt.Sprintf("%s£%s.%02d", minus, thousands(n/100), n%100)
}

// Plain gives pounds with two decimals and nothing else, for forms and files: "1234.50".
func (p Pence) Plain() string {
	minus, n := "", int64(p)
	if n < 0 {
		minus, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", minus, n/100, n%100)
}

// Whole gives pounds rounded half up to the pound, with thousands: "£1,235".
func (p Pence) Whole() string {
	minus, n := "", int64(p)
	if n < 0 {
		minus, n = "-", -n
	}
	pounds := (n + 50) / 100
	if pounds == 0 {
		minus = ""
	}
	return minus + "£" + thousands(pounds)
}

// thousands writes a number from 0 up with commas between thousands.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

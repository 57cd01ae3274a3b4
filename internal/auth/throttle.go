package auth

import (
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Tries at signing in: a few at once, then one in a while. Guessing at most five and
// then one a minute stays below ten in five minutes (Cyber Essentials v3.3).
const (
	triesPerAccount = 5
	triesPerAddress = 20
	triesPerBrowser = 5
	triesPerCode    = 5
	accountPause    = time.Minute
	addressPause    = 5 * time.Second
	codePause       = 5 * time.Minute // of six digits three are right at a time
	maxKeys         = 10_000          // remembered at once; beyond that those that have nothing against them are dropped
)

// A Throttle slows down guessing: a limit for each account tried and one for each
// address that tries. A browser in which the person has signed in before has a limit of
// its own instead, so that nobody who guesses at an account can keep its owner out. It is
// safe for concurrent use and kept in memory.
type Throttle struct {
	now func() time.Time

	mu       sync.Mutex
	accounts map[string]*bucket
	address  map[string]*bucket
	browsers map[string]*bucket
	codes    map[string]*bucket
	links    map[string]*bucket
}

// NewThrottle makes a Throttle that reads the time from now.
func NewThrottle(now func() time.Time) *Throttle {
	return &Throttle{now: now, accounts: map[string]*bucket{}, address: map[string]*bucket{}, browsers: map[string]*bucket{}, codes: map[string]*bucket{}, links: map[string]*bucket{}}
}

// Allow counts one try at the account from the address and reports whether it
// may go on. Accounts that do not exist count the same.
func (t *Throttle) Allow(account, address string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	// Both are counted, so that one limit cannot be used to probe the other.
	okAddress := t.take(t.address, network(address), limit{triesPerAddress, addressPause})
	okAccount := t.take(t.accounts, strings.ToLower(account), limit{triesPerAccount, accountPause})
	return okAddress && okAccount
}

// AllowBrowser counts one try from a browser that is known to be the account's.
func (t *Throttle) AllowBrowser(browser string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.take(t.browsers, browser, limit{triesPerBrowser, accountPause})
}

// AllowLink counts one try at a personal link from the address.
func (t *Throttle) AllowLink(address string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.take(t.links, network(address), limit{triesPerAddress, addressPause})
}

// RightLink gives the address back the try: many people may open theirs from one.
func (t *Throttle) RightLink(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	giveBack(t.links, address)
}

// Right clears the account's count after a right password, and gives the address back
// the try: whoever shares an address with many signs in all the same.
func (t *Throttle) Right(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.accounts, strings.ToLower(account))
	giveBack(t.address, address)
}

// giveBack gives an address back one try.
func giveBack(all map[string]*bucket, address string) {
	if b := all[network(address)]; b != nil {
		b.left = min(b.left+1, triesPerAddress)
	}
}

// RightBrowser clears a browser's count after a right password.
func (t *Throttle) RightBrowser(browser string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.browsers, browser)
}

// AllowCode counts one try at the second factor of an account whose password was right.
func (t *Throttle) AllowCode(account string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.take(t.codes, account, limit{triesPerCode, codePause})
}

// RightCode clears an account's count of codes after a right one.
func (t *Throttle) RightCode(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.codes, account)
}

// take counts one try, and reports whether there was one left.
func (t *Throttle) take(all map[string]*bucket, key string, l limit) bool {
	return take(all, key, l, t.now()) == 0
}

// network is what an address counts as: one that IPv6 gives to one site counts as one.
func network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Unmap().Is4() {
		return address
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

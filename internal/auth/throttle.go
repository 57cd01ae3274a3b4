package auth

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Tries at signing in: a few at once, then one in a while.
const (
	triesPerAccount = 5
	triesPerAddress = 20
	accountPause    = time.Minute
	addressPause    = 5 * time.Second
	maxKeys         = 10_000 // remembered at once; beyond that the fullest (least used) are dropped
)

// A Throttle slows down guessing: a limit for each account tried and one for
// each address that tries. It is safe for concurrent use and kept in memory.
type Throttle struct {
	now func() time.Time

	mu       sync.Mutex
	accounts map[string]*rate.Limiter
	address  map[string]*rate.Limiter
}

// NewThrottle makes a Throttle that reads the time from now.
func NewThrottle(now func() time.Time) *Throttle {
	return &Throttle{now: now, accounts: map[string]*rate.Limiter{}, address: map[string]*rate.Limiter{}}
}

// Allow counts one try at the account from the address and reports whether it
// may go on. Accounts that do not exist count the same.
func (t *Throttle) Allow(account, address string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	a := limiter(t.address, address, addressPause, triesPerAddress, now)
	b := limiter(t.accounts, strings.ToLower(account), accountPause, triesPerAccount, now)
	// Both are counted, so that one limit cannot be used to probe the other.
	okAddress, okAccount := a.AllowN(now, 1), b.AllowN(now, 1)
	return okAddress && okAccount
}

// Forget clears the account's count after a right password.
func (t *Throttle) Forget(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.accounts, strings.ToLower(account))
}

func limiter(all map[string]*rate.Limiter, key string, every time.Duration, burst int, now time.Time) *rate.Limiter {
	l := all[key]
	if l == nil {
		if len(all) >= maxKeys {
			for k, old := range all {
				if old.TokensAt(now) >= float64(burst) {
					delete(all, k)
				}
			}
		}
		if len(all) >= maxKeys {
			clear(all) // under a flood, forgetting is better than growing
		}
		l = rate.NewLimiter(rate.Every(every), burst)
		all[key] = l
	}
	return l
}

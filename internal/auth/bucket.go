package auth

import "time"

// A bucket holds what somebody may still do, as of a moment.
type bucket struct {
	left float64
	at   time.Time
}

// A limit is how much may be done at once, and how long it takes until there is one more.
type limit struct {
	most  int
	pause time.Duration
}

// take takes one from the bucket of the key and returns 0, or how long it takes until
// there is one: then nothing is taken.
func take(all map[string]*bucket, key string, l limit, now time.Time) time.Duration {
	b := all[key]
	if b == nil {
		if len(all) >= maxKeys {
			for k, old := range all {
				if old.leftAt(now, l) >= float64(l.most) {
					delete(all, k)
				}
			}
		}
		if len(all) >= maxKeys {
			clear(all) // under a flood, forgetting is better than growing
		}
		b = &bucket{left: float64(l.most), at: now}
		all[key] = b
	}
	b.left, b.at = b.leftAt(now, l), now
	if b.left < 1 {
		return max(1, time.Duration((1-b.left)*float64(l.pause)))
	}
	b.left--
	return 0
}

func (b *bucket) leftAt(now time.Time, l limit) float64 {
	gained := float64(max(0, now.Sub(b.at))) / float64(l.pause)
	return min(b.left+gained, float64(l.most))
}

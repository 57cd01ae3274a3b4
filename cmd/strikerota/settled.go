package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"strikerota/internal/config"
	"strikerota/internal/store"
)

// settled is what a restored backup must not undo: accounts that were closed after it was made, and
// strikes whose people are deleted sooner than it says, or are already.
type settled struct {
	unread  bool // what was there could not be read
	closed  map[string]bool
	strikes map[string]store.Strike
}

// settledNow reads it of the database that is there. It has nothing when there is none yet.
func settledNow(ctx context.Context, w world, c config.Config) settled {
	at := storeOptions(w, c)
	if _, err := os.Stat(at.Path); at.Driver == store.SQLite && errors.Is(err, os.ErrNotExist) {
		return settled{}
	}
	s, err := store.Open(ctx, at)
	if err != nil {
		return settled{unread: true}
	}
	users, err := s.UsersOfAll(ctx)
	strikes, also := s.StrikesOfAll(ctx)
	if errors.Join(err, also, s.Close()) != nil {
		return settled{unread: true}
	}
	out := settled{closed: map[string]bool{}, strikes: map[string]store.Strike{}}
	for _, u := range users {
		out.closed[u.ID] = u.Closed()
	}
	for _, st := range strikes {
		out.strikes[st.ID] = st
	}
	return out
}

// keep has a restored database keep to it, and gives how many accounts were closed again, and of how
// many strikes people go sooner than the backup says.
func (n settled) keep(ctx context.Context, o *opened, w world) (accounts, strikes int, err error) {
	users, err := o.UsersOfAll(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, u := range users {
		if n.closed[u.ID] && !u.Closed() {
			accounts++
			if err := o.Of(u.Trust).CloseUser(ctx, store.Actor{}, u.ID); err != nil {
				return accounts, 0, err
			}
		}
	}
	all, err := o.StrikesOfAll(ctx)
	if err != nil {
		return accounts, 0, err
	}
	var gone []store.Strike
	for _, st := range all {
		now, known := n.strikes[st.ID]
		switch {
		case !known || !st.PurgedAt.IsZero():
			continue
		case !now.PurgedAt.IsZero():
			gone = append(gone, st)
		case now.DeleteOn.IsZero() || !st.DeleteOn.IsZero() && !now.DeleteOn.Before(st.DeleteOn):
			continue
		default:
			st.Retention = now.Retention
			if err := o.Of(st.Trust).SaveStrike(ctx, store.Actor{}, st.ID, st.Version, st.StrikeSettings); err != nil {
				return accounts, strikes, err
			}
		}
		strikes++
	}
	if _, err = o.purgeStrikes(ctx, gone); err == nil {
		_, err = o.purgeDatabase(ctx, w)
	}
	return accounts, strikes, err
}

// words say what was kept, and what a restore cannot know.
func (n settled) words(accounts, strikes int) string {
	out := ""
	if n.unread {
		out = "What was there before could not be read: an account that was closed after the backup was made is open again, and people may be kept longer than was decided since. See Accounts and Retention.\n"
	}
	if accounts > 0 {
		out += fmt.Sprintf("Accounts that were closed after it was made, closed again: %d.\n", accounts)
	}
	if strikes > 0 {
		out += fmt.Sprintf("Strikes whose people were deleted after it was made, or are to be sooner than it says, kept to that: %d.\n", strikes)
	}
	return out + "Passwords, replies, offers and attendance are those of when it was made: what somebody has changed or taken back since stands as it was before. Have them looked over before a rota is made of them.\n"
}

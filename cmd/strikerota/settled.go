package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"strikerota/internal/config"
	"strikerota/internal/store"
)

// settled is what a restored backup must not undo: accounts that were closed after it was made,
// strikes that were deleted, or whose people are deleted sooner than it says or are already, people who were
// deleted by themselves, what residents said last, and which counts of attendance were told.
type settled struct {
	unread  bool // what was there could not be read
	closed  map[string]bool
	strikes map[string]store.Strike
	gone    map[string]time.Time     // strikes that were deleted whole, and when
	people  map[string]store.Settled // by strike
}

// kept counts what a restored database was made to keep to.
type kept struct {
	accounts, strikes, gone int
	store.KeptTo
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
	out, err := settledIn(ctx, s)
	if errors.Join(err, s.Close()) != nil {
		return settled{unread: true}
	}
	return out
}

func settledIn(ctx context.Context, s *store.Store) (settled, error) {
	out := settled{closed: map[string]bool{}, strikes: map[string]store.Strike{}, gone: map[string]time.Time{}, people: map[string]store.Settled{}}
	users, err := s.UsersOfAll(ctx)
	if err != nil {
		return out, err
	}
	for _, u := range users {
		out.closed[u.ID] = u.Closed()
	}
	strikes, err := s.StrikesOfAll(ctx)
	if err != nil {
		return out, err
	}
	for _, st := range strikes {
		out.strikes[st.ID] = st
		if !st.PurgedAt.IsZero() {
			continue
		}
		if out.people[st.ID], err = s.Of(st.Trust).SettledOf(ctx, st.ID); err != nil {
			return out, err
		}
	}
	trusts, err := s.Trusts(ctx)
	if err != nil {
		return out, err
	}
	for _, t := range trusts {
		deleted, err := s.Of(t.ID).DeletedStrikes(ctx)
		if err != nil {
			return out, err
		}
		for id, at := range deleted {
			if _, there := out.strikes[id]; !there {
				out.gone[id] = at
			}
		}
	}
	return out, nil
}

// keep has a restored database keep to it, and counts what it did.
func (n settled) keep(ctx context.Context, o *opened, w world) (did kept, err error) {
	users, err := o.UsersOfAll(ctx)
	if err != nil {
		return did, err
	}
	for _, u := range users {
		if n.closed[u.ID] && !u.Closed() {
			did.accounts++
			if err := o.Of(u.Trust).CloseUser(ctx, store.Actor{}, u.ID); err != nil {
				return did, err
			}
		}
	}
	if err = n.keepGone(ctx, o, &did); err == nil {
		err = n.keepStrikes(ctx, o, &did)
	}
	if err == nil {
		err = n.keepPeople(ctx, o, &did)
	}
	if err == nil {
		_, err = o.purgeDatabase(ctx, w)
	}
	return did, err
}

// keepGone deletes again the strikes that were deleted whole.
func (n settled) keepGone(ctx context.Context, o *opened, did *kept) error {
	all, err := o.StrikesOfAll(ctx)
	if err != nil {
		return err
	}
	for _, st := range all {
		if at, gone := n.gone[st.ID]; !gone || at.Before(st.MadeAt) {
			continue
		}
		if err := o.Of(st.Trust).DeleteStrike(ctx, store.Actor{}, st.ID); err != nil {
			return err
		}
		did.gone++
	}
	if did.gone == 0 {
		return nil
	}
	return o.clear(ctx)
}

// keepStrikes has people of strikes go no later than was decided.
func (n settled) keepStrikes(ctx context.Context, o *opened, did *kept) error {
	all, err := o.StrikesOfAll(ctx)
	if err != nil {
		return err
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
				return err
			}
		}
		did.strikes++
	}
	_, err = o.purgeStrikes(ctx, gone)
	return err
}

// keepPeople deletes again who was deleted by themselves, and has what residents said last, and what was told of
// attendance, stand.
func (n settled) keepPeople(ctx context.Context, o *opened, did *kept) error {
	all, err := o.StrikesOfAll(ctx)
	if err != nil {
		return err
	}
	for _, st := range all {
		people, known := n.people[st.ID]
		if !known || !st.PurgedAt.IsZero() {
			continue
		}
		again, err := o.Of(st.Trust).KeepSettled(ctx, st.ID, people)
		if err != nil {
			return err
		}
		did.Residents += again.Residents
		did.Consultants += again.Consultants
	}
	return nil
}

// words say what was kept, and what a restore cannot know.
func (n settled) words(did kept) string {
	out := ""
	if n.unread {
		out = "What was there before could not be read: an account that was closed after the backup was made is open again, people may be kept longer than was decided since, residents, consultants and strikes that were deleted since are there again, and replies that were changed or taken back since are as they were. Counts of attendance and pay withheld that were given out since are not known: those given out from now on may differ from them by one person. See Accounts and Retention; coordinators are told on their overview what to ask.\n"
	}
	for _, of := range []struct {
		n    int
		text string
	}{
		{did.accounts, "Accounts that were closed after it was made, closed again: %d.\n"},
		{did.strikes, "Strikes whose people were deleted after it was made, or are to be sooner than it says, kept to that: %d.\n"},
		{did.gone, "Strikes that were deleted after it was made, deleted again: %d.\n"},
		{did.Residents, "Residents who were deleted by themselves after it was made, deleted again: %d.\n"},
		{did.Consultants, "Consultants who were deleted by themselves after it was made, deleted again: %d.\n"},
	} {
		if of.n > 0 {
			out += fmt.Sprintf(of.text, of.n)
		}
	}
	if len(n.people) > 0 {
		out += "What residents have said is as it was last, whether or not any of it was said after it was made, and counts of attendance that were given out stand as they were first confirmed.\n"
	}
	return out + "Passwords, what consultants offer, and attendance are those of when it was made: what somebody has changed or taken back since stands as it was before. Have them looked over before a rota is made of them.\n"
}

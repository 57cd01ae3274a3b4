package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"strikerota/rota"
)

// fewestLinks is how many residents of a strike must have a personal link for it to be told that some have
// said something by theirs: of fewer it could be known who.
const fewestLinks = 5

// A ReplyDay is a day on which residents of a strike said something by their personal links.
type ReplyDay struct {
	Day      rota.Date
	StrikeID string
}

// ReplyDays are the days, all over, on which residents said something by their links, the newest first, as
// far as the filter finds them. Each record of it is in the audit and sealed like all others; those who
// read the audit, but see nobody by name, are told no more of them than this: a time, or one link that is
// out alone, would tell who has replied. Days on which fewer than five had a link are left out.
func (t *Trust) ReplyDays(ctx context.Context, f AuditFilter) ([]ReplyDay, error) {
	if f.ByID != nil || f.Kind != "" && f.Kind != KindDuty {
		return nil, nil
	}
	today := rota.DateOf(t.now())
	var out []ReplyDay
	err := t.read(ctx, func(tx *gorm.DB) error {
		q := belonging[*auditRow](t, tx).Where("(actor_id = ? OR kind = ? AND action IN ?)", ByResident.ID, string(KindResident),
			[]string{string(Invited), string(InvitedMany), string(Uninvited), string(UninvitedAll)})
		rows, err := AuditFilter{StrikeID: f.StrikeID}.of(q).Order("seq").Find(ctx)
		given := map[string]*linksOut{}
		for _, r := range rows {
			at := instant(r.At)
			if given[r.StrikeID] == nil {
				given[r.StrikeID] = &linksOut{}
			}
			if r.ActorID != ByResident.ID {
				given[r.StrikeID].take(r)
				continue
			}
			day := ReplyDay{rota.DateOf(at), r.StrikeID}
			if !day.Day.Before(today) || given[r.StrikeID].atLeast() < fewestLinks || slices.Contains(out, day) ||
				!f.Since.IsZero() && at.Before(f.Since) || !f.Until.IsZero() && !at.Before(f.Until) {
				continue
			}
			out = append(out, day)
		}
		slices.Reverse(out)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the days of replies by link: %w", err)
	}
	return out, nil
}

// linksOut counts, from the audit, how many residents of a strike have a link.
type linksOut struct {
	many int // made all at once, and not ended since
	one  []string
}

// take takes what the audit says of links next.
func (l *linksOut) take(r *auditRow) {
	switch Action(r.Action) {
	case Invited:
		if !slices.Contains(l.one, r.EntityID) {
			l.one = append(l.one, r.EntityID)
		}
	case InvitedMany:
		if n, err := strconv.Atoi(r.EntityID); err == nil {
			l.many = max(l.many, n)
		}
	case Uninvited:
		l.many = max(l.many-1, 0)
		l.one = slices.DeleteFunc(l.one, func(id string) bool { return id == r.EntityID })
	case UninvitedAll:
		*l = linksOut{}
	}
}

// atLeast is how many have one at least: who was given one alone may be among the many.
func (l *linksOut) atLeast() int { return max(l.many, len(l.one)) }

package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// A PublishedRota is the newest version of one strike of one trust, as it may be counted
// for those who see all trusts: without what names consultants, and without drafts.
type PublishedRota struct {
	Trust         TrustRecord
	Strike        Strike
	Number        int64 // of the version
	Problem, Plan []byte
}

// PublishedOfAll lists what each trust has published last for each of its strikes, by
// trust and then the latest strike first, and puts in the audit of each that the actor
// was shown it.
func (s *Store) PublishedOfAll(ctx context.Context, actor Actor) ([]PublishedRota, error) {
	trusts, err := s.Trusts(ctx)
	if err != nil {
		return nil, err
	}
	var out []PublishedRota
	for _, record := range trusts {
		some, err := s.Of(record.ID).publishedOfAll(ctx, record)
		if err == nil && len(some) > 0 {
			err = s.Of(record.ID).lookedAtTotals(ctx, actor)
		}
		if err != nil {
			return nil, fmt.Errorf("list what is published: %w", err)
		}
		out = append(out, some...)
	}
	return out, nil
}

func (t *Trust) publishedOfAll(ctx context.Context, record TrustRecord) ([]PublishedRota, error) {
	strikes, err := t.Strikes(ctx)
	if err != nil {
		return nil, err
	}
	var out []PublishedRota
	err = t.read(ctx, func(tx *gorm.DB) error {
		if _, err := t.strikes(tx).Select("id").Find(ctx); err != nil { // from now on what is in them may be read
			return err
		}
		for _, st := range strikes {
			row, err := of[*versionRow](tx, st.ID).Select("number", "problem", "plan").Order("number DESC").Limit(1).Take(ctx)
			if errors.Is(err, gorm.ErrRecordNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, PublishedRota{Trust: record, Strike: st, Number: row.Number, Problem: []byte(row.Problem), Plan: []byte(row.Plan)})
		}
		return nil
	})
	return out, err
}

// lookedAtTotals records that somebody of the group was shown what the trust has published.
func (t *Trust) lookedAtTotals(ctx context.Context, actor Actor) error {
	return t.write(ctx, func(tx *gorm.DB) error {
		return t.writeAudit(ctx, tx, []*auditRow{{At: t.now().Unix(), ActorID: actor.ID, Action: string(Looked), Kind: string(KindPlan)}})
	})
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// ErrOver means that a strike has ended, and there is no more use of a personal link.
var ErrOver = errors.New("the strike is over")

// Who acts by a personal link, for the audit and beside what they have saved. It is the
// same for all residents, so that nothing tells which of them have said something.
var (
	ByResident   = Actor{ID: "resident", Name: "Resident (personal link)"}
	ByConsultant = Actor{ID: "consultant", Name: "Consultant (personal link)"}
)

// A Person is a resident or a consultant of a strike.
type Person struct {
	Trust    TrustID
	StrikeID string
	Kind     Kind // KindResident or KindConsultant
	ID       string
	Name     string
}

// A PersonalLink is that somebody has been given a link to their own pages. Whether it
// was used is kept nowhere.
type PersonalLink struct {
	Person
	MadeAt, Expires time.Time
}

// A NewPersonalLink is the hash of a link to keep for one person.
type NewPersonalLink struct{ ID, Hash string }

type personalLinkRow struct {
	StrikeID  string `gorm:"primaryKey"`
	Kind      string `gorm:"primaryKey"`
	PersonID  string `gorm:"primaryKey"`
	Name      string
	Hash      string
	MadeAt    int64
	MadeBy    string
	ExpiresAt int64
}

func (personalLinkRow) TableName() string { return "personal_links" }

func (r personalLinkRow) person(trust TrustID) Person {
	return Person{Trust: trust, StrikeID: r.StrikeID, Kind: Kind(r.Kind), ID: r.PersonID, Name: r.Name}
}

// A codeName is what is read of residents and consultants for their names alone.
type codeName struct{ ID, Name string }

// personNames are the names of the strike's residents or consultants, by their codes: of
// those with the ids given, or of all when there are none.
func personNames(ctx context.Context, tx *gorm.DB, strikeID string, kind Kind, ids ...string) (map[string]string, error) {
	var rows []codeName
	var err error
	if kind == KindResident {
		err = namesIn[*residentRow](tx, strikeID, ids).Scan(ctx, &rows)
	} else {
		err = namesIn[*consultantRow](tx, strikeID, ids).Scan(ctx, &rows)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

func namesIn[T any](tx *gorm.DB, strikeID string, ids []string) gorm.ChainInterface[T] {
	q := of[T](tx, strikeID).Select("id", "name")
	if len(ids) > 0 {
		q = q.Where("id IN ?", ids)
	}
	return q
}

// MakePersonalLink keeps the hash of a link for one person, until the end of the strike.
// It replaces any that was made for them before. It is ErrOver when the strike has ended.
func (t *Trust) MakePersonalLink(ctx context.Context, actor Actor, strikeID string, kind Kind, link NewPersonalLink) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Invited, kind, link.ID)
		return c.invite(ctx, kind, []NewPersonalLink{link})
	})
	if err != nil {
		return fmt.Errorf("make a link for %s %s: %w", kind, link.ID, err)
	}
	return nil
}

// MakePersonalLinks is MakePersonalLink for many. Of residents they are handed out as a
// file that names them, which needs a reason.
func (t *Trust) MakePersonalLinks(ctx context.Context, actor Actor, strikeID string, kind Kind, links []NewPersonalLink, file, reason string) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(InvitedMany, kind, strconv.Itoa(len(links)))
		if err := c.invite(ctx, kind, links); err != nil {
			return err
		}
		if kind != KindResident {
			return nil
		}
		return c.handOut(ctx, file, reason)
	})
	if err != nil {
		return fmt.Errorf("make links for each %s: %w", kind, err)
	}
	return nil
}

func (c *change) invite(ctx context.Context, kind Kind, links []NewPersonalLink) error {
	if err := c.mayName(); err != nil {
		return err
	}
	found, err := personNames(ctx, c.tx, c.strike.ID, kind)
	if err != nil {
		return err
	}
	rows := make([]*personalLinkRow, len(links))
	for i, l := range links {
		name, there := found[l.ID]
		if !there {
			return rota.ErrNotFound
		}
		if c.at >= c.strike.EndAt {
			return ErrOver
		}
		rows[i] = &personalLinkRow{StrikeID: c.strike.ID, Kind: string(kind), PersonID: l.ID, Name: name, Hash: l.Hash,
			MadeAt: c.at, MadeBy: c.actor.ID, ExpiresAt: c.strike.EndAt}
	}
	if len(rows) == 0 {
		return nil
	}
	return gorm.G[*personalLinkRow](c.tx, clause.OnConflict{UpdateAll: true}).CreateInBatches(ctx, &rows, 200)
}

// EndPersonalLinks ends the link of one person, or of all of the kind when the id is "".
func (t *Trust) EndPersonalLinks(ctx context.Context, actor Actor, strikeID string, kind Kind, id string) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		q := of[*personalLinkRow](c.tx, c.strike.ID).Where("kind = ?", string(kind))
		if id == "" {
			c.note(UninvitedAll, kind, "")
		} else {
			c.note(Uninvited, kind, id)
			q = q.Where("person_id = ?", id)
		}
		_, err := q.Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("end links of each %s: %w", kind, err)
	}
	return nil
}

// PersonalLinks lists who of the strike has a link that can be used now, by code.
func (t *Trust) PersonalLinks(ctx context.Context, strikeID string, kind Kind) ([]PersonalLink, error) {
	var out []PersonalLink
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		strike, err := t.strikes(tx).Where("id = ?", strikeID).Take(ctx)
		if err != nil {
			return err
		}
		rows, err := of[*personalLinkRow](tx, strikeID).Where("kind = ?", string(kind)).Order("person_id").Find(ctx)
		if err != nil {
			return err
		}
		found, err := personNames(ctx, tx, strikeID, kind)
		for _, r := range rows {
			if r.good(strike, found, t.now()) {
				out = append(out, PersonalLink{r.person(t.id), instant(r.MadeAt), r.until(strike)})
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the links of each %s of strike %s: %w", kind, strikeID, err)
	}
	return out, nil
}

// RenamedLinks are the codes of those of the strike whose link opens nothing any more since
// they have another name than it was made for.
func (t *Trust) RenamedLinks(ctx context.Context, strikeID string, kind Kind) ([]string, error) {
	var out []string
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*personalLinkRow](tx, strikeID).Where("kind = ?", string(kind)).Order("person_id").Find(ctx)
		if err != nil {
			return err
		}
		found, err := personNames(ctx, tx, strikeID, kind)
		for _, r := range rows {
			if name, there := found[r.PersonID]; there && name != r.Name {
				out = append(out, r.PersonID)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list whose links have ended with their names in strike %s: %w", strikeID, err)
	}
	return out, nil
}

// until is when the link ends: the strike may since have been made shorter.
func (r personalLinkRow) until(strike *strikeRow) time.Time {
	return instant(min(r.ExpiresAt, strike.EndAt))
}

// good reports whether the link can be used now, given the names of people by code.
func (r personalLinkRow) good(strike *strikeRow, names map[string]string, now time.Time) bool {
	name, there := names[r.PersonID]
	return there && name == r.Name && strike.PurgedAt == nil && now.Before(r.until(strike))
}

// PersonOfLink is whose own pages a link opens; rota.ErrNotFound when it was ended or
// replaced or has expired, or its person is gone or is now another.
func (s *Store) PersonOfLink(ctx context.Context, hash string) (Person, error) {
	var out Person
	err := s.readAcross(ctx, toSignIn, func(tx *gorm.DB) error {
		row, err := gorm.G[*personalLinkRow](tx).Where("hash = ?", hash).Take(ctx)
		if err != nil {
			return err
		}
		strike, err := gorm.G[*strikeRow](tx).Where("id = ?", row.StrikeID).Take(ctx)
		if err != nil {
			return err
		}
		found, err := personNames(ctx, tx, row.StrikeID, Kind(row.Kind), row.PersonID)
		if err == nil && !row.good(strike, found, s.now()) {
			err = rota.ErrNotFound
		}
		out = row.person(strike.TrustID)
		return err
	})
	if err != nil {
		return Person{}, fmt.Errorf("find whose a link is: %w", err)
	}
	return out, nil
}

// Declare is SaveDeclarations by the resident themselves: of their own duties alone,
// and as long as none of them has begun. Of others it is rota.ErrNotFound, and of one
// that has begun rota.ErrForbidden.
func (t *Trust) Declare(ctx context.Context, strikeID string, id rota.ResidentID, changes []DeclarationChange) error {
	if len(changes) == 0 {
		return nil
	}
	err := t.change(ctx, ByResident, strikeID, func(c *change) error {
		own, err := of[*dutyRow](c.tx, strikeID).Where("resident_id = ?", string(id)).Find(ctx)
		if err != nil {
			return err
		}
		for _, d := range changes {
			i := slices.IndexFunc(own, func(r *dutyRow) bool { return r.ID == string(d.Duty) })
			if i < 0 {
				return rota.ErrNotFound
			}
			if c.at >= own[i].StartAt {
				return rota.ErrForbidden
			}
		}
		return c.declareAll(ctx, changes)
	})
	if err != nil {
		return fmt.Errorf("save what a resident of strike %s has said: %w", strikeID, err)
	}
	return nil
}

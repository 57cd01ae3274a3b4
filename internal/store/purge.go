package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// A Count is how many rows of one sort were deleted.
type Count struct {
	Of   string `json:"of"` // in words, of many
	Rows int    `json:"rows"`
}

// A Total is one figure about a strike that outlives its people. Text is "not told"
// where fewer than five could be behind it.
type Total struct {
	Of   string `json:"of"`
	Text string `json:"text"`
}

// A Certificate says that the people of a strike were deleted. It names nobody.
type Certificate struct {
	Trust    TrustID
	StrikeID string
	Strike   string // its name
	DueOn    rota.Date
	At       time.Time
	By       string      // a user's name, "" for the planner itself
	Days     []DayChange // when and by which role the day was changed, the earliest first; nil where that was not kept
	Deleted  []Count
	Kept     []Total
	Backups  *Backups // nil while they are still to be looked through
}

// A DayChange is a change of when everybody in a strike is deleted: by an account of this role today,
// or "" of none that is there.
type DayChange struct {
	At   time.Time `json:"at"`
	Role string    `json:"role"`
	What string    `json:"what"`
}

// Backups counts what became of the backups that this machine made: those that were looked through,
// and of them those that lost the people of the strikes that were due, that were deleted whole, and of
// which neither could be done: those are Left, but for certificates of before that was kept.
type Backups struct {
	Seen    int          `json:"seen"`
	Cleared int          `json:"cleared"`
	Deleted int          `json:"deleted"`
	Failed  int          `json:"failed"`
	Left    []LeftBackup `json:"left,omitempty"`
	Gone    []GoneBackup `json:"gone,omitempty"`
}

// A GoneBackup is one that could not be cleared, and that somebody has taken away since: not the planner.
type GoneBackup struct {
	Path string    `json:"path"`
	Made time.Time `json:"made"`
	At   time.Time `json:"at"` // when that was found
}

// A LeftBackup is a backup that may still hold people who have been deleted.
type LeftBackup struct {
	Path  string    `json:"path"`
	Made  time.Time `json:"made"`
	Since time.Time `json:"since"` // when that was found first
}

// leftDays is how long a backup is kept that cannot be cleared of people who were deleted: somebody may find its key.
// With the 42 days for which names are usually kept it is gone well before the 90th after the strike.
const leftDays = 30

// Gone is the day on which the planner deletes it, if nobody has.
func (l LeftBackup) Gone() rota.Date { return rota.DateOf(l.Since).Add(leftDays) }

type purgeRow struct {
	StrikeID string `gorm:"primaryKey"`
	TrustID  TrustID
	Name     string
	DueOn    string
	PurgedAt int64
	PurgedBy string
	Counts   document
}

func (purgeRow) TableName() string { return "purges" }

// purgeCounts is the document of a certificate.
type purgeCounts struct {
	Deleted []Count     `json:"deleted"`
	Kept    []Total     `json:"kept"`
	Days    []DayChange `json:"days"`
	Backups *Backups    `json:"backups,omitempty"`
}

// DuePurges lists the strikes of every trust whose people are to be deleted by the day
// given, the earliest first.
func (s *Store) DuePurges(ctx context.Context, today rota.Date) ([]Strike, error) {
	all, err := s.StrikesOfAll(ctx)
	slices.SortStableFunc(all, func(a, b Strike) int { return a.Start.Compare(b.Start) })
	return slices.DeleteFunc(all, func(st Strike) bool { return !st.Due(today) }), err
}

// Due reports whether the people of the strike are to be deleted by the day given.
func (s Strike) Due(today rota.Date) bool {
	return s.PurgedAt.IsZero() && !s.DeleteOn.IsZero() && !today.Before(s.DeleteOn)
}

// A peopled is the rows of a strike in a table with people in it.
type peopled struct {
	of   string
	rows deletable
}

// purged are the tables with people in them, what refers to others first. Slots, rates
// and settings stay: they name nobody.
func purged(tx *gorm.DB, strikeID string) []peopled {
	return []peopled{
		{"duties with their declarations and attendance", of[*dutyRow](tx, strikeID)},
		{"counts of attendance", of[*toldReturnRow](tx, strikeID)},
		{"residents", of[*residentRow](tx, strikeID)},
		{"personal links", of[*personalLinkRow](tx, strikeID)},
		{"what each account has seen", of[*markRow](tx, strikeID)},
		{"changes by consultants themselves", of[*ownChangeRow](tx, strikeID)},
		{"calls", of[*callRow](tx, strikeID)},
		{"answers", of[*answerRow](tx, strikeID)},
		{"what people were told", of[*toldRow](tx, strikeID)},
		{"published versions", of[*versionRow](tx, strikeID)},
		{"changes by hand", of[*editRow](tx, strikeID)},
		{"drafts", of[*draftRow](tx, strikeID)},
		{"runs with their documents", of[*runRow](tx, strikeID)},
		{"locks", of[*lockRow](tx, strikeID)},
		{"places left open on purpose", of[*leftOpenRow](tx, strikeID)},
		{"people kept off slots", of[*keptOffRow](tx, strikeID)},
		{"offers", of[*offerRow](tx, strikeID)},
		{"sessions of consultants", of[*jobSessionRow](tx, strikeID)},
		{"consultants", of[*consultantRow](tx, strikeID)},
		{"files being brought in", of[*importRow](tx, strikeID)},
		{"files brought in", of[*importDoneRow](tx, strikeID)},
		{"cost cases", of[*costCaseRow](tx, strikeID)}, // their names are typed, and terms in them may be one person's
		{"what files have left behind", of[*importMemoryRow](tx, strikeID)},
		{"reasons for files with names", of[*fileRequestRow](tx, strikeID)},
	}
}

// Purge deletes everybody in the strike, with all that was said, solved and published
// about them, and then closes the strike: nothing in it changes any more. kept are the
// totals that stay. What was deleted is still in the file until [Store.Compact].
func (t *Trust) Purge(ctx context.Context, actor Actor, strikeID string, kept []Total) (Certificate, error) {
	var out Certificate
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		counts := purgeCounts{Kept: kept}
		if err := c.join(ctx); err != nil { // who worked which part is not known any more
			return err
		}
		for _, table := range purged(c.tx, strikeID) {
			n, err := table.rows.Delete(ctx)
			if err != nil {
				return err
			}
			counts.Deleted = append(counts.Deleted, Count{table.of, n})
		}
		c.note(Purged, KindStrike, strikeID)
		var err error
		if counts.Days, err = c.dayChanges(ctx); err == nil {
			out, err = c.certify(ctx, counts)
		}
		return err
	})
	if err != nil {
		return Certificate{}, fmt.Errorf("delete the people of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// certify closes the strike and keeps the certificate.
func (c *change) certify(ctx context.Context, counts purgeCounts) (Certificate, error) {
	strike := c.strike.fromRow(nil)
	c.strike.PurgedAt = &c.at
	if _, err := gorm.G[*strikeRow](c.tx).Where("id = ?", c.strike.ID).Update(ctx, "purged_at", c.at); err != nil {
		return Certificate{}, err
	}
	text, err := documentOf(counts)
	if err != nil {
		return Certificate{}, err
	}
	row := &purgeRow{StrikeID: c.strike.ID, TrustID: c.strike.TrustID, Name: strike.Name, DueOn: strike.DeleteOn.String(), PurgedAt: c.at, PurgedBy: c.actor.ID, Counts: text}
	if err := gorm.G[*purgeRow](c.tx, clause.OnConflict{UpdateAll: true}).Create(ctx, &row); err != nil {
		return Certificate{}, err
	}
	return row.fromRow(ctx, c.tx, names{})
}

func (r purgeRow) fromRow(ctx context.Context, tx *gorm.DB, found names) (Certificate, error) {
	by, err := found.of(ctx, tx, r.PurgedBy)
	if err != nil {
		return Certificate{}, err
	}
	out := Certificate{Trust: r.TrustID, StrikeID: r.StrikeID, Strike: r.Name, At: instant(r.PurgedAt), By: by}
	if out.DueOn, err = rota.ParseDate(r.DueOn); err != nil {
		return Certificate{}, errDamaged
	}
	var counts purgeCounts
	err = r.Counts.read(&counts)
	out.Deleted, out.Kept, out.Days, out.Backups = counts.Deleted, counts.Kept, counts.Days, counts.Backups
	return out, err
}

// Certificates lists those of every purge, the newest first.
func (t *Trust) Certificates(ctx context.Context) ([]Certificate, error) {
	var out []Certificate
	err := t.read(ctx, func(tx *gorm.DB) error {
		rows, err := belonging[*purgeRow](t, tx).Order("purged_at DESC, strike_id").Find(ctx)
		found := names{}
		for _, r := range rows {
			certificate, err := r.fromRow(ctx, tx, found)
			if err != nil {
				return err
			}
			out = append(out, certificate)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the certificates: %w", err)
	}
	return out, nil
}

// CertificatesOfAll lists those of every trust, for what is of the whole installation.
func (s *Store) CertificatesOfAll(ctx context.Context) ([]Certificate, error) {
	return eachTrust(ctx, s, func(t *Trust) ([]Certificate, error) { return t.Certificates(ctx) })
}

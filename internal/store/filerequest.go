package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// A FileRequest is that somebody was given a file that names residents, and why
// they asked for it. By is the name of the user as it is today.
type FileRequest struct {
	StrikeID string
	At       time.Time
	By       string
	File     string // its key, such as "entries.xlsx"
	Reason   string
}

type fileRequestRow struct {
	StrikeID string `gorm:"primaryKey"`
	Number   int64  `gorm:"primaryKey;autoIncrement:false"`
	At       int64
	ActorID  string
	File     string
	Reason   string
}

func (fileRequestRow) TableName() string { return "file_requests" }

// RequestFile records that the actor asks for a file that names residents. Only
// once it is recorded may the file be given out.
func (t *Trust) RequestFile(ctx context.Context, actor Actor, strikeID, file, reason string) error {
	err := t.change(EveryTime(ctx), actor, strikeID, func(c *change) error { return c.handOut(ctx, file, reason) })
	if err != nil {
		return fmt.Errorf("ask for %s of strike %s: %w", file, strikeID, err)
	}
	return nil
}

func (c *change) handOut(ctx context.Context, file, reason string) error {
	if reason == "" {
		return errors.New("no reason is given")
	}
	c.note(HandedOut, KindFile, file)
	row := &fileRequestRow{StrikeID: c.strike.ID, Number: c.strike.Saves, At: c.at,
		ActorID: c.actor.ID, File: file, Reason: reason}
	return gorm.G[*fileRequestRow](c.tx).Create(ctx, &row)
}

// FileRequests lists who was given files that name residents, the newest first.
func (t *Trust) FileRequests(ctx context.Context, strikeID string) ([]FileRequest, error) {
	var out []FileRequest
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*fileRequestRow](tx, strikeID).Order("number DESC").Find(ctx)
		if err == nil {
			out, err = requests(ctx, tx, rows)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the files of strike %s given out: %w", strikeID, err)
	}
	return out, nil
}

// FileRequestsOfAll is a page of those of every strike of the trust, the newest first, and how
// many there are. Pages have [AuditPage] and count from 1.
func (t *Trust) FileRequestsOfAll(ctx context.Context, page int) (out []FileRequest, total int, err error) {
	err = t.read(ctx, func(tx *gorm.DB) error {
		n, err := within(t, gorm.G[*fileRequestRow](tx)).Count(ctx, "number")
		if err != nil {
			return err
		}
		total = int(n)
		rows, err := within(t, gorm.G[*fileRequestRow](tx)).Order("at DESC, strike_id, number DESC").Offset((max(page, 1) - 1) * AuditPage).Limit(AuditPage).Find(ctx)
		if err == nil {
			out, err = requests(ctx, tx, rows)
		}
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list the files given out: %w", err)
	}
	return out, total, nil
}

// requests are rows with the names of those who asked.
func requests(ctx context.Context, tx *gorm.DB, rows []*fileRequestRow) ([]FileRequest, error) {
	var out []FileRequest
	found := names{}
	for _, r := range rows {
		by, err := found.of(ctx, tx, r.ActorID)
		if err != nil {
			return nil, err
		}
		out = append(out, FileRequest{StrikeID: r.StrikeID, At: instant(r.At), By: by, File: r.File, Reason: r.Reason})
	}
	return out, nil
}

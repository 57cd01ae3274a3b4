package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

type offerRow struct {
	StrikeID     string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	Position     int    `gorm:"primaryKey;autoIncrement:false"`
	StartAt      int64
	EndAt        int64
	Modes        list
}

func (offerRow) TableName() string { return "offers" }

type jobSessionRow struct {
	StrikeID     string `gorm:"primaryKey"`
	ConsultantID string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"`
	Position     int
	StartAt      int64
	EndAt        int64
	Kind         string
	Loss         int
	Name         string
}

func (jobSessionRow) TableName() string { return "job_sessions" }

// A work holds the offers and sessions of consultants, by id.
type work struct {
	offers   map[string][]rota.Offer
	sessions map[string][]rota.Session
}

// workOf loads the offers and sessions of one consultant, or of all for the id "".
func workOf(ctx context.Context, tx *gorm.DB, strikeID, id string) (work, error) {
	w := work{map[string][]rota.Offer{}, map[string][]rota.Session{}}
	offersOf, sessionsOf := of[*offerRow](tx, strikeID), of[*jobSessionRow](tx, strikeID)
	if id != "" {
		offersOf, sessionsOf = offersOf.Where("consultant_id = ?", id), sessionsOf.Where("consultant_id = ?", id)
	}
	offers, err := offersOf.Order("consultant_id, position").Find(ctx)
	if err != nil {
		return w, err
	}
	for _, r := range offers {
		w.offers[r.ConsultantID] = append(w.offers[r.ConsultantID],
			rota.Offer{Span: spanOf(r.StartAt, r.EndAt), Modes: wordsOf[rota.Mode](r.Modes)})
	}
	sessions, err := sessionsOf.Order("consultant_id, position, id").Find(ctx)
	for _, r := range sessions {
		w.sessions[r.ConsultantID] = append(w.sessions[r.ConsultantID], rota.Session{ID: rota.SessionID(r.ID),
			Span: spanOf(r.StartAt, r.EndAt), Kind: rota.SessionKind(r.Kind), Loss: r.Loss, Name: r.Name})
	}
	return w, err
}

func (w work) consultant(r *consultantRow) Consultant {
	c := Consultant{r.fromRow(), r.Stamp.Version}
	c.Offers, c.Sessions = w.offers[r.ID], w.sessions[r.ID]
	return c
}

// replaceWork makes the consultant's offers and sessions those given.
func (c *change) replaceWork(ctx context.Context, who rota.Consultant) error {
	id := string(who.ID)
	if _, err := of[*offerRow](c.tx, c.strike.ID).Where("consultant_id = ?", id).Delete(ctx); err != nil {
		return err
	}
	if _, err := of[*jobSessionRow](c.tx, c.strike.ID).Where("consultant_id = ?", id).Delete(ctx); err != nil {
		return err
	}
	offers, sessions := c.workRows(who)
	if err := insert(ctx, c.tx, offers); err != nil {
		return err
	}
	return insert(ctx, c.tx, sessions)
}

func (c *change) workRows(who rota.Consultant) ([]*offerRow, []*jobSessionRow) {
	id := string(who.ID)
	var offers []*offerRow
	for i, o := range who.Offers {
		offers = append(offers, &offerRow{StrikeID: c.strike.ID, ConsultantID: id, Position: i,
			StartAt: o.Start.Unix(), EndAt: o.End.Unix(), Modes: listOf(o.Modes)})
	}
	var sessions []*jobSessionRow
	for i, s := range coded(who.Sessions) {
		sessions = append(sessions, &jobSessionRow{StrikeID: c.strike.ID, ConsultantID: id, ID: string(s.ID), Position: i,
			StartAt: s.Start.Unix(), EndAt: s.End.Unix(), Kind: string(s.Kind), Loss: s.Loss, Name: s.Name})
	}
	return offers, sessions
}

// coded gives sessions without id the first free ones.
func coded(sessions []rota.Session) []rota.Session {
	taken := map[rota.SessionID]bool{}
	for _, s := range sessions {
		taken[s.ID] = true
	}
	out := make([]rota.Session, len(sessions))
	n := 1
	for i, s := range sessions {
		for s.ID == "" {
			if id := rota.SessionID(fmt.Sprintf("s%d", n)); !taken[id] {
				s.ID = id
			}
			n++
		}
		out[i] = s
	}
	return out
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

// A CostCase is a question about cost that somebody has kept under a name.
type CostCase struct {
	ID      string // "" for a new one
	Version int64
	rota.CostCase
}

type costCaseRow struct {
	StrikeID string `gorm:"primaryKey"`
	ID       string `gorm:"primaryKey"`
	Stamp    stamp  `gorm:"embedded"`
	Name     string
	Document string
}

func (costCaseRow) TableName() string { return "cost_cases" }

// A costCaseDoc is the document of a case: ids, words and numbers only.
type costCaseDoc struct {
	Uplift      int64           `json:"uplift,omitempty"`
	Rates       []rateChangeDoc `json:"rates,omitempty"`
	Terms       []termChangeDoc `json:"terms,omitempty"`
	BMAShare    *int            `json:"bma_share,omitempty"`
	CalledShare *int            `json:"called_share,omitempty"`
}

type rateChangeDoc struct {
	Card     CardKind `json:"card"`
	PayPoint string   `json:"pay_point,omitempty"`
	Band     string   `json:"band"` // the key of a band, or calledBand
	Pence    int64    `json:"pence"`
}

type termChangeDoc struct {
	Consultant string     `json:"consultant,omitempty"`
	From       rota.Terms `json:"from,omitempty"`
	To         rota.Terms `json:"to"`
}

// calledBand stands for a band where a called rate is changed.
const calledBand = "called"

func costCaseDocOf(c rota.CostCase) ([]byte, error) {
	doc := costCaseDoc{Uplift: int64(c.Uplift), BMAShare: (*int)(c.BMAShare), CalledShare: (*int)(c.CalledShare)}
	for _, r := range c.Rates {
		kind := TrustCard
		if r.Card == rota.AtBMA {
			kind = BMACard
		}
		band := calledBand
		if !r.Called {
			band = r.Band.Key()
		}
		doc.Rates = append(doc.Rates, rateChangeDoc{kind, r.PayPoint, band, int64(r.Rate)})
	}
	for _, t := range c.Terms {
		doc.Terms = append(doc.Terms, termChangeDoc{string(t.Consultant), t.From, t.To})
	}
	return json.Marshal(doc)
}

func (r costCaseRow) fromRow() (CostCase, error) {
	var doc costCaseDoc
	if err := json.Unmarshal([]byte(r.Document), &doc); err != nil {
		return CostCase{}, errors.New("a cost case in the database cannot be read") // err would repeat it
	}
	c := rota.CostCase{Name: r.Name, Uplift: rota.Pence(doc.Uplift), BMAShare: (*rota.PerCent)(doc.BMAShare), CalledShare: (*rota.PerCent)(doc.CalledShare)}
	for _, d := range doc.Rates {
		change, err := d.change()
		if err != nil {
			return CostCase{}, err
		}
		c.Rates = append(c.Rates, change)
	}
	for _, d := range doc.Terms {
		c.Terms = append(c.Terms, rota.TermChange{Consultant: rota.ConsultantID(d.Consultant), From: d.From, To: d.To})
	}
	return CostCase{ID: r.ID, Version: r.Stamp.Version, CostCase: c}, nil
}

// change is the change of a rate that the document says.
func (d rateChangeDoc) change() (rota.RateChange, error) {
	out := rota.RateChange{Card: rota.AtTrust, PayPoint: d.PayPoint, Rate: rota.Pence(d.Pence), Called: d.Band == calledBand}
	if d.Card == BMACard {
		out.Card = rota.AtBMA
	}
	if out.Called {
		return out, nil
	}
	for b := range rota.BandCount {
		if b.Key() == d.Band {
			out.Band = b
			return out, nil
		}
	}
	return out, errors.New("a cost case in the database names no band")
}

// CostCases lists the strike's cost cases, by name.
func (t *Trust) CostCases(ctx context.Context, strikeID string) ([]CostCase, error) {
	var out []CostCase
	err := t.readOf(ctx, strikeID, func(tx *gorm.DB) error {
		rows, err := of[*costCaseRow](tx, strikeID).Order("name, id").Find(ctx)
		if err != nil {
			return err
		}
		for _, r := range rows {
			c, err := r.fromRow()
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the cost cases of strike %s: %w", strikeID, err)
	}
	return out, nil
}

// SaveCostCase saves a case if it still has the version read, or adds it when it
// has no ID, and gives its id. A name that another case has is a *rota.Invalid
// with the path "name".
func (t *Trust) SaveCostCase(ctx context.Context, actor Actor, strikeID string, k CostCase) (string, error) {
	doc, err := costCaseDocOf(k.CostCase)
	if err != nil {
		return "", fmt.Errorf("write a cost case: %w", err)
	}
	err = t.change(ctx, actor, strikeID, func(c *change) error {
		row := &costCaseRow{StrikeID: strikeID, ID: k.ID, Stamp: c.stamp(), Name: k.Name, Document: string(doc)}
		same, err := of[*costCaseRow](c.tx, strikeID).Where("name = ? AND id <> ?", k.Name, k.ID).Count(ctx, "id")
		if err != nil {
			return err
		}
		if same > 0 {
			return invalid("name", "Another cost case has this name")
		}
		if k.ID == "" {
			k.ID = fmt.Sprintf("K%d", c.strike.Saves)
			row.ID = k.ID
			c.note(Made, KindCostCase, k.ID)
			return insert(ctx, c.tx, []*costCaseRow{row})
		}
		c.note(Saved, KindCostCase, k.ID)
		return update(ctx, c, k.ID, k.Version, row, "name", "document")
	})
	if err != nil {
		return "", fmt.Errorf("save a cost case of strike %s: %w", strikeID, err)
	}
	return k.ID, nil
}

// DeleteCostCase deletes a case, if it still has the version read.
func (t *Trust) DeleteCostCase(ctx context.Context, actor Actor, strikeID, id string, version int64) error {
	err := t.change(ctx, actor, strikeID, func(c *change) error {
		c.note(Deleted, KindCostCase, id)
		return remove[*costCaseRow](ctx, c, id, version)
	})
	if err != nil {
		return fmt.Errorf("delete cost case %s of strike %s: %w", id, strikeID, err)
	}
	return nil
}

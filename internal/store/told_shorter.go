package store

import (
	"context"

	"gorm.io/gorm"

	"strikerota/rota"
)

// EndsSooner is the outcome of an assignment that was cut short while somebody was at work in it, of which nothing was
// said: nothing is to be asked. It is never kept.
const EndsSooner Outcome = "ends sooner"

// A shortening finds what people were told of before. It loads that once something asks for it.
type shortening struct {
	strikeID  string
	told      map[int64]map[rota.Pair]*toldRow // by version
	published map[int64]int64                  // when
}

// answer is what was said of a longer time of which the told is a part, and needs not be asked again; nil for nothing.
// atWork reports that they had begun when they were told of the part.
func (s *shortening) answer(ctx context.Context, tx *gorm.DB, r *toldRow, said *answerRow) (found *answerRow, atWork bool, err error) {
	if r.Since < 2 {
		return nil, false, nil
	}
	if err := s.load(ctx, tx); err != nil {
		return nil, false, err
	}
	for at := r; ; {
		before := s.told[at.Since-1][at.fromRow().Pair]
		if before == nil || before.Mode != at.Mode || before.Site != at.Site || !before.fromRow().Contains(at.fromRow().Span) {
			return nil, atWork, nil
		}
		atWork = atWork || s.published[at.Since] > r.StartAt
		if said != nil && said.Version >= before.Since && said.Outcome == string(Confirmed) {
			return said, atWork, nil
		}
		at = before
	}
}

func (s *shortening) load(ctx context.Context, tx *gorm.DB) error {
	if s.told != nil {
		return nil
	}
	rows, err := of[*toldRow](tx, s.strikeID).Find(ctx)
	if err != nil {
		return err
	}
	versions, err := of[*versionRow](tx, s.strikeID).Select("number", "published_at").Find(ctx)
	s.told, s.published = map[int64]map[rota.Pair]*toldRow{}, map[int64]int64{}
	for _, r := range rows {
		if s.told[r.Number] == nil {
			s.told[r.Number] = map[rota.Pair]*toldRow{}
		}
		s.told[r.Number][r.fromRow().Pair] = r
	}
	for _, v := range versions {
		s.published[v.Number] = v.PublishedAt
	}
	return err
}

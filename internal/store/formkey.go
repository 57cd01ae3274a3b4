package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"strikerota/rota"
)

// ErrRepeated means that the form was saved before, and nothing has been saved now.
var ErrRepeated = errors.New("the form has been saved already")

// formKeyDays is for how many days after that of the save it is known that a form was saved.
const formKeyDays = 2

// A FormKey is what a form is known by that was sent: sent again it is the same. Only its hash is kept.
type FormKey struct {
	hash string
	kept bool
}

// NewFormKey makes the key with a hash that nobody can guess and that tells of nobody.
func NewFormKey(hash string) *FormKey { return &FormKey{hash: hash} }

// Kept reports whether something was saved in a context with the key.
func (k *FormKey) Kept() bool { return k.kept }

type formKeyRow struct {
	Hash string `gorm:"primaryKey"`
	Day  string
}

func (formKeyRow) TableName() string { return "form_keys" }

type formKeyIn struct{}

// WithFormKey is the context of answering a form: the first save of a trust's in it keeps the key in its
// own transaction, or is ErrRepeated where the key is kept already. Saves after it in the same context are
// of the same form.
func WithFormKey(ctx context.Context, k *FormKey) context.Context {
	return context.WithValue(ctx, formKeyIn{}, k)
}

// EveryTime is the context of what is saved as often as it happens: that a file is given out, or what was typed
// so far into a form that is refused.
func EveryTime(ctx context.Context) context.Context { return WithFormKey(ctx, nil) }

// keyed is writing, so that the key of the context is kept together with what f saves.
func (s *Store) keyed(ctx context.Context, of *scope, f func(tx *gorm.DB) error) error {
	k, _ := ctx.Value(formKeyIn{}).(*FormKey)
	if k == nil || k.kept {
		return s.writing(ctx, of, f)
	}
	err := s.writing(ctx, of, func(tx *gorm.DB) error {
		if err := s.keepKey(ctx, tx, k); err != nil {
			return err
		}
		return f(tx)
	})
	k.kept = err == nil
	return err
}

// keepKey waits, on PostgreSQL, for whoever is just saving the same form.
func (s *Store) keepKey(ctx context.Context, tx *gorm.DB, k *FormKey) error {
	result := gorm.WithResult()
	row := &formKeyRow{Hash: k.hash, Day: rota.DateOf(s.now()).String()}
	err := gorm.G[*formKeyRow](tx, clause.OnConflict{DoNothing: true}, result).Create(ctx, &row)
	if err == nil && result.RowsAffected == 0 {
		err = ErrRepeated
	}
	return err
}

// Saved reports whether a form with this key was saved.
func (s *Store) Saved(ctx context.Context, k *FormKey) (bool, error) {
	var n int64
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		n, err = gorm.G[*formKeyRow](tx).Where("hash = ?", k.hash).Count(ctx, "hash")
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look whether a form was saved: %w", err)
	}
	return n > 0, nil
}

// ForgetFormKeys deletes those of forms that were saved more than two days ago.
func (s *Store) ForgetFormKeys(ctx context.Context) error {
	first := rota.DateOf(s.now()).Add(-formKeyDays)
	err := s.write(ctx, func(tx *gorm.DB) error {
		_, err := gorm.G[*formKeyRow](tx).Where("day < ?", first.String()).Delete(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget which forms were saved: %w", err)
	}
	return nil
}

package store_test

import (
	"testing"

	"strikerota/internal/store/storetest"
)

// TestStatementsOfManyStrikesAreRefused holds that the database is not asked for more than one strike, should the
// program ever come to do so.
func TestStatementsOfManyStrikesAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		for _, passed := range s.Guarded(t) {
			t.Error("not refused: " + passed)
		}
	})
}

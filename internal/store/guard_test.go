package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
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

// TestTenantZero holds that the condition on the trust cannot vanish: neither a trust that is zero, of which GORM
// would make no condition, nor a statement without one, or with another's, is let to the database.
func TestTenantZero(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storetest.DB) {
		other, err := s.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		strike, err := s.Of(other).CreateStrike(t.Context(), store.Actor{}, settings(t))
		if err != nil {
			t.Fatal(err)
		}
		before := s.Dump(t)
		for _, passed := range slices.Concat(s.TenantZero(t), s.Strayed(t, other, strike), s.StrayRows(t, other, strike)) {
			t.Error("not refused: " + passed)
		}
		if diff := cmp.Diff(before, s.Dump(t)); diff != "" {
			t.Errorf("something has changed (-before +after):\n%s", diff)
		}
	})
}

// TestEveryTableIsOfTrustsOrSaysWhyNot holds that no table is left out of the guard.
func TestEveryTableIsOfTrustsOrSaysWhyNot(t *testing.T) {
	columns, none := store.OfTrusts()
	inRows, _ := storetest.Open(t).Columns(t)
	for _, table := range store.Tables() {
		column, owned := columns[table]
		if owned == slices.Contains(none, table) {
			t.Errorf("%s must be of trusts, or among those that are of none with the reason", table)
		}
		if owned && !slices.Contains(inRows[table], column) {
			t.Errorf("%s has no column %s", table, column)
		}
	}
	if got := len(columns) + len(none); got != len(store.Tables()) {
		t.Errorf("%d tables are named, there are %d", got, len(store.Tables()))
	}
}

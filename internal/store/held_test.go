package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// TestHeldIsWhatPurgeDeletes holds that every table that a purge deletes from, and every one in which
// the code of a person stands, is either read for what is held about them or on the list of why not.
func TestHeldIsWhatPurgeDeletes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		x := stealable(t, fill(t, db))
		ctx, f := t.Context(), x.fixture
		var read []string
		watched := false
		db.Watch(t, func(sql string) {
			if watched {
				read = append(read, sql)
			}
		})
		watched = true
		_, err := f.HeldOfResident(ctx, f.strike, f.resident)
		who, otherErr := f.HeldOfConsultant(ctx, f.strike, f.consultant)
		if err != nil || otherErr != nil {
			t.Fatal(err, otherErr)
		}
		for _, r := range who.Rotas {
			if _, _, _, err := f.RotaDocuments(ctx, f.strike, r); err != nil {
				t.Fatal(err)
			}
		}
		watched = false
		isRead := func(table string) bool {
			from := regexp.MustCompile("(?i)from [`\"]?" + table + "[`\"]?( |$)")
			return slices.ContainsFunc(read, from.MatchString)
		}
		why := store.NotHeld()
		for _, table := range store.PurgedTables() {
			if _, listed := why[table]; listed == isRead(table) {
				t.Errorf("table %s: read for what is held: %v, and on the list of why not: %v", table, isRead(table), listed)
			}
		}
		code := regexp.MustCompile(`\b(` + string(f.resident) + "|" + string(f.consultant) + `)\b`)
		for table, rows := range db.Dump(t) {
			_, listed := why[table]
			if table != "audit" && !listed && !isRead(table) && code.MatchString(strings.Join(rows, "\n")) {
				t.Errorf("table %s has the code of a person, is not read and is not on the list", table)
			}
		}
	})
}

// TestHeldOfConsultant holds what is loaded of somebody, all of it, and of nobody else.
func TestHeldOfConsultant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		x := stealable(t, fill(t, db))
		ctx, f := t.Context(), x.fixture
		got, err := f.HeldOfConsultant(ctx, f.strike, f.consultant)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Told) != 1 || got.Told[0].Pair != f.pair() || got.Told[0].First != 1 || len(got.Changes) != 1 || len(got.Edits) == 0 || len(got.Rotas) == 0 || got.Who.ID != f.consultant {
			t.Errorf("held %+v", got)
		}
		other, err := f.SaveConsultant(ctx, f.ann, f.strike, store.Consultant{Consultant: newConsultant(t)})
		if err != nil {
			t.Fatal(err)
		}
		none, err := f.HeldOfConsultant(ctx, f.strike, other)
		if err != nil || len(none.Told)+len(none.Answers)+len(none.Calls)+len(none.Changes)+len(none.Locks)+len(none.KeptOff)+len(none.Edits) != 0 || none.Seen != 0 || none.Link != nil {
			t.Errorf("of somebody who is new: %+v, %v", none, err)
		}
	})
}

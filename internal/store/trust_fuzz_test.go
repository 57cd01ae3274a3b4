package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
	"strikerota/rota"
)

// theirs is in every text of the trust that is asked by another one.
const theirs = "theirs alone"

// ids are what another trust might give in place of its own.
func (x *stolen) ids() map[string]*string {
	return map[string]*string{
		"strike": &x.strike, "run": &x.run, "run for the rest": &x.replan, "run to take": &x.anew.Run, "file": &x.imported, "file under way": &x.bringing.ID,
		"card": &x.library.ID, "account": &x.ann.ID, "resident": (*string)(&x.resident), "consultant": (*string)(&x.consultant), "slot": (*string)(&x.slot),
		"duty": (*string)(&x.duty), "resident that is saved": (*string)(&x.doctor.ID), "consultant that is saved": (*string)(&x.who.ID),
		"slot that is saved": (*string)(&x.place.ID), "case": &x.costs.ID,
	}
}

// mixed is what x has, with some of its ids, at random, those of y: the strike's more often than not, and always
// those that are named.
func (x *stolen) mixed(y *stolen, draw *rand.Rand, always ...string) *stolen {
	z, f := *x, *x.fixture
	z.fixture = &f
	of := y.ids()
	into := z.ids()
	for _, name := range slices.Sorted(maps.Keys(into)) {
		often := 2
		if name == "strike" {
			often = 6
		}
		if draw.IntN(often) > 0 || slices.Contains(always, name) {
			*into[name] = *of[name]
		}
	}
	return &z
}

// endings are the methods after which a trust would have nothing left to be asked for: they are tried with
// another's things only.
var endings = []string{"DeleteStrike", "Purge", "CertifyBackups", "DeleteConsultant", "DeleteResident", "DeleteSlot", "DeleteCostCase", "DeleteLibraryCard",
	"DropImport", "DropImports", "UndoImport", "CloseUser", "ReplaceEntry", "FinishImport", "KeepSettled", "TakeReplan"}

// says has every text of the trust's say so.
func (x *stolen) says(t *testing.T) {
	t.Helper()
	for table, column := range map[string]string{"residents": "name", "consultants": "name", "slots": "unit", "cost_cases": "name", "file_requests": "reason", "imports": "file_name", "imports_done": "file_name"} {
		x.Exec(t, fmt.Sprintf("UPDATE %s SET %s = '%s' || %[2]s WHERE strike_id = '%[4]s'", table, column, theirs, x.strike))
	}
	x.Exec(t, "UPDATE strikes SET name = '"+theirs+"' WHERE id = '"+x.strike+"'")
	for _, column := range []string{"problem", "question", "plan"} {
		x.Exec(t, "UPDATE runs SET "+column+` = '{"of":"`+theirs+`"}' WHERE `+column+" IS NOT NULL AND strike_id = '"+x.strike+"'")
	}
	x.Exec(t, fmt.Sprintf("UPDATE library_cards SET name = '%s' WHERE trust_id = %d", theirs, x.Trust.ID()))
	x.Exec(t, fmt.Sprintf("UPDATE offices SET reach = '%s' WHERE trust_id = %d", theirs, x.Trust.ID()))
}

// told reports whether a result tells of what is x's.
func (x *stolen) told(result any) bool {
	text := fmt.Sprintf("%+v %s", result, result)
	for name, id := range x.ids() {
		if len(*id) > 8 && strings.Contains(text, *id) && name != "account" { // codes within a strike are alike everywhere
			return true
		}
	}
	return strings.Contains(text, theirs) || strings.Contains(text, x.ann.ID) || strings.Contains(text, x.bob.ID)
}

// rows are those of the database that are x's. A link that another trust makes has a hash of its own choosing.
func (x *stolen) rows(t *testing.T) []string {
	t.Helper()
	var out []string
	for table, rows := range x.Dump(t) {
		for _, r := range rows {
			if x.told(strings.ReplaceAll(r, " "+x.strike+" kind:", "")) || strings.Contains(r, fmt.Sprintf("trust_id:%d ", x.Trust.ID())) {
				out = append(out, table+" "+r)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestCrossTenantFuzz calls methods of one trust with its own ids and another's, mixed at random: nothing of the
// other comes out, and nothing of it changes.
func TestCrossTenantFuzz(t *testing.T) {
	draws := 10_000
	if testing.Short() || raceEnabled {
		draws = 500
	}
	storetest.Each(t, func(t *testing.T, db *storetest.DB) {
		other, err := db.AddTrust(t.Context(), "Another trust")
		if err != nil {
			t.Fatal(err)
		}
		own, their := stealable(t, fill(t, db)), stealable(t, fill(t, &storetest.DB{Store: db.Store, Trust: db.Of(other)}))
		their.says(t)
		if db.Driver() == store.Postgres {
			draws /= 10
		}
		const seed = 20261130
		draw := rand.New(rand.NewPCG(seed, 0))
		names := slices.Sorted(maps.Keys(thefts(t.Context(), own)))
		before := their.rows(t)
		if len(before) < 40 {
			t.Fatalf("the other trust has %d rows: too few to see what changes", len(before))
		}
		found, missing := 0, 0
		for n := range draws {
			name := names[draw.IntN(len(names))]
			var always []string
			if slices.Contains(endings, name) {
				always = []string{"strike", "account", "card"}
			}
			got, err := thefts(t.Context(), own.mixed(their, draw, always...))[name](own.Trust)
			switch {
			case errors.Is(err, rota.ErrNotFound):
				missing++
			case err == nil:
				found++
			}
			if err == nil && their.told(got) {
				t.Fatalf("draw %d of seed %d: %s gives another trust %+v", n, seed, name, got)
			}
		}
		if diff := cmp.Diff(before, their.rows(t)); diff != "" {
			t.Errorf("another trust has changed something (-before +after):\n%s", diff)
		}
		t.Logf("%d calls: %d gave what is the trust's own, %d found nothing", draws, found, missing)
		if found < draws/20 || missing < draws/3 {
			t.Errorf("of %d calls %d gave something and %d found nothing: too few to tell", draws, found, missing)
		}
	})
}

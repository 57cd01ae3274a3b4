package rota_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func residents(grades ...string) []rota.Resident {
	var out []rota.Resident
	for i, g := range grades {
		if g != "" {
			out = append(out, rota.Resident{ID: rota.ResidentID(rune('a' + i)), Name: "Dr Example", Grade: g})
		}
	}
	return out
}

// TestRevert has three residents a, b and c, each with a grade before, after and now.
func TestRevert(t *testing.T) {
	tests := []struct {
		name               string
		before, after, now []rota.Resident
		want               []rota.Resident
		touched            []rota.Touched
	}{
		{"nothing since", residents("1", "1"), residents("1", "2", "3"), residents("1", "2", "3"), residents("1", "1"), nil},
		{"another edited since", residents("1", "1"), residents("1", "2"), residents("5", "2", "4"), residents("5", "1", "4"), nil},
		{"a change edited since", residents("1"), residents("2"), residents("3"), residents("3"), []rota.Touched{{Kind: "resident", ID: "a"}}},
		{"a change taken back by hand", residents("1"), residents("2"), residents("1"), residents("1"), nil},
		{"an addition edited since", nil, residents("2"), residents("3"), residents("3"), []rota.Touched{{Kind: "resident", ID: "a"}}},
		{"an addition deleted since", nil, residents("2"), nil, nil, nil},
		{"a change deleted since", residents("1"), residents("2"), nil, nil, []rota.Touched{{Kind: "resident", ID: "a"}}},
		{"an untouched one deleted since", residents("1", "1"), residents("1", "2"), residents("", "2"), residents("", "1"), nil},
		{"a removal", residents("1", "1"), residents("1"), residents("1"), residents("1", "1"), nil},
		{"a removal entered again", residents("1"), nil, residents("1"), residents("1"), nil},
		{"a removal entered again otherwise", residents("1"), nil, residents("2"), residents("2"), []rota.Touched{{Kind: "resident", ID: "a"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, touched := rota.Revert(rota.Entry{Residents: tt.now}, rota.Entry{Residents: tt.before}, rota.Entry{Residents: tt.after})
			if diff := cmp.Diff(tt.want, got.Residents); diff != "" {
				t.Errorf("residents (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.touched, touched); diff != "" {
				t.Errorf("touched (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRevertCards: a card is one thing.
func TestRevertCards(t *testing.T) {
	card := func(name string) rota.Cards {
		return rota.Cards{Trust: rota.Card{Name: name}, BMA: rota.Card{Name: "BMA"}}
	}
	got, touched := rota.Revert(rota.Entry{Cards: card("2")}, rota.Entry{Cards: card("1")}, rota.Entry{Cards: card("2")})
	if got.Cards.Trust.Name != "1" || got.Cards.BMA.Name != "BMA" || touched != nil {
		t.Errorf("got %q, %q and %v", got.Cards.Trust.Name, got.Cards.BMA.Name, touched)
	}
	got, touched = rota.Revert(rota.Entry{Cards: card("3")}, rota.Entry{Cards: card("1")}, rota.Entry{Cards: card("2")})
	if diff := cmp.Diff([]rota.Touched{{Kind: "trust card"}}, touched); diff != "" || got.Cards.Trust.Name != "3" {
		t.Errorf("got %q (-want +got):\n%s", got.Cards.Trust.Name, diff)
	}
}

// TestRevertWholly: whatever was changed, taking it back at once gives what was before, also after the entries
// were kept as JSON.
func TestRevertWholly(t *testing.T) {
	before := rotatest.Small(1)
	rapid.Check(t, func(t *rapid.T) {
		after := before
		after.Residents = append([]rota.Resident(nil), before.Residents[rapid.IntRange(0, 5).Draw(t, "residents"):]...)
		after.Slots = append([]rota.Slot(nil), before.Slots...)
		after.Slots[rapid.IntRange(0, len(after.Slots)-1).Draw(t, "slot")].Places++
		after.Consultants = append([]rota.Consultant{{ID: "new"}}, before.Consultants...)
		var kept rota.Entry
		if text, err := json.Marshal(before); err != nil || json.Unmarshal(text, &kept) != nil {
			t.Fatal("an entry cannot be kept as JSON")
		}
		got, touched := rota.Revert(after, kept, after)
		if len(touched) > 0 || len(got.Residents) != len(before.Residents) || !rota.SameThing(got.Slots, before.Slots) || !rota.SameThing(got.Consultants, before.Consultants) {
			t.Fatalf("touched %v, %d residents", touched, len(got.Residents))
		}
	})
}

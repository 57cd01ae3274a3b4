package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"strikerota/rota"
)

// An account of a clinical lead says of which services they see the slots. Others' accounts say
// nothing of it, and lose what they said when they are given another role.

// leadRole is package auth's, which a test holds.
const leadRole = "lead"

// allServices stands in the database for every service, those that come later among them.
const allServices = "all"

// servicesText is how the database has the services of an account of the role.
func servicesText(role string, o rota.OwnServices) string {
	switch {
	case role != leadRole:
		return ""
	case o.All:
		return allServices
	case o.List == "":
		return ""
	}
	text, err := json.Marshal(o.Names())
	if err != nil {
		return "" // a list of texts always can be
	}
	return string(text)
}

// readServices reads it. What cannot be read is no service.
func readServices(text string) rota.OwnServices {
	if text == allServices {
		return rota.EveryService()
	}
	var names []string
	if json.Unmarshal([]byte(text), &names) != nil {
		return rota.OwnServices{}
	}
	return rota.SomeServices(names...)
}

// auditServices writes which services an account sees, before and after, where that differs.
func (t *Trust) auditServices(ctx context.Context, tx *gorm.DB, actorID, userID, was, is string) error {
	if was == is {
		return nil
	}
	words := fmt.Sprintf("%s: %s, then %s", userID, readServices(was).Words(), readServices(is).Words())
	return t.auditUser(ctx, tx, actorID, Narrowed, words)
}

// SlotServices lists the services that slots of any strike of the trust have, and that its accounts of
// clinical leads say, in order.
func (t *Trust) SlotServices(ctx context.Context) ([]string, error) {
	var out []string
	err := t.read(ctx, func(tx *gorm.DB) error {
		strikes, err := t.strikes(tx).Select("id").Find(ctx)
		if err != nil {
			return err
		}
		for _, strike := range strikes {
			slots, err := of[*slotRow](tx, strike.ID).Distinct("service").Find(ctx)
			if err != nil {
				return err
			}
			for _, s := range slots {
				out = append(out, s.Service)
			}
		}
		users, err := belonging[*userRow](t, tx).Where("services <> ''").Select("services").Find(ctx)
		for _, u := range users {
			out = append(out, readServices(u.Services).Names()...)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the services: %w", err)
	}
	return rota.SomeServices(out...).Names(), nil
}

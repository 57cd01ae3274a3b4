package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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

// renameInAccounts lets clinical leads of a service see it by its new name, and by the old one no longer where no
// other strike has it. A new name that a slot or an account of the trust has already leaves the accounts as they
// are: with it they would come to see what was never theirs.
func (c *change) renameInAccounts(ctx context.Context, from, to string) error {
	taken, err := c.trust.services(ctx, c.tx)
	if err != nil || rota.SomeServices(taken...).Has(to) {
		return err
	}
	others, err := c.trust.slotServices(ctx, c.tx, c.strike.ID)
	if err != nil {
		return err
	}
	leads, err := belonging[*userRow](c.trust, c.tx).Where("services <> ''").Find(ctx)
	if err != nil {
		return err
	}
	stays := rota.SomeServices(others...).Has(from)
	for _, u := range leads {
		sees := readServices(u.Services)
		if sees.All || !sees.Has(from) {
			continue
		}
		names := append(sees.Names(), to)
		if !stays {
			names = slices.DeleteFunc(names, func(name string) bool { return strings.EqualFold(name, from) })
		}
		is := servicesText(leadRole, rota.SomeServices(names...))
		if err := c.trust.auditServices(ctx, c.tx, c.actor.ID, u.ID, u.Services, is); err != nil {
			return err
		}
		if _, err := gorm.G[*userRow](c.tx).Where("id = ?", u.ID).Update(ctx, "services", is); err != nil {
			return err
		}
	}
	return nil
}

// SlotServices lists the services that slots of any strike of the trust have, and that its accounts of
// clinical leads say, in order.
func (t *Trust) SlotServices(ctx context.Context) ([]string, error) {
	var out []string
	err := t.read(ctx, func(tx *gorm.DB) (err error) {
		out, err = t.services(ctx, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the services: %w", err)
	}
	return rota.SomeServices(out...).Names(), nil
}

// NoSlotHas are those of the services that no slot of any strike of the trust has: they may be misspelt, or
// their slots are to come.
func (t *Trust) NoSlotHas(ctx context.Context, sees rota.OwnServices) ([]string, error) {
	var out []string
	err := t.read(ctx, func(tx *gorm.DB) error {
		there, err := t.slotServices(ctx, tx, "")
		out = sees.Without(there)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for services that no slot has: %w", err)
	}
	return out, nil
}

// services lists those that slots of any strike of the trust have, and accounts of clinical leads say.
func (t *Trust) services(ctx context.Context, tx *gorm.DB) ([]string, error) {
	out, err := t.slotServices(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	users, err := belonging[*userRow](t, tx).Where("services <> ''").Select("services").Find(ctx)
	for _, u := range users {
		out = append(out, readServices(u.Services).Names()...)
	}
	return out, err
}

// slotServices lists the services that slots of the trust's strikes have, but for one strike.
func (t *Trust) slotServices(ctx context.Context, tx *gorm.DB, but string) ([]string, error) {
	strikes, err := t.strikes(tx).Where("id <> ?", but).Select("id").Find(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, strike := range strikes {
		slots, err := of[*slotRow](tx, strike.ID).Distinct("service").Find(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			out = append(out, s.Service)
		}
	}
	return out, nil
}

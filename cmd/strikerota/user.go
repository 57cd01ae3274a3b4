package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

var userCommand = command{
	name:    "user",
	args:    "add EMAIL NAME [-role ROLE] [-service NAME …] [-trust NAME] | password EMAIL [-trust NAME] | confirm EMAIL [-trust NAME] | list [-config FILE]",
	summary: "Add an account, give one a new password, confirm one, or list the accounts.",
	help: `
"add" makes an account and prints its password, this once. "password" gives an
account a new password, prints it, this once, and ends what the person has open.
An e-mail address may have an account in each trust: -trust then says which is meant.
A clinical lead (-role lead) sees the slots of the services that -service names, given
once for each, or of all with -service all: one of the two must be said.
"confirm" lets an account that waits see residents by name, when no coordinator can
confirm it on "Who sees residents by name"; the audit has it, and coordinators are told.
"list" prints the address and role of each account, and that it is closed where it is,
or the name for the address of one that signs in elsewhere; and where several trusts share the planner, the trust.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		role := flags.String("role", "", "with add, and with password where an address has several accounts: the account's `ROLE`: "+roleNames()+" (with add, coordinator if left out)")
		trust := flags.String("trust", "", "the `NAME` of the account's trust, where several share the planner")
		var services []string
		flags.Func("service", "with add -role lead: the `NAME` of a service whose slots the lead sees, once for each; or all", func(name string) error {
			services = append(services, name)
			return nil
		})
		return func(ctx context.Context, w world, args []string) error {
			act, err := userAction(args, *role, services, *trust)
			if err != nil {
				return err
			}
			o, err := open(ctx, w, *path)
			if err != nil {
				return err
			}
			if !o.config.SignIn.Passwords && args[0] != "list" && args[0] != "confirm" {
				return errors.Join(badUsage("nobody signs in with a password: sign_in.passwords is false"), o.Close())
			}
			return errors.Join(act(ctx, w, o), o.Close())
		}
	},
}

func roleNames() string {
	var names []string
	for _, role := range auth.AccountRoles() {
		names = append(names, string(role))
	}
	return strings.Join(names, ", ")
}

// userAction is what args ask for, checked before the database is opened.
func userAction(args []string, role string, services []string, trust string) (func(context.Context, world, *opened) error, error) {
	what := ""
	if len(args) > 0 {
		what = args[0]
	}
	if what != "add" && what != "password" && role != "" {
		return nil, badUsage("-role goes with add and password")
	}
	if what != "add" && services != nil {
		return nil, badUsage("-service goes with add")
	}
	if what != "add" && what != "password" && what != "confirm" && trust != "" {
		return nil, badUsage("-trust goes with add, password and confirm")
	}
	switch {
	case what == "add" && len(args) > 2:
		user, err := newUser(args[1], strings.Join(args[2:], " "), role, services)
		return func(ctx context.Context, w world, o *opened) error { return addUser(ctx, w, o, trust, user) }, err
	case what == "password" && len(args) == 2:
		return func(ctx context.Context, w world, o *opened) error {
			return renewPassword(ctx, w, o, args[1], role, trust)
		}, nil
	case what == "confirm" && len(args) == 2:
		return func(ctx context.Context, w world, o *opened) error { return confirmUser(ctx, w, o, args[1], trust) }, nil
	case what == "list" && len(args) == 1:
		return listUsers, nil
	}
	return nil, badUsage("want %q, %q, %q or %q", "add EMAIL NAME", "password EMAIL", "confirm EMAIL", "list")
}

// Lengths of an account's texts, in characters; the sign-in page takes no longer address.
const (
	maxUserEmail = 200
	maxUserName  = 100
)

func newUser(email, name, role string, services []string) (store.User, error) {
	if role == "" {
		role = string(auth.Coordinator)
	}
	parsed, err := mail.ParseAddress(email)
	switch {
	case !slices.Contains(auth.AccountRoles(), auth.Role(role)):
		return store.User{}, badUsage("there is no role %q; the roles are %s", role, roleNames())
	case err != nil || parsed.Address != email || utf8.RuneCountInString(email) > maxUserEmail:
		return store.User{}, badUsage("the first argument must be an e-mail address, as in jo@trust.example")
	}
	if !oneLine(name) {
		return store.User{}, badUsage("the name must be one line of at most %d characters, and hold no sign that turns it round", maxUserName)
	}
	sees, err := leadServices(role, services)
	return store.User{Email: email, Name: strings.TrimSpace(rota.Seen(name)), Role: role, Services: sees}, err
}

// leadServices are whose slots a clinical lead sees, which has to be said of one and can be of nobody else.
func leadServices(role string, services []string) (rota.OwnServices, error) {
	long := func(name string) bool {
		return utf8.RuneCountInString(name) > rota.MaxService || strings.ContainsFunc(name, unicode.IsControl)
	}
	sees, ok := rota.NamedServices(services)
	switch {
	case auth.Role(role) != auth.Lead && services != nil:
		return sees, badUsage("-service goes with -role lead alone")
	case auth.Role(role) == auth.Lead && (!ok || slices.ContainsFunc(services, long)):
		return sees, badUsage("say which services the clinical lead sees, as in -service \"Maternity\" -service \"Cancer\", or -service all")
	}
	return sees, nil
}

// oneLine reports whether a name is one, not too long, and reads as it is.
func oneLine(name string) bool {
	return strings.TrimSpace(rota.Seen(name)) != "" && !rota.Reverses(name) && !strings.ContainsFunc(name, unicode.IsControl) && utf8.ValidString(name) && utf8.RuneCountInString(name) <= maxUserName
}

func addUser(ctx context.Context, w world, o *opened, trust string, user store.User) error {
	of, err := o.trustFor(ctx, trust, user)
	if err != nil {
		return err
	}
	known, err := of.SlotServices(ctx)
	if err != nil {
		return err
	}
	user.Services = user.Services.Spelled(known)
	password := auth.NewPassword()
	hash, err := auth.NewHasher().Hash(ctx, password)
	if err != nil {
		return err
	}
	user.PasswordHash = hash
	user, err = of.CreateUser(ctx, user)
	if rota.Faults(err) != nil {
		return badUsage("there is an account with this e-mail address in the trust; \"strikerota user password\" gives it a new password")
	}
	if err != nil {
		return err
	}
	none, err := of.NoSlotHas(ctx, user.Services)
	if words := rota.NoSlotHasWords(none); words != "" {
		fmt.Fprintln(w.err, words)
	}
	return errors.Join(tellPassword(w, user, password), err)
}

// trustFor is the trust with which an account is kept: of the group, which is of no trust, the first.
func (o *opened) trustFor(ctx context.Context, name string, user store.User) (*store.Trust, error) {
	if auth.Role(user.Role) != auth.Group {
		return o.trustNamed(ctx, name)
	}
	if name != "" {
		return nil, badUsage("an account of the role group is of no trust, and sees what each has published: leave out -trust")
	}
	return o.Of(store.FirstTrust), nil
}

// renewPassword ends the account's sessions too: each holds a mark of the password it began with.
func renewPassword(ctx context.Context, w world, o *opened, email, role, trust string) error {
	users, err := o.UsersByEmail(ctx, email)
	if err == nil {
		users, err = o.usersIn(ctx, users, trust)
	}
	if err != nil {
		return err
	}
	users = slices.DeleteFunc(users, func(u store.User) bool { return role != "" && u.Role != role })
	switch {
	case len(users) == 0:
		return badUsage("there is no account with this e-mail address; \"strikerota user list\" shows them")
	case len(users) > 1:
		return badUsage("several accounts have this e-mail address: say which with -trust, or -role group for the one of no trust; \"strikerota user list\" shows them")
	}
	user := users[0]
	password := auth.NewPassword()
	hash, err := auth.NewHasher().Hash(ctx, password)
	if err != nil {
		return err
	}
	if err := o.Of(user.Trust).SetPassword(ctx, store.Actor{}, user.ID, hash); err != nil {
		return err
	}
	// A first password that is kept for the next start is no longer right.
	first := newFirstSignIn(o.config)
	forget := first.read(ctx, o.Store)
	if forget == nil {
		forget = first.used(user.ID)
	}
	err = errors.Join(tellPassword(w, user, password), forget)
	if !user.Waits.IsZero() {
		fmt.Fprintf(w.out, "The account waits to be confirmed, and opens no resident: by a coordinator, or with \"strikerota user confirm %s\".\n", user.Email)
	}
	return err
}

// usersIn are those of the accounts that are of the trust of this name; all for "".
func (o *opened) usersIn(ctx context.Context, users []store.User, trust string) ([]store.User, error) {
	if trust == "" {
		return users, nil
	}
	of, err := o.trustNamed(ctx, trust)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(users, func(u store.User) bool { return u.Trust != of.ID() || auth.Role(u.Role) == auth.Group }), nil
}

// confirmUser lets an account that waits see residents by name.
func confirmUser(ctx context.Context, w world, o *opened, email, trust string) error {
	users, err := o.UsersOfAll(ctx)
	if err == nil {
		users, err = o.usersIn(ctx, users, trust)
	}
	if err != nil {
		return err
	}
	users = slices.DeleteFunc(users, func(u store.User) bool {
		return u.Waits.IsZero() || u.Closed() || !strings.EqualFold(u.Email, strings.TrimSpace(email))
	})
	switch {
	case len(users) == 0:
		return badUsage("no account with this e-mail address waits to be confirmed; \"strikerota user list\" shows the addresses")
	case len(users) > 1:
		return badUsage("more than one account with this e-mail address waits: say of which trust with -trust, or let a coordinator confirm the right one")
	case !users[0].Chosen():
		return badUsage("nobody has chosen this account's password: confirm it when the person has, or give them one with \"strikerota user password\"")
	}
	if err := o.Of(users[0].Trust).ConfirmUser(ctx, store.Actor{}, users[0].ID); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "Confirmed: %s sees residents by name from now on. Coordinators are told.\n", users[0].Email)
	return err
}

func tellPassword(w world, user store.User, password string) error {
	_, err := fmt.Fprintf(w.out, "Sign in as %s with the password %s\nIt is not shown again.\n", user.Email, password)
	return err
}

func listUsers(ctx context.Context, w world, o *opened) error {
	trusts, err := o.trusts(ctx)
	if err != nil {
		return err
	}
	for _, t := range trusts {
		users, err := o.Of(t.ID).Users(ctx)
		if err != nil {
			return err
		}
		for _, user := range users {
			of, role := "", user.Role
			if auth.Role(role) == auth.Lead {
				role += " (" + user.Services.Words() + ")"
			}
			if user.Closed() {
				role += ", closed"
			}
			switch {
			case auth.Role(user.Role) == auth.Group:
				of = "\tof no trust"
			case len(trusts) > 1:
				of = "\t" + t.Name
			}
			if _, err := fmt.Fprintf(w.out, "%s\t%s%s\n", cmp.Or(user.Email, user.Name), role, of); err != nil {
				return err
			}
		}
	}
	return nil
}

package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/internal/store/storetest"
)

// TestAnotherTrustsAddress holds that an administrator learns nothing of the accounts of another trust: to add an
// address that one has is answered as to add one that nobody has, and so is a sign-in that failed for it in the audit.
func TestAnotherTrustsAddress(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2025, 7, 24, 20, 14, 0, 0, time.UTC) }
	random := regexp.MustCompile(`[A-Z2-7]{26}(?:-[0-9a-f]{16}\b)?|\b[A-Z2-7]{4}-[A-Z2-7]{4}\b|[-_A-Za-z0-9]{43}|nonce="[^"]*"`)
	var answers, audits []string
	for _, has := range []bool{false, true} {
		s := newSite(t, func(o *Options) { o.Now, o.Store = now, storetest.OpenAt(t, now).Store })
		trust, _ := s.another()
		if has {
			if _, err := trust.CreateUser(t.Context(), store.User{Email: "both@trusts.example", Name: "B.", Role: string(auth.Finance), PasswordHash: testHash}); err != nil {
				t.Fatal(err)
			}
		}
		boss := s.as(auth.Administrator)
		want(t, s.stranger().signInAs("both@trusts.example", "not the password"), http.StatusUnprocessableEntity)
		audits = append(audits, random.ReplaceAllString(want(t, boss.get(auditPath), http.StatusOK).Body.String(), "·"))
		made := want(t, boss.post(accountsPath, url.Values{"name": {"B."}, "email": {"both@trusts.example"}, "role": {"finance"}}), http.StatusOK)
		answers = append(answers, random.ReplaceAllString(made.Body.String(), "·"))
		want(t, boss.post(accountsPath, url.Values{"name": {"B."}, "email": {"Both@trusts.example"}, "role": {"finance"}}), http.StatusUnprocessableEntity)
	}
	for what, pair := range map[string][]string{"the answer": answers, "the audit": audits} {
		if pair[0] != pair[1] {
			t.Errorf("%s tells that another trust has the address: %s", what, firstDifference(pair[0], pair[1]))
		}
	}
	for _, accounts := range []int{0, 1, 2, 3} {
		if got := checksOf(2, accounts); got != 3 {
			t.Errorf("of two trusts and %d accounts %d passwords are checked: the time tells", accounts, got)
		}
	}
	if checksOf(1, 0) != 1 || checksOf(1, 1) != 1 || checksOf(1, 2) != 2 {
		t.Error("of one trust not every account is checked, or more")
	}
	if !strings.Contains(audits[0], "no account has here") {
		t.Error("the failed sign-in is not in the audit")
	}
}

// TestAccountsOfTwoTrusts: somebody with an account in two trusts comes into that whose password they gave, and is asked
// which where it is the same; what they choose has to be theirs, and open.
func TestAccountsOfTwoTrusts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	trust, _ := s.another()
	ctx := t.Context()
	first, err := s.store.CreateUser(ctx, store.User{Email: "both@trusts.example", Name: "B.", Role: string(auth.Administrator), PasswordHash: testHash})
	if err != nil {
		t.Fatal(err)
	}
	hash, err := s.hasher.Hash(ctx, "another wet umbrella")
	if err != nil {
		t.Fatal(err)
	}
	second, err := trust.CreateUser(ctx, store.User{Email: "both@trusts.example", Name: "B.", Role: string(auth.Administrator), PasswordHash: hash})
	if err != nil {
		t.Fatal(err)
	}
	in := func(v *visitor, user store.User) {
		t.Helper()
		if got := strings.Contains(pageText(t, v, accountsPath), "@another.example"); got != (user.ID == second.ID) {
			t.Errorf("signed in with the account of the wrong trust, want that of %d", user.Trust)
		}
	}
	for password, user := range map[string]store.User{testPassword: first, "another wet umbrella": second} {
		v := s.stranger()
		want(t, v.signInAs("both@trusts.example", password), http.StatusSeeOther)
		in(v, user)
	}
	if err := trust.SetPassword(ctx, actor, second.ID, testHash); err != nil {
		t.Fatal(err)
	}
	for _, user := range []store.User{first, second} {
		v := s.stranger()
		asked := want(t, v.signInAs("both@trusts.example", testPassword), http.StatusUnprocessableEntity)
		contract(t, asked)
		if text := parse(t, asked).Find("main").Text(); !strings.Contains(text, "Another trust (fictional)") || !strings.Contains(text, testTrust) || !strings.Contains(text, "Choose which account") {
			t.Errorf("it does not ask which:\n%s", text)
		}
		values := fields(t, asked, "/sign-in")
		values.Set("password", testPassword)
		values.Set(accountKey, s.user(auth.Finance).ID)
		want(t, v.post("/sign-in", values), http.StatusUnprocessableEntity)
		values.Set(accountKey, user.ID)
		want(t, v.post("/sign-in", values), http.StatusSeeOther)
		in(v, user)
	}
	if err := trust.CloseUser(ctx, actor, second.ID); err != nil {
		t.Fatal(err)
	}
	v := s.stranger()
	want(t, v.signInAs("both@trusts.example", testPassword), http.StatusSeeOther)
	in(v, first)
}

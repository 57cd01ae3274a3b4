package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestCan writes the table out by hand, so that a slip in either shows.
func TestCan(t *testing.T) {
	tests := []struct {
		role Role
		may  string // acts, in the order of every
	}{
		{Administrator, "open self see audit manage users see retention"},
		{Auditor, "open self see audit see retention"},
		{Coordinator, "open self see strike edit strike see people edit people see slots edit slots see rota edit rota see cost see pay edit cost see counts download bring in see retention"},
		{Lead, "open self see strike see slots see rota download"},
		{Finance, "open self see strike see cost edit cost see counts download bring in"},
		{Group, "open self see published"},
		{Consultant, "open own offer"},
		{Resident, "open own declare"},
		{"", "open"}, // nobody is signed in
		{"porter", "open"},
	}
	every := []Act{Open, Self, SeeStrike, EditStrike, SeePeople, EditPeople, SeeSlots, EditSlots, SeeRota, EditRota,
		SeeCost, SeePay, EditCost, SeeCounts, Download, BringIn, SeeAudit, ManageUsers, SeeRetention, SeePublished, Own, Declare, Offer, "no such act"}
	for _, tt := range tests {
		var may []string
		for _, act := range every {
			if Can(tt.role, act) {
				may = append(may, string(act))
			}
		}
		if order := sortLike(tt.may, every); strings.Join(may, " ") != order {
			t.Errorf("%q may %q, want %q", tt.role, strings.Join(may, " "), order)
		}
	}
	for _, role := range AccountRoles() {
		if role.Words() == "" || !Can(role, Self) {
			t.Errorf("%s: a role without words or rights", role)
		}
	}
	for _, role := range LinkRoles() {
		if role.Words() == "" || !Can(role, Own) || Can(role, Self) {
			t.Errorf("%s: a role without words or rights, or with those of an account", role)
		}
	}
}

// sortLike puts the acts named in text in the order of every.
func sortLike(text string, every []Act) string {
	var out []string
	for _, act := range every {
		if strings.Contains(" "+text+" ", " "+string(act)+" ") {
			out = append(out, string(act))
		}
	}
	return strings.Join(out, " ")
}

func TestHasher(t *testing.T) {
	h := NewHasher()
	ctx := t.Context()
	one, err := h.Hash(ctx, "correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Hash(ctx, "correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") || one == two {
		t.Errorf("hashes %q and %q: want PHC form and different salts", one, two)
	}
	long := strings.Repeat("long ", 40)
	longHash, err := h.Hash(ctx, long)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, stored, password string
		want                   bool
		fails                  bool
	}{
		{"right", one, "correct horse battery staple", true, false},
		{"wrong", one, "correct horse battery stapler", false, false},
		{"empty", one, "", false, false},
		{"200 characters", longHash, long, true, false},
		{"longer by one", longHash, long + "x", false, false},
		{"no account", "", "no such account", false, false},
		{"not a hash", "plain text", "plain text", false, true},
		{"another kind", strings.Replace(one, "argon2id", "argon2i", 1), "correct horse battery staple", false, true},
		{"too dear to work out", strings.Replace(one, "m=19456", "m=99999999", 1), "correct horse battery staple", false, true},
		{"no passes", strings.Replace(one, "t=2", "t=0", 1), "correct horse battery staple", false, true},
		{"cut short", one[:len(one)-30], "correct horse battery staple", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := h.Check(ctx, tt.stored, tt.password)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("Check = %t, %v; want %t, error %t", got, err, tt.want, tt.fails)
			}
			if err != nil && strings.Contains(err.Error(), "argon2") {
				t.Errorf("the error shows the hash: %v", err)
			}
		})
	}
}

// TestNoSuchAccount holds that a password is checked where there is no such account, too, against a hash of the
// usual cost: the time of the answer would tell who has one.
func TestNoSuchAccount(t *testing.T) {
	h := NewHasher()
	if usual := hash("x", make([]byte, saltBytes)); h.dummy[:strings.LastIndex(h.dummy, "$")] != usual[:strings.LastIndex(usual, "$")] {
		t.Errorf("%q costs not what %q does", h.dummy, usual)
	}
	h.dummy = "not a hash"
	if _, err := h.Check(t.Context(), "", "x"); !errors.Is(err, errHash) {
		t.Errorf("it was not checked: %v", err)
	}
}

// TestHasherWaits holds that no more than two hashes are worked out at once.
func TestHasherWaits(t *testing.T) {
	h := NewHasher()
	h.turn <- struct{}{}
	h.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Check(ctx, "", "x"); err == nil {
		t.Error("a third check did not wait")
	}
	<-h.turn
	if _, err := h.Check(t.Context(), "", "x"); err != nil {
		t.Errorf("a check with a free turn: %v", err)
	}
}

func TestCheckPassword(t *testing.T) {
	tests := []struct {
		name, password, email string
		want                  string // part of the sentence; "" when it will do
	}{
		{"a common one", "1qaz2wsx3edc4rfv", "", "easy to guess"},
		{"a common one, with capitals", "QwErTyUiOp12345", "", "easy to guess"},
		{"a common one twice", "baseballBaseball", "", "easy to guess"},
		{"with digits after it", "manchester123456789", "", "easy to guess"},
		{"with signs around it", "!!!manchester!!!!!", "", "easy to guess"},
		{"with signs for letters", "M@nch3ster2025!!", "", "easy to guess"},
		{"two common ones", "Liverpool Football 1", "", "easy to guess"},
		{"two, again and again", "dragonmonkeydragon", "", "easy to guess"},
		{"three of them", "dragon monkey shadow", "", ""},
		{"one and another word", "football embrocation", "", ""},
		{"the trust's name", "my ANYTOWN umbrella", "", "the word anytown"},
		{"own surname", "umbrella of OSEI three", "r@trust.example", "your name"},
		{"own name of two letters", "three wet umbrellas", "re@trust.example", ""},
		{"only digits", "839201837465102", "", ""},
		{"digits that many use", "123456 123456 789", "", "easy to guess"},
		{"a short part of the name", "unheroic umbrellas", "x@trust.example", ""},

		{"good", "three wet umbrellas", "r.osei@trust.example", ""},
		{"fifteen characters", "abcdefghijklmno", "", ""},
		{"fourteen", "abcdefghijklmn", "", "at least 15"},
		{"fifteen of several bytes", "ünïcödeünïcödeü", "", ""},
		{"two hundred", strings.Repeat("abcde", 40), "", ""},
		{"two hundred and one", strings.Repeat("abcde", 40) + "f", "", "at most 200"},
		{"own name", "hello R.Osei hello", "r.osei@trust.example", "e-mail name"},
		{"the program's name", "strikerota-is-mine", "", "strikerota"},
		{"password", "my PassWord is good", "", "word password"},
		{"repeats", "aaaaaaaabbbbbbbb", "", "again and again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := CheckPassword(tt.password, Owner{Email: tt.email, Name: "Ro Osei", Trust: "Anytown NHS Trust"})
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCommonPasswords holds that every common password is refused, with or without
// something around it, and that what people may choose hardly ever is.
func TestCommonPasswords(t *testing.T) {
	if n := CommonPasswords(); n < 10_000 {
		t.Fatalf("%d common passwords: run make assets", n)
	}
	for _, p := range common() {
		if !easy(p) {
			t.Fatalf("%q is not easy to guess", p)
		}
		if solid(p) != p {
			continue
		}
		for _, padded := range []string{p + "!!!!!!!!!!!", "  " + p + " - " + p + " "} {
			if !easy(padded) {
				t.Fatalf("%q is not easy to guess", padded)
			}
		}
	}
	for range 200 {
		if p := NewPassword(); easy(p) {
			t.Errorf("%q is easy to guess", p)
		}
	}
}

// TestManyCuts holds that a text is looked at that can be cut in more ways than could be
// tried: into two common passwords of one digit.
func TestManyCuts(t *testing.T) {
	text := strings.Repeat("1", 1000)
	if !isCommon(text[:6]) || !isCommon(text[:8]) {
		t.Fatal("the passwords of one digit are not common, so this shows nothing")
	}
	if !easy(text) {
		t.Error("not easy to guess")
	}
	if easy(text + "zqwvk") {
		t.Error("easy to guess with another word after it")
	}
}

func TestNewPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		p := NewPassword()
		if seen[p] || CheckPassword(p, Owner{}) != "" || len(p) != 23 {
			t.Fatalf("password %q is seen before or breaks the rules", p)
		}
		seen[p] = true
	}
}

func TestThrottle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(time.Now)
		try := func(account, address string, n int) (allowed int) {
			for range n {
				if th.Allow(account, address) {
					allowed++
				}
			}
			return allowed
		}
		if got := try("a@x", "1.1.1.1", 10); got != triesPerAccount {
			t.Errorf("first tries at one account: %d allowed, want %d", got, triesPerAccount)
		}
		if th.Allow("A@X", "2.2.2.2") {
			t.Error("capital letters and another address gave a new count")
		}
		if !th.Allow("b@x", "2.2.2.2") {
			t.Error("another account from another address is slowed too")
		}
		others := 0
		for i := range 20 {
			others += try(fmt.Sprintf("c%d@x", i), "1.1.1.1", 1)
		}
		if others != triesPerAddress-10 {
			t.Errorf("%d more tries from one address at as many accounts, want %d", others, triesPerAddress-10)
		}
		time.Sleep(accountPause)
		if got := try("a@x", "3.3.3.3", 3); got != 1 {
			t.Errorf("after a minute %d tries, want 1", got)
		}
		th.Right("A@x", "3.3.3.3")
		if got := try("a@x", "3.3.3.3", 10); got != triesPerAccount {
			t.Errorf("after a right password %d tries, want %d", got, triesPerAccount)
		}
	})
}

// TestThrottleKinds holds that tries in a known browser, at codes and at links have limits of their own.
func TestThrottleKinds(t *testing.T) {
	th := NewThrottle(func() time.Time { return time.Unix(0, 0) })
	for name, tt := range map[string]struct {
		try  func() bool
		want int
	}{
		"browser": {func() bool { return th.AllowBrowser("b") }, triesPerBrowser},
		"code":    {func() bool { return th.AllowCode("a") }, triesPerCode},
		"link":    {func() bool { return th.AllowLink("1.1.1.1") }, triesPerAddress},
	} {
		got := 0
		for range 50 {
			if tt.try() {
				got++
			}
		}
		if got != tt.want {
			t.Errorf("%s: %d of 50 tries were allowed, want %d", name, got, tt.want)
		}
	}
}

// TestThrottleShared holds that many people behind one address sign in while somebody
// else guesses at one account from there.
func TestThrottleShared(t *testing.T) {
	th := NewThrottle(func() time.Time { return time.Unix(0, 0) })
	for range 5 {
		th.Allow("attacked@x", "1.1.1.1")
	}
	for i := range 100 {
		account := fmt.Sprintf("%d@x", i)
		if !th.Allow(account, "1.1.1.1") {
			t.Fatalf("the %d. right password is refused", i+1)
		}
		th.Right(account, "1.1.1.1")
	}
	if th.Allow("attacked@x", "2.2.2.2") {
		t.Error("the attacked account has another try")
	}
}

// TestThrottleNetworks holds that a network of IPv6 counts as one address.
func TestThrottleNetworks(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"2001:db8::1", "2001:db8::2:1", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"10.0.0.1", "10.0.0.2", false},
		{"::ffff:10.0.0.1", "::ffff:10.0.0.2", false},
		{"", "", true},
	}
	for _, tt := range tests {
		if got := network(tt.a) == network(tt.b); got != tt.same {
			t.Errorf("%q and %q count as one: %t, want %t", tt.a, tt.b, got, tt.same)
		}
	}
}

// TestThrottleBounded holds that a flood of accounts cannot fill the memory.
func TestThrottleBounded(t *testing.T) {
	th := NewThrottle(func() time.Time { return time.Unix(0, 0) })
	for i := range maxKeys + 100 {
		th.Allow(string(rune('a'+i%26))+time.Duration(i).String(), "1.1.1.1")
	}
	if len(th.accounts) > maxKeys {
		t.Errorf("%d accounts are remembered, want at most %d", len(th.accounts), maxKeys)
	}
}

// TestThrottleLinks holds that whoever guesses at links is slowed down, apart from those
// who sign in at the same address, and that right links count for nothing.
func TestThrottleLinks(t *testing.T) {
	th := NewThrottle(func() time.Time { return time.Unix(0, 0) })
	for i := range 3 * triesPerAddress {
		if !th.AllowLink("1.1.1.1") {
			t.Fatalf("the %d. right link is refused", i+1)
		}
		th.RightLink("1.1.1.1")
	}
	allowed := 0
	for range 2 * triesPerAddress {
		if th.AllowLink("1.1.1.1") {
			allowed++
		}
	}
	if allowed != triesPerAddress || !th.AllowLink("2.2.2.2") || !th.Allow("a@x", "1.1.1.1") {
		t.Errorf("%d guesses are let through, want %d; others must not be slowed", allowed, triesPerAddress)
	}
}

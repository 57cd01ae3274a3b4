package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strikerota/internal/auth/openid/openidtest"
	"strikerota/internal/config"
)

// openIDSettings adds a provider to the settings.
func openIDSettings(t *testing.T, issuer, more, rest string) (path, folder string) {
	t.Helper()
	path, folder = settings(t)
	secret := filepath.Join(folder, "secret")
	if err := os.WriteFile(secret, []byte(openidtest.Secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err == nil {
		text = fmt.Appendf(text, "sign_in: {%sopenid: {issuer: '%s', name: NHSmail, planner: '%s', client_id: %s, client_secret_file: %s,\n  groups: [{group: rota, role: coordinator}]%s}}\n",
			more, issuer, openidtest.Planner, openidtest.ClientID, secret, rest)
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path, folder
}

// TestServeOpenID holds that the settings reach the sign-in page, which leads to the
// provider, and that nobody has a password where they say so.
func TestServeOpenID(t *testing.T) {
	at := openidtest.Start(t)
	path, folder := openIDSettings(t, at.Issuer, "passwords: false, ", "")
	address, printed, stop := serving(t, "-config", path)
	defer stop()
	if strings.Contains(printed, "password") {
		t.Errorf("the server made an account with a password:\n%s", printed)
	}
	if _, err := os.Stat(filepath.Join(folder, "data", "first-sign-in.txt")); err == nil {
		t.Error("there is a file of first passwords")
	}
	page := newBrowser(t).get(address + "/sign-in")
	if !strings.Contains(page, "Sign in with NHSmail") || strings.Contains(page, `type="password"`) {
		t.Errorf("the sign-in page is\n%s", page)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(address + "/sign-in/openid")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(at.SignIn(to.String(), openidtest.Person{Subject: "7", Groups: []string{"rota"}}))
	if err != nil || back.Query().Get("code") == "" {
		t.Errorf("the provider, asked at %s, answers %s", to, back)
	}
	got := call(t, "user", "add", "jo@trust.example", "Jo", "-config", path)
	if got.status == 0 || !strings.Contains(got.err, "sign_in.passwords") {
		t.Errorf("an account with a password: %+v", got)
	}
}

// TestDoctorLeads holds that a group whose clinical leads see all services without its being said is pointed out.
func TestDoctorLeads(t *testing.T) {
	got := leadFindings([]config.OpenIDGroup{{Group: "rota", Role: "coordinator"}, {Group: "all", Role: "lead", Services: []string{"all"}},
		{Group: "ward", Role: "lead", Services: []string{"Maternity"}}, {Group: "leads", Role: "lead"}})
	if len(got) != 1 || !strings.Contains(got[0].wrong, `the group "leads"`) {
		t.Errorf("the findings are %+v", got)
	}
}

// TestDoctorOpenID holds what is said of the provider and of the ways past it.
func TestDoctorOpenID(t *testing.T) {
	at := openidtest.Start(t)
	const factor, past = "nobody has to show that they used one", "is a way past the provider"
	tests := []struct {
		name, issuer, more, rest string
		want                     []string
		not                      []string
	}{
		{"as little as there can be", at.Issuer, "", "", []string{"sound   provider of sign-ins", "has no TLS", factor, past, "sound   secret of"}, nil},
		{"nobody has a password", at.Issuer, "passwords: false, ", ", methods: [mfa]", []string{"sound   passwords beside", "sound   second factor at the provider"}, []string{factor, past}},
		{"passwords with a second factor", at.Issuer, "second_factor: [coordinator, lead, finance, administrator, auditor, group], ", ", levels: [AAL2]", nil, []string{factor, past}},
		{"some with a second factor", at.Issuer, "second_factor: [coordinator], ", "", []string{past}, nil},
		{"another provider", at.Issuer + "/", "", "", []string{"TO DO   provider of sign-ins"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path, _ := openIDSettings(t, tt.issuer, tt.more, tt.rest)
			got := call(t, "doctor", "-config", path)
			for _, want := range tt.want {
				if !strings.Contains(got.out, want) {
					t.Errorf("the doctor does not say %q:\n%s", want, got.out)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(got.out, not) {
					t.Errorf("the doctor says %q:\n%s", not, got.out)
				}
			}
			if strings.Contains(got.out, openidtest.Secret) {
				t.Error("the doctor shows the secret")
			}
		})
	}
}

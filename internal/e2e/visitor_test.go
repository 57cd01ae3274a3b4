package e2e

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// A visitor speaks HTTP to the planner without a browser. Its methods may be
// called by several goroutines.
type visitor struct {
	c       *http.Client
	address string
	csrf    string
}

// signedIn is a visitor who has signed in.
func signedIn(t testing.TB, s *served) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{address: s.address, c: &http.Client{Jar: jar, Timeout: 5 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if _, err := v.post("/sign-in", url.Values{"email": {s.email}, "password": {s.password}, "next": {"/"}}); err != nil {
		t.Fatalf("sign in: %v", err)
	}
	page, err := v.page("/strikes")
	if err != nil {
		t.Fatal(err)
	}
	v.csrf = page.Find("input[name=csrf]").First().AttrOr("value", "")
	return v
}

// get gives what an address holds.
func (v *visitor) get(path string) ([]byte, error) {
	answer, err := v.c.Get(v.address + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d", path, answer.StatusCode)
	}
	return text, err
}

// page is get for a page.
func (v *visitor) page(path string) (*goquery.Document, error) {
	text, err := v.get(path)
	if err != nil {
		return nil, err
	}
	return goquery.NewDocumentFromReader(strings.NewReader(string(text)))
}

// post sends a form and gives where it leads. Only a 303 is no error: then the
// planner has said that it has saved what was sent.
// A form without the random text of a page gets one, and can be sent again.
func (v *visitor) post(path string, form url.Values) (to string, err error) {
	v.sign(form)
	if path == "/sign-in" {
		form.Del("csrf")
		form.Del("once")
	}
	answer, err := v.c.PostForm(v.address+path, form)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return "", err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return "", statusError{path, answer.StatusCode}
	}
	return answer.Header.Get("Location"), nil
}

// sign puts into a form what every page writes into its own.
func (v *visitor) sign(form url.Values) url.Values {
	form.Set("csrf", v.csrf)
	if !form.Has("once") {
		form.Set("once", rand.Text())
	}
	return form
}

// named gives a file that names residents, for a reason.
func (v *visitor) named(path, reason string) ([]byte, error) {
	answer, err := v.c.PostForm(v.address+path, v.sign(url.Values{"reason": {reason}}))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = statusError{path, answer.StatusCode}
	}
	return text, err
}

// A statusError is an answer that is not the one hoped for.
type statusError struct {
	path   string
	status int
}

// Error says what was asked for and answered.
func (e statusError) Error() string { return fmt.Sprintf("%s: status %d", e.path, e.status) }

// follow calls hear with the data of each server-sent event, until the stream ends
// or hear says so.
func (v *visitor) follow(path string, hear func(data string) (more bool)) error {
	answer, err := v.c.Get(v.address + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && !hear(data) {
			return nil
		}
	}
	return lines.Err()
}

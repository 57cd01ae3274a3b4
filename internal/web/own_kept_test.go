package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
	"strikerota/rota"
)

// TestOwnTyped holds that what a resident typed comes back who sends it after their session has ended, once they
// have opened their link again, and that nobody else can have it saved.
func TestOwnTyped(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	secret := s.personal(auth.Resident, 0)
	v := s.stranger()
	open := func() { want(t, v.post(ownLinkPath+"/"+secret, url.Values{}), http.StatusSeeOther) }
	open()
	typed := fields(t, want(t, v.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	typed.Set("to-D1", "working")
	delete(v.cookies, "strikerota-own")
	v.csrf = ""
	for range 2 { // the second time the link has not been opened yet
		page := want(t, v.post(ownDutiesPath, typed), http.StatusOK)
		contract(t, page)
		if body := page.Body.String(); strings.Contains(body, "Wun") || strings.Contains(body, "D1") {
			t.Error("whoever has no link open reads whose it was, or what was typed")
		}
		again := want(t, v.post(ownAgainPath, fields(t, page, ownAgainPath)), http.StatusOK)
		if fields(t, again, ownAgainPath).Get(heldKey) == "" {
			t.Fatal("what was typed is gone")
		}
	}
	kept := fields(t, v.post(ownDutiesPath, typed), ownAgainPath)
	other := s.byLink(auth.Consultant, 0)
	want(t, other.post(ownAgainPath, maps.Clone(kept)), http.StatusSeeOther)
	if text := pageText(t, other, ownCoverPath); !strings.Contains(text, heldOfAnother) {
		t.Errorf("whoever has another link reads %s", text)
	}
	open()
	v.csrf = ""
	offered := want(t, v.post(ownAgainPath, kept), http.StatusOK)
	contract(t, offered)
	if text := mainText(t, offered); !strings.Contains(text, "opened your link again") || !strings.Contains(text, "Dr Wun") {
		t.Errorf("what was typed is offered so: %s", text)
	}
	if s.said()["D1"] != rota.NoReply {
		t.Error("it was saved before it was sent again")
	}
	full := fields(t, want(t, v.get(ownDutiesPath), http.StatusOK), ownDutiesPath)
	full.Set("to-D1", "working")
	want(t, v.post(ownDutiesPath, full), http.StatusSeeOther)
	if s.said()["D1"] != rota.Working {
		t.Error("sent again, it is not saved")
	}
	kept.Del(heldKey)
	if got := v.post(ownAgainPath, kept).Code; got != http.StatusBadRequest {
		t.Errorf("nothing to send again: status %d", got)
	}
}

// TestWhosePages holds that every page of somebody's own says whose it is, once the link is open and not before.
func TestWhosePages(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	for role, of := range map[auth.Role]struct {
		name  string
		paths []string
	}{
		auth.Resident:   {"Dr Wun", []string{ownDutiesPath, ownHeldPath}},
		auth.Consultant: {s.entry().Consultants[0].Name, []string{ownCoverPath, ownOffersPath, ownHeldPath}},
	} {
		v := s.byLink(role, 0)
		for _, path := range of.paths {
			page := want(t, v.get(path), http.StatusOK)
			contract(t, page)
			if text := mainText(t, page); !strings.Contains(text, "These are the pages of "+of.name) || !strings.Contains(text, "If that is not you") {
				t.Errorf("%s does not say whose it is: %s", path, text)
			}
		}
	}
}

// TestRenamed holds that whoever changes a name is told that its link has ended, and what to do.
func TestRenamed(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v := s.as(auth.Coordinator)
	for _, tt := range []struct {
		of, id string
		kind   store.Kind
		role   auth.Role
	}{{"residents", "R1", store.KindResident, auth.Resident}, {"consultants", "c1", store.KindConsultant, auth.Consultant}} {
		secret := s.personal(tt.role, 0)
		path := strikePath(s.strike, tt.of, tt.id, "edit")
		save := func(name string) string {
			t.Helper()
			values := fields(t, want(t, v.get(path), http.StatusOK), path)
			if name != "" {
				values.Set("name", name)
			}
			want(t, v.post(path, values), http.StatusSeeOther)
			return want(t, v.get(strikePath(s.strike, tt.of)), http.StatusOK).Body.String()
		}
		if strings.Contains(save(""), "link has ended") {
			t.Errorf("%s: the same name ends the link", tt.of)
		}
		if !strings.Contains(save("Dr Another"), "Their personal link has ended with the change of name") {
			t.Errorf("%s: nothing says that the link has ended", tt.of)
		}
		want(t, s.stranger().get(ownLinkPath+"/"+secret), http.StatusNotFound)
		if text := pageText(t, v, strikePath(s.strike, tt.of, tt.id, "link")); !strings.Contains(text, "since their name has changed") || !strings.Contains(text, "Make a new link") {
			t.Errorf("%s: the page of the link says %s", tt.of, text)
		}
		if text := pageText(t, v, strikePath(s.strike, tt.of, "links")); !strings.Contains(text, "Link ended with a change of name") {
			t.Errorf("%s: the page of all links says %s", tt.of, text)
		}
	}
}

// TestSecondLink holds that it is said before a link is made, and with it, that it ends the one that its person has.
func TestSecondLink(t *testing.T) {
	t.Parallel()
	var now time.Time
	s := ownSite(t, &now)
	v, path := s.as(auth.Coordinator), strikePath(s.strike, "residents", "R1", "link")
	const ends, ended = "which ends this one", "The link that they had before opens nothing any more"
	make := func() string {
		return mainText(t, want(t, v.post(path, url.Values{doField: {changeMake}}), http.StatusOK))
	}
	if text := pageText(t, v, path); strings.Contains(text, ends) {
		t.Errorf("before the first: %s", text)
	}
	if text := make(); strings.Contains(text, ended) {
		t.Errorf("with the first: %s", text)
	}
	if text := pageText(t, v, path); !strings.Contains(text, ends) || !strings.Contains(text, "A new one ends it at once") {
		t.Errorf("before the second: %s", text)
	}
	if text := make(); !strings.Contains(text, ended) || !strings.Contains(text, "takes the place of the link that you were sent before") {
		t.Errorf("with the second: %s", text)
	}
}

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"strikerota/internal/auth"
	"strikerota/rota"
)

// TestLeadServicesForm holds that a clinical lead's account has to say which services they see, all or some, with
// nothing chosen beforehand, and that what was typed takes the spelling of the slots.
func TestLeadServicesForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Administrator)
	page := want(t, v.get(accountsPath), http.StatusOK)
	if shown := fields(t, page, accountsPath); shown.Has(seesField) || shown.Has(servicesField) {
		t.Errorf("the form begins with %v", shown)
	}
	for _, service := range []string{"Cancer", "Maternity", "Transplant"} {
		if parse(t, page).Find("input[name=services][value='"+service+"']").Length() != 1 {
			t.Errorf("no box for %s", service)
		}
	}
	try := func(email string, with url.Values) url.Values {
		out := url.Values{"name": {"Jo Adeyemi"}, "email": {email}, "role": {"lead"}}
		for name, list := range with {
			out[name] = list
		}
		return out
	}
	for name, slip := range map[string]struct {
		with         url.Values
		target, text string
	}{
		"nothing chosen":         {nil, "sees", "Choose which services the clinical lead sees"},
		"some, and none ticked":  {url.Values{"sees": {"some"}}, "services", "Tick the services that the clinical lead sees"},
		"all, and one ticked":    {url.Values{"sees": {"all"}, "services": {"Cancer"}}, "sees", "all services was chosen as well"},
		"all, and one typed":     {url.Values{"sees": {"all"}, "more-services": {"Trauma"}}, "sees", "all services was chosen as well"},
		"one that is not there":  {url.Values{"sees": {"some"}, "services": {"Porters"}}, "services", "must be from those listed"},
		"a choice that is none":  {url.Values{"sees": {"most"}}, "sees", "must be one of those listed"},
		"a service without end":  {url.Values{"sees": {"some"}, "more-services": {strings.Repeat("x", 81)}}, "more-services", "80 characters or fewer"},
		"ticked but not chosen":  {url.Values{"services": {"Cancer"}}, "sees", "Choose which services the clinical lead sees"},
		"typed, all but a blank": {url.Values{"sees": {"some"}, "more-services": {" \n "}}, "services", "Tick the services"},
	} {
		w := want(t, v.post(accountsPath, try("bad@trust.example", slip.with)), http.StatusUnprocessableEntity)
		contract(t, w)
		if got := parse(t, w).Find(".nhsuk-error-summary a[href='#" + slip.target + "']").Text(); !strings.Contains(got, slip.text) {
			t.Errorf("%s: the summary has %q, want %q at %s", name, parse(t, w).Find(".nhsuk-error-summary").Text(), slip.text, slip.target)
		}
	}
	madeLink(t, v.post(accountsPath, try("jo@trust.example", url.Values{"sees": {"some"}, "services": {"Maternity"}, "more-services": {" trauma  ward \r\ncancer\r\nMATERNITY"}})))
	jo, err := s.store.UserByEmail(t.Context(), "jo@trust.example")
	if err != nil || jo.Services != rota.SomeServices("Maternity", "Cancer", "trauma ward") {
		t.Errorf("the account sees %s, %v", jo.Services.Words(), err)
	}
	if got := pageText(t, v, accountsPath); !strings.Contains(got, "Clinical lead: Cancer, Maternity and trauma ward") {
		t.Errorf("the list of accounts says %s", got)
	}
	own := managePath(jo.ID)
	chosen := parse(t, want(t, v.get(own), http.StatusOK)).Find("input[checked]")
	var values []string
	for i := range chosen.Length() {
		values = append(values, chosen.Eq(i).AttrOr("value", ""))
	}
	if got := strings.Join(values, ", "); got != "lead, some, Cancer, Maternity, trauma ward" {
		t.Errorf("the page of the account has chosen %q", got)
	}
	to := want(t, v.post(own, url.Values{"do": {"role"}, "role": {"lead"}, "sees": {"all"}}), http.StatusSeeOther).Header().Get("Location")
	if got := pageText(t, v, to); !strings.Contains(got, "The services have been changed") || !strings.Contains(got, "Clinical lead: all services") {
		t.Errorf("after that the page says %s", got)
	}
	if got := pageText(t, v, auditPath); !strings.Contains(got, "Changed which services are seen by Jo Adeyemi: Cancer, Maternity and trauma ward, then all services") {
		t.Errorf("the audit says %s", got)
	}
}

// TestServiceThatNoSlotHas holds that an administrator who gives a lead a service that no slot has is warned of it,
// and not refused: when the account is made, and on its page until a slot has it.
func TestServiceThatNoSlotHas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Administrator)
	const says = "No slot of any strike is of Nonsense so far."
	made := want(t, v.post(accountsPath, url.Values{"name": {"Jo"}, "email": {"jo@trust.example"}, "role": {"lead"}, "sees": {"some"}, "more-services": {"Nonsense\nMATERNITY"}}), http.StatusOK)
	contract(t, made)
	if got := parse(t, made).Find("main").Text(); !strings.Contains(got, says) {
		t.Errorf("the page of the link says %s", got)
	}
	jo, err := s.store.UserByEmail(t.Context(), "jo@trust.example")
	if err != nil {
		t.Fatal(err)
	}
	if got := pageText(t, v, managePath(jo.ID)); !strings.Contains(got, says) {
		t.Errorf("the page of the account says %s", got)
	}
	for _, with := range []url.Values{{"sees": {"some"}, "more-services": {"maternity"}}, {"sees": {"all"}}} {
		with.Set("do", "role")
		with.Set("role", "lead")
		want(t, v.post(managePath(jo.ID), with), http.StatusSeeOther)
		if got := pageText(t, v, managePath(jo.ID)); strings.Contains(got, "No slot of any strike") {
			t.Errorf("with %v the page of the account says %s", with, got)
		}
	}
}

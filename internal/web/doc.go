// Package web is the planner's pages: Gin as a router, html/template, the NHS
// design system. Everything works without scripts.
//
// # One request
//
// [Server] wraps the router in layers, from outside in: trace, access log and
// recovery; security headers; static files; the cross-origin check; sessions.
// Then every route goes through answer (answer.go): who is signed in, may their
// role do the route's act ([auth.Can]), is the posted form of this session, was it
// saved before (once.go); then the handler. A handler returns an error, and errors.go alone turns it into a
// page: rota.ErrNotFound 404, rota.ErrConflict 409 with who and when,
// *form.Refused 400, anything else 500 with a reference number and no more.
//
// # To add a page
//
//  1. A file residents.go with its routes, which routes.go lists:
//
//     var residentRoutes = []route{
//     {method: get, path: "/strikes/:strike/residents", act: auth.SeePeople, do: (*Server).residentsPage},
//     {method: post, path: "/strikes/:strike/residents/:resident", act: auth.EditPeople, do: (*Server).saveResident},
//     }
//
//  2. A struct that embeds base and holds parts (parts.go, fields.go), and a
//     function that builds it from its inputs, tested without HTTP:
//
//     type residentsPage struct { base; Table Table }
//
//     func newResidentsPage(b base, list []store.Resident) *residentsPage
//
//  3. A handler: load, build, show.
//
//     func (s *Server) residentsPage(v *visit) error {
//     strike, err := s.strike(v) // 404 when there is none
//     if err != nil {
//     return err
//     }
//     list, err := v.store.Residents(v.ctx(), strike.ID)
//     if err != nil {
//     return err
//     }
//     b := s.strikeBase(v, strike, residentsSection, "Residents")
//     return s.show(v, "residents", newResidentsPage(b, list))
//     }
//
//  4. A template templates/pages/residents.html that defines "main" and begins
//     with {{template "heading" .}}, the only h1. Parts: {{template "table"
//     .Table}}, {{template "input" .Name}}, {{template "details-start" "More"}} …
//     {{template "details-end"}}. Formatting functions are in views.go.
//     b.Wide() makes a page as wide as the window; b.backTo adds a back link.
//
//     A page that names residents has names in its route: the audit says who looked.
//     A page that a clinical lead may open loads slots, plans and people by the loaders
//     of own_services.go alone: a lead may see some services, and v.store refuses the rest.
//
//  5. In contract_test.go, a value for each new part of a path and, for a form,
//     a row of the form table.
//
// # Forms
//
// A POST reads v.form() with the getters of package form, ends reading with
// f.Done(), and answers s.flash and s.redirect (303), or s.showAgain (422) with
// the same page built from the same form:
//
//	f := v.form()
//	name := f.Text("name", "the resident's name", 100)
//	version := f.Version()
//	if err := f.Done(); err != nil {
//		return err
//	}
//	if f.OK() {
//		err = v.store.SaveResident(…)
//	}
//	if f.OK() && err == nil {
//		s.flash(v, "The resident has been saved: "+name)
//		return s.redirect(v, strikePath(strike.ID, "residents"))
//	}
//	if err != nil && !f.Faults(err, "name", residentField) { // faults the domain found
//		return err // a conflict becomes 409 by itself
//	}
//	return s.showAgain(v, "resident", newResidentPage(b, f, version), f)
//
// The first display uses the same builder with form.New().Set(…). Every form
// posts, has method="post", {{template "csrf" .}}, novalidate, and for a record
// a hidden version. A form with a file has enctype="multipart/form-data" and its
// route upload: true; the file is v.c.FormFile.
//
// # Addresses
//
//	/sign-in                          …/code of a second factor, …/link/:link to choose a password
//	/own/link/:secret                 a personal link, which a form opens; then for its person alone, with a session apart (own.go):
//	/own/duties                       a resident's; …/cover and …/offers a consultant's; …/held what is held about them
//	/account                          one's own: …/password, …/second-factor
//	/accounts[/:account]              everybody's, for administrators
//	/audit                            who did what and when, for administrators and auditors
//	/strikes                          the strikes
//	/office                           how the trust's rota office is reached
//	/strikes/:strike                  overview
//	/strikes/:strike/details          dates, rules, case, aims
//	/strikes/:strike/residents[/:resident]
//	                                  …/links personal links for all, …/:resident/link for one; likewise of consultants
//	/strikes/:strike/consultants      their list; …/changed what they changed themselves since one looked; /:consultant is one's own cover, …/edit what is entered,
//	                                  …/availability offers ticked by shift, for one or for all
//	/strikes/:strike/slots[/:slot]
//	/strikes/:strike/words            units, sites, skills and other shared words; …/change one everywhere, seen before it is saved
//	/strikes/:strike/gaps
//	/strikes/:strike/solve            start a run
//	/strikes/:strike/runs/:run        its progress; stop it. …/events, …/progress for the script
//	/strikes/:strike/rota             #open-places is the list of open places
//	/strikes/:strike/day              now and the next hours, ?day=…&hour=… for another; …/attendance who came, …/unable a consultant
//	                                  who cannot come, …/slots/:slot what is left of a slot, …/replan the rest planned anew, …/calls whom to ring
//	/strikes/:strike/slots/:slot/cover who covers a slot, or why it is open; lock and unlock
//	/strikes/:strike/cost, cost/rates[/:card]
//	/strikes/:strike/rota/robust      what stays open if more silent doctors are away; …/cases the silent counted in three ways; …/aims two orders of aims
//	/strikes/:strike/cost/prices      who would cover at another price; its progress. …/events, …/progress for the script
//	/strikes/:strike/publish           what will be a version; …/open asks who approves open places that must hold
//	/strikes/:strike/versions[/:version], versions/compare any two, or one and the draft
//	/strikes/:strike/answers           who has confirmed the newest version
//	/strikes/:strike/downloads[/:file]
//	/strikes/:strike/upload[/review]  entry workbook in: faults, what would change, save all
//
// # Script
//
// static/app.js only adds: arrow keys in a table within data-grid, data-grid-choices or
// data-grid-boxes, where boxes marked data-all tick a row or a column; a running
// run's progress in an element with data-progress="…/events", whose children
// marked data-field="stage|best|bound|seconds" and role="status" take the texts
// of progressView; a warning before leaving a form marked data-unsaved; buttons
// marked data-print (of class app-scripted, which is not seen without script).
// Typing in a form asks for /alive at most once a minute, so that the session does
// not end meanwhile. Forms of a page that somebody goes back to are known by what they were before
// (the input "once"); the element with data-idle says so before it ends because nothing is done, and after.
package web

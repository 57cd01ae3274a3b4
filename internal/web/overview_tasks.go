package web

import (
	"fmt"
	"slices"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// The tasks of the overview, one function each.

// taskActs is what each task needs, by the task's id.
var taskActs = map[string]auth.Act{
	"details": auth.EditStrike, "slots": auth.SeeSlots, "rates": auth.SeeCost, "residents": auth.SeePeople,
	"consultants": auth.SeePeople, "gaps": auth.SeeSlots, "solve": auth.EditRota, "rota": auth.SeeRota,
	"cost": auth.SeeCost, "publish": auth.Publish, "downloads": auth.Download, "day": auth.SeeRota, "attendance": auth.EditPeople,
}

// taskGroups are the tasks that the visitor can do something about, and no others, in numbered
// groups. Once the strike has begun what is to be done now comes first.
func taskGroups(f facts, now time.Time, may func(auth.Act) bool) []taskGroup {
	slots := slotsTask(f)
	if f.slots == 0 && f.noSlot == "" && !may(auth.EditSlots) {
		slots.Hint = "None has been entered yet."
	}
	setUp, people := []Task{detailsTask(f), slots, ratesTask(f)}, []Task{residentsTask(f), consultantsTask(f)}
	plan := []Task{gapsTask(f), solveTask(f), rotaTask(f, now), costTask(f), publishTask(f)}
	groups := []taskGroup{{"Set up", setUp}, {"People", people}, {"Rota", plan}, {"On the day", []Task{downloadsTask(f), dayTask(f, now), attendanceTask(f, now)}}}
	if f.begun {
		groups = append([]taskGroup{{"Now: on the day", []Task{dayTask(f, now), attendanceTask(f, now), downloadsTask(f)}}}, groups[:3]...)
	}
	var out []taskGroup
	number := 0
	for i, g := range groups {
		if g.Tasks = slices.DeleteFunc(g.Tasks, func(t Task) bool { return !may(taskActs[t.ID]) }); len(g.Tasks) == 0 {
			continue
		}
		if !f.begun || i > 0 {
			number++
			g.Heading = fmt.Sprintf("%d. %s", number, g.Heading)
		}
		out = append(out, g)
	}
	return out
}

func (f facts) task(id, name, hint string, status Tag) Task {
	t := Task{ID: id, Name: name, Hint: hint, Status: status}
	if status != TagWait {
		t.Href = strikePath(f.strike.ID, id)
	}
	return t
}

func detailsTask(f facts) Task {
	if !f.strike.Retention.Recorded() {
		return f.task("details", "Dates, rules and aims", "Record how long names are kept: until then the strike takes none.", TagNew)
	}
	return f.task("details", "Dates, rules and aims", "", TagDone)
}

func slotsTask(f facts) Task {
	switch {
	case f.slots == 0 && f.noSlot != "":
		return f.task("slots", "Critical slots", f.noSlot, TagWait)
	case f.slots == 0:
		return f.task("slots", "Critical slots", "Start from a template for cancer, transplant, maternity or emergency care.", TagNew)
	}
	return f.task("slots", "Critical slots", count(f.slots, "slot"), TagDone)
}

func ratesTask(f facts) Task {
	t := f.task("rates", "Rates of pay", "", TagDone)
	switch {
	case f.cardsMissing:
		t.Hint, t.Status = "Until both cards have rates, costs are not known. A rota can be made, but not made cheapest.", TagNew
	case f.uncosted:
		t.Hint, t.Status = "Rates are missing that consultants with offers need. A rota can be made, but not made cheapest.", TagDoing
	}
	t.Href = strikePath(f.strike.ID, "cost", "rates")
	return t
}

func residentsTask(f facts) Task {
	switch {
	case f.residents == 0:
		return f.task("residents", "Residents’ duties and replies", "", TagNew)
	case f.replies < f.duties:
		return f.task("residents", "Residents’ duties and replies",
			fmt.Sprintf("%s, %d of %d duties with a reply. No reply is normal.", count(f.residents, "resident"), f.replies, f.duties), TagDoing)
	}
	return f.task("residents", "Residents’ duties and replies", count(f.residents, "resident"), TagDone)
}

func consultantsTask(f facts) Task {
	hint := fmt.Sprintf("%s, %d with an offer", count(f.consultants, "consultant"), f.offering)
	switch {
	case f.consultants == 0:
		return f.task("consultants", "Consultants and their offers", "", TagNew)
	case f.offering < f.consultants:
		return f.task("consultants", "Consultants and their offers", hint, TagDoing)
	}
	return f.task("consultants", "Consultants and their offers", hint, TagDone)
}

func gapsTask(f facts) Task {
	if f.slots == 0 {
		return f.task("gaps", "Check gaps first", "Needs slots.", TagWait)
	}
	if f.asMade && f.plan == nil {
		return f.task("gaps", "Check gaps first", untilMade, TagWait)
	}
	hint := count(f.places, "place") + " for consultants to cover"
	if n := f.planned(); f.plan != nil && n != f.places {
		hint += fmt.Sprintf(" by what is entered now; the rota has %d", n)
	}
	return f.task("gaps", "Check gaps first", hint, TagReady)
}

// planned is how many places the rota has.
func (f facts) planned() (n int) {
	for _, places := range f.planPlaces {
		n += places
	}
	return n
}

func solveTask(f facts) Task {
	switch {
	case !f.ready():
		return f.task("solve", "Make the rota", "Needs slots, and consultants with offers.", TagWait)
	case f.busy():
		return f.task("solve", "Make the rota", "It is being made now.", TagDoing)
	case f.run != nil && f.run.State == store.RunFailed:
		return f.task("solve", "Make the rota", "The last run failed. The rota made before it is kept.", TagProblem)
	case f.plan == nil:
		return f.task("solve", "Make the rota", "", TagNew)
	case f.begun:
		t := f.task("solve", replanTitle, "The strike has begun: nobody is moved out of work that they are in.", TagReady)
		t.Href = askingReplan.path(f.strike.ID)
		return t
	case f.old():
		return f.task("solve", "Make the rota", "What is entered has changed since "+moment(f.madeAt)+". Make it again.", TagDoing)
	}
	return f.task("solve", "Make the rota", "Made at "+moment(f.madeAt), TagDone)
}

func rotaTask(f facts, now time.Time) Task {
	switch {
	case f.plan == nil:
		return f.task("rota", "Look at the rota", "Needs a rota.", TagWait)
	case f.slots == 0:
		return f.task("rota", "Look at the rota", f.noSlot, TagWait)
	case f.old():
		return f.task("rota", "Look at the rota", "It is out of date.", TagDoing)
	case f.open() > 0:
		still, tag, words := f.toCome(now), TagDoing, "No place is open that is still to come"
		if still > 0 {
			words = sentenceIsAre(still, "place") + " open"
		} else {
			tag = TagDone
		}
		if n := f.open() - still; n > 0 {
			words += ", and " + count(n, "was open that is over", "were open that are over")
		}
		return f.task("rota", "Look at the rota", words, tag)
	}
	return f.task("rota", "Look at the rota", "Every place is covered.", TagDone)
}

func costTask(f facts) Task {
	if f.plan == nil {
		return f.task("cost", "Compare costs", "Needs a rota.", TagWait)
	}
	if f.old() {
		return f.task("cost", "Compare costs", "The rota is out of date.", TagDoing)
	}
	return f.task("cost", "Compare costs", "Trust rates and BMA rates, side by side", TagReady)
}

func publishTask(f facts) Task {
	switch {
	case f.plan == nil:
		return f.task("publish", publishTitle, "Needs a rota.", TagWait)
	case f.version == nil:
		return f.task("publish", publishTitle, "Nobody has been told of it yet.", TagNew)
	case f.old():
		return f.task("publish", publishTitle, "The rota is out of date.", TagDoing)
	case !f.published:
		return f.task("publish", publishTitle, "Changed since "+toVersion(f.version.Number)+", which people have been told of.", TagDoing)
	}
	return f.task("publish", publishTitle, versionName(f.version.Number)+", published at "+moment(f.version.At), TagDone)
}

func downloadsTask(f facts) Task {
	if f.plan == nil {
		return f.task("downloads", "Download workbooks", "Files about the rota need one. The others are there now.", TagReady)
	}
	if f.old() {
		return f.task("downloads", "Download workbooks", "The rota is out of date.", TagDoing)
	}
	return f.task("downloads", "Download workbooks", "", TagReady)
}

// dayTask leads to the page of the day, which shows any hour before and after the strike.
func dayTask(f facts, now time.Time) Task {
	const name = "Who is in and who comes"
	switch {
	case f.plan == nil:
		return f.task("day", name, "Needs a rota.", TagWait)
	case f.old():
		return f.task("day", name, "The rota is out of date.", TagDoing)
	case now.Before(f.strike.Start):
		return f.task("day", name, "Rehearse it before the strike: look at any hour.", TagReady)
	case now.Before(f.strike.End):
		return f.task("day", name, "Now and the next 12 hours: who is in, what is open, whom to ring.", TagDoing)
	}
	return f.task("day", name, "The strike is over. Any hour of it can be looked at.", TagReady)
}

// attendanceTask waits for the strike: before it there is nothing to confirm.
func attendanceTask(f facts, now time.Time) Task {
	const name = "Confirm who came"
	hint := fmt.Sprintf("%d of %s confirmed", f.attended, count(f.duties, "duty", "duties"))
	status := TagDone
	switch {
	case f.duties == 0:
		hint, status = "Needs residents’ duties.", TagWait
	case now.Before(f.strike.Start):
		hint, status = "Once the strike has begun.", TagWait
	case f.attended == 0:
		status = TagNew
	case f.attended < f.duties:
		status = TagDoing
	}
	t := f.task("attendance", name, hint, status)
	if t.Href != "" {
		t.Href = strikePath(f.strike.ID, "residents", "attendance")
	}
	return t
}

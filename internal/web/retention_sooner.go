package web

import (
	"fmt"
	"net/http"

	"strikerota/internal/store"
	"strikerota/rota"
)

// soonerField says, in a form, on which day everybody in the strike may be deleted although
// a later one was recorded, or although it is a few days after the strike.
const soonerField = "sooner"

// deleteOn is the day on which everybody in the strike is deleted once the settings are saved:
// what is recorded can be changed but not taken back.
func deleteOn(strike store.Strike, settings store.StrikeSettings, today rota.Date) rota.Date {
	kept, from := strike.Retention, strike.KeptFrom
	if settings.Retention.Recorded() {
		kept = settings.Retention
	}
	if from.IsZero() {
		from = today
	}
	return kept.DeleteOn(settings.Strike, from)
}

// fewDays are those to keep that are asked about when they are first recorded: a slip, such as 4 in
// place of 42, deletes who came and what it cost before anybody has used it.
const fewDays = 7

// asksFewDays reports whether to ask, of a strike of which none were recorded, whether so few are right.
func asksFewDays(strike store.Strike, kept rota.Retention) bool {
	return strike.DeleteOn.IsZero() && kept.Recorded() && kept.Days < fewDays
}

// countedFrom says from when the days count where it is not from the strike's end; "" for the usual.
func countedFrom(strike rota.Strike, kept, today rota.Date) string {
	switch end := rota.DateOf(strike.End); {
	case strike.End.IsZero():
		return ""
	case kept.IsZero() && end.Before(today):
		return "The strike is over: the days count from today."
	case !kept.IsZero() && end.Before(kept):
		return "The strike was over when this was first recorded: the days count from then, " + longDate(kept) + "."
	}
	return ""
}

// newSoonerView asks whether everybody in the strike is to be deleted earlier than was recorded.
func newSoonerView(b base, strike store.Strike, e rota.Entry, on, today rota.Date, kept []keptField) *interruption {
	b.Title = interruptionTitle
	p := &interruption{base: b, Action: strikePath(strike.ID, "details"), Kept: kept,
		Words: "Everybody in this strike would be deleted sooner than is recorded now. What is deleted cannot be brought back. Nothing has been saved yet.",
		Yes:   Button{Text: "Yes, delete everybody on " + longDate(on), Name: soonerField, Value: on.String(), Variant: "reverse", Once: true}}
	then := longDate(on)
	if !today.Before(on) {
		p.Words = "Everybody in this strike would be deleted within the hour: the day has come, or is past. What is deleted cannot be brought back. Nothing has been saved yet."
		p.Yes.Text = "Yes, delete everybody within the hour"
		then += ", which is due"
	}
	p.Facts = Summary(SummaryRow{Key: "Strike", Value: strike.Name}, SummaryRow{Key: "Who is deleted", Value: deletedWords(e)},
		SummaryRow{Key: "Day as recorded", Value: longDate(strike.DeleteOn)}, SummaryRow{Key: "Day after this change", Value: then})
	return p
}

// newFewDaysView asks whether so few days are right when they are first recorded, and nobody has been entered.
func newFewDaysView(b base, settings store.StrikeSettings, action string, on rota.Date, kept []keptField) *interruption {
	b.Title = interruptionTitle
	p := &interruption{base: b, Action: action, Kept: kept,
		Words: "Everybody in this strike would be deleted after " + count(settings.Retention.Days, "day") + ", with who came and what it cost; 42 days are usual. What is deleted cannot be brought back. Nothing has been saved yet.",
		Yes:   Button{Text: "Yes, delete everybody on " + longDate(on), Name: soonerField, Value: on.String(), Variant: "reverse", Once: true}}
	p.Facts = Summary(SummaryRow{Key: "Strike", Value: settings.Name}, SummaryRow{Key: "Last day", Value: longDate(rota.DateOf(settings.End))},
		SummaryRow{Key: "Everybody deleted", Value: longDate(on)})
	return p
}

// dueWords say after saving that everybody goes soon, or are "".
func dueWords(on, today rota.Date) string {
	if on.IsZero() || today.Before(on) {
		return ""
	}
	return ". Everybody in the strike is deleted within the hour"
}

// deletedWords say whose data go.
func deletedWords(e rota.Entry) string {
	if len(e.Residents)+len(e.Consultants) == 0 {
		return "Nobody has been entered yet"
	}
	return fmt.Sprintf("%s with their duties, replies and attendance; %s with their offers, sessions and cover; every rota, version and personal link",
		count(len(e.Residents), "resident"), count(len(e.Consultants), "consultant"))
}

// askSooner shows the question in place of saving.
func (s *Server) askSooner(v *visit, b base, strike store.Strike, settings store.StrikeSettings, on rota.Date) error {
	if asksFewDays(strike, settings.Retention) {
		return s.showWith(v, http.StatusOK, "interruption", newFewDaysView(b, settings, strikePath(strike.ID, "details"), on, keptFields(v.c.Request.PostForm)))
	}
	e, err := v.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	return s.showWith(v, http.StatusOK, "interruption", newSoonerView(b, strike, e, on, rota.DateOf(s.now()), keptFields(v.c.Request.PostForm)))
}

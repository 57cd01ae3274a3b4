package web

import (
	"fmt"
	"net/http"

	"strikerota/internal/store"
	"strikerota/rota"
)

// soonerField says, in a form, on which day everybody in the strike may be deleted although
// a later one was recorded.
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
func (s *Server) askSooner(v *visit, b base, strike store.Strike, on rota.Date) error {
	e, err := v.store.Entry(v.ctx(), strike.ID)
	if err != nil {
		return err
	}
	return s.showWith(v, http.StatusOK, "interruption", newSoonerView(b, strike, e, on, rota.DateOf(s.now()), keptFields(v.c.Request.PostForm)))
}

package web

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
	"strikerota/rota"
)

// settingsFacts are a strike's settings, to compare those of two people.
func settingsFacts(s store.StrikeSettings) []SummaryRow {
	rows := []SummaryRow{{Key: "Name", Value: s.Name}, {Key: "Start", Value: moment(s.Start)}, {Key: "End", Value: moment(s.End)}}
	for _, o := range caseOptions() {
		if o.Value == string(s.Case.Kind) {
			rows = append(rows, SummaryRow{Key: "Residents who have not said", Value: o.Text})
		}
	}
	rows = append(rows, SummaryRow{Key: "Share of them that will be away", Value: strconv.Itoa(s.Case.Share) + "%"})
	for _, l := range limits {
		text := form.IntText(*l.of(&s.Rules))
		if l.hours {
			text = form.HoursText(*l.of(&s.Rules))
		}
		rows = append(rows, SummaryRow{Key: l.label, Value: nameOr(text, "No limit")})
	}
	together := "No"
	if s.Rules.OnCallWithOnSite {
		together = "Yes"
	}
	var journeys, aims []string
	for _, t := range s.Rules.Travel {
		journeys = append(journeys, fmt.Sprintf("%s to %s, %s", t.From, t.To, count(t.Minutes, "minute")))
	}
	for _, a := range s.Aims {
		aims = append(aims, a.Words())
	}
	return append(rows, SummaryRow{Key: "On call while on site in the same unit", Value: together},
		SummaryRow{Key: "Travel between sites", Value: nameOr(strings.Join(journeys, "; "), "None")},
		SummaryRow{Key: "What matters, in order", Value: strings.Join(aims, "; ")},
		SummaryRow{Key: "Days until everybody is deleted", Value: strconv.Itoa(s.Retention.Days)},
		SummaryRow{Key: "Legal basis", Value: s.Retention.Basis}, SummaryRow{Key: "Where people can read it", Value: s.Retention.Notice})
}

// A settingsSave is a form of the details that somebody sent.
type settingsSave struct {
	form     *form.Form
	version  int64
	settings store.StrikeSettings
}

// read reads and checks a form of the details.
func (d *settingsSave) read(f *form.Form) {
	if d.settings = readSettings(f); f.OK() {
		checkSettings(f, d.settings)
	}
}

// save saves the settings. Where somebody else has saved others since the page was opened,
// both are kept; clash is the page that asks where both changed the same thing.
func (d *settingsSave) save(s *Server, v *visit, b base, id string) (clash *strikeDetails, err error) {
	err = s.store.SaveStrike(v.ctx(), v.actor(), id, d.version, d.settings)
	if !errors.Is(err, rota.ErrConflict) {
		return nil, err
	}
	first := err
	strike, err := s.store.Strike(v.ctx(), id)
	if err != nil {
		return nil, err
	}
	now := s.detailsForm(strike).Set("version", strconv.FormatInt(strike.Version, 10))
	both, apart := together(d.form, now, d.read)
	if !apart {
		return nil, s.store.SaveStrike(v.ctx(), v.actor(), id, strike.Version, d.settings)
	}
	p := buildStrikeDetails(b, both, strike.Version)
	p.Changed = changedSince(first, settingsFacts(strike.StrikeSettings), settingsFacts(d.settings))
	return p, nil
}

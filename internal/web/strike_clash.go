package web

import (
	"fmt"
	"strconv"
	"strings"

	"strikerota/internal/store"
	"strikerota/internal/web/form"
)

// settingsFacts are a strike's settings, to compare those of two people and to print.
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
	strike, version := store.Strike{}, d.version
	both, first, err := merged(d.form, d.read, func() error {
		return v.store.SaveStrike(v.ctx(), v.actor(), id, version, d.settings)
	}, func() (now *form.Form, err error) {
		strike, err = v.store.Strike(v.ctx(), id)
		version = strike.Version
		if err != nil {
			return nil, err
		}
		if now, err = s.detailsForm(v, strike); err != nil {
			return nil, err
		}
		return now.Set("version", strconv.FormatInt(version, 10)), nil
	})
	if first == nil {
		return nil, err
	}
	p := buildStrikeDetails(b, both, version)
	p.Changed = changedSince(first, settingsFacts(strike.StrikeSettings), settingsFacts(d.settings))
	return p, nil
}

package intake

import (
	"regexp"
	"slices"
	"strings"

	"strikerota/exports/sheet"
	"strikerota/rota"
)

// A rateMeaning is what the first cell of a row of rates means.
type rateMeaning struct {
	band  rota.Band
	known bool
	// paHours are the hours of a programmed activity in the band (terms and conditions of
	// service, consultants 2003, schedule 7: four in plain time, three out of hours).
	paHours rota.Pence
}

// mostAnHour is above what anybody pays for an hour: more is a rate for a session, a day or in pence.
const mostAnHour = 600_00

// rates reads one row: a part of the week with a rate for each card and pay point, or a
// pay point with a rate for each part of the week.
func (l *line) rates() {
	name := l.text(BandName)
	switch t := plain(name); {
	case name == "" && l.has(BandName):
		l.fault(l.col(BandName), "no band", "The row says not when the rate is paid.", "Type it, or leave the row out.")
		return
	case strings.Contains(t, "weighting") || strings.HasSuffix(t, "?"):
		l.leave("which region applies", "It says which region's rates the trust pays.")
		return
	case strings.Contains(t, "bank holiday") && !weekendWord.MatchString(t):
		l.bankHoliday()
		return
	}
	l.rateCells(name)
}

// bankHoliday looks at a row for bank holidays, which cards pay as weekends.
func (l *line) bankHoliday() {
	for col, c := range l.choice.Columns {
		if c.Field == Rate && !noRate(l.at(col)) && !noneYet(l.at(col)) && !strings.Contains(plain(l.at(col)), "none") {
			l.fault(col, "bank holiday has a rate of its own", "A card pays bank holidays as weekends and has no place for another rate.", "Leave the row out, and tell finance.").Replaceable = false
		}
	}
	l.leave("bank holiday, not set", "No rate of its own is set; bank holidays are paid as weekends.")
}

// rateCells reads the row's amounts.
func (l *line) rateCells(name string) {
	var made []RateRecord
	card, ok := l.rowCard()
	if !ok {
		return
	}
	wrong, empty := false, true
	for col, c := range l.choice.Columns {
		if c.Field != Rate || noRate(l.at(col)) {
			continue
		}
		if text := l.at(col); noneYet(text) {
			l.remark("A cell of rates that says “" + text + "” gives none: that rate stays as it is, or not known.")
			continue
		}
		empty = false
		m, ok := l.rateMeaning(col, c, name)
		if !ok {
			wrong = true
			continue
		}
		amount, ok := l.anHour(col, c, m)
		if !ok {
			wrong = true
			continue
		}
		made = append(made, RateRecord{Place: l.place(), Card: orElse(card, c.Card), PayPoint: orElse(l.payPoint(), c.PayPoint), Band: m.band, Rate: amount, Said: l.confirmed(col, m.band)})
	}
	switch {
	case wrong:
	case empty:
		l.leave("no rate", "It gives no rate.")
	default:
		l.keepRates(made)
	}
}

// anHour is the amount of a cell for an hour.
func (l *line) anHour(col int, c Column, m rateMeaning) (rota.Pence, bool) {
	amount, ok := amountOf(l.at(col))
	if !ok {
		likely := likelyAmount(l.at(col))
		remedy := "Type pounds and pence in digits, with nothing beside them."
		if likely != "" {
			remedy = "Type it as " + likely + "."
		}
		l.fault(col, "mistyped figure, not set", "This is no amount in pounds.", remedy).Suggestion = likely
		return 0, false
	}
	if forPA(c, l.at(col)) {
		amount = (2*amount + m.paHours) / (2 * m.paHours) // rounded half up
	} else if halfHour.MatchString(plain(l.header.At(col).Text)) && amountWords.FindString(tidy(l.at(col))) == "" {
		amount *= 2
	} else if l.raw(col) != "" && !l.row.At(col).WholePence() {
		l.remark("Rates in the file have parts of a penny. A rate is whole pence, so each was taken as the nearest penny: correct those that should be another.")
	}
	switch {
	case amount > rota.MaxRate:
		l.fault(col, "not allowed", "A rate can be at most £10,000 an hour.", "Correct it, or say that the column is not read.")
	case amount > mostAnHour:
		l.fault(col, "too much for an hour", "This is more than £600, which is no rate for one hour.", "Type the rate for an hour.")
	default:
		return amount, true
	}
	return 0, false
}

// rateMeaning says of which part of the week a cell is: by its column, else by its row.
func (l *line) rateMeaning(col int, c Column, name string) (rateMeaning, bool) {
	at := l.col(BandName)
	if c.Band != "" {
		name, at = c.Band, col
	}
	m, key := l.rateBand(name)
	if !m.known {
		l.openWord(at, key, "unknown band", "Nothing says which hours of the week these are.")
	}
	return m, m.known
}

// payPoint is the row's pay point; consultants are those without one.
func (l *line) payPoint() string {
	text := l.text(PayPoint)
	if p := plain(text); p == "consultant" || p == "consultants" || p == "all" || p == "everybody else" {
		return ""
	}
	return text
}

// keepRates keeps the rates of a row, but for those that an earlier row gives.
func (l *line) keepRates(made []RateRecord) {
	var fresh, instead []RateRecord
	again, by := Place{}, Place{}
	for i, m := range made {
		if slices.ContainsFunc(made[:i], func(x RateRecord) bool { return x.sameCell(m) && x.Rate != m.Rate }) {
			l.rowFault("two rates for the same hours", "Two cells of the row give different rates for the same hours.", "Say that one of the columns is not read, or leave the row out.")
			return
		}
		at := slices.IndexFunc(l.out.Records.Rates, m.sameCell)
		if at < 0 {
			fresh = append(fresh, m)
			continue
		}
		was := l.out.Records.Rates[at]
		switch settled := l.settled(was.Place); {
		case was.Rate == m.Rate:
			again = was.Place
		case settled == ThisRow:
			instead = append(instead, m)
		case settled == OtherRow:
			by = was.Place
		default:
			l.against(was.Place, "disagrees with an earlier row", rota.UpperFirst(was.Where())+" gives another rate for the same hours.")
			return
		}
	}
	l.addRates(fresh, instead)
	switch {
	case len(fresh)+len(instead) > 0:
	case by != Place{}:
		l.beaten(by)
	default:
		l.leave("the same row again", rota.UpperFirst(again.Where())+" gives the same rate.")
	}
}

// addRates adds new rates, and puts others in the place of an earlier row's.
func (l *line) addRates(fresh, instead []RateRecord) {
	for _, m := range instead {
		was := &l.out.Records.Rates[slices.IndexFunc(l.out.Records.Rates, m.sameCell)]
		other := was.Place
		*was = m
		if !slices.ContainsFunc(l.out.Records.Rates, func(x RateRecord) bool { return x.Place == other }) {
			l.giveWay(other)
		}
	}
	for _, m := range fresh {
		if !slices.ContainsFunc(l.out.Records.Rates, m.sameCell) {
			l.out.Records.Rates = append(l.out.Records.Rates, m)
		}
	}
}

// sameCell reports whether two rates are of one cell of a card.
func (r RateRecord) sameCell(o RateRecord) bool {
	return r.Card == o.Card && r.PayPoint == o.PayPoint && r.Band == o.Band
}

var (
	// amountWords say what an amount is for: a programmed activity, which is in a group of its own, or an hour.
	amountWords = regexp.MustCompile(`(?i) ?((per pa|/ ?pa)|per (hour|hr|h)|(p ?)?/ ?h((ou)?rs?)?|an hour|p\.?h\.?|ph)\.?$`)
	// currency is how systems write pounds.
	currency = regexp.MustCompile(`(?i)^gbp ?`)
	// decimalComma is an amount as spreadsheets of other countries write it: 98,50 or 1.250,00.
	decimalComma = regexp.MustCompile(`^£?(\d{1,3}(\.\d{3})+|\d+),\d{2}$`)
	loosePounds  = regexp.MustCompile(`^£? ?([\d, ]+)(\.\d{1,2})?$`)
)

// forPA reports whether an amount is for a programmed activity: it says so itself, or else its column does.
func forPA(c Column, text string) bool {
	if m := amountWords.FindStringSubmatch(tidy(text)); m != nil {
		return m[2] != ""
	}
	return c.PerPA
}

var (
	commaPounds = strings.NewReplacer(".", "", ",", ".")
	looseMarks  = strings.NewReplacer(",", "", " ", "")
)

// amountOf reads pounds: "£98.00", "£ 125", "74", "£392.00 per PA". Commas must part thousands.
func amountOf(text string) (rota.Pence, bool) {
	if !strings.ContainsAny(text, "0123456789") {
		return 0, false
	}
	t := strings.ReplaceAll(tidy(amountWords.ReplaceAllString(currency.ReplaceAllString(tidy(text), ""), "")), "£ ", "£")
	if decimalComma.MatchString(t) {
		t = commaPounds.Replace(t)
	}
	p, err := rota.ParsePence(t)
	return p, err == nil && p <= rota.MaxRate*10
}

// likelyAmount is a mistyped amount without its commas and blanks.
func likelyAmount(text string) string {
	m := loosePounds.FindStringSubmatch(tidy(amountWords.ReplaceAllString(tidy(text), "")))
	if m == nil {
		return ""
	}
	return looseMarks.Replace(m[1]) + m[2]
}

var (
	weekendWord  = regexp.MustCompile(`\bweek ?ends?\b|\bw/e(nds?)?\b|\bwk ?ends?\b|\bsat(urday)?s?\b.*\bsun(day)?s?\b|\bsat\b|\bsun\b`)
	weekdayWord  = regexp.MustCompile(`\bweek ?days?\b|\bmon(day)?s?\b.*\bfri(day)?s?\b|\bmon-fri\b`)
	nightWord    = regexp.MustCompile(`\bnights?\b|\bovernight\b`)
	eveningWord  = regexp.MustCompile(`\bevenings?\b|\beve\b|\btwilight\b`)
	onCallWord   = regexp.MustCompile(`\bon.?call\b|\bnon.?resident\b`)
	calledWord   = regexp.MustCompile(`\bcalled\b|\bcall.?out\b|\bcalled in\b|\bworked\b`)
	standbyWord  = regexp.MustCompile(`\bstand.?by\b`)
	plainDayWord = regexp.MustCompile(`\bday(time)?s?\b|\bbasic\b|\bcore\b|\bplain time\b|\bnormal hours\b`)
)

// rateBand says which hours of the week a row is about: by its words and times when
// they are those of the cards, else as a person has said.
func (l *line) rateBand(name string) (rateMeaning, string) {
	key := wordKey(RateBandWord, "", name)
	if l.answered(key) == "" {
		if m := bandOfWords(plain(name)); m.known {
			return m, key
		}
	}
	answer, key := l.ask(RateBandWord, "", name, func(w *Word) {
		for b := range rota.BandCount {
			w.Options = append(w.Options, Option{b.Key(), b.Words()})
		}
		w.Suggestion = likelyRateBand(plain(name))
		if from, to, timed := rangeOf(name); timed && w.Suggestion == rota.WeekdayDay.Key() && (from >= 720 || to <= from) {
			w.Suggestion = ""
		}
	})
	for b := range rota.BandCount {
		if b.Key() == answer {
			return meaning(b), key
		}
	}
	return rateMeaning{}, key
}

func meaning(b rota.Band) rateMeaning {
	m := rateMeaning{band: b, known: true, paHours: 3}
	if b == rota.WeekdayDay {
		m.paHours = 4
	}
	return m
}

// bandOfWords is the band of a text whose times, when it has any, are those of the band.
func bandOfWords(t string) rateMeaning {
	from, to, timed := rangeOf(t)
	fits := func(f, u int) bool { return timed && from == f*60 && to%1440 == u*60%1440 }
	switch {
	case calledWord.MatchString(t):
		return rateMeaning{}
	case standbyWord.MatchString(t):
		return meaning(rota.StandbyBand)
	case onCallWord.MatchString(t):
		return meaning(rota.OnCallBand)
	case fits(7, 19) && !weekendWord.MatchString(t):
		return meaning(rota.WeekdayDay)
	case fits(19, 23) && !weekendWord.MatchString(t):
		return meaning(rota.WeekdayEvening)
	case fits(7, 23) && !weekdayWord.MatchString(t):
		return meaning(rota.Weekend)
	case fits(23, 7):
		return meaning(rota.Night)
	case timed:
		return rateMeaning{}
	case weekendWord.MatchString(t) && !nightWord.MatchString(t):
		return meaning(rota.Weekend)
	}
	return rateMeaning{}
}

// likelyRateBand is what a text with other hours, or none, may mean.
func likelyRateBand(t string) string {
	switch {
	case nightWord.MatchString(t):
		return rota.Night.Key()
	case weekendWord.MatchString(t):
		return rota.Weekend.Key()
	case eveningWord.MatchString(t):
		return rota.WeekdayEvening.Key()
	case onCallWord.MatchString(t):
		return rota.OnCallBand.Key()
	case weekdayWord.MatchString(t), plainDayWord.MatchString(t):
		return rota.WeekdayDay.Key()
	}
	return ""
}

// cards reads what a sheet says of its cards beside the rates: their titles, and from when they hold.
func (r *reader) cards(choice *Sheet, s sheet.Sheet) {
	var titles []string
	for _, row := range s.Rows {
		if row.Number < choice.Header {
			titles = append(titles, filled(row)...)
		}
	}
	for i, c := range choice.Columns {
		if c.Field != Rate || c.PayPoint != "" || slices.ContainsFunc(choice.Columns, func(x Column) bool { return x.Field == OfCard }) || slices.ContainsFunc(r.out.Records.Cards, func(x CardRecord) bool { return x.Card == c.Card }) {
			continue
		}
		card := CardRecord{Card: c.Card, Source: tidy(r.book.File)}
		for _, t := range titles {
			if card.Name == "" && len([]rune(t)) > 8 {
				card.Name = rota.ShortenedTo(t, 80)
			}
			if d, ok := dayIn(t, rota.Date{}, nil); ok && card.ValidFrom.IsZero() {
				card.ValidFrom = d
			}
		}
		switch h := plain(s.Row(choice.Header).At(i).Text); {
		case outsideWord.MatchString(h):
			card.Region = "outside London"
		case londonWord.MatchString(h):
			card.Region = "London"
		}
		r.out.Records.Cards = append(r.out.Records.Cards, card)
	}
}

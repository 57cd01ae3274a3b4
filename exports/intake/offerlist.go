package intake

import (
	"strings"

	"strikerota/rota"
)

// offersListed are the parts of a text that lists shifts, as forms give it of which several can
// be ticked: "Fri 25 July 0800-2000; Sat 26 July night".
func offersListed(text string) []string {
	parting := ","
	if strings.Contains(text, ";") {
		parting = ";"
	}
	var out []string
	for _, part := range strings.Split(text, parting) {
		if part = tidy(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// listsOffers reports whether the first texts of a column list shifts, each with its day.
func (g guesser) listsOffers(col int) bool {
	texts := g.firstTexts(col)
	for _, text := range texts {
		for _, part := range offersListed(text) {
			if !dayWords.MatchString(part) || !g.isBand(g.bandText(part)) {
				return false
			}
			if _, ok := g.reader.headingDay(part); !ok {
				return false
			}
		}
	}
	return len(texts) > 0
}

// firstTexts are a few of what a column says below the headings: enough to tell what it holds.
func (g guesser) firstTexts(col int) []string {
	const few = 5
	var out []string
	for _, row := range g.sheet.Rows {
		if text := tidy(row.At(col).Text); row.Number > g.header.Number && text != "" {
			if out = append(out, text); len(out) == few {
				break
			}
		}
	}
	return out
}

// listedOffers reads shifts that a cell lists, each with its day and with times or a part of the day.
func (l *line) listedOffers(listed []string) ([]rota.Offer, bool) {
	col := l.col(Times)
	modes, ok := l.offerModes()
	if !ok {
		return nil, false
	}
	var out []rota.Offer
	for _, part := range listed {
		day, dated := l.headingDay(part)
		if !dated {
			l.fault(col, "no day", "The cell lists a shift without a day: “"+part+"”.", "Type each as Fri 25 July 0800-2000, with ; between them.")
			ok = false
			continue
		}
		b, known := l.band(col, guesser{reader: l.reader}.bandText(part))
		if !known {
			ok = false
			continue
		}
		span, real := b.on(day)
		if !real {
			l.fault(col, "no such time", "The clocks skip this time on that day.", "Correct it.")
			ok = false
			continue
		}
		out = append(out, rota.Offer{Span: span, Modes: modes})
	}
	return out, ok
}

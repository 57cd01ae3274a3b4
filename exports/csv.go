package exports

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"strikerota/rota"
)

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes the listing as CSV: UTF-8 with a byte order mark, lines that
// end with CR LF, days as 2025-07-25, instants as 2025-07-25 08:00 in London,
// amounts as 12.50. Text that a spreadsheet would take for a formula gets an
// apostrophe in front; numbers stay numbers, negative ones too.
func (t listing) writeCSV(w io.Writer) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write the table %s: %w", t.name, err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{t.heads()}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = inCSV(v)
		}
		rows = append(rows, cells)
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write the table %s: %w", t.name, err)
	}
	return nil
}

func inCSV(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return shown(v)
	case rota.Date:
		return v.String()
	case time.Time:
		return v.In(rota.Zone()).Format("2006-01-02 15:04")
	case minutes:
		return strconv.FormatFloat(hoursOf(int(v)), 'f', -1, 64)
	case *rota.Pence:
		if v == nil {
			return notKnown
		}
		return v.Plain()
	}
	return fmt.Sprint(v)
}

// RotaCSV writes every line of the rota as CSV, as [Rota] has it.
func RotaCSV(w io.Writer, h Handout) error {
	return newWardLedger(h).postList().stating(h.Edition).writeCSV(w)
}

// OpenCSV writes the open places as CSV, with what stops people and what would fill them:
// for those who make the rota alone.
func OpenCSV(w io.Writer, h Handout) error {
	return newLedger(h).openList().stating(h.Edition).writeCSV(w)
}

// CostCSV writes every shift with its hours by band and its cost as CSV. Consultants stand in it by their codes.
func CostCSV(w io.Writer, h Handout) error {
	h.Consultants = nil
	return newLedger(h).shiftList().stating(h.Edition).writeCSV(w)
}

// RatesCSV writes both rate cards as CSV.
func RatesCSV(w io.Writer, h Handout) error { return newLedger(h).rateList().writeCSV(w) }

// shiftList is the sheet Shifts as values.
func (l ledger) shiftList() listing {
	t := listing{name: shiftsSheet}
	for _, name := range slices.Delete(slices.Clone(shiftHeads[:colSlot]), colChosen-1, colChosen) { // the workbook's choice of prices
		t.fields = append(t.fields, field{head: name})
	}
	for _, x := range l.shifts {
		s, who := x.Line.Slot, x.Line.Consultant
		row := []any{rota.DateOf(s.Start), s.Start, s.End, s.Service, s.Unit, s.Role, s.Site, s.Mode.Words(), l.name(who.ID), who.Terms.Words(), payPoint(who.PayPoint)}
		for _, n := range x.Minutes {
			row = append(row, minutes(n))
		}
		ni, pension, owed := l.Money.NI, l.Money.Pension, l.owedFor(x)
		if who.Terms == rota.TimeOff && l.Money.TimeOffHour == nil {
			owed = nil // no value is stated
		}
		t.add(append(row, minutes(allMinutes(x.Minutes)), class(who.Terms), x.Trust, x.BMA, x.Agreed,
			ni.Of(x.Trust), ni.Of(x.BMA), pension.Of(x.Trust), pension.Of(x.BMA), owed, l.displaced(x), x.loss(), l.doubtWords(x), l.lockedWords(x.Assignment), string(s.ID))...)
	}
	return t
}

// rateList is the two cards as values, one row a pay point.
func (l ledger) rateList() listing {
	t := listing{name: ratesSheet, fields: []field{{head: "Card"}, {head: listedName}, {head: "Pay point"}}}
	for band := range rota.BandCount {
		t.fields = append(t.fields, field{head: band.Words()})
	}
	t.fields = append(t.fields, field{head: cardCalled}, field{head: unconfirmedHead}, field{head: "Source"})
	for _, kind := range []cardKind{trustCard, bmaCard} {
		card := l.rates(kind).card
		for _, r := range card.Rates {
			row := []any{kind.words(), card.Name, payPoint(r.PayPoint)}
			for band, rate := range r.Rate {
				if rota.Band(band) == rota.StandbyBand && rate == nil && r.Rate[rota.OnCallBand] != nil {
					row = append(row, asOnCall)
				} else {
					row = append(row, rate)
				}
			}
			if r.Called == nil {
				row = append(row, asItsBand)
			} else {
				row = append(row, r.Called)
			}
			t.add(append(row, unconfirmed(r), card.Source)...)
		}
	}
	return t
}

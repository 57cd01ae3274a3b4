package rota

import "time"

// A ShippedCard is a rate card that comes with the program: read-only data to copy from.
type ShippedCard struct {
	Key string // such as "bma-2025"
	Card
}

// Where the shipped cards come from. Domain facts and how sure they are stand in
// the notes. No rate of them is confirmed: that is for a trust to do. One that was
// inferred, and not read in a source, has none.
const (
	bmj2022   = "BMJ 2022;378:o1872"
	bbc2023   = "BBC News, health-64827246, 2023"
	hsj2023   = "HSJ, 2023: London gives way on consultant strike cover pay"
	times2025 = "The Times, July 2025"
	tele2025  = "The Telegraph, July 2025"
	both2025  = "The Times and The Telegraph, July 2025"
	contract  = "Consultant contract 2003 (England): annual pay over 2,085.71 hours; 4/3 of it in premium time"
)

// ShippedCards are the BMA's consultant cards for England as published, the floor
// that follows from the consultant contract, and an empty card for a trust's own
// rates. Days of bank holidays are for the trust to add: no card says what one costs.
func ShippedCards() []ShippedCard {
	return []ShippedCard{
		{"trust", Card{Name: "Our own card", Note: "Empty: enter the rates that your trust has approved. No national table of trust rates is published."}},
		{"bma-2025", bma2025()},
		{"bma-2025-london", bma2025London()},
		{"bma-2023-june", bma2023June()},
		{"bma-2023", bma2023()},
		{"bma-2022", bma2022()},
		{"floor-2025", floor2025()},
	}
}

// said is one cell of a shipped card: pence, and the source that gives it; "" for one that was inferred.
type said struct {
	rate   Pence
	source string
}

// published makes a row of the four bands by the clock.
func published(day, evening, weekend, night said) RateRow {
	var r RateRow
	for b, c := range []said{day, evening, weekend, night} {
		r.Rate[b], r.ConfirmedBy[b], r.Unconfirmed[b] = ptr(c.rate), c.source, true
	}
	return r
}

func bma2022() Card {
	return Card{Name: "BMA July 2022", Region: "England", ValidFrom: Date{2022, time.July, 1}, Source: bmj2022,
		Note:  "The first card; the day in July is not known. Said to include travel and administrative time.",
		Rates: []RateRow{published(said{15000, bmj2022}, said{20000, bmj2022}, said{20000, bmj2022}, said{25000, bmj2022})}}
}

func bma2023() Card {
	return Card{Name: "BMA early 2023", Region: "England", ValidFrom: Date{2023, time.March, 1}, Source: bbc2023,
		Note:  "As used for the strike of March 2023. The weekend is inferred from the evening.",
		Rates: []RateRow{published(said{15800, bbc2023}, said{21000, bbc2023}, said{21000, ""}, said{26200, bbc2023})}}
}

func bma2023June() Card {
	return Card{Name: "BMA June 2023", Region: "England", ValidFrom: Date{2023, time.June, 1}, Source: hsj2023,
		Note:  "From about June 2023; withdrawn in the consultants’ pay deal of 2024. Evening and weekend are inferred.",
		Rates: []RateRow{published(said{16100, hsj2023}, said{21500, ""}, said{21500, ""}, said{26900, hsj2023})}}
}

func bma2025() Card {
	row := published(said{18800, both2025}, said{25000, ""}, said{25000, times2025}, said{31300, both2025})
	row.Rate[OnCallBand], row.ConfirmedBy[OnCallBand], row.Unconfirmed[OnCallBand] = ptr(Pence(12500)), tele2025, true
	return Card{Name: "BMA 2025, outside London", Region: "outside London", ValidFrom: Date{2025, time.July, 1},
		Source: "Press reports of the BMA consultant rate card: " + times2025 + "; " + tele2025,
		Note:   "As the press reported the card; the weekday evening is inferred. On call is for being available; an hour called in is paid at the rate of its band.",
		Rates:  []RateRow{row}}
}

func bma2025London() Card {
	return Card{Name: "BMA 2025, London", Region: "London", ValidFrom: Date{2025, time.July, 1},
		Source: "Press reports of the BMA consultant rate card: " + times2025,
		Note:   "Only the night was reported; the rest is inferred from the ratio of earlier cards. On call is not known.",
		Rates:  []RateRow{published(said{20000, ""}, said{26700, ""}, said{26700, ""}, said{33400, times2025})}}
}

// floor2025 is the plain hour at each pay point, and 4/3 of it in premium time:
// 19:00 to 07:00 and all of Saturday and Sunday.
func floor2025() Card {
	c := Card{Name: "Contract floor 2025/26", Region: "England", ValidFrom: Date{2025, time.April, 1}, Source: contract,
		Note: "A floor worked out from the contract’s pay points, before on-costs; not what any trust pays. Pay points are 2024/25 plus 4 %, not read in a source."}
	for _, p := range []struct {
		point          string
		plain, premium Pence
	}{{"0-2", 5261, 7014}, {"3", 5570, 7427}, {"4-7", 5729, 7639}, {"8-13", 6284, 8378}, {"14+", 6975, 9300}} {
		row := published(said{p.plain, ""}, said{p.premium, ""}, said{p.premium, ""}, said{p.premium, ""})
		row.PayPoint = p.point
		c.Rates = append(c.Rates, row)
	}
	return c
}

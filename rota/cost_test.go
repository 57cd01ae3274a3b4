package rota_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// card makes a card of one general row; a rate below nought is not known.
func card(day, evening, weekend, night, onCall, standby rota.Pence) rota.Card {
	c := rota.Card{Name: "test", Rates: []rota.RateRow{{}}}
	for b, rate := range []rota.Pence{day, evening, weekend, night, onCall, standby} {
		if rate >= 0 {
			c.Rates[0].Rate[b] = &rate
		}
	}
	return c
}

func onSite(from, to string) rota.Slot {
	return rota.Slot{ID: "a", Span: rotatest.Span(from, to), Mode: rota.OnSite}
}

func TestMinutesByBand(t *testing.T) {
	holiday := rota.Card{BankHolidays: []rota.Date{{Year: 2025, Month: time.August, Day: 25}}}
	cases := []struct {
		name, from, to                         string
		mode                                   rota.Mode
		day, evening, weekend, night, on, stby int
	}{
		{"the whole strike of July 2025", "2025-07-25 07:00", "2025-07-30 07:00", rota.OnSite, 36 * 60, 12 * 60, 32 * 60, 40 * 60, 0, 0},
		{"weekday", "2025-07-25 08:00", "2025-07-25 20:30", rota.OnSite, 660, 90, 0, 0, 0, 0},
		{"night from a weekday into a weekday", "2025-07-28 20:00", "2025-07-29 08:30", rota.OnSite, 90, 180, 0, 480, 0, 0},
		{"night from Friday into Saturday", "2025-07-25 20:00", "2025-07-26 08:30", rota.OnSite, 0, 180, 90, 480, 0, 0},
		{"night from Sunday into Monday", "2025-07-27 20:00", "2025-07-28 08:30", rota.OnSite, 90, 0, 180, 480, 0, 0},
		{"up to each edge", "2025-07-28 06:59", "2025-07-28 07:00", rota.OnSite, 0, 0, 0, 1, 0, 0},
		{"from 07:00", "2025-07-28 07:00", "2025-07-28 07:01", rota.OnSite, 1, 0, 0, 0, 0, 0},
		{"to 19:00", "2025-07-28 18:59", "2025-07-28 19:00", rota.OnSite, 1, 0, 0, 0, 0, 0},
		{"from 19:00", "2025-07-28 19:00", "2025-07-28 19:01", rota.OnSite, 0, 1, 0, 0, 0, 0},
		{"to 23:00", "2025-07-28 22:59", "2025-07-28 23:00", rota.OnSite, 0, 1, 0, 0, 0, 0},
		{"from 23:00", "2025-07-28 23:00", "2025-07-28 23:01", rota.OnSite, 0, 0, 0, 1, 0, 0},
		{"from midnight", "2025-07-28 00:00", "2025-07-28 00:01", rota.OnSite, 0, 0, 0, 1, 0, 0},
		{"clocks go back", "2025-10-25 20:00", "2025-10-26 08:00", rota.OnSite, 0, 0, 240, 540, 0, 0},
		{"clocks go forward", "2026-03-28 20:00", "2026-03-29 08:00", rota.OnSite, 0, 0, 240, 420, 0, 0},
		{"bank holiday Monday", "2025-08-25 06:00", "2025-08-26 08:00", rota.OnSite, 60, 0, 960, 540, 0, 0},
		{"evening before a bank holiday is the weekend's own", "2025-08-24 22:00", "2025-08-25 07:00", rota.OnSite, 0, 0, 60, 480, 0, 0},
		{"on call", "2025-07-25 20:00", "2025-07-26 08:30", rota.OnCall, 0, 0, 0, 0, 750, 0},
		{"standby over the clocks going back", "2025-10-25 20:00", "2025-10-26 08:00", rota.Standby, 0, 0, 0, 0, 0, 780},
	}
	for _, c := range cases {
		got := holiday.Minutes(rota.Slot{Span: rotatest.Span(c.from, c.to), Mode: c.mode})
		if diff := cmp.Diff([rota.BandCount]int{c.day, c.evening, c.weekend, c.night, c.on, c.stby}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestMinutesAddUp(t *testing.T) {
	start := rotatest.At("2025-10-20 00:00")
	rapid.Check(t, func(t *rapid.T) {
		s := rota.Slot{Mode: rapid.SampledFrom(rota.Modes()).Draw(t, "mode")}
		s.Start = later(start, rapid.IntRange(0, 14*1440).Draw(t, "start"))
		s.End = later(s.Start, rapid.IntRange(1, 7*1440).Draw(t, "length"))
		sum := 0
		for _, minutes := range rotatest.BMACard().Minutes(s) {
			if minutes < 0 {
				t.Errorf("a band has %d minutes", minutes)
			}
			sum += minutes
		}
		if sum != s.Minutes() {
			t.Errorf("the bands have %d minutes, the slot %d", sum, s.Minutes())
		}
	})
}

func TestCost(t *testing.T) {
	bma := rotatest.BMACard()
	strike := onSite("2025-07-25 07:00", "2025-07-30 07:00")
	half := card(1001, 1001, 100, 0, 3000, -1)
	home := func(m rota.Mode) rota.Slot {
		s := onSite("2025-07-26 08:00", "2025-07-28 08:00")
		s.Mode = m
		return s
	}
	cases := []struct {
		name     string
		card     rota.Card
		slot     rota.Slot
		payPoint string
		want     string
	}{
		{"120 hours, BMA 2025 outside London", bma, strike, "", "£30,288.00"},
		{"120 hours, BMA 2025 London with its inferred cells", card(20000, 26700, 26700, 33400, -1, -1), strike, "", "£32,308.00"},
		{"120 hours at the first pay point", card(5261, 7014, 7014, 7014, -1, -1), strike, "", "£7,785.72"},
		{"120 hours at the top pay point", card(6975, 9300, 9300, 9300, -1, -1), strike, "", "£10,323.00"},
		{"13 hours of a weekend night", bma, onSite("2025-07-26 20:00", "2025-07-27 09:00"), "", "£3,754.00"},
		{"night over the clocks going back", bma, onSite("2025-10-25 20:00", "2025-10-26 08:00"), "", "£3,817.00"},
		{"night over the clocks going forward", bma, onSite("2026-03-28 20:00", "2026-03-29 08:00"), "", "£3,191.00"},
		{"48 hours on call", bma, home(rota.OnCall), "", "£6,000.00"},
		{"48 hours of standby, at the on-call rate", bma, home(rota.Standby), "", "£6,000.00"},
		{"standby with a rate of its own", card(0, 0, 0, 0, 3000, 2000), home(rota.Standby), "", "£960.00"},
		{"standby at nought is not on call", card(0, 0, 0, 0, 3000, 0), home(rota.Standby), "", "£0.00"},
		{"half a penny goes up", half, onSite("2025-07-28 08:00", "2025-07-28 08:30"), "", "£5.01"},
		{"two halves are rounded once", half, onSite("2025-07-28 18:30", "2025-07-28 19:30"), "", "£10.01"},
		{"less than half goes down", half, onSite("2025-07-26 08:00", "2025-07-26 08:29"), "", "£0.48"},
		{"just under half goes down", card(0, 0, 89, 0, 0, 0), onSite("2025-07-26 08:00", "2025-07-26 08:01"), "", "£0.01"},
		{"a pay point with its own row", rotatest.TrustCard(), onSite("2025-07-28 08:00", "2025-07-28 18:00"), "14+", "£1,040.00"},
		{"a pay point without", rotatest.TrustCard(), onSite("2025-07-28 08:00", "2025-07-28 18:00"), "4-7", "£980.00"},
		{"rates of bands not worked may be unknown", card(-1, -1, 5000, -1, -1, -1), onSite("2025-07-26 08:00", "2025-07-26 10:00"), "", "£100.00"},
	}
	for _, c := range cases {
		got, err := c.card.Cost(c.slot, c.payPoint)
		if err != nil || got.String() != c.want {
			t.Errorf("%s: %s (%v), want %s", c.name, got, err, c.want)
		}
	}
	if got, _ := card(5261, 7014, 7014, 7014, -1, -1).Cost(strike, ""); got.Whole() != "£7,786" {
		t.Errorf("the first pay point in pounds is %s", got.Whole())
	}
}

func TestMissingRates(t *testing.T) {
	own := rotatest.TrustCard()
	own.Rates[1].Rate[rota.Night] = nil
	onlyOwn := rota.Card{Name: "own", Rates: own.Rates[1:]}
	standby := onSite("2025-07-26 08:00", "2025-07-28 08:00")
	standby.Mode = rota.Standby
	cases := []struct {
		name     string
		card     rota.Card
		slot     rota.Slot
		payPoint string
		want     rota.MissingRate
		text     string
	}{
		{"a cell", card(100, 100, -1, 100, 100, 100), onSite("2025-07-25 20:00", "2025-07-26 08:00"), "3",
			rota.MissingRate{Card: "test", Row: 0, Band: rota.Weekend}, "rates[0].weekend is not known"},
		{"a cell of the pay point's own row is not looked for in the general one", own, onSite("2025-07-25 20:00", "2025-07-26 08:00"), "14+",
			rota.MissingRate{Card: own.Name, Row: 1, Band: rota.Night}, "rates[1].night is not known"},
		{"no row", onlyOwn, onSite("2025-07-25 20:00", "2025-07-26 08:00"), "3",
			rota.MissingRate{Card: "own", Row: -1, Band: rota.WeekdayEvening}, "the rate card has no row that applies (weekday_evening)"},
		{"standby and on call", card(100, 100, 100, 100, -1, -1), standby, "",
			rota.MissingRate{Card: "test", Row: 0, Band: rota.OnCallBand}, "rates[0].on_call is not known"},
	}
	for _, c := range cases {
		_, err := c.card.Cost(c.slot, c.payPoint)
		var got *rota.MissingRate
		if !errors.As(err, &got) {
			t.Errorf("%s: %v, want a missing rate", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, *got); diff != "" || got.Error() != c.text {
			t.Errorf("%s: %q, want %q\n%s", c.name, got, c.text, diff)
		}
	}
}

func TestAgreed(t *testing.T) {
	cards := rota.Cards{Trust: rotatest.TrustCard(), BMA: rotatest.BMACard()}
	slot := onSite("2025-07-28 08:00", "2025-07-28 18:00")
	for terms, want := range map[rota.Terms]string{
		rota.InJobPlan: "£0.00", rota.TimeOff: "£0.00", rota.TrustRate: "£1,040.00", rota.BMARate: "£1,880.00",
	} {
		got, err := cards.Agreed(slot, rota.Consultant{Terms: terms, PayPoint: "14+"})
		if err != nil || got.String() != want {
			t.Errorf("%s: %s (%v), want %s", terms, got, err, want)
		}
	}
}

// three is a problem with a consultant on each of three terms, in three nights.
func three(t *testing.T, change func(*rota.Entry)) rota.Problem {
	t.Helper()
	return rotatest.July().Slot("a", "25 08:00", "25 18:00").Slot("b", "28 08:00", "28 18:00").Slot("c", "26 08:00", "26 18:00").
		Consultant("c1", rotatest.Terms(rota.TrustRate, "")).Consultant("c2", rotatest.Terms(rota.BMARate, "")).
		Consultant("c3", rotatest.Terms(rota.TimeOff, "")).
		Aims(rota.AimCover).Change(change).Problem(t)
}

func TestLinesAndTotals(t *testing.T) {
	plan := rota.Plan{Assignments: []rota.Assignment{rotatest.In("a", "c1"), rotatest.In("b", "c2"), rotatest.In("c", "c3"),
		rotatest.In("gone", "c1"), rotatest.In("a", "gone")}}
	text := func(v *rota.Pence) string {
		if v == nil {
			return "not known"
		}
		return v.String()
	}
	cases := []struct {
		name   string
		change func(*rota.Entry)
		want   [3]string
	}{
		{"all known", func(*rota.Entry) {}, [3]string{"£3,210.00", "£6,260.00", "£2,860.00"}},
		{"a trust rate of somebody on other terms", func(e *rota.Entry) { e.Cards.Trust.Rates[0].Rate[rota.Weekend] = nil },
			[3]string{"not known", "£6,260.00", "£2,860.00"}},
		{"a trust rate of somebody on it", func(e *rota.Entry) { e.Cards.Trust.Rates[0].Rate[rota.WeekdayDay] = nil },
			[3]string{"not known", "£6,260.00", "not known"}},
		{"no BMA card", func(e *rota.Entry) { e.Cards.BMA = rota.Card{} }, [3]string{"£3,210.00", "not known", "not known"}},
	}
	for _, c := range cases {
		p := three(t, c.change)
		lines := p.Lines(plan)
		if len(lines) != 3 {
			t.Fatalf("%s: %d lines, want 3: what names nothing is left out", c.name, len(lines))
		}
		total := rota.Total(lines)
		if got := [3]string{text(total.Trust), text(total.BMA), text(total.Agreed)}; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	line := three(t, func(*rota.Entry) {}).Lines(plan)[1]
	if line.Slot.ID != "b" || line.Consultant.ID != "c2" || line.Minutes[rota.WeekdayDay] != 600 || text(line.Agreed) != "£1,880.00" {
		t.Errorf("the second line is %s for %s, %v minutes, %s", line.Slot.ID, line.Consultant.ID, line.Minutes, text(line.Agreed))
	}
	if got := rota.Total(nil); text(got.Trust)+text(got.BMA)+text(got.Agreed) != "£0.00£0.00£0.00" {
		t.Errorf("no lines cost %v", got)
	}
}

// A cost aim that a missing rate makes meaningless is refused, naming the cell.
func TestCostAimNeedsItsRates(t *testing.T) {
	without := func(row int, bands ...rota.Band) func(*rota.Card) {
		return func(c *rota.Card) {
			for _, b := range bands {
				c.Rates[row].Rate[b] = nil
			}
		}
	}
	cases := []struct {
		name  string
		aim   rota.Aim
		trust func(*rota.Card)
		bma   func(*rota.Card)
		want  []string
	}{
		{"nothing is missing", rota.AimCostAgreed, nil, nil, nil},
		{"trust cell", rota.AimCostTrust, without(0, rota.Night), nil, []string{"cards.trust.rates[0].night"}},
		{"BMA cells", rota.AimCostBMA, nil, without(0, rota.Night, rota.WeekdayEvening), []string{"cards.bma.rates[0].weekday_evening"}},
		{"the other card", rota.AimCostBMA, without(0, rota.Night), nil, nil},
		{"agreed, of both", rota.AimCostAgreed, without(0, rota.Night), without(0, rota.Night), []string{"cards.bma.rates[0].night", "cards.trust.rates[0].night"}},
		{"a pay point's own row", rota.AimCostTrust, without(1, rota.Weekend), nil, []string{"cards.trust.rates[1].weekend"}},
		{"agreed: a row for nobody but those on time off", rota.AimCostAgreed, without(1, rota.Night, rota.Weekend, rota.OnCallBand), nil, nil},
		{"no card", rota.AimCostBMA, nil, func(c *rota.Card) { *c = rota.Card{} }, []string{"cards.bma"}},
		{"standby without either", rota.AimCostBMA, nil, without(0, rota.OnCallBand), []string{"cards.bma.rates[0].on_call"}},
		{"a band that nobody eligible needs", rota.AimCostTrust, without(0, rota.WeekdayDay), nil, nil},
		{"no cost aim", rota.AimSpread, without(0, rota.Night), without(0, rota.Night), nil},
	}
	for _, c := range cases {
		b := rotatest.July().Slot("a", "25 20:00", "26 08:00").Slot("b", "28 08:00", "28 18:00", rotatest.NeedsAll("nobody has")).
			Slot("s", "26 08:00", "27 08:00", rotatest.InMode(rota.Standby)).
			Consultant("c1").Consultant("c2", rotatest.Terms(rota.BMARate, "")).Consultant("c3", rotatest.Terms(rota.TimeOff, "14+")).
			Aims(rota.AimCover, c.aim)
		b.Change(func(e *rota.Entry) {
			if c.trust != nil {
				c.trust(&e.Cards.Trust)
			}
			if c.bma != nil {
				c.bma(&e.Cards.BMA)
			}
		})
		_, err := b.Entry().Problem()
		if diff := cmp.Diff(c.want, paths(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	// Nobody is on BMA rates, so the agreed cost needs no BMA card; and the other way round.
	for terms, spare := range map[rota.Terms]func(*rota.Entry){
		rota.TrustRate: func(e *rota.Entry) { e.Cards.BMA = rota.Card{} },
		rota.BMARate:   func(e *rota.Entry) { e.Cards.Trust = rota.Card{} },
	} {
		e := rotatest.July().Slot("a", "28 08:00", "28 18:00").Consultant("c1", rotatest.Terms(terms, "")).Change(spare).Entry()
		if _, err := e.Problem(); err != nil {
			t.Errorf("everybody on %s: %v", terms, paths(err))
		}
	}
	// A lock needs its rates though the consultant is not eligible.
	locked := rotatest.July().Slot("a", "28 08:00", "28 18:00", rotatest.NeedsAll("x")).Consultant("c1").Aims(rota.AimCover, rota.AimCostTrust).
		Change(func(e *rota.Entry) { e.Cards.Trust.Rates[0].Rate[rota.WeekdayDay] = nil })
	if _, err := locked.Entry().Problem(); err != nil {
		t.Errorf("nobody is eligible: %v", err)
	}
	_, err := locked.Lock("a", "c1").Entry().Problem()
	if diff := cmp.Diff([]string{"cards.trust.rates[0].weekday_day"}, paths(err)); diff != "" {
		t.Errorf("a lock (-want +got):\n%s", diff)
	}
}

func TestBandsHaveKeysAndWords(t *testing.T) {
	seen := map[string]bool{}
	for b := rota.WeekdayDay; b < rota.BandCount; b++ {
		if b.Key() == "" || b.Words() == "" || seen[b.Key()] || seen[b.Words()] {
			t.Errorf("band %d: key %q, words %q", b, b.Key(), b.Words())
		}
		seen[b.Key()], seen[b.Words()] = true, true
	}
}

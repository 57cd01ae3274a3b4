package e2e

import (
	"strings"
)

func (j *journey) cost() {
	j.t.Helper()
	j.menu("Cost")
	j.look("Cost")
	if got := eval[int](j.tab, `[...document.querySelectorAll('main .app-amount')].filter((e) => /^£[1-9][\d,]*$/.test(e.textContent.trim())).length`); got < 2 {
		j.t.Errorf("%d amounts of money on the page of costs, want those of both cards", got)
	}
}

// money goes the way of those who look after it: a card from the library, what
// costs are worked out with, attendance, a question kept as a case, and who would
// cover at other rates.
func (j *journey) money() {
	j.t.Helper()
	j.follow("Rate cards of this strike")
	j.look("Rate cards")
	j.follow("the library of rate cards")
	j.look("Rate cards")
	j.follow("BMA 2025, London")
	j.look("BMA 2025, London")
	j.follow("Copy this card")
	j.look("Change a rate card")
	j.typeIn("row-0-on_call", "133")
	j.follow("Save the card")
	j.saved("saved")
	j.look("Copy of BMA 2025, London")

	j.open(j.strike)
	j.menu("Cost")
	j.follow("How costs are worked out")
	j.look("How costs are worked out")
	j.typeIn("budget", "100000")
	j.typeIn("loss", "250")
	j.follow("Save the settings")
	j.saved("saved")
	j.look("Cost")
	if got := j.text("main"); !strings.Contains(got, "The budget is £100,000.00") {
		j.t.Error("the page of costs does not say how they stand to the budget")
	}

	j.follow("Attendance")
	j.look("Attendance of residents")
	id := eval[string](j.tab, `document.querySelector('main table select').id`)
	j.pick(id, "absent")
	j.follow("Save the attendance")
	j.saved("Attendance of 1 duty has been saved")

	j.menu("Cost")
	j.look("Cost")
	j.follow("What if")
	j.look("What if")
	j.typeIn("uplift", "12.50")
	j.follow("Show the costs")
	j.look("What if")
	j.typeIn("name", "£12.50 more an hour")
	j.follow("Keep the case")
	j.saved("kept")
	j.look("Cost cases compared")

	j.follow("Who would cover at other rates")
	j.look("Who would cover at other rates")
	j.pick("second", "bma")
	j.follow("Find out who would cover")
	j.await("the answer about prices", `document.querySelector('#answer') !== null`, solving)
	j.look("Who would cover at other rates")
	if got := eval[int](j.tab, `document.querySelector('#answer ~ table').querySelectorAll('td').length`); got < 2 {
		j.t.Errorf("%d amounts in the answer, want those at both prices", got)
	}
}

package rota

// Few is the count of people below which a figure is not shown to those who may
// not see names, lest one person be read off it.
const Few = 5

// Hide says which of several counts of people, whose total is shown beside them,
// must not be shown. Those under [Few] are hidden, and then the smallest of the
// rest until the hidden ones are at least Few together, which takes two of them:
// taking what is shown from the total then tells of no fewer. When even the total
// is under Few everything is hidden, and the total must be as well.
func Hide(counts []int) []bool {
	hidden := make([]bool, len(counts))
	n, sum := 0, 0
	hide := func(i int) { hidden[i] = true; n++; sum += counts[i] }
	for i, c := range counts {
		if c < Few {
			hide(i)
		}
	}
	for n > 0 && n < len(counts) && sum < Few {
		least := -1
		for i, c := range counts {
			if !hidden[i] && (least < 0 || c < counts[least]) {
				least = i
			}
		}
		hide(least)
	}
	return hidden
}

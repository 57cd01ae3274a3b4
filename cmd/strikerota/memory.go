package main

import (
	"errors"
	"strconv"
	"strings"
)

// A memory is a flag that holds a number of bytes, written as people do: 2GB, 512MiB.
type memory int64

var errMemory = errors.New("must be a number and a unit, as in 2GB or 512MiB")

// maxMemory is more than any machine has that this runs on.
const maxMemory = 1 << 44

// memoryUnits are tried in this order: a unit that ends as another does comes before it.
var memoryUnits = []struct {
	name  string
	bytes float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"b", 1},
}

// Set reads a size. 0 needs no unit.
func (m *memory) Set(text string) error {
	if text == "0" {
		*m = 0
		return nil
	}
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, u := range memoryUnits {
		amount, ok := strings.CutSuffix(lower, u.name)
		if !ok {
			continue
		}
		if strings.Trim(amount, "0123456789.") != "" { // no signs, exponents or words such as "inf"
			return errMemory
		}
		n, err := strconv.ParseFloat(amount, 64)
		if err != nil || n*u.bytes < 1 || n*u.bytes > maxMemory {
			return errMemory
		}
		*m = memory(n * u.bytes)
		return nil
	}
	return errMemory
}

// String is the number of bytes.
func (m *memory) String() string {
	if *m == 0 {
		return "0"
	}
	return strconv.FormatInt(int64(*m), 10) + "B"
}

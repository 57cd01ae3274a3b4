package web

import "testing"

func TestLowerFirst(t *testing.T) {
	for in, want := range map[string]string{"": "", "A": "a", "On call": "on call", "BMA rates": "BMA rates", "£98.00": "£98.00", "Été": "été"} {
		if got := lowerFirst(in); got != want {
			t.Errorf("%q within a sentence is %q, want %q", in, got, want)
		}
	}
}

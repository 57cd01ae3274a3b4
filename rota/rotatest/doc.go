// Package rotatest builds trusts: small ones by hand for tests, and whole
// example trusts from a seed, which tests, benchmarks and the demonstration share.
//
// A test's trust reads as the sentence it stands for:
//
//	p := rotatest.New("2025-07-25 07:00", "2025-07-30 07:00").
//		Slot("fri-night", "25 20:00", "26 08:30", rotatest.NeedsAll("Obstetrics")).
//		Consultant("c1", rotatest.Skills("Obstetrics"), rotatest.Planned("s1", "26 09:00", "26 13:00", 12)).
//		Problem(t)
//	plan := rotatest.Plan(p, rotatest.In("fri-night", "c1", "s1"))
//
// [Small] and [Large] give the same entry for the same seed on every machine.
// All their people, sites and trust rates are fictional.
package rotatest

// Package exports writes and reads the workbooks of a strike.
//
// [Results] writes what a plan decided, as people in finance and on wards read
// it: hours, costs and totals are formulas that a change of rate moves, and each
// stores the value that Go computed, so previews and other programs see the same
// figures. [Template] writes the entry workbook, empty or filled, and
// [ReadEntry] reads it back: a gate refuses what is not an honest workbook, and
// every fault is named by sheet and cell.
//
// The package reads no clock. The same input gives the same bytes.
package exports

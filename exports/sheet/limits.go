package sheet

// Limits of what is uploaded or pasted. They keep the memory that a file can
// take below 200 MB, whatever is in it.
const (
	MaxBytes    = 10 << 20 // of the file
	MaxRows     = 20_000   // that hold something, in one sheet
	MaxColumns  = 500
	maxUnpacked = 100 << 20 // of all parts of a workbook
	maxCells    = 500_000   // up to the last that holds something in each row, of all sheets
	maxLetters  = 24 << 20  // bytes of text in all cells
	maxCellText = 32_767    // characters; Excel's own limit for a cell
	maxEntries  = 1_000     // parts of a workbook
	maxPart     = 8 << 20   // bytes of a part that is held in memory as a whole
	maxBoxes    = 20_000    // merged boxes of a sheet
)

// Limits bound a workbook that is looked at by [Gate]. Rows counts every row of a
// sheet, with or without something in it.
type Limits struct {
	Bytes, Unpacked, Entries, Rows, Columns int
	// Ratio is how many times smaller than its content a part of more than a megabyte may be packed.
	Ratio int
}

// ours are the limits of [Read], which counts only rows that hold something.
var ours = Limits{Bytes: MaxBytes, Unpacked: maxUnpacked, Entries: maxEntries, Columns: MaxColumns}

func megabytes(n int) int { return n >> 20 }

package exports

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestCostsFitTheirPlaces: amounts beneath a chart are short from £10,000 on, and the heads of costs
// take the two lines that they need.
func TestCostsFitTheirPlaces(t *testing.T) {
	data := costBook(t, handouts(t)["large"])
	parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, part := range parts.File {
		if !strings.HasPrefix(part.Name, "xl/charts/chart") {
			continue
		}
		charts++
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil || !strings.Contains(string(text), "[&gt;=10000]£#,##0,&quot;k&quot;;£#,##0") && !strings.Contains(string(text), `[&gt;=10000]£#,##0,&#34;k&#34;;£#,##0`) {
			t.Errorf("%s (%v) has no short amounts", part.Name, err)
		}
	}
	if charts != 2 {
		t.Errorf("there are %d charts", charts)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.GetRowHeight(costsSheet, costTotalRow-1); err != nil || got != tall(2) {
		t.Errorf("the heads of costs are %v high, want %v (%v)", got, tall(2), err)
	}
}

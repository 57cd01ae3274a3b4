package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

var spentMu sync.Mutex

func spent(p *tab, what string, begun time.Time) {
	took := time.Since(begun)
	if what == "evaluate" {
		for i := 2; i < 9; i++ {
			_, file, line, _ := runtime.Caller(i)
			if !strings.HasSuffix(file, "page_test.go") && !strings.HasSuffix(file, "act_test.go") || i == 8 {
				what = fmt.Sprintf("eval:%s:%d", filepath.Base(file), line)
				break
			}
			what += fmt.Sprintf(":%d", line)
		}
	}
	spentMu.Lock()
	defer spentMu.Unlock()
	f, err := os.OpenFile("/tmp/time11/spent.tsv", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s\t%d\t%s\t%.3f\t%.3f\n", p.t.Name(), p.width, what, took.Seconds(), float64(begun.UnixMilli())/1000)
}

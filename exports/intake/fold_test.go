package intake

import (
	"testing"

	"pgregory.net/rapid"
)

// TestFoldShortWay holds that the texts of which tidy and plain see at once what they come to
// come to the same the long way.
func TestFoldShortWay(t *testing.T) {
	letters := []rune("aZ9.-'`\"~ \t\n\u00a0\u007f\u200b\ufeffÉéßø’–…İK")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOf(rapid.SampledFrom(letters)), rapid.StringMatching(`[ -~]*`), rapid.String()).Draw(t, "text")
		if got, want := tidy(text), tidied(text); got != want {
			t.Errorf("tidy: %q, the long way %q", got, want)
		}
		if got, want := plain(text), folded(text); got != want {
			t.Errorf("plain: %q, the long way %q", got, want)
		}
	})
}

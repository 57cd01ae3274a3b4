package web

import "strings"

// browsers and systems are what a browser says of itself, in words. The first that fits counts: most browsers
// also say that they are others.
var (
	browsers = []struct{ says, words string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Trident/", "Internet Explorer"}, {"Safari/", "Safari"},
	}
	systems = []struct{ says, words string }{
		{"Windows", "Windows"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Mac OS", "Mac"}, {"Linux", "Linux"},
	}
)

// browserWords name a browser, such as "Firefox on Windows". Of what it says of itself nothing else is kept, and
// nothing that somebody made up: it would tell browsers apart by more than their owners need.
func browserWords(agent string) string {
	words := "A browser"
	for _, b := range browsers {
		if strings.Contains(agent, b.says) {
			words = b.words
			break
		}
	}
	for _, s := range systems {
		if strings.Contains(agent, s.says) {
			return words + " on " + s.words
		}
	}
	return words
}

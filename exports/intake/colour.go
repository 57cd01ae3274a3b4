package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// colour is what a cell without words means by its colour: what the file's own key
// says, or what a person has said.
func (l *line) colour(col int, colour string) (coverSaying, bool) {
	names := colourNames(colour)
	if len(names) == 0 {
		return coverSaying{kind: saysNothing}, true // white or black
	}
	a := l.answered(wordKey(ColourWord, "", colour))
	if a == "" {
		if kind := l.colours.meaning(colour, names); kind != "" {
			return coverSaying{kind: kind}, true
		}
	}
	a, key := l.ask(ColourWord, "", colour, func(w *Word) {
		w.Context = names[0]
		w.Options = coverOptions()
		if w.Suggestion = string(l.colours.worded(colour)); w.Suggestion == "" {
			w.Suggestion = map[string]string{"green": string(willCover), "red": string(notAtAll), "orange": string(notAgreed), "yellow": string(notAgreed), "grey": string(notAtAll)}[names[0]]
		}
	})
	l.seenAt(key, col)
	s, known := answeredCover(a)
	if !known {
		l.openWord(col, key, "unknown colour", fmt.Sprintf("The cell is %s and has no words. Nothing says what that means.", names[0]))
	}
	return s, known
}

// colours are what a file says of its colours: in a key, and by the words of cells that have them.
type colours struct {
	key   map[string]coverKind         // by name
	cells map[string]map[coverKind]int // by colour
}

// meaning is what a colour means by the key, if that is clear; where two of its
// colours could be meant, the words of other cells of the same colour decide.
func (c colours) meaning(colour string, names []string) coverKind {
	var may []coverKind
	for _, n := range names {
		if k, ok := c.key[n]; ok && !slices.Contains(may, k) {
			may = append(may, k)
		}
	}
	switch worded := c.worded(colour); {
	case len(may) == 1 && (worded == "" || worded == may[0]):
		return may[0]
	case slices.Contains(may, worded):
		return worded
	}
	return ""
}

// worded is what most cells of a colour say in words; "" when they are few or disagree.
func (c colours) worded(colour string) coverKind {
	all, best, most := 0, coverKind(""), 0
	for _, k := range coverKinds {
		n := c.cells[colour][k]
		all += n
		if n > most {
			best, most = k, n
		}
	}
	if most < 3 || most*5 < all*4 {
		return ""
	}
	return best
}

// readColours gathers what the book says of its colours.
func (r *reader) readColours() {
	r.colours = colours{key: map[string]coverKind{}, cells: map[string]map[coverKind]int{}}
	for _, choice := range r.c.Sheets {
		s, ok := r.book.Sheet(choice.Name)
		if !ok || !choice.Read {
			continue
		}
		for _, row := range s.Rows {
			for col, cell := range row.Cells {
				switch {
				case cell.Text == "":
				case row.Number > choice.Header && col < len(choice.Columns) && choice.Columns[col].Field == Cover:
					r.colours.count(cell.Look().Fill, cell.Text)
				default:
					r.colours.read(cell.Text)
				}
			}
		}
	}
}

func (c colours) count(fill, text string) {
	if s, ok := coverOf(text); ok && fill != "" {
		if c.cells[fill] == nil {
			c.cells[fill] = map[coverKind]int{}
		}
		c.cells[fill][s.kind]++
	}
}

var (
	colourWord = regexp.MustCompile(`\b(green|red|orange|amber|yellow|grey|gray|blue|purple|pink)\b ?(=|:|-|–|means\b|is\b) ?`)
	keyEnd     = regexp.MustCompile(`\s{2,}|[,;.(]`)
)

// read takes in a key such as "green = yes   red = no   orange = ask".
func (c colours) read(text string) {
	t := strings.ToLower(text)
	at := colourWord.FindAllStringSubmatchIndex(t, -1)
	for i, m := range at {
		end := len(t)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		meaning := t[m[1]:end]
		if stop := keyEnd.FindStringIndex(strings.TrimLeft(meaning, " ")); stop != nil {
			meaning = strings.TrimLeft(meaning, " ")[:stop[0]]
		}
		name := t[m[2]:m[3]]
		switch name {
		case "amber":
			name = "orange"
		case "gray":
			name = "grey"
		}
		if s, ok := coverOf(meaning); ok && c.key[name] == "" && s.kind != saysNothing {
			c.key[name] = s.kind
		}
	}
}

// A hue is a colour by its name, in degrees of the circle.
type hue struct {
	name     string
	from, to int
}

// hues are what people call colours, in degrees of the circle. They overlap, since people differ.
var hues = []hue{{"red", 0, 29}, {"orange", 15, 50}, {"yellow", 38, 65}, {"green", 66, 169}, {"blue", 170, 255}, {"purple", 250, 299}, {"pink", 290, 344}, {"red", 345, 360}}

// colourNames are what people may call a colour, the likeliest first; none for white and black.
func colourNames(hex string) []string {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return nil
	}
	r, g, b := int(n>>16&255), int(n>>8&255), int(n&255)
	most, least := max(r, g, b), min(r, g, b)
	switch {
	case least > 243 || most < 12:
		return nil
	case most-least < 18:
		return []string{"grey"}
	}
	hue := 0
	switch d := most - least; most {
	case r:
		hue = (60*(g-b)/d + 360) % 360
	case g:
		hue = 60*(b-r)/d + 120
	default:
		hue = 60*(r-g)/d + 240
	}
	var out []string
	for _, h := range hues {
		if hue >= h.from && hue <= h.to {
			out = append(out, h.name)
		}
	}
	return out
}

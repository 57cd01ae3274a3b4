package exports

import (
	"encoding/xml"
	"strconv"
)

// A node is an element of a part.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Kids    []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// find gives the elements with the path of names below n.
func (n node) find(names ...string) []node {
	if len(names) == 0 {
		return []node{n}
	}
	var out []node
	for _, k := range n.Kids {
		if k.XMLName.Local == names[0] {
			out = append(out, k.find(names[1:]...)...)
		}
	}
	return out
}

// atoi is a number, or 0.
func atoi(t string) int {
	n, err := strconv.Atoi(t)
	if err != nil {
		return 0
	}
	return n
}

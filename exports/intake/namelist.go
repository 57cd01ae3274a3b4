package intake

// A nameList is names that are known, in order, and found by what they plainly are: there may be thousands.
type nameList struct {
	all []string
	at  map[string]string
}

func nameListOf(all []string) nameList {
	n := nameList{all: all, at: make(map[string]string, len(all))}
	for _, name := range all {
		n.meet(name)
	}
	return n
}

// meet adds a name to those found. Of several that are plainly the same the first stands.
func (n nameList) meet(name string) {
	if key := plain(name); n.at[key] == "" {
		n.at[key] = name
	}
}

// find is the name that a text plainly is.
func (n nameList) find(text string) (string, bool) {
	name, ok := n.at[plain(text)]
	return name, ok
}

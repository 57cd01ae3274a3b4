package exports

import (
	"io"
	"time"
)

// A Link is somebody's personal link, to be sent to them.
type Link struct {
	Name, Grade, Unit, Code, Address string
	Ends                             time.Time
}

// LinksCSV writes personal links as CSV for whoever sends them. No e-mail address is held.
func LinksCSV(w io.Writer, links []Link) error {
	t := listing{name: "Links", fields: []field{{head: "Name"}, {head: "Grade"}, {head: "Unit"}, {head: "Code"}, {head: "Personal link"}, {head: "Ends"}}}
	for _, l := range links {
		t.rows = append(t.rows, []any{l.Name, l.Grade, l.Unit, l.Code, l.Address, l.Ends})
	}
	return t.writeCSV(w)
}

package store

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
)

// A list is an ordered list of words in one column, as JSON. An empty one is "[]".
type list []string

// Value is the list as JSON.
func (l list) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	data, err := json.Marshal([]string(l))
	return string(data), err
}

// Scan reads the list from JSON.
func (l *list) Scan(value any) error {
	*l = nil
	err := scanJSON(value, (*[]string)(l))
	if len(*l) == 0 {
		*l = nil
	}
	return err
}

// scanJSON reads a column that holds JSON.
func scanJSON(value, into any) error {
	var data []byte
	switch v := value.(type) {
	case string:
		data = []byte(v)
	case []byte:
		data = v
	}
	if json.Unmarshal(data, into) != nil {
		return errors.New("a column of JSON in the database cannot be read") // the error would repeat it
	}
	return nil
}

// GormDataType is the column's type.
func (list) GormDataType() string { return "text" }

// listOf turns words of any kind into a list.
func listOf[T ~string](words []T) list {
	out := make(list, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// wordsOf turns a list into words of a kind; an empty one into nil.
func wordsOf[T ~string](l list) []T {
	var out []T
	for _, w := range l {
		out = append(out, T(w))
	}
	return out
}

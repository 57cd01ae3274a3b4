package web

import (
	"encoding/json"
	"time"
)

// A sessionCodec writes a session as JSON. Values are texts.
type sessionCodec struct{}

type sessionData struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

// Encode is of scs.Codec.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionData{deadline.UTC(), values})
}

// Decode is of scs.Codec. Whoever has a session that cannot be read signs in again.
func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var d sessionData
	if err := json.Unmarshal(b, &d); err != nil || d.Values == nil {
		return time.Time{}, map[string]any{}, nil
	}
	return d.Deadline, d.Values, nil
}

package store

import (
	"context"
	"strconv"
	"strings"
	"unicode"
)

// A Request is by what somebody with an account does something: the audit keeps it.
type Request struct {
	ID      string // in the log, and the reference number on pages of errors
	Address string // that it came from; "" when that is not known
}

type requestKey struct{}

// By has the audit keep the request with what accounts do in the context.
func By(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// by puts the request of the context in the row, if an account did it. What a resident or a consultant does by a
// personal link has none, whatever the context says: it is a person who declares, or who offers, and nobody who reads
// the audit may trace which of them it was, where they were, or find the line of the log that says more. Of what
// residents said by their links not even the time is told; see [Trust.ReplyDays]. What the planner does itself has none
// either: who mistook a password is not known.
func (r *auditRow) by(ctx context.Context) {
	q, ok := ctx.Value(requestKey{}).(Request)
	if !ok || r.ActorID == "" || r.ActorID == ByResident.ID || r.ActorID == ByConsultant.ID {
		return
	}
	r.RequestID, r.Address = q.ID, q.Address
}

// plainly escapes what would break a line of the audit or change how one is read, wherever it is shown.
func (r *auditRow) plainly() {
	for _, text := range []*string{&r.ActorID, &r.StrikeID, &r.Action, &r.Kind, &r.EntityID, &r.RequestID, &r.Address} {
		*text = escaped(*text)
	}
}

// escaped writes control characters, ends of lines and what turns the direction of writing as Go does, \n or \u2028.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

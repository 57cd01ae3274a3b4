package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"sync"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

// Every form is saved once. The page writes a random text into it; the form as it was sent, with that text
// and all that was typed, is known by its key, and the store keeps the key together with what the form
// saves. Sent again, by a double click, by reloading or after an answer was lost, it changes nothing and gets
// the answer that it got. What is sent from the same page with other words in it is another form. A page that a
// browser loads anew when somebody goes back has the texts that it had before, by the page's script.

// onceKey is the name of the field with the random text.
const onceKey = "once"

// answersKey is the key, in a session, of where its last forms that were saved have led.
const answersKey = "answers"

// answersKept is how many of them it knows: those that somebody may still send again.
const answersKept = 8

// savedAlready tells somebody who sends a form again.
const savedAlready = "This had been sent before, and counts once: nothing more was changed"

// A sentKey is what a form is known by that was sent.
type sentKey struct {
	*store.FormKey
	mark string // the hash
}

// sentKeyOf is the key of the form that was sent: a hash of who sent it, to where, and all that is in it. It
// tells nothing of them to whoever does not know the random text, which is kept nowhere.
func sentKeyOf(v *visit) (*sentKey, error) {
	values := maps.Clone(v.c.Request.PostForm)
	delete(values, csrfKey) // another once they have signed in again
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %q", v.account(), v.c.Request.URL.EscapedPath(), values.Encode())
	if m := v.c.Request.MultipartForm; m != nil {
		for _, name := range slices.Sorted(maps.Keys(m.File)) {
			for _, file := range m.File[name] {
				if err := addFile(sum, name, file); err != nil {
					return nil, err
				}
			}
		}
	}
	mark := hex.EncodeToString(sum.Sum(nil))
	return &sentKey{store.NewFormKey(mark), mark}, nil
}

func addFile(sum hash.Hash, name string, file *multipart.FileHeader) error {
	fmt.Fprintf(sum, " %q %q %d ", name, file.Filename, file.Size)
	f, err := file.Open()
	if err != nil {
		return fmt.Errorf("read an uploaded file: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("read an uploaded file: %w", err)
	}
	return nil
}

// answerOnce answers a form that was sent. One that is sent twice at the same moment is answered after the
// other; where another process answers that one, the store lets only one of them save.
func (s *Server) answerOnce(v *visit, r route) error {
	if v.c.Request.PostForm.Get(onceKey) == "" {
		return s.handle(v, r) // of somebody who is not signed in
	}
	key, err := sentKeyOf(v)
	if err != nil {
		return err
	}
	leave, err := s.sending.enter(v.ctx(), key.mark)
	if err != nil {
		return err
	}
	defer leave()
	saved, err := s.store.Saved(v.ctx(), key.FormKey)
	if err != nil {
		return err
	}
	if saved {
		return s.answerAgain(v, r, key)
	}
	v.key = key
	v.c.Request = v.c.Request.WithContext(store.WithFormKey(v.ctx(), key.FormKey))
	err = s.handle(v, r)
	if err == nil || key.Kept() || v.trace.began {
		return err
	}
	if saved, failed := s.store.Saved(v.ctx(), key.FormKey); failed != nil || !saved {
		return err
	}
	return s.answerAgain(v, r, key)
}

// rememberAnswer remembers, in the session, where a form that was saved has led. Of a resident it does not,
// since that would tell that they have sent something: their forms lead back to their own page.
func (s *Server) rememberAnswer(v *visit, to string) {
	m := s.session(v)
	if v.key == nil || !v.key.Kept() || v.role() == auth.Resident || !m.Exists(v.ctx(), csrfKey) {
		return
	}
	lines := strings.Split(m.GetString(v.ctx(), answersKey), "\n")
	lines = append(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), v.key.short()+" "+to)
	m.Put(v.ctx(), answersKey, strings.Join(lines[max(0, len(lines)-answersKept):], "\n"))
}

// short is enough to tell the last few forms of one session apart.
func (k *sentKey) short() string { return k.mark[:16] }

// answerAgain answers a form that was saved before: with where it led then or, when that is not known any more,
// with the list that it belongs to. What was to be told on that page is told there, if it has not been. The
// answer to the first may have been given since this request began, so the session is read anew.
func (s *Server) answerAgain(v *visit, r route, key *sentKey) error {
	m := s.session(v)
	now, err := m.Load(context.Background(), m.Token(v.ctx()))
	if err != nil {
		return fmt.Errorf("load a session: %w", err)
	}
	to, answers, told := s.listOf(v, r), m.GetString(now, answersKey), false
	for line := range strings.Lines(answers) {
		if mark, address, _ := strings.Cut(strings.TrimSpace(line), " "); mark == key.short() {
			to = address
		}
	}
	for _, name := range []string{answersKey, flashKey, noticeKey} {
		if text := m.GetString(now, name); text != "" {
			m.Put(v.ctx(), name, text)
			told = told || name != answersKey
		}
	}
	if !told {
		s.flash(v, savedAlready)
	}
	return s.redirect(v, to)
}

// listOf is the page that a form belongs to, as far as its address tells: its own, or else the nearest above it
// that the visitor may see. What the form has deleted has none any more, and is in the list above.
func (s *Server) listOf(v *visit, r route) string {
	if r.again != "" {
		return r.again
	}
	all := routes()
	for pattern, to := r.path, v.c.Request.URL.EscapedPath(); pattern != "/"; pattern, to = path.Dir(pattern), path.Dir(to) {
		above := pattern != r.path && strings.Contains(strings.TrimPrefix(pattern, "/strikes/:strike"), ":")
		if above || path.Base(pattern) == "new" || path.Base(pattern) == "delete" {
			continue
		}
		if slices.ContainsFunc(all, func(o route) bool { return o.method == get && o.path == pattern && !o.file && v.can(o.act) }) {
			return to
		}
	}
	return "/"
}

// A turnstile lets one request with the same key in at a time.
type turnstile struct {
	mu     sync.Mutex
	inside map[string]chan struct{} // each closed when that request leaves
}

// enter waits until no other with the key is inside, and gives what lets the next one in.
func (t *turnstile) enter(ctx context.Context, key string) (leave func(), err error) {
	for {
		before := t.take(key)
		if before == nil {
			return func() { t.leave(key) }, nil
		}
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take enters if nobody with the key is inside, or gives what is closed when they leave.
func (t *turnstile) take(key string) (before chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if before = t.inside[key]; before != nil {
		return before
	}
	if t.inside == nil {
		t.inside = map[string]chan struct{}{}
	}
	t.inside[key] = make(chan struct{})
	return nil
}

func (t *turnstile) leave(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.inside[key])
	delete(t.inside, key)
}

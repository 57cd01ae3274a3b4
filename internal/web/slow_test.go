package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestSlowClient holds that whoever sends a request a byte at a time, or stays without one, is cut off, at the head as in
// the body, and that others are answered meanwhile.
func TestSlowClient(t *testing.T) {
	t.Parallel()
	const limit, most = 300 * time.Millisecond, 10 * time.Second
	s := newSite(t, func(o *Options) {
		o.ReadHeaderTimeout, o.ReadTimeout, o.WriteTimeout, o.IdleTimeout = limit, 2*limit, 2*limit, limit
	})
	hs := httptest.NewUnstartedServer(nil)
	hs.Config = s.server.HTTP()
	hs.Start()
	defer hs.Close()
	address := hs.Listener.Addr().String()
	const head = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
	for name, tt := range map[string]struct{ first, drip string }{
		"nothing at all":   {"", ""},
		"a head in drips":  {"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", "b"},
		"heads in drips":   {"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n", "X-A: b\r\n"},
		"a body in drips":  {head, "a"},
		"idle once served": {"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, tt.first); err != nil {
				t.Fatal(err)
			}
			dripping, stop := context.WithCancel(t.Context())
			defer stop()
			go drip(dripping, c, tt.drip)
			answer, err := hs.Client().Get(hs.URL + "/sign-in")
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(answer.Body)
			if err := errors.Join(err, answer.Body.Close()); err != nil || !strings.Contains(string(page), "Password") {
				t.Errorf("somebody else meanwhile: %d, %v", answer.StatusCode, err)
			}
			began := time.Now()
			if err := c.SetReadDeadline(began.Add(most)); err != nil {
				t.Fatal(err)
			}
			_, err = io.Copy(io.Discard, c) // until the server hangs up
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("still connected after %s", time.Since(began))
			}
		})
	}
}

// drip sends a text again and again until it fails or nobody waits.
func drip(ctx context.Context, c net.Conn, text string) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for text != "" {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := io.WriteString(c, text); err != nil {
			return
		}
	}
}

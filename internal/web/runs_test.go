package web

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"strikerota/internal/auth"
	"strikerota/internal/store"
)

func silent(run store.Run) store.Run {
	run.Silent = true
	return run
}

func TestProgressView(t *testing.T) {
	t.Parallel()
	going := store.Run{ID: "r", StrikeID: "s", State: store.RunRunning,
		Progress: store.Progress{Stage: "cover/1", Index: 1, Stages: 6, Best: 720, Bound: 0, HasBest: true, Seconds: 8.4}}
	tests := []struct {
		name string
		run  store.Run
		want progressView
	}{
		{"queued", store.Run{StrikeID: "s", State: store.RunQueued},
			progressView{"queued", "Waiting to start", "none found yet", "not known yet", "0 seconds", "Waiting to start", false, "/strikes/s/solve"}},
		{"running", going,
			progressView{"running", "Open places of priority 1 (step 1 of 6)", "12 hours", "0 hours", "8 seconds", "Best so far: 12 hours", false, "/strikes/s/solve"}},
		{"silent", silent(going),
			progressView{"running", silentWorker, "12 hours", "0 hours", "8 seconds", silentWorker, false, "/strikes/s/solve"}},
		{"put back", store.Run{StrikeID: "s", State: store.RunQueued, Attempts: 1},
			progressView{"queued", begunAnew, "none found yet", "not known yet", "0 seconds", begunAnew, false, "/strikes/s/solve"}},
		{"begun anew", store.Run{StrikeID: "s", State: store.RunRunning, Attempts: 2},
			progressView{"running", begunAnew, "none found yet", "not known yet", "0 seconds", begunAnew, false, "/strikes/s/solve"}},
		{"done", store.Run{StrikeID: "s", State: store.RunDone},
			progressView{"done", "Finished", "none found yet", "not known yet", "0 seconds", "The rota is ready", true, "/strikes/s/rota"}},
		{"failed", store.Run{StrikeID: "s", State: store.RunFailed},
			progressView{"failed", "Failed", "none found yet", "not known yet", "0 seconds", "The rota could not be made", true, "/strikes/s/solve"}},
	}
	for _, tt := range tests {
		if got := newProgressView(tt.run); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestRunEvents follows a run over a real connection until it is done.
func TestRunEvents(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.as(auth.Coordinator)
	p := s.problem()
	run := s.start(p)
	hs := httptest.NewUnstartedServer(nil)
	hs.Config = s.server.HTTP()
	hs.Config.WriteTimeout = 50 * time.Millisecond // a stream outlives it
	hs.Start()
	defer hs.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, hs.URL+"/strikes/"+s.strike+"/runs/"+run+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" || answer.Header.Get("X-Accel-Buffering") != "no" {
		t.Fatalf("content type %q, headers %v", got, answer.Header)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func() (id, event, data string) {
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "id":
				id = value
			case "event":
				event = value
			case "data":
				data = value
			case "":
				if event != "" {
					return id, event, data
				}
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return "", "", ""
	}
	if id, event, data := next(); id != "1" || event != "progress" || !strings.Contains(data, `"state":"queued"`) {
		t.Errorf("first event %s %s %s", id, event, data)
	}
	if err := s.store.FailRun(t.Context(), run, "ref"); err != nil {
		t.Fatal(err)
	}
	if id, event, data := next(); id != "2" || event != "done" || !strings.Contains(data, `"ended":true`) {
		t.Errorf("last event %s %s %s", id, event, data)
	}
	if lines.Scan() {
		t.Errorf("the stream goes on after done: %q", lines.Text())
	}
}

// TestRunOfAnotherStrike holds that a run is found only below its own strike.
func TestRunOfAnotherStrike(t *testing.T) {
	t.Parallel()
	s := newSite(t).planned()
	v := s.as(auth.Coordinator)
	other, err := s.store.CreateStrike(t.Context(), actor, store.StrikeSettings{})
	if err != nil {
		e, _ := s.store.Strike(t.Context(), s.strike)
		if other, err = s.store.CreateStrike(t.Context(), actor, e.StrikeSettings); err != nil {
			t.Fatal(err)
		}
	}
	want(t, v.get("/strikes/"+s.strike+"/runs/"+s.run+"/progress"), http.StatusOK)
	want(t, v.get("/strikes/"+other+"/runs/"+s.run+"/progress"), http.StatusNotFound)
}

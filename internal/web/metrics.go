package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"strikerota/internal/store"
)

// metrics are figures for whoever watches the server. Requests are told apart by the
// pattern of their route alone: no address, strike or account is among the labels.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(runs *store.Store, version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "strikerota_requests_total",
			Help: "Requests answered, by route, method and status."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "strikerota_request_seconds",
			Help: "Time to answer a request, by route and method.", Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}},
			[]string{"route", "method"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "strikerota_build_info", Help: "Always 1; the version is a label.",
		ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, info, &runsUnderWay{runs},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// count notes one request. A method that no route has is not a label of its own:
// a visitor could make any number of them.
func (m *metrics) count(method string, t *trace, took time.Duration) {
	if method != get && method != post && method != http.MethodHead {
		method = "other"
	}
	if t.ownQuiet() { // to save takes longer than to look: the time would tell a reply
		m.requests.WithLabelValues(ownPath, "any", strconv.Itoa(http.StatusOK)).Inc()
		return
	}
	m.requests.WithLabelValues(t.pattern, method, strconv.Itoa(t.status)).Inc()
	m.seconds.WithLabelValues(t.pattern, method).Observe(took.Seconds())
}

// runsUnderWay asks the database how many rotas wait and are being made.
type runsUnderWay struct{ store *store.Store }

var runsDescription = prometheus.NewDesc("strikerota_runs", "Rotas, and questions that solve, by whether they wait for a worker or one has them.",
	[]string{"state"}, nil)

// Describe is for prometheus.Collector.
func (c *runsUnderWay) Describe(to chan<- *prometheus.Desc) { to <- runsDescription }

// runsPatience is how long the database may take to count.
const runsPatience = 2 * time.Second

// Collect is for prometheus.Collector. A database that does not answer is told as such.
func (c *runsUnderWay) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), runsPatience)
	defer cancel()
	waiting, running, err := c.store.RunsUnderWay(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(runsDescription, err)
		return
	}
	to <- prometheus.MustNewConstMetric(runsDescription, prometheus.GaugeValue, float64(waiting), "waiting")
	to <- prometheus.MustNewConstMetric(runsDescription, prometheus.GaugeValue, float64(running), "running")
}

// Metrics answers /metrics in Prometheus' format, for a listener of its own.
func (s *Server) Metrics() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	return s.limited(mux)
}

// Package bench renders one alert with this engine and with others: a summary of five variables, and a loop of 20 alerts.
// All print the same bytes. The payload arrives as JSON, as it does from a webhook; "parsed" leaves reading it out.
package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"text/template"

	"github.com/aymerick/raymond"
	"github.com/cbroglie/mustache"
	itl "github.com/itl-lang/itl/bindings/go"
)

type workload struct{ name, mustache, gotext string }

var workloads = []workload{
	{
		"summary",
		"{{{labels.severity}}}: {{{labels.alertname}}} on {{{labels.host}}} in {{{labels.region}}}, {{{status}}}",
		"{{.labels.severity}}: {{.labels.alertname}} on {{.labels.host}} in {{.labels.region}}, {{.status}}",
	},
	{
		"loop",
		"{{#alerts}}{{{labels.host}}}: {{{annotations.summary}}} ({{{status}}})\n{{/alerts}}",
		"{{range .alerts}}{{.labels.host}}: {{.annotations.summary}} ({{.status}})\n{{end}}",
	},
}

// payload is a webhook of about 6 kB.
func payload() []byte {
	var alerts []any
	for n := range 20 {
		alerts = append(alerts, map[string]any{
			"status":      "firing",
			"labels":      map[string]any{"host": fmt.Sprintf("db-%d", n), "alertname": "DiskFull", "job": "node", "region": "eu-west-1"},
			"annotations": map[string]any{"summary": "Filesystem on /var is 97% full", "runbook": "https://runbooks.example/disk"},
			"startsAt":    "2026-03-14T01:52:13Z",
		})
	}
	text, _ := json.Marshal(map[string]any{
		"status": "firing", "alerts": alerts,
		"labels": map[string]any{"severity": "critical", "alertname": "DiskFull", "host": "db-7", "region": "eu-west-1"},
	})
	return text
}

type engine struct {
	name string
	// fromJSON renders bytes, parsed a document.
	fromJSON func([]byte) string
	parsed   func(any) string
}

func read(text []byte) (data any) {
	if err := json.Unmarshal(text, &data); err != nil {
		panic(err)
	}
	return data
}

func check[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func engines(w workload) []engine {
	ours := check(itl.Compile(w.mustache, itl.WithDialect(itl.Mustache)))
	render := func(payload any) string { return check(ours.Render(context.Background(), payload)).Text }
	text := template.Must(template.New("").Parse(w.gotext))
	execute := func(data any) string {
		var out strings.Builder
		check(0, text.Execute(&out, data))
		return out.String()
	}
	cbroglie := check(mustache.ParseString(w.mustache))
	bars := check(raymond.Parse(w.mustache))
	list := []engine{
		{"itl", func(text []byte) string { return render(text) }, render},
		{"text-template", nil, execute},
		{"cbroglie-mustache", nil, func(data any) string { return check(cbroglie.Render(data)) }},
		{"raymond", nil, func(data any) string { return check(bars.Exec(data)) }},
	}
	for at := range list {
		if one := &list[at]; one.fromJSON == nil {
			one.fromJSON = func(text []byte) string { return one.parsed(read(text)) }
		}
	}
	return list
}

func TestAllPrintTheSame(t *testing.T) {
	text := payload()
	for _, w := range workloads {
		want := ""
		for _, one := range engines(w) {
			for _, got := range []string{one.fromJSON(text), one.parsed(read(text))} {
				if want == "" {
					want = got
				}
				if got != want || got == "" {
					t.Errorf("%s, %s: %q, not %q", w.name, one.name, got, want)
				}
			}
		}
	}
}

// measure reports the processor's time besides the clock's, which other programs stretch.
func measure(b *testing.B, run func()) {
	b.ReportAllocs()
	before := cpu()
	for b.Loop() {
		run()
	}
	b.ReportMetric(float64(cpu()-before)/float64(b.N), "cpu-ns/op")
}

func cpu() int64 {
	var used syscall.Rusage
	check(0, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return used.Utime.Nano() + used.Stime.Nano()
}

func BenchmarkRender(b *testing.B) {
	text := payload()
	data := read(text)
	for _, w := range workloads {
		for _, one := range engines(w) {
			b.Run(w.name+"/json/"+one.name, func(b *testing.B) {
				measure(b, func() { one.fromJSON(text) })
			})
			b.Run(w.name+"/parsed/"+one.name, func(b *testing.B) {
				measure(b, func() { one.parsed(data) })
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	check(itl.Compile("{{ a }}"))
	measure(b, func() { check(itl.Compile("{{ a }} and {{ b.upperCase() }}")).Close() })
}

// The first message of a process: machine code of the module is made, or read from a cache on disk.
func BenchmarkStart(b *testing.B) {
	for name, folder := range map[string]string{"new": "", "cached": b.TempDir()} {
		start := func() {
			engine := check(itl.NewEngine(context.Background(), itl.Config{CacheDir: folder}))
			tpl := check(engine.Compile(context.Background(), "{{ a }}"))
			if check(tpl.Render(context.Background(), []byte(`{"a":1}`))).Text != "1" {
				b.Fatal("no text")
			}
			check(0, engine.Close(context.Background()))
		}
		if folder != "" {
			start()
		}
		b.Run(name, func(b *testing.B) { measure(b, start) })
	}
}

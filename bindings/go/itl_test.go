package itl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func must(t *testing.T, source string, options ...Option) *Template {
	t.Helper()
	template, err := Compile(source, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(template.Close)
	return template
}

func text(t *testing.T, template *Template, payload any, options ...Option) string {
	t.Helper()
	result, err := template.Render(t.Context(), payload, options...)
	if err != nil {
		t.Fatal(err)
	}
	return result.Text
}

func code(err error) Code {
	var refused *Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

func TestPayloads(t *testing.T) {
	template := must(t, "{{ host.upperCase() }} is {{ state }}{{ n }}")
	type alert struct {
		Host  string `json:"host"`
		State string `json:"state"`
	}
	for _, payload := range []any{
		[]byte(`{"host":"db","state":"up"}`), json.RawMessage(`{"host":"db","state":"up"}`),
		alert{"db", "up"}, &alert{"db", "up"}, map[string]any{"host": "db", "state": "up"},
	} {
		if got := text(t, template, payload); got != "DB is up" {
			t.Errorf("%T: %q", payload, got)
		}
	}
	if got := text(t, template, map[string]any{"host": "a\xffb\x00", "state": "🔥"}); got != "A\ufffdB\x00 is 🔥" {
		t.Errorf("%q", got)
	}
	if got := text(t, must(t, "{{ a }}"), []byte(`{"a":"\ud800x"}`)); got != "\ufffdx" {
		t.Errorf("a lone surrogate: %q", got)
	}
	if _, err := template.Render(t.Context(), func() {}); code(err) != InvalidData {
		t.Errorf("%v", err)
	}
	if got := text(t, template, []byte("{")); got != " is " {
		t.Errorf("what is no JSON: %q", got)
	}
}

func TestOptionsAndRefusals(t *testing.T) {
	template := must(t, `{{ at.formatUnixMs("S") }}`, WithTimezone("Europe/Berlin"))
	at := map[string]any{"at": 1674950557000}
	if got := text(t, template, at); got != "1/29/23, 1:02 AM" {
		t.Errorf("%q", got)
	}
	if got := text(t, template, at, WithTimezone("UTC"), WithNow(time.UnixMilli(0)), WithTrace()); got != "1/29/23, 12:02 AM" {
		t.Errorf("%q", got)
	}
	for want, option := range map[string]Option{
		"options.timezone":    WithTimezone("Mars/Olympus"),
		"options.escape":      WithEscape("pdf"),
		"options.now":         With("now", "today"),
		"options.partials":    WithPartials(map[string]string{}),
		"options.budget":      WithBudget(Budget{}),
		"options.limits.nope": With("limits", map[string]int{"nope": 1}),
		"options":             With("x", func() {}),
	} {
		_, err := template.Render(t.Context(), at, option)
		var refused *Error
		if !errors.As(err, &refused) || refused.Code != InvalidArgument || refused.Argument != want || refused.Message == "" {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := Compile("a\xff"); code(err) != InvalidArgument {
		t.Errorf("%v", err)
	}
}

func TestStrict(t *testing.T) {
	_, err := must(t, "{{ a }}\n{{ b }}").Render(t.Context(), []byte(`{"a":1}`), Strict())
	var strict *StrictError
	if !errors.As(err, &strict) || strict.Text != "1\n" || err.Error() != "itl: <template>:2:1: W0301: `b` is missing" {
		t.Errorf("%v", err)
	}
	broken := must(t, "{{ a.uperCase() }}")
	if found := broken.Diagnostics(); len(found) != 1 || found[0].Code != "E0201" || found[0].Suggestion.Replacement == "" {
		t.Errorf("%+v", found)
	}
	if _, err := broken.Render(t.Context(), []byte(`{"a":1}`), Strict()); !errors.As(err, &strict) {
		t.Errorf("%v", err)
	}
}

func TestCheck(t *testing.T) {
	found, err := Check("{{ a.b }}", WithSample(map[string]any{"a": map[string]any{"c": 1}}))
	if err != nil || len(found) != 1 || found[0].Code != "W0507" {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := Check("{{ a }}"); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestPrompts(t *testing.T) {
	prompt := must(t, "{{$system}}Be brief.{{/system}}{{$user}}{{q}}{{/user}}", WithDialect(Mustache), WithEscape("xml"))
	list, result, err := prompt.Messages(t.Context(), map[string]string{"q": "<b>"})
	if err != nil || !result.OK || len(list) != 2 || list[1] != (Message{"user", "&lt;b>"}) {
		t.Errorf("%+v, %v", list, err)
	}
	request, err := prompt.Request(t.Context(), map[string]string{"q": "hi"}, To("openai"), WithModel("m"))
	if err != nil || !strings.HasPrefix(request.Text, `{"model":"m"`) || len(request.About) == 0 {
		t.Errorf("%+v, %v", request, err)
	}
	if _, err := prompt.Request(t.Context(), nil); code(err) != InvalidArgument {
		t.Errorf("%v", err)
	}
	if _, err := prompt.Request(t.Context(), nil, To("nobody")); code(err) != InvalidArgument {
		t.Errorf("%v", err)
	}
}

func TestFunctions(t *testing.T) {
	inner := must(t, "<{{ v }}>")
	run := func(name string, f Func) Option { return WithFunction(name, f) }
	template := must(t, `{{ a.join2("-", 3) }}|{{ a.fails() }}|{{ a.panics() }}|{{ a.nests() }}|{{ a.chan() }}`,
		WithFunction("join2", func(_ context.Context, value any, args []any) (any, error) {
			return fmt.Sprint(value, args[0], args[1]), nil
		}, Param{Name: "by"}, Param{Name: "n", Kind: "integer"}),
		run("fails", func(context.Context, any, []any) (any, error) { return nil, errors.New("no \xff") }),
		run("panics", func(context.Context, any, []any) (any, error) { panic("oh") }),
		run("nests", func(ctx context.Context, value any, _ []any) (any, error) {
			result, err := inner.Render(ctx, map[string]any{"v": value})
			return result.Text, err
		}),
		run("chan", func(context.Context, any, []any) (any, error) { return make(chan int), nil }),
	)
	if found := template.Diagnostics(); len(found) > 0 {
		t.Fatalf("%+v", found)
	}
	result, err := template.Render(t.Context(), []byte(`{"a":"x"}`))
	if err != nil || result.Text != "x-3|x|x|<x>|x" {
		t.Fatalf("%q, %v", result.Text, err)
	}
	said := ""
	for _, one := range result.Warnings {
		said += one.Code + " " + one.Message + "\n"
	}
	for _, want := range []string{"no \ufffd", "it panicked: oh", "unsupported type"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

func TestLambdas(t *testing.T) {
	bold := func(_ context.Context, text string) (string, error) { return "<b>" + text + "</b>", nil }
	options := []Option{
		WithDialect(Mustache),
		WithFunction("unused", func(context.Context, any, []any) (any, error) { return nil, nil }),
		WithLambda("bold", bold),
		WithLambda("name", func(context.Context, string) (string, error) { return "{{host}}", nil }),
		WithLambda("fails", func(context.Context, string) (string, error) { return "", errors.New("no") }),
		WithLambda("panics", func(context.Context, string) (string, error) { panic("oh") }),
	}
	template := must(t, "{{#bold}}{{host}}{{/bold}} {{name}}{{#fails}}x{{/fails}}{{panics}}", options...)
	result, err := template.Render(t.Context(), []byte(`{"host":"db-7","bold":false}`))
	if err != nil || result.Text != "<b>db-7</b> db-7" || len(result.Warnings) != 2 || result.Warnings[1].Code != "W0304" {
		t.Errorf("%+v, %v", result, err)
	}
	var refused *Error
	_, err = template.Render(t.Context(), map[string]any{"bold": bold})
	if !errors.As(err, &refused) || refused.Code != InvalidData || !strings.Contains(refused.Message, "WithLambda") {
		t.Errorf("a function in the data: %v", err)
	}
	_, err = Compile("", WithLambda("bold", bold))
	if !errors.As(err, &refused) || refused.Argument != "options.lambdas" {
		t.Errorf("in the dialect ITL: %v", err)
	}
}

// A function that ends its goroutine takes its instance along, and nobody else's.
func TestAFunctionThatEndsItsGoroutine(t *testing.T) {
	engine, err := NewEngine(t.Context(), Config{MaxInstances: 1, Interpreter: true})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(t.Context())
	ends := WithFunction("ends", func(_ context.Context, value any, _ []any) (any, error) {
		if value == "x" {
			runtime.Goexit()
		}
		return "went on", nil
	})
	template, err := engine.Compile(t.Context(), "{{ a.ends() }}", ends)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		template.Render(context.Background(), []byte(`{"a":"x"}`))
		t.Error("the goroutine went on")
	}()
	<-ended
	if got := text(t, template, []byte(`{"a":"y"}`)); got != "went on" {
		t.Errorf("%q", got)
	}
}

func TestClosed(t *testing.T) {
	template := must(t, "{{ a }}")
	template.Close()
	template.Close()
	if _, err := template.Render(t.Context(), nil); code(err) != Released {
		t.Errorf("%v", err)
	}
	if got := text(t, must(t, "{{ b }}"), []byte(`{"b":1}`)); got != "1" {
		t.Errorf("%q", got)
	}
}

func TestGoroutinesShareATemplate(t *testing.T) {
	template := must(t, "{{ #list }}{{ . }},{{ /list }}{{ n }}")
	var group sync.WaitGroup
	for n := range 16 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 50 {
				result, err := template.Render(context.Background(), fmt.Appendf(nil, `{"list":[1,2],"n":%d}`, n))
				if want := fmt.Sprintf("1,2,%d", n); err != nil || result.Text != want {
					t.Errorf("%q, not %q: %v", result.Text, want, err)
					return
				}
			}
		}()
	}
	group.Wait()
}

func TestCancellation(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	template := must(t, "{{ #list }}{{ #list }}{{ #list }}{{ #list }}{{ . }}{{ /list }}{{ /list }}{{ /list }}{{ /list }}")
	if _, err := template.Render(gone, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	engine, err := NewEngine(t.Context(), Config{Interruptible: true, MaxInstances: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(t.Context())
	template, err = engine.Compile(t.Context(), "{{ #list }}{{ #list }}{{ #list }}{{ #list }}{{ . }}{{ /list }}{{ /list }}{{ /list }}{{ /list }}")
	if err != nil {
		t.Fatal(err)
	}
	list, _ := json.Marshal(map[string]any{"list": make([]int, 200)})
	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := template.Render(short, list, With("limits", map[string]int64{"steps": 1 << 50, "output_bytes": 1 << 30})); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if got := text(t, template, []byte(`{"list":[1]}`)); got != "1" {
		t.Errorf("%q", got)
	}
}

func TestMemory(t *testing.T) {
	large := strings.Repeat("x", 100<<20)
	if found, err := Check(large); err != nil || len(found) == 0 || found[0].Severity != "error" {
		t.Errorf("%v", err)
	}
	if got := text(t, must(t, "{{ a.length() }}"), map[string]any{"a": large}); got != "104857600" {
		t.Errorf("%q", got)
	}
	small, err := NewEngine(t.Context(), Config{MemoryLimit: 32 << 20, MaxInstances: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close(t.Context())
	template, err := small.Compile(t.Context(), "{{ a.length() }}")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := template.Render(t.Context(), map[string]any{"a": large}); code(err) != OutOfMemory {
		t.Errorf("%v", err)
	}
	// Fits as input, but not with what is made of it.
	twice, err := small.Compile(t.Context(), `{{ #l }}{{ a }}{{ /l }}`)
	if err != nil {
		t.Fatal(err)
	}
	payload := map[string]any{"a": large[:12<<20], "l": []int{1, 2, 3}}
	_, err = twice.Render(t.Context(), payload, WithLimits(Limits{OutputBytes: 1 << 30}))
	if code(err) != Trap && code(err) != OutOfMemory {
		t.Errorf("%v", err)
	}
	if result, err := template.Render(t.Context(), []byte(`{"a":"xy"}`)); err != nil || result.Text != "2" {
		t.Errorf("after it: %q, %v", result.Text, err)
	}
}

// The module itself, asked wrongly: what no call of this package does.
func TestTheModuleRefusesWhatLies(t *testing.T) {
	engine, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	err = engine.with(ctx, func(in *instance) error {
		for what, params := range map[string][]uint64{
			"a length beyond the memory": {1 << 32, 0, 0, 16, 0xffff_fff0, uint64(in.answer)},
			"an address beyond it":       {1 << 32, 0xffff_ff00, 9, 0, 0, uint64(in.answer)},
			"a handle of nobody":         {7, 0, 0, 0, 0, uint64(in.answer)},
		} {
			status, err := in.call(ctx, in.render, params...)
			if err != nil {
				t.Errorf("%s: %v", what, err)
			} else if _, err = in.finish(ctx, status); code(err) != InvalidArgument && code(err) != Released {
				t.Errorf("%s: %v", what, err)
			}
		}
		if status, err := in.call(ctx, in.render, 1<<32, 0, 0, 0, 0, 0xffff_fff8); err != nil || status != statusRefused {
			t.Errorf("an answer beyond the memory: %d, %v", status, err)
		}
		if status, err := in.call(ctx, in.free, 12345); err != nil || status != statusRefused {
			t.Errorf("a block of nobody: %d, %v", status, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func ExampleCompile() {
	tpl, _ := Compile(`{{ host.upperCase() }} is {{ state.default("down") }}`)
	res, _ := tpl.Render(context.Background(), []byte(`{"host": "db-7"}`))
	fmt.Println(res.Text)
	// Output: DB-7 is down
}

package itl

import (
	"context"
	"encoding/json"
	"runtime"
	"sync/atomic"

	"github.com/tetratelabs/wazero/api"
)

// Template is a compiled template, safe for concurrent use. Its memory is given back when it is collected, or by
// [Template.Close] at once.
type Template struct {
	inner       *template
	diagnostics []Diagnostic
}

// template is what the instances know of it.
type template struct {
	engine    *Engine
	source    []byte
	options   []byte
	functions []namedFunction
	closed    atomic.Bool
}

func (t *template) close() {
	if !t.closed.Swap(true) {
		t.engine.forget(t)
	}
}

// Compile compiles a template. A template with mistakes renders too: see [Template.Diagnostics]. The error is an
// [*Error] for an option that the engine does not take, or for a text that is not UTF-8.
func Compile(source string, options ...Option) (*Template, error) {
	engine, err := standard()
	if err != nil {
		return nil, err
	}
	return engine.Compile(context.Background(), source, options...)
}

// Check reports the mistakes of a template, with [WithSample] or [WithSchema] also those of its paths.
func Check(source string, options ...Option) ([]Diagnostic, error) {
	engine, err := standard()
	if err != nil {
		return nil, err
	}
	return engine.Check(context.Background(), source, options...)
}

// Compile is [Compile] in this engine.
func (e *Engine) Compile(ctx context.Context, source string, options ...Option) (*Template, error) {
	settings, wire, err := read(options)
	if err != nil {
		return nil, err
	}
	inner := &template{engine: e, source: []byte(source), options: wire, functions: settings.functions}
	t := &Template{inner: inner}
	err = e.with(ctx, func(in *instance) error {
		_, notes, err := in.handle(ctx, inner)
		if err != nil || len(notes) == 0 {
			return err
		}
		return json.Unmarshal(notes, &t.diagnostics)
	})
	if err != nil {
		return nil, err
	}
	runtime.AddCleanup(t, (*template).close, inner)
	return t, nil
}

// Check is [Check] in this engine.
func (e *Engine) Check(ctx context.Context, source string, options ...Option) (found []Diagnostic, err error) {
	_, wire, err := read(options)
	if err != nil {
		return nil, err
	}
	err = e.with(ctx, func(in *instance) error {
		a, b, err := in.put(ctx, wire, []byte(source))
		if err != nil {
			return err
		}
		status, err := in.call(ctx, in.check, uint64(a), uint64(len(wire)), uint64(b), uint64(len(source)), uint64(in.answer))
		if err != nil {
			return err
		}
		result, err := in.finish(ctx, status)
		if err != nil {
			return err
		}
		return json.Unmarshal(result.text, &found)
	})
	return found, err
}

// Diagnostics are what compiling found, those of the partials included.
func (t *Template) Diagnostics() []Diagnostic { return t.diagnostics }

// Close gives the template's memory back. Renders that run end as they would; later ones are refused.
func (t *Template) Close() { t.inner.close() }

// Result is a message, and what was noticed on the way. There is always a text.
type Result struct {
	Text string
	// OK tells whether a strict caller would take the text: no errors in the template, nothing missing, no limit reached.
	OK bool
	// Warnings are what rendering found: one for each tag and code, in the order of the render.
	Warnings []Diagnostic
	// Failures are the errors of the template and those warnings for which OK is false.
	Failures []Diagnostic
	// Trace tells which tag wrote what; only with [WithTrace].
	Trace []Traced
}

type notes struct {
	Warnings []Diagnostic    `json:"warnings"`
	Failures []Diagnostic    `json:"failures"`
	Trace    []Traced        `json:"trace"`
	Request  json.RawMessage `json:"request"`
}

// Render renders the template on a payload: JSON as []byte or [json.RawMessage], or any value that [json.Marshal] takes.
// Bytes are faster, and only what the template reads of them is kept.
//
// A payload that is not JSON is data too: its text holds what stands between the tags, and a warning says where it ends.
func (t *Template) Render(ctx context.Context, payload any, options ...Option) (Result, error) {
	result, strict, made, err := t.run(ctx, func(in *instance) api.Function { return in.render }, payload, options)
	if err != nil {
		return Result{}, err
	}
	result.Text = string(made.text)
	return result, fails(result, strict)
}

func fails(result Result, strict bool) error {
	if strict && !result.OK {
		return &StrictError{Failures: result.Failures, Text: result.Text}
	}
	return nil
}

func (t *Template) run(
	ctx context.Context, function func(*instance) api.Function, payload any, options []Option,
) (result Result, strict bool, found madeWithNotes, err error) {
	// The template is not collected while it runs.
	defer runtime.KeepAlive(t)
	if t.inner.closed.Load() {
		return result, false, found, &Error{Code: Released, Argument: "template", Message: "the template was closed"}
	}
	var wire, data []byte
	strict = false
	if len(options) > 0 {
		settings, text, err := read(options)
		if err != nil {
			return result, false, found, err
		}
		wire, strict = text, settings.strict
	}
	if data, err = jsonOf(payload); err != nil {
		return result, false, found, err
	}
	err = t.inner.engine.with(ctx, func(in *instance) error {
		var err error
		found.made, err = in.run(ctx, function(in), t.inner, wire, data)
		return err
	})
	if err != nil {
		return result, false, found, err
	}
	if len(found.made.notes) > 0 {
		if err := json.Unmarshal(found.made.notes, &found.read); err != nil {
			return result, false, found, &Error{Code: Internal, Message: "the notes cannot be read", Err: err}
		}
	}
	read := &found.read
	result = Result{OK: len(read.Failures) == 0, Warnings: read.Warnings, Failures: read.Failures, Trace: read.Trace}
	return result, strict, found, nil
}

type madeWithNotes struct {
	made
	read notes
}

// Message is a message of a prompt.
type Message struct {
	// Role is system, developer, user, assistant or tool.
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Messages renders a prompt as messages. The result's text is their JSON.
func (t *Template) Messages(ctx context.Context, payload any, options ...Option) ([]Message, Result, error) {
	result, strict, made, err := t.run(ctx, func(in *instance) api.Function { return in.messages }, payload, options)
	if err != nil {
		return nil, result, err
	}
	result.Text = string(made.text)
	var list []Message
	if err := json.Unmarshal(made.text, &list); err != nil {
		return nil, result, &Error{Code: Internal, Message: "the messages cannot be read", Err: err}
	}
	return list, result, fails(result, strict)
}

// Request is a request for a model. The result's text is its body.
type Request struct {
	Result
	// About is what is known of it, JSON: model, digests, report, attributes.
	About json.RawMessage
}

// Request renders a prompt as the request of a provider; [To] names it.
func (t *Template) Request(ctx context.Context, payload any, options ...Option) (Request, error) {
	result, strict, made, err := t.run(ctx, func(in *instance) api.Function { return in.request }, payload, options)
	if err != nil {
		return Request{}, err
	}
	result.Text = string(made.text)
	return Request{Result: result, About: made.read.Request}, fails(result, strict)
}

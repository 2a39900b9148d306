package itl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// Dialect is the language of a template.
type Dialect string

// The dialects.
const (
	ITL      Dialect = "itl"
	Mustache Dialect = "mustache"
)

// Limits bound what a template may cost; what is 0 is the engine's default.
type Limits struct {
	TemplateBytes int `json:"template_bytes,omitempty"`
	Depth         int `json:"depth,omitempty"`
	PartialDepth  int `json:"partial_depth,omitempty"`
	OutputBytes   int `json:"output_bytes,omitempty"`
	Steps         int `json:"steps,omitempty"`
	RegexBytes    int `json:"regex_bytes,omitempty"`
}

// Budget says how long a text may be: set one of MaxChars, MaxBytes and Preset.
type Budget struct {
	// MaxChars counts Unicode scalar values.
	MaxChars int `json:"max_chars,omitempty"`
	// MaxBytes counts bytes of UTF-8.
	MaxBytes int `json:"max_bytes,omitempty"`
	// Preset names a destination, such as sms or pagerduty.
	Preset string `json:"preset,omitempty"`
	// Marker ends a text that was cut.
	Marker *string `json:"marker,omitempty"`
	// Fit is where a text is cut: end, values or rounds.
	Fit string `json:"fit,omitempty"`
}

// Func is a function of your own that templates call. It takes the value before the dot, as encoding/json reads it, and
// the arguments: strings, float64 and json.Number for integers. Where it returns an error or panics, the tag prints the
// value unchanged and the render carries the warning W0304. It runs on the goroutine that renders.
type Func func(ctx context.Context, value any, args []any) (any, error)

// Param is a parameter of a [Func].
type Param struct {
	Name string `json:"name"`
	// Kind is text, integer or number; text where it is empty.
	Kind     string `json:"kind,omitempty"`
	Optional bool   `json:"optional,omitempty"`
}

type namedFunction struct {
	Name   string  `json:"name"`
	ID     int     `json:"id"`
	Params []Param `json:"params,omitempty"`
	run    Func
}

// Option is an option of a call. One that the call does not take is refused with its name.
type Option func(*settings)

type settings struct {
	values map[string]any
	// functions are those of the templates and the lambdas, by number; wire are those that the engine knows by name.
	functions, wire []namedFunction
	lambdas         map[string]int
	strict          bool
}

func set(key string, value any) Option {
	return func(s *settings) { s.values[key] = value }
}

// WithDialect sets the language of a template; ITL is the default.
func WithDialect(dialect Dialect) Option { return set("dialect", dialect) }

// WithPartials gives the partials by name.
func WithPartials(partials map[string]string) Option { return set("partials", partials) }

// WithEscape sets the output format that values are escaped for, such as html or json.
func WithEscape(format string) Option { return set("escape", format) }

// WithOnError sets what a template with an error prints: source, the default, or empty.
func WithOnError(what string) Option { return set("on_error", what) }

// WithTimezone sets the zone that times are shown in, by its IANA name; UTC is the default.
func WithTimezone(name string) Option { return set("timezone", name) }

// WithLimits bounds what a template may cost.
func WithLimits(limits Limits) Option { return set("limits", limits) }

// WithNow sets the clock of a render. The engine reads none of its own.
func WithNow(now time.Time) Option { return set("now", now.UnixMilli()) }

// WithBudget limits the length of the text.
func WithBudget(budget Budget) Option { return set("budget", budget) }

// WithTrace reports which tag wrote which part of the text.
func WithTrace() Option { return set("trace", true) }

// WithoutOutputCheck lets a text of the format json be no JSON as a whole.
func WithoutOutputCheck() Option { return set("check_output", false) }

// Strict returns a [StrictError] where [Result.OK] would be false.
func Strict() Option { return func(s *settings) { s.strict = true } }

// WithFunction adds a function of your own. It hides one of the library of the same name.
func WithFunction(name string, run Func, params ...Param) Option {
	return func(s *settings) {
		one := namedFunction{Name: name, ID: len(s.functions), Params: params, run: run}
		s.functions = append(s.functions, one)
		s.wire = append(s.wire, one)
		s.values["functions"] = s.wire
	}
}

// Lambda is one of Mustache's: it takes the source inside a section, or "" for a variable, and returns a template that is
// rendered in its place. Where it returns an error or panics, nothing is printed and the render carries the warning W0304.
type Lambda func(ctx context.Context, text string) (string, error)

// WithLambda gives the sections and variables of that name to a function of your own, in a template of the dialect
// [Mustache]. It hides a value of the payload of the same name.
func WithLambda(name string, run Lambda) Option {
	return func(s *settings) {
		if s.lambdas == nil {
			s.lambdas = map[string]int{}
			s.values["lambdas"] = s.lambdas
		}
		s.lambdas[name] = len(s.functions)
		s.functions = append(s.functions, namedFunction{ID: len(s.functions), run: func(ctx context.Context, value any, _ []any) (any, error) {
			text, _ := value.(string)
			return run(ctx, text)
		}})
	}
}

// WithSample gives [Check] a payload to check paths against.
func WithSample(sample any) Option { return set("sample", sample) }

// WithSchema gives a JSON Schema: of the payload to [Check], of the reply to [Template.Request].
func WithSchema(schema any) Option { return set("schema", schema) }

// Portable lets [Check] name what ilert itself would not understand.
func Portable() Option { return set("portable", true) }

// To names the interface that [Template.Request] is for, such as openai, anthropic or gemini.
func To(target string) Option { return set("to", target) }

// WithModel names the model of a request; it goes before the prompt's own.
func WithModel(model string) Option { return set("model", model) }

// WithMaxTokens limits the tokens of a request, and WithMaxOutputTokens those of the reply.
func WithMaxTokens(tokens int) Option { return set("max_tokens", tokens) }

// WithMaxOutputTokens limits the tokens of the reply.
func WithMaxOutputTokens(tokens int) Option { return set("max_output_tokens", tokens) }

// With sets an option by the name that itl-abi lists, for what has no function here.
func With(name string, value any) Option { return set(name, value) }

// read makes options ready for the engine; nothing where there are none.
func read(options []Option) (settings, []byte, error) {
	s := settings{values: map[string]any{}}
	for _, option := range options {
		option(&s)
	}
	if len(s.values) == 0 {
		return s, nil, nil
	}
	text, err := json.Marshal(s.values)
	if err != nil {
		return s, nil, &Error{Code: InvalidArgument, Argument: "options", Message: fmt.Sprintf("they have no JSON form: %v", err), Err: err}
	}
	return s, text, nil
}

// jsonOf is the JSON of a payload: bytes are JSON already.
func jsonOf(payload any) ([]byte, error) {
	switch payload := payload.(type) {
	case []byte:
		return payload, nil
	case json.RawMessage:
		return payload, nil
	}
	text, err := json.Marshal(payload)
	if err != nil {
		message := fmt.Sprintf("it has no JSON form: %v", err)
		var unsupported *json.UnsupportedTypeError
		if errors.As(err, &unsupported) && unsupported.Type.Kind() == reflect.Func {
			message += "; a function goes to Compile, as WithLambda or WithFunction"
		}
		return nil, &Error{Code: InvalidData, Argument: "payload", Message: message, Err: err}
	}
	return text, nil
}

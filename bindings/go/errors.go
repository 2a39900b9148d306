package itl

import "fmt"

// Code tells what kind of error a call made.
type Code string

// The codes of [Error].
const (
	// InvalidArgument: an option or argument that the engine does not take.
	InvalidArgument Code = "invalid-argument"
	// InvalidData: a payload that has no JSON form.
	InvalidData Code = "invalid-data"
	// Released: the template was closed.
	Released Code = "released"
	// Unsupported: this build of the engine does not hold what is asked for.
	Unsupported Code = "unsupported"
	// OutOfMemory: a text needs more memory than [Config] allows.
	OutOfMemory Code = "out-of-memory"
	// Trap: the engine stopped, as it does where memory or stack run out inside a render. The next call has a new one.
	Trap Code = "trap"
	// Internal: a defect of the engine or of this package.
	Internal Code = "internal"
)

// Error is what a wrong call returns.
type Error struct {
	Code Code `json:"code"`
	// Argument is what is wrong, such as options.timezone; empty for others.
	Argument string `json:"argument"`
	Message  string `json:"message"`
	// Err is the cause, where there is one.
	Err error `json:"-"`
}

func (e *Error) Error() string {
	if e.Argument == "" {
		return "itl: " + e.Message
	}
	return fmt.Sprintf("itl: %s: %s", e.Argument, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// StrictError is what a call with [Strict] returns where its text must not go out.
type StrictError struct {
	// Failures are the diagnostics that say so; one or more.
	Failures []Diagnostic
	// Text is what the call would have returned otherwise.
	Text string
}

func (e *StrictError) Error() string {
	first := e.Failures[0]
	where := "<template>"
	if first.Partial != nil {
		where = *first.Partial
	}
	more := ""
	if len(e.Failures) > 1 {
		more = fmt.Sprintf(" (and %d more)", len(e.Failures)-1)
	}
	return fmt.Sprintf("itl: %s:%d:%d: %s: %s%s", where, first.Span.Line, first.Span.Column, first.Code, first.Message, more)
}

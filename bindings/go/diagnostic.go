package itl

// Span is a place in a source.
type Span struct {
	// Start and End count UTF-16 units, as editors do; End is the first after.
	Start int `json:"start"`
	End   int `json:"end"`
	// ByteStart and ByteEnd count bytes of UTF-8: source[ByteStart:ByteEnd].
	ByteStart int `json:"byteStart"`
	ByteEnd   int `json:"byteEnd"`
	// Line and Column are those of the start, from 1; the column counts Unicode scalar values.
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Diagnostic is one error or warning, with its place and a way out.
type Diagnostic struct {
	// Code is stable, such as E0101.
	Code string `json:"code"`
	// Severity is error, warning or note.
	Severity string `json:"severity"`
	// Message is one sentence without a final stop.
	Message string `json:"message"`
	// Span counts in the template, or in the partial that Partial names.
	Span   Span    `json:"span"`
	Labels []Label `json:"labels"`
	Help   *string `json:"help"`
	// Suggestion is a change of the source that mends it.
	Suggestion *Suggestion `json:"suggestion"`
	Partial    *string     `json:"partial"`
}

// Label is a further place of a diagnostic.
type Label struct {
	Span    Span   `json:"span"`
	Message string `json:"message"`
}

// Suggestion is a change of a source.
type Suggestion struct {
	Span        Span   `json:"span"`
	Replacement string `json:"replacement"`
}

// Range is a part of a text, as in [Span].
type Range struct {
	Start     int `json:"start"`
	End       int `json:"end"`
	ByteStart int `json:"byteStart"`
	ByteEnd   int `json:"byteEnd"`
}

// Traced is the output of one run of one tag.
type Traced struct {
	Tag     Span    `json:"tag"`
	Partial *string `json:"partial"`
	Output  Range   `json:"output"`
}

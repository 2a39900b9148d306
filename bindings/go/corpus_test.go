package itl

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// corpusCase is one case of spec-tests/cases; spec-tests/src/lib.rs says what each key is.
type corpusCase struct {
	Name     string            `json:"name"`
	Dialect  string            `json:"dialect"`
	Template string            `json:"template"`
	Data     json.RawMessage   `json:"data"`
	JSON     *string           `json:"json"`
	Partials map[string]string `json:"partials"`
	Options  caseOptions       `json:"options"`
	Expected *string           `json:"expected"`
	Warnings []string          `json:"warnings"`
	Errors   []struct {
		Code string  `json:"code"`
		At   *string `json:"at"`
	} `json:"errors"`
	Mended     *string `json:"mended"`
	MendedText *string `json:"mended_text"`
	Strict     string  `json:"strict"`
}

type caseOptions struct {
	Timezone string `json:"timezone"`
	Now      *int64 `json:"now"`
	Escape   string `json:"escape"`
	MaxChars *int   `json:"max_chars"`
	MaxBytes *int   `json:"max_bytes"`
	Budget   string `json:"budget"`
	Fit      string `json:"fit"`
	OnError  string `json:"on_error"`
}

func (c *corpusCase) payload() []byte {
	switch {
	case c.JSON != nil:
		return []byte(*c.JSON)
	case c.Data != nil:
		return c.Data
	}
	return []byte("{}")
}

func (c *corpusCase) compileOptions() (list []Option) {
	if c.Dialect != "" {
		list = append(list, WithDialect(Dialect(c.Dialect)))
	}
	if len(c.Partials) > 0 {
		list = append(list, WithPartials(c.Partials))
	}
	if c.Options.OnError != "" {
		list = append(list, WithOnError(c.Options.OnError))
	}
	return list
}

func (o *caseOptions) render() (list []Option) {
	if o.Timezone != "" {
		list = append(list, WithTimezone(o.Timezone))
	}
	if o.Now != nil {
		list = append(list, With("now", *o.Now))
	}
	if o.Escape != "" {
		list = append(list, WithEscape(o.Escape))
	}
	budget := map[string]any{}
	switch {
	case o.Budget != "":
		budget["preset"] = o.Budget
	case o.MaxChars != nil:
		budget["max_chars"] = *o.MaxChars
	case o.MaxBytes != nil:
		budget["max_bytes"] = *o.MaxBytes
	}
	if len(budget) > 0 {
		if o.Fit != "" {
			budget["fit"] = o.Fit
		}
		list = append(list, With("budget", budget))
	}
	return list
}

// run returns what differs from what the case states.
func (c *corpusCase) run(ctx context.Context) (wrong []string) {
	differs := func(what string, expected, found any) {
		wrong = append(wrong, fmt.Sprintf("%s\n    expected %q\n    found    %q", what, expected, found))
	}
	template, err := Compile(c.Template, c.compileOptions()...)
	if err != nil {
		return []string{err.Error()}
	}
	defer template.Close()
	c.compareErrors(template.Diagnostics(), differs)
	result, err := template.Render(ctx, c.payload(), c.Options.render()...)
	if err != nil {
		return append(wrong, err.Error())
	}
	if c.Expected != nil && result.Text != *c.Expected {
		differs("text", *c.Expected, result.Text)
	}
	if c.Warnings != nil {
		found := []string{}
		for _, one := range result.Warnings {
			found = append(found, one.Code)
		}
		if !reflect.DeepEqual(found, c.Warnings) {
			differs("warnings", c.Warnings, found)
		}
	}
	if c.Strict != "" && (c.Strict == "ok") != result.OK {
		differs("strict", c.Strict, fmt.Sprint(result.OK))
	}
	if c.Mended != nil {
		wrong = append(wrong, c.mend(ctx, template.Diagnostics())...)
	}
	return wrong
}

func (c *corpusCase) compareErrors(diagnostics []Diagnostic, differs func(string, any, any)) {
	errors := []Diagnostic{}
	for _, one := range diagnostics {
		if one.Severity == "error" {
			errors = append(errors, one)
		}
	}
	if len(errors) != len(c.Errors) {
		differs("number of errors", len(c.Errors), len(errors))
		return
	}
	for at, one := range errors {
		source := c.Template
		if one.Partial != nil {
			source = c.Partials[*one.Partial]
		}
		if one.Code != c.Errors[at].Code {
			differs("error", c.Errors[at].Code, one.Code)
		}
		if under := source[one.Span.ByteStart:one.Span.ByteEnd]; c.Errors[at].At != nil && under != *c.Errors[at].At {
			differs("place of "+one.Code, *c.Errors[at].At, under)
		}
	}
}

func (c *corpusCase) mend(ctx context.Context, diagnostics []Diagnostic) []string {
	for _, one := range diagnostics {
		if one.Suggestion == nil {
			continue
		}
		span := one.Suggestion.Span
		text := c.Template[:span.ByteStart] + one.Suggestion.Replacement + c.Template[span.ByteEnd:]
		if text != *c.Mended {
			return []string{fmt.Sprintf("mended template %q", text)}
		}
		template, err := Compile(text, c.compileOptions()...)
		if err != nil {
			return []string{err.Error()}
		}
		defer template.Close()
		result, err := template.Render(ctx, c.payload(), c.Options.render()...)
		if err != nil || c.MendedText != nil && result.Text != *c.MendedText {
			return []string{fmt.Sprintf("mended text %q, %v", result.Text, err)}
		}
		return nil
	}
	return []string{"no suggestion"}
}

func TestCorpus(t *testing.T) {
	total, equal := 0, 0
	err := filepath.WalkDir("../../spec-tests/cases", func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var file struct{ Cases []corpusCase }
		if err := json.Unmarshal(text, &file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for at := range file.Cases {
			total++
			if wrong := file.Cases[at].run(t.Context()); len(wrong) > 0 {
				t.Errorf("%s: %s\n  %s", path, file.Cases[at].Name, strings.Join(wrong, "\n  "))
			} else {
				equal++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("corpus, Go: %d cases, %d equal", total, equal)
	if total < 500 {
		t.Errorf("the corpus is too small: %d", total)
	}
	if folder := os.Getenv("ITL_PARITY"); folder != "" {
		line := fmt.Sprintf(`{"target":"Go","cases":%d,"equal":%d,"not_applicable":0}`+"\n", total, equal)
		if err := os.WriteFile(filepath.Join(folder, "go.json"), []byte(line), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// What the native engine made of everything in the repository, diagnostics included; ./test go makes the file.
func TestNativeAnswers(t *testing.T) {
	path := os.Getenv("ITL_DUMP")
	if path == "" {
		t.Skip("ITL_DUMP names no file; ./test go makes one")
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	count := 0
	for lines.Scan() {
		var line struct {
			From, Name, Source, JSON string
			Options                  map[string]any
			Result                   struct {
				Text                  string
				OK                    bool
				Diagnostics, Warnings []Diagnostic
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		// Whole requests are compared by the tests of prompts.
		if line.From == "requests" {
			continue
		}
		var compile, render []Option
		for key, value := range line.Options {
			switch key {
			case "timezone", "now", "budget":
				render = append(render, With(key, value))
			default:
				compile = append(compile, With(key, value))
			}
		}
		template, err := Compile(line.Source, compile...)
		if err != nil {
			t.Fatalf("%s: %s: %v", line.From, line.Name, err)
		}
		result, err := template.Render(t.Context(), []byte(line.JSON), render...)
		if err != nil {
			t.Fatalf("%s: %s: %v", line.From, line.Name, err)
		}
		same := func(a, b []Diagnostic) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }
		if result.Text != line.Result.Text || result.OK != line.Result.OK ||
			!same(template.Diagnostics(), line.Result.Diagnostics) || !same(result.Warnings, line.Result.Warnings) {
			t.Errorf("%s: %s\n  native %+v\n  here   %+v", line.From, line.Name, line.Result, result)
		}
		template.Close()
		count++
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("native answers, Go: %d equal", count)
}

package itl

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero/api"
)

// What a call of the module returns.
const (
	statusOK      = 0
	statusRefused = 2
)

// answerSize is the size of itl_answer in the module: handle, data, text, notes.
const answerSize = 24

// keptInput is the largest block for input that an instance keeps between calls, in bytes.
const keptInput = 1 << 20

// instance is one running module. One goroutine uses it at a time.
type instance struct {
	engine *Engine
	module api.Module
	memory api.Memory

	alloc, free, compile, render, messages, request, check, release api.Function

	answer uint32
	// input is a block for what a call reads, of that many bytes.
	input, inputSize uint32
	stack            [8]uint64

	// handles are the templates that were compiled here.
	handles map[*template]uint64
	// functions are those of the template that runs.
	functions []namedFunction

	mu sync.Mutex
	// gone are templates that nobody has any more; they are released before the next call.
	gone []*template
}

func newInstance(ctx context.Context, engine *Engine) (*instance, error) {
	module, err := engine.runtime.InstantiateModule(ctx, engine.compiled, engine.moduleConfig)
	if err != nil {
		return nil, fmt.Errorf("itl: the engine does not start: %w", err)
	}
	in := &instance{engine: engine, module: module, memory: module.Memory(), handles: map[*template]uint64{}}
	for name, function := range map[string]*api.Function{
		"itl_alloc": &in.alloc, "itl_free": &in.free, "itl_compile": &in.compile, "itl_render": &in.render,
		"itl_messages": &in.messages, "itl_request": &in.request, "itl_check": &in.check, "itl_release": &in.release,
	} {
		if *function = module.ExportedFunction(name); *function == nil {
			return nil, fmt.Errorf("itl: the module has no %s", name)
		}
	}
	if in.answer, err = in.allocate(ctx, answerSize); err != nil {
		return nil, err
	}
	return in, nil
}

// call runs a function of the module; its result is 32 bits wide.
func (in *instance) call(ctx context.Context, function api.Function, params ...uint64) (uint32, error) {
	copy(in.stack[:], params)
	if err := function.CallWithStack(withInstance(ctx, in), in.stack[:]); err != nil {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		// The first line says what happened; a stack of the module's functions follows.
		first, _, _ := strings.Cut(err.Error(), "\n")
		return 0, &Error{Code: Trap, Message: "the engine stopped: " + first, Err: err}
	}
	return uint32(in.stack[0]), nil
}

func (in *instance) allocate(ctx context.Context, size uint32) (uint32, error) {
	block, err := in.call(ctx, in.alloc, uint64(size))
	if err == nil && block == 0 {
		err = &Error{Code: OutOfMemory, Message: fmt.Sprintf("there is no memory for %d bytes", size)}
	}
	return block, err
}

// put writes the parts after each other into the input; it returns where each lies.
func (in *instance) put(ctx context.Context, first, second []byte) (a, b uint32, err error) {
	size := uint64(len(first)) + uint64(len(second))
	if size > 1<<31-1 {
		return 0, 0, &Error{Code: OutOfMemory, Message: fmt.Sprintf("%d bytes are more than the engine can take", size)}
	}
	if uint64(in.inputSize) < size {
		if err = in.dropInput(ctx); err != nil {
			return 0, 0, err
		}
		if in.input, err = in.allocate(ctx, uint32(size)); err != nil {
			return 0, 0, err
		}
		in.inputSize = uint32(size)
	}
	a, b = in.input, in.input+uint32(len(first))
	if !in.memory.Write(a, first) || !in.memory.Write(b, second) {
		return 0, 0, &Error{Code: Internal, Message: "the input lies outside of the memory"}
	}
	return a, b, nil
}

func (in *instance) dropInput(ctx context.Context) error {
	if in.input == 0 {
		return nil
	}
	block := in.input
	in.input, in.inputSize = 0, 0
	_, err := in.call(ctx, in.free, uint64(block))
	return err
}

// made is what a call made.
type made struct {
	handle      uint64
	text, notes []byte
}

// finish reads the answer of a call that ended with that status.
func (in *instance) finish(ctx context.Context, status uint32) (made, error) {
	raw, ok := in.memory.Read(in.answer, answerSize)
	if !ok {
		return made{}, &Error{Code: Internal, Message: "the answer lies outside of the memory"}
	}
	data, text, notes := le32(raw[8:]), le32(raw[12:]), le32(raw[16:])
	result := made{handle: uint64(le32(raw)) | uint64(le32(raw[4:]))<<32}
	if data != 0 {
		block, ok := in.memory.Read(data, text+notes)
		if !ok {
			return made{}, &Error{Code: Internal, Message: "the text lies outside of the memory"}
		}
		all := append([]byte(nil), block...)
		result.text, result.notes = all[:text:text], all[text:]
		if _, err := in.call(ctx, in.free, uint64(data)); err != nil {
			return made{}, err
		}
	}
	if in.inputSize > keptInput {
		if err := in.dropInput(ctx); err != nil {
			return made{}, err
		}
	}
	if status < statusRefused {
		return result, nil
	}
	refused := &Error{}
	if err := json.Unmarshal(result.notes, refused); err != nil {
		return made{}, &Error{Code: Internal, Message: "the refusal cannot be read", Err: err}
	}
	return made{}, refused
}

// handle is the template's handle here; it is compiled where it is new.
func (in *instance) handle(ctx context.Context, t *template) (uint64, []byte, error) {
	if handle, ok := in.handles[t]; ok {
		return handle, nil, nil
	}
	options, source, err := in.put(ctx, t.options, t.source)
	if err != nil {
		return 0, nil, err
	}
	status, err := in.call(ctx, in.compile, uint64(options), uint64(len(t.options)), uint64(source),
		uint64(len(t.source)), 0, 0, uint64(in.answer))
	if err != nil {
		return 0, nil, err
	}
	result, err := in.finish(ctx, status)
	if err != nil {
		return 0, nil, err
	}
	in.handles[t] = result.handle
	return result.handle, result.notes, nil
}

// run calls one of the functions that take a template, options and a payload.
func (in *instance) run(ctx context.Context, function api.Function, t *template, options, payload []byte) (made, error) {
	handle, _, err := in.handle(ctx, t)
	if err != nil {
		return made{}, err
	}
	a, b, err := in.put(ctx, options, payload)
	if err != nil {
		return made{}, err
	}
	in.functions = t.functions
	defer func() {
		in.functions = nil
		// Closed while it ran here.
		if t.closed.Load() {
			in.forget(t)
		}
	}()
	status, err := in.call(ctx, function, handle, uint64(a), uint64(len(options)), uint64(b), uint64(len(payload)),
		uint64(in.answer))
	if err != nil {
		return made{}, err
	}
	return in.finish(ctx, status)
}

// forget notes that nobody has a template any more.
func (in *instance) forget(t *template) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.gone = append(in.gone, t)
}

// tidy releases the templates that nobody has any more.
func (in *instance) tidy(ctx context.Context) error {
	in.mu.Lock()
	gone := in.gone
	in.gone = nil
	in.mu.Unlock()
	for _, t := range gone {
		handle, ok := in.handles[t]
		if !ok {
			continue
		}
		delete(in.handles, t)
		if _, err := in.call(ctx, in.release, handle); err != nil {
			return err
		}
	}
	return nil
}

func le32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

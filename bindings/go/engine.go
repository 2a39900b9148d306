package itl

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The engine, made by itl-abi/build.
//
//go:embed itl.wasm
var module []byte

// Config sets how an [Engine] runs. The zero value is what [Compile] uses.
type Config struct {
	// MemoryLimit is the most memory that one instance may take, in bytes; 1 GiB where it is 0. A render that needs more
	// ends with an [Error] of the code [OutOfMemory] or [Trap].
	MemoryLimit uint64
	// KeptMemory is how large an instance may have grown and still be used again, in bytes; 64 MiB where it is 0.
	KeptMemory uint64
	// MaxInstances is how many calls run at once; others wait. GOMAXPROCS where it is 0.
	MaxInstances int
	// CacheDir is a folder in which the module's machine code is kept, so that the next process starts faster.
	CacheDir string
	// Interruptible ends a render in its middle when its context ends. Without it, a context is looked at before a call and
	// while a call waits, and what runs is bounded by the template's limits: a few seconds at most by default. The price is
	// that every loop of the module looks at a flag, which makes a render about ten times slower.
	Interruptible bool
	// Interpreter runs the module without making machine code: it starts at once and is much slower.
	Interpreter bool
}

// Engine compiles templates. It holds the WebAssembly module and the instances that run it, and is safe for concurrent
// use. Most programs use [Compile] and [Check], which share one.
type Engine struct {
	config       Config
	runtime      wazero.Runtime
	compiled     wazero.CompiledModule
	moduleConfig wazero.ModuleConfig
	// slots holds a token for each instance that may run.
	slots chan struct{}

	mu   sync.Mutex
	idle []*instance
	all  map[*instance]struct{}
}

// NewEngine starts an engine. It makes machine code of the module, which takes a moment; keep the engine.
func NewEngine(ctx context.Context, config Config) (*Engine, error) {
	if config.MemoryLimit == 0 {
		config.MemoryLimit = 1 << 30
	}
	if config.KeptMemory == 0 {
		config.KeptMemory = 64 << 20
	}
	if config.MaxInstances <= 0 {
		config.MaxInstances = runtime.GOMAXPROCS(0)
	}
	settings := wazero.NewRuntimeConfig()
	if config.Interpreter {
		settings = wazero.NewRuntimeConfigInterpreter()
	}
	pages := min(config.MemoryLimit>>16, 1<<16)
	settings = settings.WithMemoryLimitPages(uint32(pages)).WithCloseOnContextDone(config.Interruptible)
	if config.CacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(config.CacheDir)
		if err != nil {
			return nil, fmt.Errorf("itl: the cache cannot be used: %w", err)
		}
		settings = settings.WithCompilationCache(cache)
	}
	e := &Engine{
		config:       config,
		runtime:      wazero.NewRuntimeWithConfig(ctx, settings),
		moduleConfig: wazero.NewModuleConfig().WithName("").WithStartFunctions(),
		slots:        make(chan struct{}, config.MaxInstances),
		all:          map[*instance]struct{}{},
	}
	if err := e.load(ctx); err != nil {
		e.runtime.Close(ctx)
		return nil, fmt.Errorf("itl: the engine does not start: %w", err)
	}
	return e, nil
}

func (e *Engine) load(ctx context.Context) error {
	i32 := api.ValueTypeI32
	params := []api.ValueType{i32, i32, i32, i32, i32}
	_, err := e.runtime.NewHostModuleBuilder("itl").NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(callHost), params, []api.ValueType{i32}).Export("host").Instantiate(ctx)
	if err != nil {
		return err
	}
	e.compiled, err = e.runtime.CompileModule(ctx, module)
	return err
}

// Close frees the engine's memory. Calls that run end with an error, and so does everything after.
func (e *Engine) Close(ctx context.Context) error {
	return e.runtime.Close(ctx)
}

// with runs a call in an instance that nobody else uses. An instance that did not survive the call is thrown away.
func (e *Engine) with(ctx context.Context, call func(*instance) error) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-e.slots }()
	in, err := e.take(ctx)
	if err != nil {
		return err
	}
	// A host's function that ends its goroutine leaves the instance in the middle of a call.
	usable := false
	defer func() { e.put(in, usable) }()
	if err = in.tidy(ctx); err != nil {
		return err
	}
	err = call(in)
	usable = survived(err)
	return err
}

// survived tells whether the instance can be used after a call that ended so.
func survived(err error) bool {
	if err == nil {
		return true
	}
	refused, ok := err.(*Error)
	return ok && refused.Code != Trap && refused.Code != OutOfMemory && refused.Code != Internal
}

func (e *Engine) take(ctx context.Context) (*instance, error) {
	e.mu.Lock()
	if last := len(e.idle) - 1; last >= 0 {
		in := e.idle[last]
		e.idle = e.idle[:last]
		e.mu.Unlock()
		return in, nil
	}
	e.mu.Unlock()
	in, err := newInstance(ctx, e)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all[in] = struct{}{}
	return in, nil
}

func (e *Engine) put(in *instance, usable bool) {
	// Memory of WebAssembly never shrinks.
	usable = usable && uint64(in.memory.Size()) <= e.config.KeptMemory
	e.mu.Lock()
	if usable {
		e.idle = append(e.idle, in)
	} else {
		delete(e.all, in)
	}
	e.mu.Unlock()
	if !usable {
		in.module.Close(context.Background())
	}
}

// forget lets every instance release a template.
func (e *Engine) forget(t *template) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for in := range e.all {
		in.forget(t)
	}
}

var standard = sync.OnceValues(func() (*Engine, error) { return NewEngine(context.Background(), Config{}) })

module github.com/itl-lang/itl/bindings/go

go 1.25.0

// Runs the engine's WebAssembly module: pure Go, without dependencies of its own but golang.org/x/sys.
require github.com/tetratelabs/wazero v1.12.0

require golang.org/x/sys v0.44.0 // indirect

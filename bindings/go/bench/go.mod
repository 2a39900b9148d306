module github.com/itl-lang/itl/bindings/go/bench

go 1.25.0

require (
	github.com/aymerick/raymond v2.0.2+incompatible
	github.com/cbroglie/mustache v1.4.2
	github.com/itl-lang/itl/bindings/go v0.0.0
)

require (
	github.com/tetratelabs/wazero v1.12.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
)

replace github.com/itl-lang/itl/bindings/go => ..

// Package itl renders the templates of alerts and prompts: ilert's template language, ITL, and Mustache.
//
// The engine is the one of the command, the Rust crates and the browser, as a WebAssembly module that the package
// carries; there is no cgo, and the bytes are the same everywhere.
//
//	tpl, err := itl.Compile("{{ host.upperCase() }} is {{ state.default(\"down\") }}")
//	res, err := tpl.Render(ctx, []byte(`{"host": "db-7"}`))
//	fmt.Println(res.Text) // DB-7 is down
//
// A template is compiled once and rendered from as many goroutines as there are. What is wrong with a template or a
// payload is data, [Diagnostic]; there is a text all the same. What is wrong with a call is an [Error]. With [Strict] a
// text that must not go out is a [StrictError].
package itl

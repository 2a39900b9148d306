/**
 * Renders the templates of alerts and prompts: ilert's template language, ITL, and Mustache.
 *
 * <pre>{@code
 * Template template = Itl.compile("{{ host.upperCase() }} is {{ state.default(\"down\") }}");
 * String text = template.render(Map.of("host", "db-7")).text(); // DB-7 is down
 * }</pre>
 *
 * <p>The engine is the one of the command, the Rust crates and the browser: a WebAssembly module that is bytecode of the JVM
 * since the package was built. What is wrong with a template or a payload is data ({@link io.github.itllang.Diagnostic}), and
 * there is a text all the same. What is wrong with a call is an {@link io.github.itllang.ItlException}.
 */
package io.github.itllang;

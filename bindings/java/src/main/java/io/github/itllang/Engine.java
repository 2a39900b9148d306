package io.github.itllang;

import java.lang.ref.Cleaner;
import java.util.List;

/** Compiles templates. Safe for any number of threads; most programs use {@link Itl}, which has one. */
public final class Engine {
    private static final Cleaner CLEANER = Cleaner.create();
    private final Backend backend;

    private Engine(Backend backend) {
        this.backend = backend;
    }

    /**
     * Makes an engine.
     *
     * @throws ItlException where the library of C is wanted and cannot be used
     */
    public static Engine create(EngineOptions options) {
        return new Engine(options.library() == null ? new WasmBackend(options) : NativeRoad.open(options.library()));
    }

    /** Compiles a template; see {@link Itl#compile(String, Options)}. */
    public Template compile(String source, Options options) {
        Source compiled = new Source(Utf8.encode(source), options.json(), options.functions());
        Answer answer = backend.compile(compiled);
        Template template = new Template(backend, compiled, Json.diagnostics(answer.notes()));
        // The cleaner must not know the template itself.
        Backend backend = this.backend;
        CLEANER.register(template, () -> release(backend, compiled));
        return template;
    }

    /** Checks a template; see {@link Itl#check(String, Options)}. */
    public List<Diagnostic> check(String source, Options options) {
        return Json.diagnostics(backend.check(options.json(), Utf8.encode(source)).text());
    }

    static void release(Backend backend, Source source) {
        if (source.close()) {
            backend.release(source);
        }
    }
}

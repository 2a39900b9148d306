package io.github.itllang;

import java.util.List;

/** Compiles and checks templates with the engine that all callers share. */
public final class Itl {
    private Itl() {}

    /** The shared engine; made when it is first needed. */
    private static final class Shared {
        static final Engine ENGINE = Engine.create(EngineOptions.DEFAULT);
    }

    /**
     * Compiles a template, for any number of threads. A template with mistakes renders too: see
     * {@link Template#diagnostics()}.
     */
    public static Template compile(String source) {
        return compile(source, Options.NONE);
    }

    /**
     * Compiles a template with options.
     *
     * @throws ItlException for an option that the engine does not take
     */
    public static Template compile(String source, Options options) {
        return Shared.ENGINE.compile(source, options);
    }

    /** The mistakes of a template. */
    public static List<Diagnostic> check(String source) {
        return check(source, Options.NONE);
    }

    /**
     * The mistakes of a template; with the option {@code sample} or {@code schema} those of its paths too.
     *
     * @throws ItlException for an option that the engine does not take
     */
    public static List<Diagnostic> check(String source, Options options) {
        return Shared.ENGINE.check(source, options);
    }
}

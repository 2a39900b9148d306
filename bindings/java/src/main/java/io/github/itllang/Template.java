package io.github.itllang;

import java.lang.ref.Reference;
import java.util.List;

/**
 * A compiled template, for any number of threads. Its memory is given back when it is collected, or by {@link #close()} at
 * once.
 *
 * <p>A payload is JSON as a {@code byte[]}, or any value that Gson can write: maps, lists, records, objects with fields. A
 * lone surrogate in a text is replaced by U+FFFD, because UTF-8 cannot hold it. Bytes are faster, and of them only what the
 * template reads is kept. A payload that is not JSON is data too: the text holds what stands between the tags.
 */
public final class Template implements AutoCloseable {
    private final Backend backend;
    private final Source source;
    private final List<Diagnostic> diagnostics;

    Template(Backend backend, Source source, List<Diagnostic> diagnostics) {
        this.backend = backend;
        this.source = source;
        this.diagnostics = diagnostics;
    }

    /** What compiling found, those of the partials included. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** Renders the template on a payload. */
    public Result render(Object payload) {
        return render(payload, Options.NONE);
    }

    /**
     * Renders the template on a payload.
     *
     * @throws StrictException where the options are strict and the text must not go out
     * @throws ItlException for a wrong option, a closed template, or an engine that ran out of memory
     */
    public Result render(Object payload, Options options) {
        return Json.result(run(Backend.Call.RENDER, payload, options)).checked(options);
    }

    /** The messages of a prompt. The result's text is their JSON. */
    public Messages messages(Object payload, Options options) {
        Answer answer = run(Backend.Call.MESSAGES, payload, options);
        return new Messages(Json.messages(answer.text()), Json.result(answer).checked(options));
    }

    /** The request of a provider, which {@link Options#withTarget} names. The result's text is its body. */
    public Request request(Object payload, Options options) {
        Answer answer = run(Backend.Call.REQUEST, payload, options);
        return new Request(Json.result(answer).checked(options), Json.about(answer.notes()));
    }

    private Answer run(Backend.Call call, Object payload, Options options) {
        if (source.isClosed()) {
            throw new ItlException(ItlException.Code.RELEASED, "template", "the template was closed", null);
        }
        try {
            byte[] json = payload instanceof byte[] bytes ? bytes : Json.payload(payload);
            return backend.run(call, source, options.json(), json);
        } finally {
            // Not collected, and so not released, while it runs.
            Reference.reachabilityFence(this);
        }
    }

    /** Gives the template's memory back. Renders that run end as they would; later ones are refused. */
    @Override
    public void close() {
        Engine.release(backend, source);
    }
}

package io.github.itllang;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A template as it was given. */
final class Source {
    final byte[] text;
    final byte[] options;
    final List<NamedFunction> functions;
    /** The handle of the library of C; the module's instances keep their own. */
    volatile long handle;
    /** What the library of C calls; kept for as long as somebody may render. */
    volatile Object host;

    private final AtomicBoolean closed = new AtomicBoolean();

    Source(byte[] text, byte[] options, List<NamedFunction> functions) {
        this.text = text;
        this.options = options;
        this.functions = functions;
    }

    /** Closes it; false where it was closed already. */
    boolean close() {
        return !closed.getAndSet(true);
    }

    boolean isClosed() {
        return closed.get();
    }
}

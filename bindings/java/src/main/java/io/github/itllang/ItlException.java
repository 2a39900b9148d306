package io.github.itllang;

/** A wrong call, or an engine that stopped. What is wrong with a template or a payload is no exception. */
public class ItlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of exception it is. */
    public enum Code {
        /** An argument or option that the engine does not take. */
        INVALID_ARGUMENT,
        /** A payload that has no JSON form. */
        INVALID_DATA,
        /** The template was closed. */
        RELEASED,
        /** This build of the engine does not hold what is asked for. */
        UNSUPPORTED,
        /** A text needs more memory than {@link EngineOptions} allows. */
        OUT_OF_MEMORY,
        /** The engine stopped, as it does where memory or stack run out inside a render. The next call has a new one. */
        TRAP,
        /** The thread was interrupted while it rendered, or while it waited. */
        INTERRUPTED,
        /** A strict render failed; see {@link StrictException}. */
        STRICT,
        /** A defect of the engine or of this package. */
        INTERNAL
    }

    private final Code code;
    private final String argument;

    ItlException(Code code, String argument, String message, Throwable cause) {
        super(argument.isEmpty() ? message : argument + ": " + message, cause);
        this.code = code;
        this.argument = argument;
    }

    /** What kind of exception it is. */
    public final Code code() {
        return code;
    }

    /** What is wrong, such as {@code options.timezone}; empty for others. */
    public final String argument() {
        return argument;
    }
}

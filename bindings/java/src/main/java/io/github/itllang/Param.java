package io.github.itllang;

/**
 * A parameter of a {@link HostFunction}.
 *
 * @param name its name in diagnostics
 * @param kind {@code text}, {@code integer} or {@code number}
 * @param optional whether it may be left out; optional ones stand last
 */
public record Param(String name, String kind, boolean optional) {
    /** A text that has to be given. */
    public static Param text(String name) {
        return new Param(name, "text", false);
    }

    /** A whole number that has to be given. */
    public static Param integer(String name) {
        return new Param(name, "integer", false);
    }
}

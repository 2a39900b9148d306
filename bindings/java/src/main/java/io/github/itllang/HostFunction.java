package io.github.itllang;

import java.util.List;

/** A function of your own that templates call. */
@FunctionalInterface
public interface HostFunction {
    /**
     * Takes the value before the dot and the arguments, returns a value with a JSON form. Values are what Gson reads: strings,
     * {@code Long}, {@code Double}, {@code Boolean}, lists, maps and {@code null}.
     *
     * <p>Where it throws, the tag prints the value unchanged, and the render carries the warning W0304 with the message. It
     * runs on the thread that renders.
     *
     * @throws Exception for a value that it cannot work on
     */
    Object call(Object value, List<Object> arguments) throws Exception;
}

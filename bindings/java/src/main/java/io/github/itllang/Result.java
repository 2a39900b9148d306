package io.github.itllang;

import java.util.List;

/**
 * A message, and what was noticed on the way. There is always a text.
 *
 * @param text the message
 * @param warnings what rendering found: one for each tag and code, in the order of the render
 * @param failures the errors of the template, and those warnings for which {@link #ok()} is false
 * @param trace which tag wrote what; empty unless the option {@code trace} asks for it
 */
public record Result(String text, List<Diagnostic> warnings, List<Diagnostic> failures, List<Traced> trace) {
    /** Whether a strict caller would take the text: no errors in the template, nothing missing, no limit reached. */
    public boolean ok() {
        return failures.isEmpty();
    }

    Result checked(Options options) {
        if (options.isStrict() && !ok()) {
            throw new StrictException(failures, text);
        }
        return this;
    }
}

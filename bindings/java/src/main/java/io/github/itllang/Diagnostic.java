package io.github.itllang;

import java.util.List;

/**
 * One error or warning, with its place and a way out.
 *
 * @param code stable, such as E0101
 * @param severity {@code error}, {@code warning} or {@code note}
 * @param message one sentence without a final stop
 * @param span in the template, or in the partial that {@code partial} names
 * @param labels further places of the same source
 * @param help a way out, or {@code null}
 * @param suggestion a change of the source that mends it, or {@code null}
 * @param partial the partial whose source the spans count in; {@code null} for the template itself
 */
public record Diagnostic(
        String code,
        String severity,
        String message,
        Span span,
        List<Label> labels,
        String help,
        Suggestion suggestion,
        String partial) {
    /**
     * A further place.
     *
     * @param span where it is
     * @param message what is there
     */
    public record Label(Span span, String message) {}

    /**
     * A change of a source.
     *
     * @param span what is replaced
     * @param replacement what it is replaced by
     */
    public record Suggestion(Span span, String replacement) {}
}

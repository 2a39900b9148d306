package io.github.itllang;

/**
 * The output of one run of one tag.
 *
 * @param tag the tag, in the template or in the partial
 * @param partial the partial, or {@code null}
 * @param output what it wrote
 */
public record Traced(Span tag, String partial, Range output) {
    /**
     * A part of a text.
     *
     * @param start the first UTF-16 unit
     * @param end the first after
     * @param byteStart the first byte of the UTF-8 form
     * @param byteEnd the first after
     */
    public record Range(int start, int end, int byteStart, int byteEnd) {}
}

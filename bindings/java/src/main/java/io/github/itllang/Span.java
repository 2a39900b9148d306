package io.github.itllang;

/**
 * A place in a source.
 *
 * @param start the first UTF-16 unit, for {@code String.substring}
 * @param end the first after
 * @param byteStart the first byte of the UTF-8 form
 * @param byteEnd the first after
 * @param line the line of the start, from 1
 * @param column the column of the start, from 1, in Unicode scalar values
 */
public record Span(int start, int end, int byteStart, int byteEnd, int line, int column) {}

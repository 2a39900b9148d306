package io.github.itllang;

/**
 * A request for a model.
 *
 * @param result its text is the body
 * @param about what is known of it, JSON: model, digests, report, attributes
 */
public record Request(Result result, String about) {}

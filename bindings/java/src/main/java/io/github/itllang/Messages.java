package io.github.itllang;

import java.util.List;

/**
 * The messages of a prompt.
 *
 * @param list in the order of the conversation
 * @param result what was noticed; its text is the JSON of the messages
 */
public record Messages(List<Message> list, Result result) {
    /**
     * One message.
     *
     * @param role {@code system}, {@code developer}, {@code user}, {@code assistant} or {@code tool}
     * @param content its text
     */
    public record Message(String role, String content) {}
}

package io.github.itllang;

import java.util.Arrays;

/** What a call made: a text, and notes in JSON, both UTF-8. */
record Answer(byte[] text, byte[] notes) {
    static final int REFUSED = 2;
    private static final byte[] NONE = {};

    /** The answer in the block of a call that ended with {@code status}. */
    static Answer of(int status, byte[] block, int text) {
        byte[] first = text == block.length ? block : Arrays.copyOf(block, text);
        byte[] notes = text == block.length ? NONE : Arrays.copyOfRange(block, text, block.length);
        if (status >= REFUSED) {
            throw Json.refusal(notes);
        }
        return new Answer(first, notes);
    }
}

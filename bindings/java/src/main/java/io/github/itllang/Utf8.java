package io.github.itllang;

import java.nio.charset.StandardCharsets;

/** Texts as UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** The bytes of a text; a lone surrogate is U+FFFD, where Java would write a question mark. */
    static byte[] encode(String text) {
        return (hasLoneSurrogate(text) ? mended(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (!isPair(text, at)) {
                    return true;
                }
                at++;
            }
        }
        return false;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (isPair(text, at)) {
                mended.append(unit).append(text.charAt(++at));
            } else {
                mended.append(Character.isSurrogate(unit) ? '\ufffd' : unit);
            }
        }
        return mended.toString();
    }
}

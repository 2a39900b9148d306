package io.github.itllang;

import java.nio.file.Path;

/** The road over the library of C. Java 22 and later have another class of this name in the package. */
final class NativeRoad {
    private NativeRoad() {}

    /** Opens the library. */
    static Backend open(Path library) {
        String message = "the library of C needs Java 22 or later and a package built with it; this is Java "
                + Runtime.version().feature();
        throw new ItlException(ItlException.Code.UNSUPPORTED, "library", message, null);
    }
}

package io.github.itllang;

import java.nio.file.Path;

/**
 * How an {@link Engine} runs.
 *
 * @param memoryLimit the most memory that one instance may take, in bytes
 * @param keptMemory how large an instance may have grown and still be used again, in bytes
 * @param maxInstances how many calls run at once; others wait
 * @param library the library of C, {@code libitl_abi}, to call in the place of the module; from Java 22 on, and faster.
 *     {@code null} for none
 */
public record EngineOptions(long memoryLimit, long keptMemory, int maxInstances, Path library) {
    /**
     * 1 GiB, 64 MiB, as many instances as there are processors, and the library that the system property
     * {@code itl.library} names, where it does.
     */
    public static final EngineOptions DEFAULT = new EngineOptions(
            1L << 30, 64L << 20, Runtime.getRuntime().availableProcessors(), property());

    private static Path property() {
        String path = System.getProperty("itl.library");
        return path == null || path.isEmpty() ? null : Path.of(path);
    }

    /** The same with another limit of memory. */
    public EngineOptions withMemoryLimit(long bytes) {
        return new EngineOptions(bytes, keptMemory, maxInstances, library);
    }

    /** The same with another number of instances. */
    public EngineOptions withMaxInstances(int instances) {
        return new EngineOptions(memoryLimit, keptMemory, instances, library);
    }

    /** The same with the library of C, or {@code null} for the module. */
    public EngineOptions withLibrary(Path path) {
        return new EngineOptions(memoryLimit, keptMemory, maxInstances, path);
    }
}

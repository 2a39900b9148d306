package io.github.itllang;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The module, in as many instances as run at once. */
final class WasmBackend implements Backend {
    private final EngineOptions options;
    /** A permit for each instance that may run. */
    private final Semaphore permits;
    private final ArrayDeque<WasmInstance> idle = new ArrayDeque<>();
    private final Set<WasmInstance> all = new HashSet<>();

    WasmBackend(EngineOptions options) {
        this.options = options;
        this.permits = new Semaphore(Math.max(1, options.maxInstances()));
    }

    @Override
    public Answer compile(Source source) {
        return with(instance -> instance.compile(source));
    }

    @Override
    public Answer run(Call call, Source source, byte[] options, byte[] payload) {
        return with(instance -> instance.run(call, source, options, payload));
    }

    @Override
    public Answer check(byte[] options, byte[] source) {
        return with(instance -> instance.check(options, source));
    }

    @Override
    public synchronized void release(Source source) {
        all.forEach(instance -> instance.forget(source));
    }

    /** Runs a call in an instance that nobody else uses. One that did not survive the call is thrown away. */
    <T> T with(Function<WasmInstance, T> call) {
        try {
            permits.acquire();
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new ItlException(ItlException.Code.INTERRUPTED, "", "the thread was interrupted", cause);
        }
        try {
            WasmInstance instance = take();
            boolean usable = false;
            try {
                instance.tidy();
                T made = call.apply(instance);
                usable = true;
                return made;
            } catch (ItlException refused) {
                usable = switch (refused.code()) {
                    case TRAP, OUT_OF_MEMORY, INTERRUPTED, INTERNAL -> false;
                    default -> true;
                };
                throw refused;
            } finally {
                put(instance, usable);
            }
        } finally {
            permits.release();
        }
    }

    private WasmInstance take() {
        synchronized (this) {
            WasmInstance instance = idle.pollLast();
            if (instance != null) {
                return instance;
            }
        }
        WasmInstance made = new WasmInstance(options.memoryLimit());
        synchronized (this) {
            all.add(made);
        }
        return made;
    }

    private synchronized void put(WasmInstance instance, boolean usable) {
        // Memory of WebAssembly never shrinks.
        if (usable && instance.memorySize() <= options.keptMemory()) {
            idle.addLast(instance);
        } else {
            all.remove(instance);
        }
    }
}

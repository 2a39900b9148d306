package io.github.itllang;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One running module. One thread uses it at a time. */
final class WasmInstance {
    /** Size of itl_answer in the module: handle, data, text, notes. */
    private static final int ANSWER = 24;
    /** The largest block for input that is kept between calls, in bytes. */
    private static final int KEPT_INPUT = 1 << 20;

    private final Memory memory;
    private final ExportFunction alloc;
    private final ExportFunction free;
    private final ExportFunction compile;
    private final ExportFunction check;
    private final ExportFunction release;
    private final Map<Backend.Call, ExportFunction> calls = new EnumMap<>(Backend.Call.class);
    private final Map<Source, Long> handles = new HashMap<>();
    /** Templates that nobody has any more; they are released before the next call. */
    private final List<Source> gone = new ArrayList<>();
    private final long answer;
    private long input;
    private int inputSize;
    /** Those of the template that runs. */
    private List<NamedFunction> functions = List.of();

    WasmInstance(long memoryLimit) {
        WasmModule module = ItlModule.load();
        int initial = module.memorySection().orElseThrow().getMemory(0).limits().initialPages();
        int most = (int) Math.max(initial, Math.min(memoryLimit >> 16, Memory.RUNTIME_MAX_PAGES));
        List<ValType> params = List.of(ValType.I32, ValType.I32, ValType.I32, ValType.I32, ValType.I32);
        var host = new com.dylibso.chicory.runtime.HostFunction(
                "itl", "host", FunctionType.of(params, List.of(ValType.I32)), (instance, args) -> host(args));
        Instance instance = Instance.builder(module)
                .withMachineFactory(ItlModule::create)
                .withMemoryFactory(ByteArrayMemory::new)
                .withMemoryLimits(new MemoryLimits(initial, most))
                .withImportValues(ImportValues.builder().addFunction(host).build())
                .build();
        memory = instance.memory();
        alloc = instance.export("itl_alloc");
        free = instance.export("itl_free");
        compile = instance.export("itl_compile");
        check = instance.export("itl_check");
        release = instance.export("itl_release");
        for (Backend.Call call : Backend.Call.values()) {
            calls.put(call, instance.export(call.function));
        }
        answer = allocate(ANSWER);
    }

    long memorySize() {
        return (long) memory.pages() * Memory.PAGE_SIZE;
    }

    Answer compile(Source source) {
        long at = put(source.options, source.text);
        Answer made = finish(call(compile, at, source.options.length, at + source.options.length, source.text.length, 0, 0, answer));
        handles.put(source, memory.readLong((int) answer));
        return made;
    }

    Answer run(Backend.Call call, Source source, byte[] options, byte[] payload) {
        if (!handles.containsKey(source)) {
            compile(source);
        }
        long at = put(options, payload);
        functions = source.functions;
        try {
            return finish(call(
                    calls.get(call), handles.get(source), at, options.length, at + options.length, payload.length, answer));
        } finally {
            functions = List.of();
            // Closed while it ran here.
            if (source.isClosed()) {
                forget(source);
            }
        }
    }

    Answer check(byte[] options, byte[] source) {
        long at = put(options, source);
        return finish(call(check, at, options.length, at + options.length, source.length, answer));
    }

    /** Notes that nobody has a template any more. */
    void forget(Source source) {
        synchronized (gone) {
            gone.add(source);
        }
    }

    /** Releases the templates that nobody has any more. */
    void tidy() {
        List<Source> now;
        synchronized (gone) {
            now = List.copyOf(gone);
            gone.clear();
        }
        for (Source source : now) {
            Long handle = handles.remove(source);
            if (handle != null) {
                call(release, handle);
            }
        }
    }

    /** Runs an exported function; its result is 32 bits wide. */
    long call(ExportFunction function, long... params) {
        try {
            return function.apply(params)[0] & 0xffff_ffffL;
        } catch (ChicoryInterruptedException cause) {
            throw new ItlException(ItlException.Code.INTERRUPTED, "", "the thread was interrupted", cause);
        } catch (ChicoryException | StackOverflowError cause) {
            throw new ItlException(ItlException.Code.TRAP, "", "the engine stopped: " + cause.getMessage(), cause);
        } catch (OutOfMemoryError cause) {
            throw new ItlException(ItlException.Code.OUT_OF_MEMORY, "", "the heap is too small for the text", cause);
        }
    }

    private long allocate(long size) {
        long block = size > Integer.MAX_VALUE ? 0 : call(alloc, size);
        if (block == 0) {
            throw new ItlException(ItlException.Code.OUT_OF_MEMORY, "", "there is no memory for " + size + " bytes", null);
        }
        return block;
    }

    /** Writes two parts after each other into the input; returns where the first lies. */
    private long put(byte[] first, byte[] second) {
        long size = (long) first.length + second.length;
        if (size > inputSize) {
            dropInput();
            input = allocate(size);
            inputSize = (int) size;
        }
        memory.write((int) input, first);
        memory.write((int) input + first.length, second);
        return input;
    }

    private void dropInput() {
        if (input != 0) {
            long block = input;
            input = 0;
            inputSize = 0;
            call(free, block);
        }
    }

    /** Reads the answer of a call that ended with that status, and frees its block. */
    Answer finish(long status) {
        int at = (int) answer;
        int data = memory.readInt(at + 8);
        int text = memory.readInt(at + 12);
        byte[] block = data == 0 ? new byte[0] : memory.readBytes(data, text + memory.readInt(at + 16));
        if (data != 0) {
            call(free, Integer.toUnsignedLong(data));
        }
        if (inputSize > KEPT_INPUT) {
            dropInput();
        }
        return Answer.of((int) status, block, text);
    }

    /** The import of the module: data, function, request, its length, reply. */
    private long[] host(long... args) {
        NamedFunction.Reply reply;
        List<NamedFunction> running = functions;
        reply = NamedFunction.call(running, (int) args[1], memory.readBytes((int) args[2], (int) args[3]));
        functions = running;
        long block = allocate(reply.text().length);
        memory.write((int) block, reply.text());
        memory.writeI32((int) args[4], (int) block);
        memory.writeI32((int) args[4] + 4, reply.text().length);
        return new long[] {reply.failed() ? 1 : 0};
    }

    /** The answer's place and the exports, for tests that lie. */
    long answer() {
        return answer;
    }

    ExportFunction export(Backend.Call call) {
        return calls.get(call);
    }

    ExportFunction freeing() {
        return free;
    }
}

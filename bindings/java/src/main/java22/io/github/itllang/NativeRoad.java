package io.github.itllang;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The road over the library of C, by the foreign functions of Java 22. */
@SuppressWarnings("restricted")
final class NativeRoad implements Backend {
    private static final int VERSION = 1;
    /** Size of itl_answer: handle, data, text, notes. */
    private static final int ANSWER = 32;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor HOST =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);

    private final SymbolLookup library;
    private final MethodHandle alloc;
    private final MethodHandle free;
    private final MethodHandle compile;
    private final MethodHandle check;
    private final MethodHandle release;
    private final Map<Call, MethodHandle> calls = new EnumMap<>(Call.class);

    private NativeRoad(Path path) {
        library = SymbolLookup.libraryLookup(path, Arena.global());
        FunctionDescriptor run =
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        alloc = function("itl_alloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
        free = function("itl_free", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        compile = function(
                "itl_compile",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
        check = function(
                "itl_check", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
        release = function("itl_release", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
        for (Call call : Call.values()) {
            calls.put(call, function(call.function, run));
        }
    }

    /** Opens the library. */
    static Backend open(Path path) {
        try {
            NativeRoad road = new NativeRoad(path);
            int version = (int) road.function("itl_version", FunctionDescriptor.of(JAVA_INT)).invokeExact();
            if (version != VERSION) {
                throw new IllegalArgumentException("its interface has the version " + version + ", not " + VERSION);
            }
            return road;
        } catch (Throwable cause) {
            String message = path + " cannot be used: " + cause.getMessage();
            throw new ItlException(ItlException.Code.UNSUPPORTED, "library", message, cause);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        MemorySegment address = library.find(name).orElseThrow(() -> new IllegalArgumentException("it has no " + name));
        return LINKER.downcallHandle(address, type);
    }

    private interface Native {
        int call(Arena arena, MemorySegment answer) throws Throwable;
    }

    /** Runs a call and copies its answer out of the library's memory. */
    private Answer answer(Native call, Source compiled) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ANSWER, 8);
            int status = call.call(arena, answer);
            MemorySegment data = answer.get(ADDRESS, 8);
            long text = answer.get(JAVA_LONG, 16);
            byte[] block = data.reinterpret(text + answer.get(JAVA_LONG, 24)).toArray(JAVA_BYTE);
            int freed = (int) free.invokeExact(data);
            assert freed == 0;
            Answer made = Answer.of(status, block, (int) text);
            if (compiled != null) {
                compiled.handle = answer.get(JAVA_LONG, 0);
            }
            return made;
        } catch (ItlException refused) {
            throw refused;
        } catch (OutOfMemoryError cause) {
            throw new ItlException(ItlException.Code.OUT_OF_MEMORY, "", "there is no memory for the text", cause);
        } catch (Throwable cause) {
            throw new ItlException(ItlException.Code.INTERNAL, "", "the call failed: " + cause, cause);
        }
    }

    private static MemorySegment bytes(Arena arena, byte[] bytes) {
        return bytes.length == 0 ? MemorySegment.NULL : arena.allocateFrom(JAVA_BYTE, bytes);
    }

    @Override
    public Answer compile(Source source) {
        MemorySegment host = source.functions.isEmpty() ? MemorySegment.NULL : host(source);
        source.host = host;
        return answer(
                (arena, answer) -> (int) compile.invokeExact(
                        bytes(arena, source.options),
                        (long) source.options.length,
                        bytes(arena, source.text),
                        (long) source.text.length,
                        host,
                        MemorySegment.NULL,
                        answer),
                source);
    }

    @Override
    public Answer run(Call call, Source source, byte[] options, byte[] payload) {
        MethodHandle function = calls.get(call);
        return answer(
                (arena, answer) -> (int) function.invokeExact(
                        source.handle,
                        bytes(arena, options),
                        (long) options.length,
                        bytes(arena, payload),
                        (long) payload.length,
                        answer),
                null);
    }

    @Override
    public Answer check(byte[] options, byte[] source) {
        return answer(
                (arena, answer) -> (int) check.invokeExact(
                        bytes(arena, options), (long) options.length, bytes(arena, source), (long) source.length, answer),
                null);
    }

    @Override
    public void release(Source source) {
        try {
            int released = (int) release.invokeExact(source.handle);
            assert released == 0;
        } catch (Throwable cause) {
            throw new ItlException(ItlException.Code.INTERNAL, "", "the call failed: " + cause, cause);
        }
    }

    /**
     * A pointer that calls the functions of a template. The source keeps it, and whoever renders keeps the source: it is
     * there for renders that still run when the template is released.
     */
    private MemorySegment host(Source source) {
        MethodHandle call = MethodHandles.insertArguments(HostCall.METHOD, 0, source.functions, this);
        return LINKER.upcallStub(call, HOST, Arena.ofAuto());
    }

    private static final class HostCall {
        static final MethodHandle METHOD = find();

        private static MethodHandle find() {
            try {
                MethodType type = MethodType.methodType(
                        int.class,
                        List.class,
                        NativeRoad.class,
                        MemorySegment.class,
                        int.class,
                        MemorySegment.class,
                        long.class,
                        MemorySegment.class);
                return MethodHandles.lookup().findStatic(HostCall.class, "call", type);
            } catch (ReflectiveOperationException cause) {
                throw new ExceptionInInitializerError(cause);
            }
        }

        static int call(
                List<NamedFunction> functions,
                NativeRoad road,
                MemorySegment data,
                int number,
                MemorySegment request,
                long length,
                MemorySegment reply) {
            // Nothing that is thrown may leave a call from C.
            try {
                byte[] asked = request.reinterpret(length).toArray(JAVA_BYTE);
                NamedFunction.Reply made = NamedFunction.call(functions, number, asked);
                long size = made.text().length;
                MemorySegment block = (MemorySegment) road.alloc.invokeExact(size);
                if (block.equals(MemorySegment.NULL)) {
                    return 1;
                }
                MemorySegment.copy(made.text(), 0, block.reinterpret(size), JAVA_BYTE, 0, made.text().length);
                MemorySegment place = reply.reinterpret(16);
                place.set(ADDRESS, 0, block);
                place.set(JAVA_LONG, 8, size);
                return made.failed() ? 1 : 0;
            } catch (Throwable thrown) {
                return 1;
            }
        }
    }
}

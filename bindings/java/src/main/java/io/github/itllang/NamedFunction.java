package io.github.itllang;

import java.util.List;

/** A function or lambda of the host; its number is its place in the options. */
record NamedFunction(String name, HostFunction run) {
    /** The reply to {@code [value, [arguments]]}, and whether the function failed. */
    record Reply(byte[] text, boolean failed) {}

    /** Calls the function of that number; nothing that it throws gets out. */
    static Reply call(List<NamedFunction> functions, int number, byte[] request) {
        try {
            if (number < 0 || number >= functions.size()) {
                return new Reply(Utf8.encode("there is no such function"), true);
            }
            List<?> call = (List<?>) Json.read(request);
            Object value = functions.get(number).run().call(call.get(0), List.copyOf((List<?>) call.get(1)));
            return new Reply(Json.write(value), false);
        } catch (Throwable thrown) {
            String message = thrown.getMessage();
            return new Reply(Utf8.encode(message == null ? thrown.getClass().getName() : message), true);
        }
    }
}

package io.github.itllang;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What crosses as JSON. */
final class Json {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .registerTypeAdapterFactory(new NoFunctions())
            .create();
    private static final List<Diagnostic> NONE = List.of();

    private Json() {}

    /** Refuses functions, of which Gson would write the fields. */
    private static final class NoFunctions implements TypeAdapterFactory {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            Class<? super T> kind = type.getRawType();
            boolean function = Function.class.isAssignableFrom(kind) || Supplier.class.isAssignableFrom(kind);
            if (!function && !kind.isHidden()) {
                return null;
            }
            throw new JsonParseException("a function is no data; it goes to compile, by withLambda or withFunction");
        }
    }

    /** The notes of a render. */
    private record Notes(Diagnostic[] warnings, Diagnostic[] failures, Traced[] trace, JsonObject request) {}

    private record Refusal(String code, String argument, String message) {}

    static byte[] write(Object value) {
        return Utf8.encode(GSON.toJson(value));
    }

    /** The JSON of options. */
    static byte[] options(Object values) {
        try {
            return write(values);
        } catch (RuntimeException | StackOverflowError cause) {
            String message = "they have no JSON form: " + cause.getMessage();
            throw new ItlException(ItlException.Code.INVALID_ARGUMENT, "options", message, cause);
        }
    }

    /** The JSON of a payload that is no bytes. */
    static byte[] payload(Object payload) {
        try {
            return write(payload);
        } catch (RuntimeException | StackOverflowError cause) {
            String message = "it has no JSON form: " + cause.getMessage();
            throw new ItlException(ItlException.Code.INVALID_DATA, "payload", message, cause);
        }
    }

    static Object read(byte[] json) {
        return GSON.fromJson(Utf8.decode(json), Object.class);
    }

    private static <T> T read(byte[] json, Class<T> kind) {
        try {
            return GSON.fromJson(Utf8.decode(json), kind);
        } catch (JsonParseException cause) {
            throw new ItlException(ItlException.Code.INTERNAL, "", "the answer cannot be read", cause);
        }
    }

    static List<Diagnostic> diagnostics(byte[] json) {
        return json.length == 0 ? NONE : List.of(read(json, Diagnostic[].class));
    }

    static List<Messages.Message> messages(byte[] json) {
        return List.of(read(json, Messages.Message[].class));
    }

    static Result result(Answer answer) {
        String text = Utf8.decode(answer.text());
        if (answer.notes().length == 0) {
            return new Result(text, NONE, NONE, List.of());
        }
        Notes notes = read(answer.notes(), Notes.class);
        return new Result(text, list(notes.warnings()), list(notes.failures()), list(notes.trace()));
    }

    private static <T> List<T> list(T[] items) {
        return items == null ? List.of() : List.copyOf(Arrays.asList(items));
    }

    /** What is known of a request. */
    static String about(byte[] notes) {
        return GSON.toJson(read(notes, Notes.class).request());
    }

    static ItlException refusal(byte[] notes) {
        Refusal refusal = read(notes, Refusal.class);
        ItlException.Code code =
                switch (refusal.code()) {
                    case "invalid-argument" -> ItlException.Code.INVALID_ARGUMENT;
                    case "released" -> ItlException.Code.RELEASED;
                    case "unsupported" -> ItlException.Code.UNSUPPORTED;
                    default -> ItlException.Code.INTERNAL;
                };
        return new ItlException(code, refusal.argument(), refusal.message(), null);
    }
}

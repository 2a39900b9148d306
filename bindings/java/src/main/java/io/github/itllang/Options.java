package io.github.itllang;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Options of a call; immutable. Each {@code with} returns a copy that has one more. An option that the call does not take is
 * refused with its name.
 */
public final class Options {
    private static final byte[] EMPTY = {};

    /** No options. */
    public static final Options NONE = new Options(Map.of(), List.of(), false);

    private final Map<String, Object> values;
    private final List<NamedFunction> functions;
    private final boolean strict;
    private final byte[] json;

    private Options(Map<String, Object> values, List<NamedFunction> functions, boolean strict) {
        this.values = values;
        this.functions = functions;
        this.strict = strict;
        this.json = values.isEmpty() ? EMPTY : Json.options(values);
    }

    /** Any option by the name that itl-abi's README lists, with a value that Gson can write. */
    public Options with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Options(more, functions, strict);
    }

    /** The language: {@code itl}, the default, or {@code mustache}. */
    public Options withDialect(String dialect) {
        return with("dialect", dialect);
    }

    /** The partials by name. */
    public Options withPartials(Map<String, String> partials) {
        return with("partials", partials);
    }

    /** The output format that values are escaped for, such as {@code html} or {@code json}. */
    public Options withEscape(String format) {
        return with("escape", format);
    }

    /** The zone that times are shown in, by its IANA name; UTC is the default. */
    public Options withTimezone(String name) {
        return with("timezone", name);
    }

    /** The clock of a render; the engine reads none of its own. */
    public Options withNow(Instant now) {
        return with("now", now.toEpochMilli());
    }

    /** The most characters (Unicode scalar values) of a text. */
    public Options withMaxChars(int chars) {
        return with("budget", Map.of("max_chars", chars));
    }

    /** Bounds of what a template may cost, by name: {@code steps}, {@code output_bytes}, {@code depth} and others. */
    public Options withLimits(Map<String, Long> limits) {
        return with("limits", limits);
    }

    /** A payload for a check. */
    public Options withSample(Object sample) {
        return with("sample", sample);
    }

    /** The interface that a request is for, such as {@code openai} or {@code anthropic}. */
    public Options withTarget(String target) {
        return with("to", target);
    }

    /** The model of a request; it goes before the prompt's own. */
    public Options withModel(String model) {
        return with("model", model);
    }

    /** A function of your own. It hides one of the library of the same name. */
    public Options withFunction(String name, HostFunction run, Param... params) {
        Map<String, Object> wire = Map.of("name", name, "id", functions.size(), "params", List.of(params));
        List<Object> all = new ArrayList<>((List<?>) values.getOrDefault("functions", List.of()));
        all.add(wire);
        return withNamed("functions", all, new NamedFunction(name, run));
    }

    /**
     * Gives the Mustache sections and variables of that name to a function of your own, when a template is compiled. It takes
     * the source inside the section, or {@code null} for a variable, and returns a template that is rendered in its place. It
     * hides a value of the payload of the same name. Where it throws, nothing is printed, with the warning W0304.
     */
    public Options withLambda(String name, UnaryOperator<String> run) {
        Map<String, Object> all = new LinkedHashMap<>();
        ((Map<?, ?>) values.getOrDefault("lambdas", Map.of())).forEach((known, id) -> all.put((String) known, id));
        all.put(name, functions.size());
        return withNamed("lambdas", all, new NamedFunction(name, (text, arguments) -> run.apply((String) text)));
    }

    private Options withNamed(String key, Object wire, NamedFunction function) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(key, wire);
        List<NamedFunction> more = new ArrayList<>(functions);
        more.add(function);
        return new Options(all, List.copyOf(more), strict);
    }

    /** Throws a {@link StrictException} where {@link Result#ok()} would be false. */
    public Options strict() {
        return new Options(values, functions, true);
    }

    boolean isStrict() {
        return strict;
    }

    List<NamedFunction> functions() {
        return functions;
    }

    byte[] json() {
        return json;
    }
}

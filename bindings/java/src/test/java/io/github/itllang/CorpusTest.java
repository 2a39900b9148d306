package io.github.itllang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The conformance corpus; spec-tests/src/lib.rs says what each key of a case is. */
class CorpusTest {
    private static final Path CASES = Path.of("../../spec-tests/cases");

    @Test
    void everyCaseHolds() throws IOException {
        List<String> wrong = new ArrayList<>();
        int total = 0;
        List<Path> files;
        try (Stream<Path> all = Files.walk(CASES)) {
            files = all.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            for (JsonElement one : read(file).getAsJsonObject().getAsJsonArray("cases")) {
                total++;
                Case run = new Case(one.getAsJsonObject());
                run.run();
                if (!run.wrong.isEmpty()) {
                    wrong.add(file + ": " + run.text("name") + "\n  " + String.join("\n  ", run.wrong));
                }
            }
        }
        System.out.printf("corpus, JVM: %d cases, %d equal%n", total, total - wrong.size());
        String folder = System.getenv("ITL_PARITY");
        if (folder != null && EngineOptions.DEFAULT.library() == null) {
            String line = "{\"target\":\"JVM\",\"cases\":%d,\"equal\":%d,\"not_applicable\":0}%n";
            Files.writeString(Path.of(folder, "jvm.json"), line.formatted(total, total - wrong.size()));
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertTrue(total >= 500, "the corpus is too small");
    }

    private static JsonElement read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    /** One case, and what differs from what it states. */
    private static final class Case {
        final JsonObject given;
        final List<String> wrong = new ArrayList<>();

        Case(JsonObject given) {
            this.given = given;
        }

        String text(String key) {
            JsonElement value = given.get(key);
            return value == null || value.isJsonNull() ? null : value.getAsString();
        }

        /** The payload's own text is in the file, but a JSON tree prints numbers and order as they are. */
        byte[] payload() {
            String text = text("json");
            if (text == null) {
                text = given.has("data") ? new Gson().newBuilder().serializeNulls().create().toJson(given.get("data")) : "{}";
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }

        JsonObject options() {
            return given.has("options") ? given.getAsJsonObject("options") : new JsonObject();
        }

        Options compileOptions() {
            Options options = Options.NONE;
            for (String key : List.of("dialect", "partials")) {
                options = given.has(key) ? options.with(key, given.get(key)) : options;
            }
            return options().has("on_error") ? options.with("on_error", options().get("on_error")) : options;
        }

        Options renderOptions() {
            Options options = Options.NONE;
            JsonObject given = options();
            for (String key : List.of("timezone", "now", "escape")) {
                options = given.has(key) ? options.with(key, given.get(key)) : options;
            }
            JsonObject budget = new JsonObject();
            for (Map.Entry<String, String> key :
                    Map.of("budget", "preset", "max_chars", "max_chars", "max_bytes", "max_bytes").entrySet()) {
                if (given.has(key.getKey())) {
                    budget.add(key.getValue(), given.get(key.getKey()));
                }
            }
            if (budget.isEmpty()) {
                return options;
            }
            if (given.has("fit")) {
                budget.add("fit", given.get("fit"));
            }
            return options.with("budget", budget);
        }

        void same(String what, Object expected, Object found) {
            if (!expected.equals(found)) {
                wrong.add(what + "\n    expected " + expected + "\n    found    " + found);
            }
        }

        void run() {
            String source = text("template");
            try (Template template = Itl.compile(source, compileOptions())) {
                errors(template.diagnostics());
                Result result = template.render(payload(), renderOptions());
                if (given.has("expected")) {
                    same("text", text("expected"), result.text());
                }
                if (given.has("warnings")) {
                    List<String> expected = given.getAsJsonArray("warnings").asList().stream().map(JsonElement::getAsString).toList();
                    same("warnings", expected, result.warnings().stream().map(Diagnostic::code).toList());
                }
                if (given.has("strict")) {
                    same("strict", text("strict"), result.ok() ? "ok" : "fails");
                }
                if (given.has("mended")) {
                    mend(source, template.diagnostics());
                }
            } catch (ItlException refused) {
                wrong.add(refused.toString());
            }
        }

        private void errors(List<Diagnostic> diagnostics) {
            List<Diagnostic> errors = diagnostics.stream().filter(one -> one.severity().equals("error")).toList();
            JsonArray expected = given.has("errors") ? given.getAsJsonArray("errors") : new JsonArray();
            same("number of errors", expected.size(), errors.size());
            for (int at = 0; at < Math.min(expected.size(), errors.size()); at++) {
                Diagnostic error = errors.get(at);
                JsonObject stated = expected.get(at).getAsJsonObject();
                same("error", stated.get("code").getAsString(), error.code());
                if (stated.has("at")) {
                    String source = error.partial() == null
                            ? text("template")
                            : given.getAsJsonObject("partials").get(error.partial()).getAsString();
                    String under = source.substring(error.span().start(), error.span().end());
                    same("place of " + error.code(), stated.get("at").getAsString(), under);
                }
            }
        }

        private void mend(String source, List<Diagnostic> diagnostics) {
            Diagnostic.Suggestion change = diagnostics.stream()
                    .map(Diagnostic::suggestion).filter(one -> one != null).findFirst().orElseThrow();
            String mended = source.substring(0, change.span().start()) + change.replacement() + source.substring(change.span().end());
            same("mended template", text("mended"), mended);
            if (given.has("mended_text")) {
                try (Template template = Itl.compile(mended, compileOptions())) {
                    same("mended text", text("mended_text"), template.render(payload(), renderOptions()).text());
                }
            }
        }
    }

    /** What the native engine made of everything in the repository, diagnostics included; ./test java makes the file. */
    @Test
    @EnabledIfEnvironmentVariable(named = "ITL_DUMP", matches = ".+")
    void nativeAnswers() throws IOException {
        int count = 0;
        Gson gson = new Gson();
        try (BufferedReader lines = Files.newBufferedReader(Path.of(System.getenv("ITL_DUMP")))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject one = JsonParser.parseString(line).getAsJsonObject();
                // Whole requests are compared by the tests of prompts.
                if (one.get("from").getAsString().equals("requests")) {
                    continue;
                }
                Options compile = Options.NONE;
                Options render = Options.NONE;
                for (Map.Entry<String, JsonElement> option : one.getAsJsonObject("options").entrySet()) {
                    if (List.of("timezone", "now", "budget").contains(option.getKey())) {
                        render = render.with(option.getKey(), option.getValue());
                    } else {
                        compile = compile.with(option.getKey(), option.getValue());
                    }
                }
                String name = one.get("from").getAsString() + ": " + one.get("name").getAsString();
                JsonObject expected = one.getAsJsonObject("result");
                try (Template template = Itl.compile(one.get("source").getAsString(), compile)) {
                    Result result = template.render(one.get("json").getAsString().getBytes(StandardCharsets.UTF_8), render);
                    assertEquals(expected.get("text").getAsString(), result.text(), name);
                    assertEquals(expected.get("ok").getAsBoolean(), result.ok(), name);
                    assertEquals(
                            List.of(gson.fromJson(expected.get("diagnostics"), Diagnostic[].class)), template.diagnostics(), name);
                    assertEquals(List.of(gson.fromJson(expected.get("warnings"), Diagnostic[].class)), result.warnings(), name);
                }
                count++;
            }
        }
        System.out.printf("native answers, JVM: %d equal%n", count);
    }
}

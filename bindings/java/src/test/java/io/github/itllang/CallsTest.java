package io.github.itllang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Calls that are right, and calls that are wrong. */
class CallsTest {
    private record Alert(String host, String state) {}

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ItlException.Code code(Runnable call) {
        return assertThrows(ItlException.class, call::run).code();
    }

    @Test
    void payloads() {
        Template template = Itl.compile("{{ host.upperCase() }} is {{ state }}");
        for (Object payload :
                List.of(json("{\"host\":\"db\",\"state\":\"up\"}"), new Alert("db", "up"), Map.of("host", "db", "state", "up"))) {
            assertEquals("DB is up", template.render(payload).text());
        }
        assertEquals("A\ufffd is \ufffd\ud83d\udd25\0", template.render(Map.of("host", "a\ud800", "state", "\udd25\ud83d\udd25\0")).text());
        assertEquals("\ufffdX is ", template.render(json("{\"host\":\"\\ud800x\"}")).text());
        assertEquals(" is ", template.render(json("{")).text());
        assertEquals(" is ", template.render(null).text());
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertEquals(ItlException.Code.INVALID_DATA, code(() -> template.render(circle)));
        assertEquals("\ufffd", Itl.compile("\ud800").render(null).text());
    }

    @Test
    void optionsAndRefusals() {
        Template template = Itl.compile("{{ at.formatUnixMs(\"S\") }}", Options.NONE.withTimezone("Europe/Berlin"));
        Map<String, Long> at = Map.of("at", 1674950557000L);
        assertEquals("1/29/23, 1:02 AM", template.render(at).text());
        Options more = Options.NONE.withTimezone("UTC").withNow(Instant.EPOCH).with("trace", true);
        Result traced = template.render(at, more);
        assertEquals("1/29/23, 12:02 AM", traced.text());
        assertEquals(1, traced.trace().size());
        Map<String, Options> wrong = Map.of(
                "options.timezone", Options.NONE.withTimezone("Mars/Olympus"),
                "options.escape", Options.NONE.withEscape("pdf"),
                "options.now", Options.NONE.with("now", "today"),
                "options.partials", Options.NONE.withPartials(Map.of()),
                "options.budget", Options.NONE.with("budget", Map.of()),
                "options.limits.nope", Options.NONE.withLimits(Map.of("nope", 1L)));
        wrong.forEach((argument, options) -> {
            ItlException refused = assertThrows(ItlException.class, () -> template.render(at, options));
            assertEquals(ItlException.Code.INVALID_ARGUMENT, refused.code());
            assertEquals(argument, refused.argument());
        });
    }

    @Test
    void strict() {
        Template template = Itl.compile("{{ a }}\n{{ b }}");
        StrictException failed = assertThrows(
                StrictException.class, () -> template.render(Map.of("a", 1), Options.NONE.strict()));
        assertEquals("1\n", failed.text());
        assertEquals("<template>:2:1: W0301: `b` is missing", failed.getMessage());
        assertFalse(template.render(Map.of("a", 1)).ok());
        Template broken = Itl.compile("{{ a.uperCase() }}");
        assertEquals("E0201", broken.diagnostics().get(0).code());
        assertEquals("{{ a.uperCase() }}", broken.render(null).text());
    }

    @Test
    void checks() {
        Options sample = Options.NONE.withSample(Map.of("a", Map.of("c", 1)));
        assertEquals("W0507", Itl.check("{{ a.b }}", sample).get(0).code());
        assertEquals(List.of(), Itl.check("{{ a }}"));
    }

    @Test
    void prompts() {
        Options mustache = Options.NONE.withDialect("mustache").withEscape("xml");
        Template prompt = Itl.compile("{{$system}}Be brief.{{/system}}{{$user}}{{q}}{{/user}}", mustache);
        Messages messages = prompt.messages(Map.of("q", "<b>"), Options.NONE);
        assertEquals(new Messages.Message("user", "&lt;b>"), messages.list().get(1));
        Request request = prompt.request(Map.of("q", "hi"), Options.NONE.withTarget("openai").withModel("m"));
        assertTrue(request.result().text().startsWith("{\"model\":\"m\""));
        assertTrue(request.about().contains("digests"));
        assertEquals(ItlException.Code.INVALID_ARGUMENT, code(() -> prompt.request(null, Options.NONE)));
        assertEquals(
                ItlException.Code.INVALID_ARGUMENT, code(() -> prompt.request(null, Options.NONE.withTarget("nobody"))));
    }

    @Test
    void functionsReplyFailAndNest() {
        Template inner = Itl.compile("<{{ v }}>");
        Options options = Options.NONE
                .withFunction(
                        "join2", (value, args) -> "" + value + args.get(0) + args.get(1), Param.text("by"), Param.integer("n"))
                .withFunction("fails", (value, args) -> {
                    throw new java.io.IOException("no \ud800");
                })
                .withFunction("deep", (value, args) -> deep(0))
                .withFunction("nests", (value, args) -> inner.render(Map.of("v", value)).text())
                .withFunction("nothing", (value, args) -> null);
        Template template =
                Itl.compile("{{ a.join2(\"-\", 3) }}|{{ a.fails() }}|{{ a.deep() }}|{{ a.nests() }}|{{ a.nothing() }}", options);
        assertEquals(List.of(), template.diagnostics());
        Result result = template.render(Map.of("a", "x"));
        assertEquals("x-3|x|x|<x>|", result.text());
        String said = result.warnings().toString();
        assertTrue(said.contains("no \ufffd"), said);
        assertTrue(said.contains("StackOverflowError"), said);
        template.close();
        assertEquals(ItlException.Code.RELEASED, code(() -> template.render(null)));
    }

    @Test
    void lambdas() {
        UnaryOperator<String> bold = text -> "<b>" + text + "</b>";
        Options options = Options.NONE
                .withDialect("mustache")
                .withFunction("unused", (value, args) -> null)
                .withLambda("bold", bold)
                .withLambda("name", text -> text == null ? "{{host}}" : "section")
                .withLambda("fails", text -> {
                    throw new IllegalStateException("no");
                });
        Template template = Itl.compile("{{#bold}}{{host}}{{/bold}} {{name}}{{#fails}}x{{/fails}}", options);
        Result result = template.render(json("{\"host\":\"db-7\",\"bold\":false}"));
        assertEquals("<b>db-7</b> db-7", result.text());
        assertEquals(1, result.warnings().size());
        assertEquals("W0304", result.warnings().get(0).code());
        for (Object data : List.of(Map.of("bold", bold), List.of((HostFunction) (value, args) -> value))) {
            ItlException refused = assertThrows(ItlException.class, () -> template.render(data));
            assertEquals(ItlException.Code.INVALID_DATA, refused.code());
            assertTrue(refused.getMessage().contains("withLambda"), refused.getMessage());
        }
        ItlException refused = assertThrows(
                ItlException.class, () -> Itl.compile("", Options.NONE.withLambda("bold", bold)));
        assertEquals("options.lambdas", refused.argument());
        assertEquals(
                ItlException.Code.INVALID_ARGUMENT, code(() -> Options.NONE.withSample(Map.of("bold", bold))));
    }

    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    @Test
    void closed() {
        Template template = Itl.compile("{{ a }}");
        template.close();
        template.close();
        assertEquals(ItlException.Code.RELEASED, code(() -> template.render(null)));
        assertEquals("1", Itl.compile("{{ b }}").render(Map.of("b", 1)).text());
    }

    @Test
    void threadsShareATemplate() throws Exception {
        Template template = Itl.compile("{{ #list }}{{ . }},{{ /list }}{{ n }}");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int n = thread;
            all.add(threads.submit(() -> {
                for (int at = 0; at < 50; at++) {
                    assertEquals("1,2," + n, template.render(json("{\"list\":[1,2],\"n\":" + n + "}")).text());
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
    }

    @Test
    void largeTexts() {
        String large = "x".repeat(100 << 20);
        assertEquals("error", Itl.check(large).get(0).severity());
        byte[] payload = json("{\"a\":\"" + large + "\"}");
        assertEquals("104857600", Itl.compile("{{ a.length() }}").render(payload).text());
    }

    @Test
    void anEngineThatRunsOutOfMemoryIsReplaced() {
        EngineOptions options = EngineOptions.DEFAULT.withMemoryLimit(32 << 20).withMaxInstances(1).withLibrary(null);
        Engine small = Engine.create(options);
        Template template = small.compile("{{ #l }}{{ a }}{{ /l }}", Options.NONE);
        String large = "x".repeat(12 << 20);
        byte[] payload = json("{\"l\":[1,2,3],\"a\":\"" + large + "\"}");
        Options more = Options.NONE.withLimits(Map.of("output_bytes", 1L << 30));
        ItlException.Code code = code(() -> template.render(payload, more));
        assertTrue(code == ItlException.Code.TRAP || code == ItlException.Code.OUT_OF_MEMORY, code.name());
        assertEquals(ItlException.Code.OUT_OF_MEMORY, code(() -> template.render(json(" ".repeat(40 << 20)))));
        assertEquals("y", template.render(json("{\"l\":1,\"a\":\"y\"}")).text());
    }

    @Test
    void anInterruptedThreadStops() {
        Engine one = Engine.create(EngineOptions.DEFAULT.withLibrary(null));
        Template template = one.compile("{{ a }}", Options.NONE);
        Thread.currentThread().interrupt();
        assertEquals(ItlException.Code.INTERRUPTED, code(() -> template.render(json("{\"a\":1}"))));
        assertTrue(Thread.interrupted());
        assertEquals("1", template.render(json("{\"a\":1}")).text());
    }

    @Test
    void aLibraryThatIsNone() {
        EngineOptions options = EngineOptions.DEFAULT.withLibrary(Path.of("/no/library.so"));
        assertEquals(ItlException.Code.UNSUPPORTED, code(() -> Engine.create(options)));
    }
}

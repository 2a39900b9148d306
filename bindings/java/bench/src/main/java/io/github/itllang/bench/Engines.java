package io.github.itllang.bench;

import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.google.gson.Gson;
import io.github.itllang.Itl;
import io.github.itllang.Options;
import io.github.itllang.Template;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One alert as it comes from a webhook, JSON of about 6 kB: a summary of five variables, and a loop of 20 alerts. All engines
 * print the same bytes. Each is measured from the JSON, and those that take a document from that too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Engines {
    private static final Map<String, String> MUSTACHE = Map.of(
            "summary",
            "{{{labels.severity}}}: {{{labels.alertname}}} on {{{labels.host}}} in {{{labels.region}}}, {{{status}}}",
            "loop",
            "{{#alerts}}{{{labels.host}}}: {{{annotations.summary}}} ({{{status}}})\n{{/alerts}}");
    private static final Map<String, String> PEBBLE = Map.of(
            "summary",
            "{{ labels.severity }}: {{ labels.alertname }} on {{ labels.host }} in {{ labels.region }}, {{ status }}",
            "loop",
            "{% for a in alerts %}{{ a.labels.host }}: {{ a.annotations.summary }} ({{ a.status }})\n{% endfor %}");

    /** The template. */
    @Param({"summary", "loop"})
    public String workload;

    private final Gson gson = new Gson();
    private byte[] json;
    private Map<?, ?> document;
    private Template itl;
    private Mustache mustache;
    private com.github.jknack.handlebars.Template handlebars;
    private PebbleTemplate pebble;

    /** Compiles the templates, and looks whether all print the same. */
    @Setup
    public void compile() throws IOException {
        json = payload();
        document = read();
        String source = MUSTACHE.get(workload);
        itl = Itl.compile(source, Options.NONE.withDialect("mustache"));
        mustache = new DefaultMustacheFactory().compile(new StringReader(source), "alert");
        handlebars = new Handlebars().with(EscapingStrategy.NOOP).compileInline(source);
        PebbleEngine engine = new PebbleEngine.Builder().loader(new StringLoader()).autoEscaping(false).newLineTrimming(false).build();
        pebble = engine.getTemplate(PEBBLE.get(workload));
        String expected = itlFromJson();
        for (String found : List.of(mustacheFromDocument(), handlebarsFromDocument(), pebbleFromDocument())) {
            if (!found.equals(expected)) {
                throw new IllegalStateException(found + "\nis not\n" + expected);
            }
        }
    }

    private byte[] payload() {
        List<Object> alerts = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            alerts.add(Map.of(
                    "status", "firing",
                    "labels", Map.of("host", "db-" + n, "alertname", "DiskFull", "job", "node", "region", "eu-west-1"),
                    "annotations", Map.of("summary", "Filesystem on /var is 97% full", "runbook", "https://runbooks.example/disk"),
                    "startsAt", "2026-03-14T01:52:13Z"));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", "firing");
        all.put("alerts", alerts);
        all.put("labels", Map.of("severity", "critical", "alertname", "DiskFull", "host", "db-7", "region", "eu-west-1"));
        return gson.toJson(all).getBytes(StandardCharsets.UTF_8);
    }

    private Map<?, ?> read() {
        return gson.fromJson(new String(json, StandardCharsets.UTF_8), Map.class);
    }

    /** This engine, from JSON. */
    @Benchmark
    public String itlFromJson() {
        return itl.render(json).text();
    }

    /** Mustache.java, from JSON. */
    @Benchmark
    public String mustacheFromJson() {
        return mustache(read());
    }

    /** Mustache.java, from a document. */
    @Benchmark
    public String mustacheFromDocument() {
        return mustache(document);
    }

    private String mustache(Object data) {
        StringWriter out = new StringWriter();
        mustache.execute(out, data);
        return out.toString();
    }

    /** Handlebars.java, from JSON. */
    @Benchmark
    public String handlebarsFromJson() throws IOException {
        return handlebars.apply(read());
    }

    /** Handlebars.java, from a document. */
    @Benchmark
    public String handlebarsFromDocument() throws IOException {
        return handlebars.apply(document);
    }

    /** Pebble, from JSON. */
    @Benchmark
    public String pebbleFromJson() throws IOException {
        return pebble(read());
    }

    /** Pebble, from a document. */
    @Benchmark
    public String pebbleFromDocument() throws IOException {
        return pebble(document);
    }

    @SuppressWarnings("unchecked")
    private String pebble(Map<?, ?> data) throws IOException {
        StringWriter out = new StringWriter();
        pebble.evaluate(out, (Map<String, Object>) data);
        return out.toString();
    }
}

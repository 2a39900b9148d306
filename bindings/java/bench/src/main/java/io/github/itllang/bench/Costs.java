package io.github.itllang.bench;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The same as {@link Engines} in the processor's time of the thread, which other programs on the machine do not stretch:
 * {@code bench/costs}. Prints what the first message of a process takes too.
 */
public final class Costs {
    private static final int WARM = 20_000;
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000;

    private Costs() {}

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Prints a line for each engine and workload. */
    public static void main(String[] args) throws Exception {
        long before = cpu();
        io.github.itllang.Itl.compile("{{ a }}").render(Map.of("a", 1));
        System.out.printf(Locale.ROOT, "first message: %.0f ms%n", (cpu() - before) / 1e6);
        for (String workload : new String[] {"summary", "loop"}) {
            Engines engines = new Engines();
            engines.workload = workload;
            engines.compile();
            Map<String, Callable<String>> all = new LinkedHashMap<>();
            all.put("itl, JSON", engines::itlFromJson);
            all.put("mustache.java, JSON", engines::mustacheFromJson);
            all.put("handlebars.java, JSON", engines::handlebarsFromJson);
            all.put("pebble, JSON", engines::pebbleFromJson);
            all.put("mustache.java, document", engines::mustacheFromDocument);
            all.put("handlebars.java, document", engines::handlebarsFromDocument);
            all.put("pebble, document", engines::pebbleFromDocument);
            for (Map.Entry<String, Callable<String>> one : all.entrySet()) {
                System.out.printf(Locale.ROOT, "%s, %s: %.1f µs%n", workload, one.getKey(), measure(one.getValue()));
            }
        }
    }

    /** The best of some rounds, in microseconds a call. */
    private static double measure(Callable<String> run) throws Exception {
        int length = 0;
        for (int call = 0; call < WARM; call++) {
            length += run.call().length();
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = cpu();
            for (int call = 0; call < CALLS; call++) {
                length += run.call().length();
            }
            best = Math.min(best, (cpu() - before) / 1e3 / CALLS);
        }
        if (length == 0) {
            throw new IllegalStateException("no text");
        }
        return best;
    }
}

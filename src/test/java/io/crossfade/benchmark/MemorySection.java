package io.crossfade.benchmark;

import com.mongodb.client.MongoClient;
import io.crossfade.embedded.sample.SampleData;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/** The heap of a copy of few documents and of many, in a process whose heap is small and always the same. */
final class MemorySection implements Section {

    private static final double MEGABYTE = 1 << 20;

    private final BenchmarkOptions options;

    MemorySection(BenchmarkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void measure(Report report) throws Exception {
        for (int documents : options.memory()) {
            try (StoresProcess stores = new StoresProcess(options.storesHeap())) {
                load(stores.databases(), documents);
                Properties figures = copy(stores.databases(), documents);
                double most = Double.parseDouble(figures.getProperty("most")) / MEGABYTE;
                double idle = Double.parseDouble(figures.getProperty("idle")) / MEGABYTE;
                double rate = documents / Double.parseDouble(figures.getProperty("seconds"));
                report.note("memory.idle." + documents, idle);
                report.figure(
                        "memory." + documents,
                        String.format(Locale.ROOT, "heap held at most, backfill of %,d documents", documents),
                        most,
                        "MiB",
                        String.format(
                                Locale.ROOT,
                                "%.1f MiB when idle; -Xmx%s; %,.0f rows/s with a collection ten times a second",
                                idle,
                                options.heap(),
                                rate));
            }
        }
    }

    private static void load(Databases databases, int documents) {
        Flyway.configure()
                .dataSource(databases.jdbcUrl(), databases.user(), databases.password())
                .load()
                .migrate();
        int plans = documents / 7;
        int others = plans / 10 + plans / 100;
        try (MongoClient client = databases.client()) {
            new SampleData(BenchmarkOptions.SEED, BenchmarkOptions.sizes(plans, documents - plans - others))
                    .loadInto(client.getDatabase(Databases.NAME));
        }
    }

    private Properties copy(Databases databases, int documents) throws IOException, InterruptedException {
        Path output = Benchmark.DIRECTORY.resolve("memory-" + documents + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        StoresProcess.java(),
                        "-Xmx" + options.heap(),
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MemoryProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(databases.environment());
        Process process = builder.start();
        Thread stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            if (!process.waitFor(4, TimeUnit.HOURS) || process.exitValue() != 0) {
                throw new IllegalStateException("A copy of " + documents + " documents in a heap of " + options.heap()
                        + " did not come to its end, see " + output);
            }
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        Properties figures = new Properties();
        figures.load(new StringReader(Files.readString(output)
                .lines()
                .filter(line -> line.matches("(idle|most|seconds)=.*"))
                .reduce("", (all, line) -> all + line + "\n")));
        return figures;
    }
}

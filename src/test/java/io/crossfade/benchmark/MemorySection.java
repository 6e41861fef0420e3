package io.crossfade.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.crossfade.embedded.sample.SampleData;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.testing.ServiceProcess;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.flywaydb.core.Flyway;

/** The heap of a copy of few documents and of many, in a process whose heap is small and always the same. */
final class MemorySection implements Section {

    private static final double MEGABYTE = 1 << 20;
    private static final int LARGE_TEXT = 15_500_000;

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
                Properties figures = copy(stores.databases(), documents, options.heap());
                String what = String.format(Locale.ROOT, "%,d documents", documents);
                report(report, Integer.toString(documents), what, documents, figures, options.heap());
            }
        }
        if (options.large() > 0) {
            try (StoresProcess stores = new StoresProcess(options.storesHeap())) {
                load(stores.databases(), 7 * options.large());
                enlarge(stores.databases());
                Properties figures = copy(stores.databases(), options.large(), options.largeHeap());
                String what = String.format(Locale.ROOT, "%,d plans of 15.5 MB each", options.large());
                report(report, "large", what, 7 * options.large(), figures, options.largeHeap());
            }
        }
    }

    private static void report(Report report, String key, String what, int documents, Properties figures, String heap) {
        double most = Double.parseDouble(figures.getProperty("most")) / MEGABYTE;
        double idle = Double.parseDouble(figures.getProperty("idle")) / MEGABYTE;
        double rate = documents / Double.parseDouble(figures.getProperty("seconds"));
        report.note("memory.idle." + key, idle);
        report.figure(
                "memory." + key,
                "heap held at most, backfill of " + what,
                most,
                "MiB",
                String.format(
                        Locale.ROOT,
                        "%.1f MiB when idle; -Xmx%s; %,.0f rows/s with a collection ten times a second",
                        idle,
                        heap,
                        rate));
    }

    /** Each plan to nearly what a document may have. */
    private static void enlarge(Databases databases) {
        try (MongoClient client = databases.client()) {
            MongoCollection<BsonDocument> plans = client.getDatabase(Databases.NAME)
                    .getCollection(PlanMapping.MAPPING.collection(), BsonDocument.class);
            BsonDocument large = new BsonDocument("note", new BsonString("x".repeat(LARGE_TEXT)));
            for (BsonDocument plan :
                    plans.find().projection(Projections.include("_id")).into(new ArrayList<>())) {
                plans.updateOne(plan, Updates.combine(Updates.set("intake_data", large), Updates.unset("intakeData")));
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

    private Properties copy(Databases databases, int documents, String heap) throws IOException, InterruptedException {
        Path output = Benchmark.DIRECTORY.resolve("memory-" + documents + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        ServiceProcess.Program.java(),
                        "-Xmx" + heap,
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
                throw new IllegalStateException("A copy of " + documents + " documents in a heap of " + heap
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

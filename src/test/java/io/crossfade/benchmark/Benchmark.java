package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.section.SectionMapping;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.postgresql.PGConnection;

/** The program: prints one table, and writes the same figures to {@code target/benchmark/bulk.json}. */
public final class Benchmark {

    private static final Path DIRECTORY = Path.of("target", "benchmark");

    private final BenchmarkOptions options;
    private final Report report = new Report();
    private final int cores = Runtime.getRuntime().availableProcessors();

    private Benchmark(BenchmarkOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        run(BenchmarkOptions.fromSystemProperties());
    }

    @SuppressWarnings("SystemOut")
    static void run(BenchmarkOptions options) throws Exception {
        Benchmark benchmark = new Benchmark(options);
        benchmark.measure();
        benchmark.report.print(System.out);
        benchmark.report.write(DIRECTORY.resolve("bulk.json"));
    }

    private void measure() throws Exception {
        try (Stores stores = new Stores(options)) {
            report.note("documents", stores.loaded);
            report.note("cores", cores);
            report.note("java", Runtime.version().toString());
            convert(stores, PlanMapping.MAPPING);
            convert(stores, SectionMapping.MAPPING);
            double drain = drain(stores);
            double plain = plain(stores);
            for (int workers : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
                double limit = limit(stores, workers);
                copy(stores, workers, limit, drain, plain);
            }
        }
    }

    private void convert(Stores stores, UnitMapping unit) {
        Conversion conversion = new Conversion(stores, unit, options.repeats());
        double walk = conversion.walk();
        double json = conversion.toJson();
        double rows = conversion.toRows();
        String name = unit.name();
        report.note("sink." + name, conversion.sink());
        report.figure("walk." + name, "bare walk over the bytes, " + name + ", one core", walk, "MB/s", "");
        report.figure("toJson." + name, "driver's toJson, " + name + ", one core", json, "MB/s", "");
        report.figure(
                "conversion." + name,
                "BSON bytes to COPY bytes, " + name + ", one core",
                rows,
                "MB/s",
                times(rows / json, "toJson, ") + times(rows / walk, "the bare walk"));
        report.ratio("conversion.per.toJson." + name, rows / json);
        report.ratio("conversion.per.walk." + name, rows / walk);
    }

    /** Rows per second with nothing but reading. */
    private double drain(Stores stores) {
        long documents = 0;
        long bytes = 0;
        long start = System.nanoTime();
        for (UnitMapping unit : Stores.UNITS) {
            for (RawBsonDocument document : stores.source
                    .getCollection(unit.collection(), RawBsonDocument.class)
                    .find()
                    .batchSize(1_000)) {
                documents++;
                bytes += document.getByteLength();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = documents / seconds;
        report.note("bytes", bytes);
        report.figure(
                "drain",
                "draining MongoDB alone, one cursor",
                rate,
                "rows/s",
                String.format(java.util.Locale.ROOT, "%.1f MB/s", bytes / 1e6 / seconds));
        return rate;
    }

    /** Find all, transform, one INSERT … ON CONFLICT per document. */
    private double plain(Stores stores) throws Exception {
        stores.empty();
        for (UnitMapping parent : Stores.UNITS.subList(0, 2)) {
            EncodedRows rows = EncodedRows.of(stores, parent, 1, directory());
            rows.copy(stores.target);
            rows.delete();
        }
        List<UnitMapping> units = List.of(PlanMapping.MAPPING, SectionMapping.MAPPING);
        EncodedRows plans = EncodedRows.of(stores, PlanMapping.MAPPING, 1, directory());
        long documents = 0;
        double seconds = 0;
        for (UnitMapping unit : units) {
            PostgresRows rows = new PostgresRows(unit);
            long start = System.nanoTime();
            try (Connection connection = stores.target.getConnection()) {
                for (BsonDocument document : stores.source
                        .getCollection(unit.collection(), BsonDocument.class)
                        .find()
                        .limit(options.plain())) {
                    rows.upsert(connection, List.of(Documents.toRow(unit, document)));
                    documents++;
                }
            }
            seconds += (System.nanoTime() - start) / 1e9;
            if (unit == PlanMapping.MAPPING) {
                try (Connection connection = stores.target.getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("TRUNCATE plans CASCADE");
                }
                plans.copy(stores.target);
                plans.delete();
            }
        }
        report.figure(
                "plain", "the plain way, one INSERT … ON CONFLICT per document", documents / seconds, "rows/s", "");
        return documents / seconds;
    }

    private double limit(Stores stores, int workers) throws Exception {
        stores.empty();
        List<EncodedRows> all = new ArrayList<>();
        for (UnitMapping unit : Stores.UNITS) {
            all.add(EncodedRows.of(stores, unit, workers, directory()));
        }
        stores.empty();
        long start = System.nanoTime();
        for (EncodedRows rows : all) {
            rows.copy(stores.target);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        requireAll(stores);
        for (EncodedRows rows : all) {
            rows.delete();
        }
        double rate = stores.documents() / seconds;
        report.figure("limit." + workers, "binary COPY of encoded rows, " + connections(workers), rate, "rows/s", "");
        return rate;
    }

    private void copy(Stores stores, int workers, double limit, double drain, double plain) throws Exception {
        stores.empty();
        try (Engine engine = new Engine(stores, workers)) {
            double seconds = engine.backfill();
            requireAll(stores);
            double rate = stores.documents() / seconds;
            report.figure(
                    "backfill." + workers,
                    "backfill, " + (workers == 1 ? "one worker" : workers + " workers"),
                    rate,
                    "rows/s",
                    times(rate / limit, "that limit, ")
                            + times(rate / plain, "the plain way, ")
                            + times(rate / drain, "draining alone"));
            report.note("backfill.seconds." + workers, seconds);
            report.note("backfill.seconds.in.chunks." + workers, stores.secondsInChunks());
            report.ratio("backfill.per.limit." + workers, rate / limit);
            report.ratio("backfill.per.plain." + workers, rate / plain);
            report.ratio("backfill.per.drain." + workers, rate / drain);
            if (workers == 1) {
                verify(stores, engine, rate);
            }
            engine.back();
        }
    }

    private void verify(Stores stores, Engine engine, double backfill) throws Exception {
        double rate = stores.documents() / engine.verify();
        long start = System.nanoTime();
        drainQuietly(stores);
        double bare = stores.documents() / ((System.nanoTime() - start) / 1e9);
        report.figure(
                "verification",
                "verification",
                rate,
                "rows/s",
                times(rate / backfill, "the backfill by one worker, ") + times(rate / bare, "a bare read of both"));
        report.ratio("verification.per.backfill", rate / backfill);
        report.ratio("verification.per.read", rate / bare);
    }

    /** Both stores, one after the other, without a look at what they say. */
    private static void drainQuietly(Stores stores) throws Exception {
        for (UnitMapping unit : Stores.UNITS) {
            for (RawBsonDocument document : stores.source
                    .getCollection(unit.collection(), RawBsonDocument.class)
                    .find()) {
                document.getByteLength();
            }
            try (Connection connection = stores.target.getConnection()) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY \"" + unit.table() + "\" TO STDOUT", OutputStream.nullOutputStream());
            }
        }
    }

    private static void requireAll(Stores stores) throws Exception {
        if (stores.rows() != stores.documents()) {
            throw new IllegalStateException(
                    stores.rows() + " rows were copied of " + stores.documents() + " documents");
        }
    }

    private static String connections(int workers) {
        return workers == 1 ? "one connection" : workers + " connections";
    }

    private static Path directory() throws Exception {
        Path directory = DIRECTORY.resolve("rows");
        return Files.createDirectories(directory);
    }
}

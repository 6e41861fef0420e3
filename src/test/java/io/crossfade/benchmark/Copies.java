package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.postgresql.PGConnection;

/** The backfill and the verification of everything, each against the least that the stores themselves would need. */
final class Copies {

    private final Stores stores;
    private final Report report;
    private final double drain;
    private final double plain;

    /**
     * @param drain rows per second that MongoDB hands out
     * @param plain rows per second of the plain way
     */
    Copies(Stores stores, Report report, double drain, double plain) {
        this.stores = stores;
        this.report = report;
        this.drain = drain;
        this.plain = plain;
    }

    static Path directory() throws Exception {
        return Files.createDirectories(Benchmark.DIRECTORY.resolve("rows"));
    }

    void measure(int workers) throws Exception {
        double limit = limit(workers);
        stores.empty();
        Map<String, Object> properties = Map.of(
                "crossfade.backfill.workers",
                workers,
                "crossfade.verification.workers",
                workers,
                "crossfade.connections.per-instance",
                40);
        try (Engine engine = new Engine(stores.databases(), properties)) {
            engine.journey().forward(Phase.DUAL_WRITE);
            double seconds = engine.journey().backfill();
            requireAll();
            double rate = stores.documents() / seconds;
            report.figure(
                    "backfill." + workers,
                    "backfill, " + by(workers),
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
            verify(engine, workers, rate);
            engine.journey().back(Phase.DUAL_WRITE);
            engine.journey().back(Phase.SOURCE);
        }
    }

    private double limit(int connections) throws Exception {
        stores.empty();
        List<EncodedRows> all = new ArrayList<>();
        for (UnitMapping unit : Stores.UNITS) {
            all.add(EncodedRows.of(stores, unit, connections, directory()));
        }
        stores.empty();
        long start = System.nanoTime();
        for (EncodedRows rows : all) {
            rows.copy(stores.target);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        requireAll();
        for (EncodedRows rows : all) {
            rows.delete();
        }
        double rate = stores.documents() / seconds;
        report.figure(
                "limit." + connections,
                "binary COPY of encoded rows, " + (connections == 1 ? "one connection" : connections + " connections"),
                rate,
                "rows/s",
                "");
        return rate;
    }

    private void verify(Engine engine, int workers, double backfill) throws Exception {
        double rate = stores.documents() / engine.journey().verify();
        long start = System.nanoTime();
        read();
        double bare = stores.documents() / ((System.nanoTime() - start) / 1e9);
        report.figure(
                "verification." + workers,
                "verification, " + by(workers),
                rate,
                "rows/s",
                times(rate / backfill, "that backfill, ") + times(rate / bare, "a bare read of both"));
        report.ratio("verification.per.backfill." + workers, rate / backfill);
        report.ratio("verification.per.read." + workers, rate / bare);
    }

    /** Both stores, one after the other, without a look at what they say. */
    private void read() throws Exception {
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

    private static String by(int workers) {
        return workers == 1 ? "one worker" : workers + " workers";
    }

    private void requireAll() throws Exception {
        if (stores.rows() != stores.documents()) {
            throw new IllegalStateException(
                    stores.rows() + " rows were copied of " + stores.documents() + " documents");
        }
    }
}

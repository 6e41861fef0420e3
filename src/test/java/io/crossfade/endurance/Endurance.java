package io.crossfade.endurance;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.SampleData;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The program: both databases in this process, so that each can be stopped and come back with its data; the service as a
 * child. Ends with an AssertionError at the first thing that must not be.
 */
public final class Endurance {

    private Endurance() {}

    /** Runs the long form for {@code -Dendurance.minutes}, or the short one. */
    public static void main(String[] args) throws Exception {
        run(EnduranceOptions.fromSystemProperties());
    }

    static void run(EnduranceOptions options) throws Exception {
        Path data = Files.createTempDirectory("crossfade-endurance");
        Path logs = Path.of("target", "endurance");
        Journal journal = new Journal(System.out);
        journal.note("seed %d; the service's logs are in %s", options.seed(), logs);
        SampleData sample = new SampleData(options.seed(), options.sample());
        try (RestartablePostgres postgres = RestartablePostgres.start(data);
                EmbeddedMongo mongo = EmbeddedMongo.start()) {
            try (MongoClient client = MongoClients.create(mongo.connectionString())) {
                journal.note("loaded %s", sample.loadInto(client.getDatabase("strattio")));
            }
            List<String> settings = List.of("--crossfade.backfill.chunk-size=40", "--crossfade.backfill.workers=1");
            try (ServiceProcess service = new ServiceProcess(
                    postgres.url(), RestartablePostgres.USER, mongo.connectionString(), logs, settings)) {
                new EnduranceRun(options, sample, postgres, mongo, service, journal).run();
            }
        } finally {
            delete(data);
        }
        journal.note("no acknowledged write is missing");
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

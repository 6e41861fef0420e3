package io.crossfade.endurance;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.crossfade.CrossfadeApplication;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.SampleData;
import io.crossfade.testing.Journal;
import io.crossfade.testing.RestartablePostgres;
import io.crossfade.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The program: both databases in this process, so that each can be stopped and come back with its data; the service as a
 * child. Ends with an AssertionError at the first thing that must not be.
 */
public final class Endurance {

    private Endurance() {}

    /** Runs the long form for {@code -Dendurance.minutes}, a copy alone for {@code -Dendurance.documents}, or the short form. */
    public static void main(String[] args) throws Exception {
        run(EnduranceOptions.fromSystemProperties());
    }

    static void run(EnduranceOptions options) throws Exception {
        Path data = Files.createTempDirectory("crossfade-endurance");
        Path logs = Path.of("target", "endurance");
        Journal journal = new Journal("endurance", System.out);
        journal.note("seed %d; the service's logs are in %s", options.seed(), logs);
        SampleData sample = new SampleData(options.seed(), options.sample());
        try (RestartablePostgres postgres = RestartablePostgres.start(data);
                EmbeddedMongo mongo = EmbeddedMongo.start()) {
            try (MongoClient client = MongoClients.create(mongo.connectionString())) {
                journal.note("loaded %s", sample.loadInto(client.getDatabase("strattio")));
            }
            ServiceProcess.Program program = new ServiceProcess.Program(
                    CrossfadeApplication.class.getName(),
                    ServiceProcess.Program.classPathWithoutTests(),
                    List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
            try (ServiceProcess service = new ServiceProcess(
                    program,
                    postgres.url(),
                    RestartablePostgres.USER,
                    mongo.connectionString(),
                    logs,
                    options.settings())) {
                new EnduranceRun(options, sample, postgres, mongo, service, journal).run();
            }
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        journal.note("no acknowledged write is missing");
    }
}

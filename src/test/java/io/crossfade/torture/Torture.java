package io.crossfade.torture;

import io.crossfade.testing.Journal;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.ClusterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** The program: a campaign of {@code -Dtorture.runs} runs that begins with {@code -Dtorture.seed}. */
public final class Torture {

    private static final Path DIRECTORY = Path.of("target", "torture");

    private Torture() {}

    public static void main(String[] args) throws Exception {
        run();
    }

    /** Throws an AssertionError if there was an anomaly, or none where one was wanted. */
    static void run() throws Exception {
        FileSystemUtils.deleteRecursively(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        try (PrintStream details =
                new PrintStream(DIRECTORY.resolve("journal.txt").toFile(), StandardCharsets.UTF_8)) {
            Journal journal = new Journal("torture", System.out, details);
            String rules = System.getProperty("torture.rules", "");
            if (!rules.isEmpty()) {
                new RuleCampaigns(System.getProperties(), DIRECTORY, journal).run(rules);
                return;
            }
            TortureOptions options = TortureOptions.fromSystemProperties();
            Report report = campaign(options, DIRECTORY, journal);
            report.table().lines().forEach(line -> journal.note("%s", line));
            if (!report.anomalies().isEmpty()) {
                throw new AssertionError("The program from seed " + options.seed() + " on showed " + report.anomalies()
                        + "; see " + DIRECTORY);
            }
        }
    }

    /** A cluster's life. */
    static Report campaign(TortureOptions options, Path directory, Journal journal) throws Exception {
        Files.createDirectories(directory);
        journal.note(
                "seed %d, %d runs, %d cutovers to measure, %d instances%s; details are in %s",
                options.seed(),
                options.runs(),
                options.cutovers(),
                options.instances(),
                options.without().isEmpty() ? "" : " without " + options.without(),
                directory);
        Report report;
        try (Cluster cluster = Cluster.start(clusterOptions(options, directory))) {
            journal.note("all instances are ready");
            report = options.cutovers() > 0
                    ? new Figures(options, cluster, journal).run(options.cutovers())
                    : Report.of(options, new Campaign(options, cluster, directory, journal).run());
        }
        report.with("failpoints", FailpointLines.countedIn(directory));
        report.write(directory.resolve("report.json"));
        return report;
    }

    private static ClusterOptions clusterOptions(TortureOptions options, Path directory) throws IOException {
        return new ClusterOptions(
                options.seed(),
                options.instances(),
                InstanceProgram.of(options, directory),
                InstanceProgram.ofTheLast(options),
                options.settings(),
                directory);
    }
}

package io.crossfade.embedded.tour;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import io.crossfade.embedded.EmbeddedStores;
import io.crossfade.embedded.sample.traffic.EmbeddedTraffic;
import io.crossfade.embedded.sample.traffic.Ledger;
import io.crossfade.embedded.sample.traffic.LedgerCheck;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.embedded.sample.traffic.Traffic;
import io.crossfade.migration.Units;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Runs the service on embedded databases, takes it on the tour, and says whether all went well. */
public final class TourProgram {

    public static final String NAME = "tour";
    public static final String USAGE =
            "tour [--setting=value …]   there and back with the sample data, under traffic; checks every write";

    private static final Duration MOVE_LIMIT = Duration.ofMinutes(10);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final int LINES = 20;

    private TourProgram() {}

    /**
     * Takes the tour.
     *
     * @param application the service
     * @return 0 if no acknowledged write is missing and both stores were equal; else 1, and what failed is printed
     */
    @SuppressWarnings("SystemOut")
    public static int run(Class<?> application, String... args) throws InterruptedException {
        TourReport report = new TourReport(System.out);
        long start = System.nanoTime();
        String[] options = Arrays.stream(args).filter(arg -> !arg.equals(NAME)).toArray(String[]::new);
        report.line("Starting PostgreSQL 18, the embedded MongoDB, the service, the sample and the traffic …");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .initializers(starting -> requireEmbedded(starting.getEnvironment()))
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "server.port=0",
                        "logging.level.root=warn",
                        "crossfade.traffic.report=1h",
                        // Both databases, the service and its customers share this machine; a copy that yields to each
                        // other for long
                        // would make the tour a long one.
                        "crossfade.backfill.max-live-latency=5s")
                .run(options)) {
            List<String> failures = take(context, report);
            failures.stream().limit(LINES).forEach(failure -> report.line("  FAILED  %s", failure));
            if (failures.size() > LINES) {
                report.line("  … and %d more", failures.size() - LINES);
            }
            report.line(
                    "%nThe tour %s, in %d s.",
                    failures.isEmpty() ? "ended well" : "FAILED",
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            return failures.isEmpty() ? 0 : 1;
        }
    }

    private static List<String> take(ConfigurableApplicationContext context, TourReport report)
            throws InterruptedException {
        Environment environment = context.getEnvironment();
        Traffic traffic = context.getBean(EmbeddedTraffic.class).traffic();
        List<String> failures = new ArrayList<>();
        try (ServiceClient admin = client(environment, "admin", MOVE_LIMIT);
                ServiceClient customer = client(environment, EmbeddedTraffic.USER, READ_LIMIT)) {
            try {
                new Tour(new Operator(admin, "the tour"), traffic, report).walk();
            } catch (TourFailedException e) {
                failures.add(Objects.requireNonNullElse(e.getMessage(), "the tour"));
            } finally {
                traffic.stop();
            }
            failures.addAll(traffic.statistics().failures());
            failures.addAll(checkLedger(context, customer, traffic.ledger(), report));
        }
        return failures;
    }

    private static List<String> checkLedger(
            ConfigurableApplicationContext context, ServiceClient customer, Ledger ledger, TourReport report)
            throws InterruptedException {
        List<String> failures = new ArrayList<>(new LedgerCheck(customer, READ_LIMIT).contradictions(ledger));
        String uri = context.getBean(EmbeddedStores.class).mongoUri();
        String database = Objects.requireNonNull(new ConnectionString(uri).getDatabase());
        MongoLedgerCheck store = new MongoLedgerCheck(
                context.getBean(MongoClient.class).getDatabase(database), context.getBean(Units.class));
        failures.addAll(store.contradictions(ledger));
        report.line(
                "%nThe traffic's ledger: %d resources, %d deleted, %d of unknown outcome;"
                        + " %d contradicted by the API or by MongoDB's own documents.",
                ledger.size(), ledger.gone().size(), ledger.uncertain(), failures.size());
        return failures;
    }

    private static ServiceClient client(Environment environment, String user, Duration limit) {
        String password = environment.getProperty("crossfade.security.users." + user + ".password");
        if (password == null) {
            throw new IllegalStateException("The tour signs in as '" + user + "', and no such user is configured with a"
                    + " password; leave crossfade.security.users unset to have one made");
        }
        return new ServiceClient(
                URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port")),
                user,
                password,
                limit);
    }

    private static void requireEmbedded(Environment environment) {
        for (String setting : List.of("spring.datasource.url", "spring.mongodb.uri")) {
            if (StringUtils.hasText(environment.getProperty(setting))) {
                throw new IllegalStateException(
                        "The tour moves all data back and forth and runs on embedded databases only; unset " + setting);
            }
        }
    }
}

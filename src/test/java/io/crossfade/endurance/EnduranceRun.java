package io.crossfade.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.SampleData;
import io.crossfade.embedded.sample.traffic.Ledger;
import io.crossfade.embedded.sample.traffic.LedgerCheck;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.embedded.sample.traffic.Traffic;
import io.crossfade.embedded.sample.traffic.TrafficStatistics;
import io.crossfade.testing.Journal;
import io.crossfade.testing.RestartablePostgres;
import io.crossfade.testing.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Walks there and back, and in each phase on the way there takes away the service, PostgreSQL and MongoDB, one after the other. */
final class EnduranceRun {

    private static final int KILLS_WHILE_COPYING = 3;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final int WORKERS = 4;
    private static final int PER_SECOND = 60;
    private static final int SAMPLES = 200;

    private final EnduranceOptions options;
    private final SampleData sample;
    private final RestartablePostgres postgres;
    private final EmbeddedMongo mongo;
    private final ServiceProcess service;
    private final Journal journal;
    private final MigrationSteps steps;
    private final ServiceClient customer;
    private final Ledger ledger = new Ledger();
    private final SplittableRandom random;

    EnduranceRun(
            EnduranceOptions options,
            SampleData sample,
            RestartablePostgres postgres,
            EmbeddedMongo mongo,
            ServiceProcess service,
            Journal journal) {
        this.options = options;
        this.sample = sample;
        this.postgres = postgres;
        this.mongo = mongo;
        this.service = service;
        this.journal = journal;
        this.customer = service.client("APP", ANSWER_LIMIT);
        this.steps = new MigrationSteps(service.client("ADMIN", Duration.ofMinutes(3)), options.limit());
        this.random = new SplittableRandom(options.seed());
    }

    private interface Disturbance {
        void under(Traffic traffic) throws Exception;
    }

    void run() throws Exception {
        service.awaitReady();
        journal.note("the service runs");
        if (options.copyAlone()) {
            copy();
            return;
        }
        long end = System.nanoTime() + options.length().toNanos();
        do {
            there();
            back();
        } while (System.nanoTime() - end < 0);
    }

    private void copy() throws Exception {
        to("DUAL_WRITE", null);
        in("BACKFILL", false, this::killServiceWhileCopying);
        to("SHADOW_READ", null);
        in("SHADOW_READ", true);
    }

    private void there() throws Exception {
        in("MONGO", false, this::killService, this::withoutPostgres, this::withoutMongo);
        to("DUAL_WRITE", null);
        in("DUAL_WRITE", false, this::killService, this::withoutPostgres, this::withoutMongo);
        in("BACKFILL", false, this::killServiceWhileCopying, this::withoutPostgres, this::withoutMongo);
        to("SHADOW_READ", null);
        in("SHADOW_READ", true, this::killService, this::withoutPostgres, this::withoutMongo);
        to("READ_SWITCH", 50);
        in("READ_SWITCH", true, this::killService, this::withoutPostgres, this::withoutMongo);
        to("READ_SWITCH", 100);
        to("POSTGRES", null);
        in("POSTGRES", true, this::killService, this::withoutMongo, this::withoutPostgres);
        to("MONGO_REMOVED", null);
        in("MONGO_REMOVED", false, this::killServiceWithoutMongo, this::withoutPostgres);
    }

    private void back() throws Exception {
        to("POSTGRES", null);
        in("POSTGRES", true);
        to("READ_SWITCH", 100);
        to("SHADOW_READ", null);
        to("BACKFILL", null);
        to("DUAL_WRITE", null);
        in("DUAL_WRITE", true);
        to("MONGO", null);
        in("MONGO", false);
    }

    private void to(String phase, @Nullable Integer percent) throws Exception {
        steps.move(phase, percent);
        journal.note("moved to %s%s", phase, percent == null ? "" : " " + percent + " %");
    }

    /** Runs traffic, disturbs it, ends it, and looks for all that was acknowledged so far. */
    private void in(String phase, boolean verify, Disturbance... disturbances) throws Exception {
        Traffic traffic =
                Traffic.start(customer, ledger, WORKERS, PER_SECOND, random.nextLong(), sample.paths(SAMPLES));
        try {
            awaitWrites(traffic, random.nextInt(10, 60));
            for (Disturbance disturbance : disturbances) {
                disturbance.under(traffic);
                awaitWrites(traffic, random.nextInt(10, 40));
            }
        } finally {
            traffic.stop();
        }
        assertThat(traffic.statistics().failures())
                .as("what the traffic saw in %s", phase)
                .isEmpty();
        journal.note("in %s: %s", phase, traffic.statistics().drain());
        if (verify) {
            journal.note("in %s: verified %d keys", phase, steps.verify());
        }
        List<String> missing = new LedgerCheck(customer, options.limit()).contradictions(ledger);
        assertThat(missing)
                .as("acknowledged writes that are missing in %s", phase)
                .isEmpty();
        journal.note("in %s: all of %d resources are right, %d uncertain", phase, ledger.size(), ledger.uncertain());
    }

    private void killService(Traffic traffic) throws Exception {
        service.kill();
        restartService("killed the service");
    }

    private void killServiceWhileCopying(Traffic traffic) throws Exception {
        steps.move("BACKFILL", null);
        for (int kill = 1; kill <= KILLS_WHILE_COPYING; kill++) {
            long enough = options.documents() * kill / (KILLS_WHILE_COPYING + 1);
            await(enough + " documents to be copied, and not all")
                    .atMost(options.limit())
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> steps.copied() >= enough);
            service.kill();
            boolean complete = steps.wasComplete();
            restartService("killed the service when it had copied " + enough + " documents of its backfill");
            assertThat(complete)
                    .as("the backfill was over before the kill: make the sample larger")
                    .isFalse();
        }
    }

    private void killServiceWithoutMongo(Traffic traffic) throws Exception {
        mongo.stop();
        service.kill();
        restartService("killed the service while MongoDB was away");
        awaitWrites(traffic, 20);
        // Behind all requests that met the service while it was away.
        journal.note("since the restart: %s", traffic.statistics().drain());
        awaitWrites(traffic, 20);
        TrafficStatistics.Summary without = traffic.statistics().drain();
        assertThat(without.outages() + without.unknown())
                .as("requests that were not served while MongoDB was away, of %s", without)
                .isZero();
        mongo.restart();
    }

    private void restartService(String what) {
        service.start();
        service.awaitReady();
        journal.note("%s and started it again", what);
    }

    private void withoutPostgres(Traffic traffic) throws Exception {
        boolean served = !steps.authority().equals("POSTGRES");
        postgres.stop();
        awaitOutage(traffic, "PostgreSQL", served);
        postgres.restart();
    }

    private void withoutMongo(Traffic traffic) throws Exception {
        boolean served = !steps.authority().equals("MONGO");
        mongo.stop();
        awaitOutage(traffic, "MongoDB", served);
        mongo.restart();
    }

    /** @param served whether the other store decides: then writes must go on */
    private void awaitOutage(Traffic traffic, String store, boolean served) {
        long before = traffic.statistics().acknowledgedWrites();
        await("an outage of " + store)
                .pollDelay(options.outage())
                .atMost(options.outage().plus(options.limit()))
                .until(() -> !served || traffic.statistics().acknowledgedWrites() - before > 5);
        journal.note(
                "%s was away for %d s: %d writes acknowledged meanwhile",
                store, options.outage().toSeconds(), traffic.statistics().acknowledgedWrites() - before);
    }

    private void awaitWrites(Traffic traffic, int count) {
        long before = traffic.statistics().acknowledgedWrites();
        await("acknowledged writes; failures so far: " + traffic.statistics().failures())
                .atMost(options.limit())
                .pollInterval(Duration.ofMillis(50))
                .until(() -> traffic.statistics().acknowledgedWrites() - before >= count);
    }
}

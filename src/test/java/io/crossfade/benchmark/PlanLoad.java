package io.crossfade.benchmark;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.contract.Stores;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.plan.PlanPatch;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Reads and writes of plans by their ids, through repositories. */
final class PlanLoad {

    private static final int THREADS = 4;
    private static final int READS_PER_WRITE = 4;

    private final Stores stores;
    private final Id user;
    private final List<Id> ids;
    private final PlanRepository plans;
    private final AtomicLong writes = new AtomicLong();

    /** Reads and writes that took turns on one thread. */
    record Answers(Timings reads, Timings writes) {}

    /** Figures of one place where the load ran: what one thread waited for, and what several got done. */
    record Figures(Answers answers, double perSecond) {}

    private PlanLoad(Stores stores, Id user, List<Id> ids) {
        this.stores = stores;
        this.user = user;
        this.ids = ids;
        this.plans = stores.plans();
    }

    /** On so many new plans of one new user. */
    static PlanLoad on(Stores stores, int count) {
        Id user = Id.next();
        stores.users().create(User.of(user, user + "@example.org", "{noop}hash", "Ada", null, null, null, null));
        Json intake = Json.of(Map.of("story", "A bakery in Leeds. ".repeat(50)));
        List<Id> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Plan plan = Plan.of(null, user, null, "Plan " + i, null, null, intake, null, null, null);
            ids.add(stores.plans().create(plan).id());
        }
        return new PlanLoad(stores, user, ids);
    }

    /** The same plans, reached otherwise. */
    PlanLoad through(Stores others) {
        return new PlanLoad(others, user, ids);
    }

    /** Deletes them with their user. */
    void remove() {
        stores.users().delete(user);
    }

    /** After half as long that does not count. */
    Figures during(Duration window) throws Exception {
        answersWhile(until(window.dividedBy(2)));
        Answers answers = answersWhile(until(window));
        return new Figures(answers, perSecond(window));
    }

    /** At least one of each. */
    Answers answersWhile(BooleanSupplier goesOn) {
        Answers answers = new Answers(new Timings(), new Timings());
        do {
            long start = System.nanoTime();
            read();
            long between = System.nanoTime();
            write();
            answers.reads.add(between - start);
            answers.writes.add(System.nanoTime() - between);
        } while (goesOn.getAsBoolean());
        return answers;
    }

    private double perSecond(Duration window) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            long start = System.nanoTime();
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> operations(until(window))));
            }
            long all = 0;
            for (Future<Long> each : running) {
                all += each.get();
            }
            return all / ((System.nanoTime() - start) / 1e9);
        }
    }

    private long operations(BooleanSupplier goesOn) {
        long count = 0;
        do {
            for (int i = 0; i < READS_PER_WRITE; i++) {
                read();
            }
            write();
            count += READS_PER_WRITE + 1;
        } while (goesOn.getAsBoolean());
        return count;
    }

    private void read() {
        Id id = any();
        if (plans.find(id).isEmpty()) {
            throw new IllegalStateException("Plan " + id + " is not there");
        }
    }

    private void write() {
        plans.update(any(), new PlanPatch().name("Plan " + writes.incrementAndGet()));
    }

    private Id any() {
        return ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    }

    private static BooleanSupplier until(Duration window) {
        long end = System.nanoTime() + window.toNanos();
        return () -> System.nanoTime() - end < 0;
    }
}

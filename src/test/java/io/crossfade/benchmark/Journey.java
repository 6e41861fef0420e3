package io.crossfade.benchmark;

import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.Requester;
import io.crossfade.migration.control.SourceFence;
import io.crossfade.migration.verify.Verification;
import io.crossfade.migration.verify.VerificationStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** An operator who moves all units of an engine: each as soon as its gates hold. */
final class Journey {

    private static final Duration LIMIT = Duration.ofHours(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration GATES_LIMIT = Duration.ofMinutes(5);

    private final ApplicationContext engine;
    private final List<UnitMapping> units;

    Journey(ApplicationContext engine) {
        this.engine = engine;
        this.units = engine.getBean(Units.class).all();
    }

    /** One step. */
    void forward(Phase to) {
        units.forEach(unit -> move(unit, to, null));
    }

    /** One step. */
    void back(Phase to) {
        units.reversed().forEach(unit -> move(unit, to, null));
    }

    /** That many of a hundred keys are read from the target; returns when they may be. */
    void switchReads(int percent) {
        units.forEach(unit -> move(unit, Phase.READ_SWITCH, percent));
        SourceFence fence = engine.getBean(SourceFence.class);
        for (UnitMapping unit : units) {
            patiently(GATES_LIMIT).until(() -> fence.permit(unit.name())
                    .filter(permit -> permit.mode() == SourceFence.Mode.STRICT && permit.percent() == percent)
                    .isPresent());
        }
    }

    /** From DUAL_WRITE, until everything is there. @return seconds */
    double backfill() {
        long start = System.nanoTime();
        forward(Phase.BACKFILL);
        patiently(LIMIT).pollInterval(BETWEEN_LOOKS).until(this::backfilled);
        return (System.nanoTime() - start) / 1e9;
    }

    boolean backfilled() throws SQLException {
        Backfill backfill = engine.getBean(Backfill.class);
        for (UnitMapping unit : units) {
            if (!backfill.status(unit.name()).complete()) {
                return false;
            }
        }
        return true;
    }

    /** All units, one after the other. @return seconds */
    double verify() throws Exception {
        Verification verification = engine.getBean(Verification.class);
        long start = System.nanoTime();
        for (UnitMapping unit : units) {
            VerificationStatus run = verification.run(unit.name(), false);
            if (!run.clean()) {
                throw new IllegalStateException("The copy of '" + unit.name() + "' is not clean: " + run);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void move(UnitMapping unit, Phase to, @Nullable Integer percent) {
        Moves moves = engine.getBean(Moves.class);
        MoveReport[] last = new MoveReport[1];
        try {
            patiently(GATES_LIMIT).until(() -> {
                last[0] = moves.move(
                        unit.name(), new Moves.Request(to, percent, null, Requester.named("benchmark"), null));
                return last[0].done();
            });
        } catch (ConditionTimeoutException never) {
            throw new IllegalStateException("'" + unit.name() + "' could not be moved: " + last[0], never);
        }
    }

    private static ConditionFactory patiently(Duration limit) {
        return await().atMost(limit).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }
}

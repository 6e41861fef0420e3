package io.crossfade.benchmark;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.MigrationStage;
import com.launchdarkly.sdk.server.integrations.TestData;
import com.launchdarkly.sdk.server.migrations.Migration;
import com.launchdarkly.sdk.server.migrations.MigrationBuilder;
import com.launchdarkly.sdk.server.migrations.MigrationExecution;
import com.launchdarkly.sdk.server.migrations.MigrationMethodResult;
import com.launchdarkly.sdk.server.migrations.MigrationSerialOrder;
import io.crossfade.migration.Phase;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same decision by LaunchDarkly's migration API, as cheap as it goes: flags in memory, no events, no tracking, contexts made
 * beforehand, both stores one after the other where a stage asks both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RivalCost {

    private static final String FLAG = "plans";

    @Param
    public Phase phase;

    private final LDContext[] contexts =
            Arrays.stream(Keys.some()).map(LDContext::create).toArray(LDContext[]::new);
    private int next;
    private LDClient client;
    private Migration<String, String, Void, Void> migration;

    @Setup
    public void start() {
        MigrationStage stage = stage(phase);
        TestData flags = TestData.dataSource();
        flags.update(flags.flag(FLAG).valueForAll(LDValue.of(stage.toString())));
        client = new LDClient(
                "none",
                new LDConfig.Builder()
                        .dataSource(flags)
                        .events(Components.noEvents())
                        .diagnosticOptOut(true)
                        .build());
        migration = new MigrationBuilder<String, String, Void, Void>(client)
                .trackLatency(false)
                .trackErrors(false)
                .readExecution(MigrationExecution.Serial(MigrationSerialOrder.FIXED))
                .read(key -> MigrationMethodResult.Success("source"), key -> MigrationMethodResult.Success("target"))
                .write(key -> MigrationMethodResult.Success("source"), key -> MigrationMethodResult.Success("target"))
                .build()
                .orElseThrow();
        MigrationStage decided =
                client.migrationVariation(FLAG, contexts[0], MigrationStage.OFF).getStage();
        if (decided != stage) {
            throw new IllegalStateException("The flag says " + decided + ", not " + stage);
        }
    }

    private static MigrationStage stage(Phase phase) {
        return switch (phase) {
            case SOURCE -> MigrationStage.OFF;
            case DUAL_WRITE, BACKFILL -> MigrationStage.DUAL_WRITE;
            case SHADOW_READ -> MigrationStage.SHADOW;
            case READ_SWITCH -> MigrationStage.LIVE;
            case TARGET -> MigrationStage.RAMP_DOWN;
            case SOURCE_REMOVED -> MigrationStage.COMPLETE;
        };
    }

    @TearDown
    public void stop() throws IOException {
        client.close();
    }

    @Benchmark
    public String read() {
        return migration.read(FLAG, context(), MigrationStage.OFF).getResult().orElseThrow();
    }

    @Benchmark
    public String write() {
        return migration
                .write(FLAG, context(), MigrationStage.OFF)
                .getAuthoritative()
                .getResult()
                .orElseThrow();
    }

    private LDContext context() {
        return contexts[next++ & (contexts.length - 1)];
    }
}

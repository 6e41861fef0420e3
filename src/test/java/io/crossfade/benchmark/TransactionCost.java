package io.crossfade.benchmark;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.RouterWithoutStores;
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
import org.springframework.transaction.support.TransactionTemplate;

/** What a write to PostgreSQL costs without any router, over the same stub: Spring's transaction around an operation that does nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransactionCost {

    @Param
    public Phase phase;

    private RouterWithoutStores stores;
    private TransactionTemplate transaction;

    @Setup
    public void start() {
        stores = new RouterWithoutStores(phase);
        transaction = new TransactionTemplate(stores.transactions());
    }

    @TearDown
    public void stop() {
        stores.close();
    }

    @Benchmark
    public String write() {
        return transaction.execute(status -> "target");
    }
}

package io.crossfade.benchmark;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.control.RouterWithoutStores;
import java.util.List;
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

/** One call of the router around operations that do nothing, on keys of which half are read from the target when reads are switched. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterCost {

    @Param
    public Phase phase;

    private final String[] keys = Keys.some();
    private int next;
    private RouterWithoutStores stores;
    private Router router;

    @Setup
    public void start() {
        stores = new RouterWithoutStores(phase);
        router = stores.router();
    }

    @TearDown
    public void stop() {
        stores.close();
    }

    @Benchmark
    public String read() {
        return router.read(RouterWithoutStores.UNIT, key(), () -> "source", () -> "target");
    }

    @Benchmark
    public String write() {
        return router.write(RouterWithoutStores.UNIT, List.of(key()), () -> "source", () -> "target");
    }

    private String key() {
        return keys[next++ & (keys.length - 1)];
    }
}

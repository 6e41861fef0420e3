package io.crossfade.benchmark;

import io.crossfade.migration.Phase;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * A process that does nothing but copy, between the databases that its environment names, and looks at its heap meanwhile: each
 * time after a collection, so that only what is held counts.
 */
public final class MemoryProgram {

    private static final long PAUSE_MILLIS = 100;

    private volatile boolean over;
    private long most;

    private MemoryProgram() {}

    public static void main(String[] args) throws Exception {
        new MemoryProgram().run(Databases.from(System.getenv()));
        System.exit(0);
    }

    @SuppressWarnings("SystemOut")
    private void run(Databases databases) throws Exception {
        try (Engine engine = new Engine(databases, Map.of())) {
            engine.journey().forward(Phase.DUAL_WRITE);
            long idle = held();
            Thread looking = Thread.ofPlatform().daemon().start(this::look);
            double seconds = engine.journey().backfill();
            over = true;
            looking.join();
            System.out.println("idle=" + idle);
            System.out.println("most=" + most);
            System.out.println("seconds=" + seconds);
        }
    }

    private void look() {
        while (!over) {
            most = Math.max(most, held());
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

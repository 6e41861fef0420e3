package io.crossfade.embedded.sample.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads each path of a ledger through the API, and says which do not show what was acknowledged. */
public final class LedgerCheck {

    private static final int READERS = 4;
    private static final long PAUSE_MILLIS = 200;

    private final ServiceClient client;
    private final Duration patience;

    /** @param patience how long a path that cannot be read now is tried again */
    public LedgerCheck(ServiceClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** One line per path that contradicts the ledger or cannot be read; empty if no acknowledged write is missing. */
    public List<String> contradictions(Ledger ledger) throws InterruptedException {
        List<String> found = new ArrayList<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<@Nullable String>> reads = new ArrayList<>();
            for (String path : ledger.paths()) {
                reads.add(readers.submit(() -> contradiction(ledger, path)));
            }
            for (Future<@Nullable String> read : reads) {
                String contradiction = read.get();
                if (contradiction != null) {
                    found.add(contradiction);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The check of the ledger failed", e.getCause());
        }
        return found;
    }

    private @Nullable String contradiction(Ledger ledger, String path) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Answer read = client.get(path);
            if (!read.outcome().outage()) {
                return ledger.contradiction(path, read);
            }
            if (System.nanoTime() > deadline) {
                return path + ": cannot be read: " + read.summary();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}

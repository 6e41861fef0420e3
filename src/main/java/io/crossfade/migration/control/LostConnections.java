package io.crossfade.migration.control;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line, once in a while, that a pool lost connections; the pool itself would add a stack trace for each. */
public final class LostConnections implements SQLExceptionOverride {

    private static final Logger log = LoggerFactory.getLogger(LostConnections.class);

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03");

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        String state = PostgresFailures.state(failure);
        if (state.startsWith("08") || ENDED.contains(state)) {
            long last = LAST.get();
            long now = System.nanoTime();
            if (now - last >= QUIET_NANOS && LAST.compareAndSet(last, now)) {
                log.warn("Connections to PostgreSQL were lost: {}", PostgresFailures.words(state));
            }
        }
        return Override.CONTINUE_EVICT;
    }
}

package io.crossfade.migration.control;

import java.sql.SQLException;

/** Whether this instance may replicate to the source: only if those who wait for all such writes to end know of it. */
public interface Registration {

    /** What was answered, once the pipeline was run. */
    interface Answer {

        /** @throws SQLException if this instance is not registered now; nothing may be written */
        void require() throws SQLException;
    }

    /** Asks in the transaction of each such write, under the unit's lock. */
    Answer ask(Pipeline pipeline);
}

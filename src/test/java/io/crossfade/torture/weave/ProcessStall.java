package io.crossfade.torture.weave;

import java.io.IOException;

/** Stops all threads of this process for longer than the lease on a unit's moves lives, but not for so long that it is taken for dead. */
final class ProcessStall {

    private static final String SECONDS = "7.5";

    private ProcessStall() {}

    /** The thread that calls it does not pass before the time is over, also if somebody else lets the process go on sooner. */
    static void take() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "kill -STOP $0; sleep $1; kill -CONT $0",
                        Long.toString(ProcessHandle.current().pid()),
                        SECONDS)
                .start()
                .waitFor();
    }
}

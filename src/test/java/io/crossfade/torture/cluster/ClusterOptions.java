package io.crossfade.torture.cluster;

import io.crossfade.testing.ServiceProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs.
 *
 * @param seed from which each life of each instance gets another, as the system property {@code torture.seed}
 * @param instances how many
 * @param program what each of them runs
 * @param lastInstance further arguments to the JVM of the last one, such as those of an unsteady clock
 * @param settings of the service
 * @param logs where the instances' logs go, each in a directory of its own
 */
public record ClusterOptions(
        long seed,
        int instances,
        ServiceProcess.Program program,
        List<String> lastInstance,
        List<String> settings,
        Path logs) {}

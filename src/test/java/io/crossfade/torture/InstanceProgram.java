package io.crossfade.torture;

import io.crossfade.CrossfadeApplication;
import io.crossfade.testing.ServiceProcess;
import io.crossfade.torture.weave.WovenApplication;
import io.crossfade.torture.weave.WovenClassPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What each instance runs: the service as it is, or with what the options want woven into it. */
final class InstanceProgram {

    /** A machine with two cores carries three of these. */
    private static final List<String> SMALL_JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final List<String> ATTACHABLE =
            List.of("-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true");

    private InstanceProgram() {}

    /** @param directory for the woven program's own classes */
    static ServiceProcess.Program of(TortureOptions options, Path directory) throws IOException {
        if (!options.woven()) {
            return new ServiceProcess.Program(
                    CrossfadeApplication.class.getName(), ServiceProcess.Program.classPathWithoutTests(), SMALL_JVM);
        }
        List<String> woven = List.of(
                "-Dtorture.failpoints=" + options.failpoints(),
                "-Dtorture.slow=" + options.focus().slow(),
                "-Dtorture.without=" + options.without());
        return new ServiceProcess.Program(
                WovenApplication.class.getName(),
                WovenClassPath.in(directory.resolve("woven")),
                Stream.of(SMALL_JVM, ATTACHABLE, woven).flatMap(List::stream).toList());
    }

    /** Further arguments of the last instance. */
    static List<String> ofTheLast(TortureOptions options) {
        return options.clock().isEmpty() ? List.of() : List.of("-Dtorture.clock=" + options.clock());
    }
}

package io.crossfade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--crossfade.traffic.per-second=40",
                "--crossfade.traffic.perSecond=40",
                "--crossfade.sample.enabled=false",
                "--crossfade.sample.sizes.research-packs=20",
                "--crossfade.security.users.somebody.password-hash={noop}a=b",
                "--crossfade.security.users.somebody.roles[0]=app",
                "--crossfade.control.feed-only=plans",
                "--crossfade.operations.answer-after=1s",
                "--spring.datasource.url=jdbc:postgresql://localhost/x",
                "--server.port=0",
                "--management.server.port=0",
                "--logging.level.root=debug",
                "--debug",
                "--trace"
            })
    void knowsTheSettingsOfTheProjectAndOfSpringBoot(String argument) {
        assertThat(new CommandLine(List.of("tour", argument)).unknown()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "--crossfade.typo=1, --crossfade.typo, --crossfade.",
        "--crossfade.traffic.persecnd=1, --crossfade.traffic.persecnd, --crossfade.traffic.per-second",
        "--crossfade.security.users.it.pasword=geheim, --crossfade.security.users.it.pasword, --crossfade.security.users.",
        "--hlep, --hlep, --help",
        "--foo=bar, --foo, --",
        "--servr.port=1, --servr.port, --server.port",
    })
    void namesWhatItDoesNotKnowAndWhatIsNearest(String argument, String named, String nearest) {
        assertThat(new CommandLine(List.of(argument)).unknown())
                .startsWith("Unknown argument '" + named + "'")
                .contains("nearest that is known is '" + nearest)
                .doesNotContain("=", "geheim");
    }

    @Test
    void takesOneWordOnly() {
        assertThat(new CommandLine(List.of("--debug", "tour", "--trace")).program())
                .isEqualTo("tour");
        assertThat(new CommandLine(List.of("tour", "server.port=1")).unknown()).contains("'server.port=1'");
    }

    @Test
    void helpNamesThePrograms() {
        assertThat(CommandLine.help())
                .contains(
                        "stores [", "tour [", "--crossfade.traffic.per-second=40", "--crossfade.control.hold-limit=5s")
                .startsWith(CommandLine.version());
        assertThat(CommandLine.version()).matches("Crossfade [0-9]+\\.[0-9]+.*");
    }
}

package io.crossfade.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.torture.weave.Rule;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TortureOptionsTest {

    private static final String LIMIT = "--crossfade.sync.source-limit=";

    private static List<String> limits(Properties given) {
        return TortureOptions.from(given).settings().stream()
                .filter(setting -> setting.startsWith(LIMIT))
                .toList();
    }

    private static Properties with(String name, String value) {
        Properties given = new Properties();
        given.setProperty(name, value);
        return given;
    }

    @Test
    void limitsAreShortOnlyWhereNothingIsMeasuredAndNoRuleIsTakenOut() {
        assertThat(limits(new Properties())).containsExactly(LIMIT + "1s");
        assertThat(limits(with("torture.limits", "usual"))).isEmpty();
        assertThat(limits(with("torture.cutovers", "3"))).isEmpty();
        for (Rule rule : Rule.values()) {
            assertThat(limits(RuleFocus.of(rule, new Properties()))).isEmpty();
        }
    }

    /** Spring would take two of the same name for a list. */
    @Test
    void whatIsGivenReplacesTheCampaignsOwn() {
        assertThat(limits(with("torture.settings", LIMIT + "2s"))).containsExactly(LIMIT + "2s");
    }
}

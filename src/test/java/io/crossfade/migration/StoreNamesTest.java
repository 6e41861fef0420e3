package io.crossfade.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreNamesTest {

    private final StoreNames names = new StoreNames("MONGO", "POSTGRES");

    @Test
    void namesTheStoresInTheEnginesTexts() {
        assertThat(names.in("The source could not be asked; the target decides as before"))
                .isEqualTo("MONGO could not be asked; POSTGRES decides as before");
        assertThat(names.in("the source's registry, a write to the source."))
                .isEqualTo("MONGO's registry, a write to MONGO.");
        assertThat(names.in("waiting for a store, target: 08001")).isEqualTo("waiting for a store, POSTGRES: 08001");
    }

    @Test
    void leavesSettingsAndOtherWordsAlone() {
        for (String text : new String[] {"crossfade.sync.source-limit", "resource", "source.name", "targets"}) {
            assertThat(names.in(text)).isEqualTo(text);
        }
    }

    @Test
    void namesThemInGatesAndTags() {
        assertThat(names.tag("source-reachable")).isEqualTo("mongo-reachable");
        assertThat(names.tag("source_removed")).isEqualTo("mongo_removed");
        assertThat(names.tag("target")).isEqualTo("postgres");
        assertThat(names.tag("read_switch")).isEqualTo("read_switch");
    }
}

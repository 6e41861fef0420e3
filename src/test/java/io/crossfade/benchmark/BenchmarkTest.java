package io.crossfade.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In each build a size that shows no more than that it runs; the real one by {@code -Dbenchmark.full}. */
class BenchmarkTest {

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void measuresEverySection() throws Exception {
        BenchmarkOptions options = BenchmarkOptions.fromSystemProperties();
        Benchmark.run(options);
        JsonNode figures = JsonMapper.builder().build().readTree(Files.readString(Benchmark.FIGURES));
        assertThat(figures.get("measuredSections").values())
                .isNotEmpty()
                .allSatisfy(section -> assertThat(section.asString()).isEqualTo("measured"));
        if (options.only().isEmpty()) {
            assertThat(figures.propertyNames())
                    .contains("limit.1", "backfill.1", "plain", "drain", "verification.1", "conversion.plans")
                    .contains("router.read.dual_write", "router.write.target", "rival.read.dual_write")
                    .contains("write.dual_write", "read.read_switch", "throughput.target", "write.whileCopying")
                    .contains(
                            "feed.stream.highest",
                            "feed.outbox.highest",
                            "memory." + options.memory().getFirst());
            assertThat(figures.get("backfill.per.limit.1").asDouble()).isPositive();
        }
    }
}

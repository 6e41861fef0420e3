package io.crossfade.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In each build a size that shows no more than that it runs; the real one by {@code -Dbenchmark.plans=…}. */
class BenchmarkTest {

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void measuresTheBulkSide() throws Exception {
        boolean real = System.getProperty("benchmark.plans") != null;
        Benchmark.run(real ? BenchmarkOptions.fromSystemProperties() : new BenchmarkOptions(400, 2_000, 100, 2));
        JsonNode figures =
                JsonMapper.builder().build().readTree(Files.readString(Path.of("target", "benchmark", "bulk.json")));
        assertThat(figures.propertyNames())
                .contains("limit.1", "backfill.1", "plain", "drain", "verification", "conversion.plans");
        assertThat(figures.get("backfill.per.limit.1").asDouble()).isPositive();
    }
}

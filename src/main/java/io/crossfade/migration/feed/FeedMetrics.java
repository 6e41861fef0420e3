package io.crossfade.migration.feed;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/**
 * What this instance's followers of the change streams know, whether a store answers or not: {@code crossfade.feed.failing.seconds}
 * and {@code crossfade.feed.lost}. Of a unit that another instance follows, both are 0.
 */
final class FeedMetrics implements MeterBinder {

    private final Feed feed;
    private final Units units;

    FeedMetrics(Feed feed, Units units) {
        this.feed = feed;
        this.units = units;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (UnitMapping mapping : units.all()) {
            String unit = mapping.name();
            Gauge.builder("crossfade.feed.failing.seconds", () -> failing(unit).toMillis() / 1000.0)
                    .description("For how long the unit's change stream has been tried in vain")
                    .tag("unit", unit)
                    .register(registry);
            Gauge.builder("crossfade.feed.lost", () -> hasLost(unit) ? 1 : 0)
                    .description("1 if changes of the unit were missed, until a verification with repair has passed")
                    .tag("unit", unit)
                    .register(registry);
        }
    }

    private Duration failing(String unit) {
        return feed.follower(unit).map(ChangeStreamFollower::failing).orElse(Duration.ZERO);
    }

    private boolean hasLost(String unit) {
        return feed.follower(unit).filter(ChangeStreamFollower::hasLost).isPresent();
    }
}

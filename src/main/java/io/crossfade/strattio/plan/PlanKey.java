package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a page of plans ends: the time and, within its millisecond, the id. */
record PlanKey(Instant createdAt, Id id) {

    /** @throws InvalidValue if the text is none that {@link #text} gave */
    static @Nullable PlanKey of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            int end = text.indexOf('_');
            return new PlanKey(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, end))), Id.of(text.substring(end + 1)));
        } catch (RuntimeException e) {
            throw new InvalidValue("after", "is not a key that a page gave");
        }
    }

    static String text(Plan plan) {
        return plan.createdAt().toEpochMilli() + "_" + plan.id();
    }
}

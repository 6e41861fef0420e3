package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Where a page of what a plan has in versions ends: the version and, among documents that share one, the id. */
public record VersionKey(int version, Id id) {

    /** The lowest version first. */
    static final Comparator<VersionKey> ORDER =
            Comparator.comparingInt(VersionKey::version).thenComparing(VersionKey::id, Id.ORDER);

    /** @throws InvalidValue if the text is none that {@link #text} gave */
    public static @Nullable VersionKey of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            int end = text.indexOf('_');
            return new VersionKey(Integer.parseInt(text.substring(0, end)), Id.of(text.substring(end + 1)));
        } catch (RuntimeException e) {
            throw new InvalidValue("after", "is not a key that a page gave");
        }
    }

    public String text() {
        return version + "_" + id;
    }
}

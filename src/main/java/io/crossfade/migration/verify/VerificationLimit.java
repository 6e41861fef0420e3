package io.crossfade.migration.verify;

import org.jspecify.annotations.Nullable;

/**
 * How fast a unit's verifications may go; what is null has no limit.
 *
 * @param rowsPerSecond ids that are compared
 * @param bytesPerSecond of the documents among them
 */
public record VerificationLimit(
        @Nullable Long rowsPerSecond, @Nullable Long bytesPerSecond) {

    static final VerificationLimit NONE = new VerificationLimit(null, null);

    /** @throws VerificationRefusedException if one of them is no positive number */
    public VerificationLimit {
        if ((rowsPerSecond != null && rowsPerSecond < 1) || (bytesPerSecond != null && bytesPerSecond < 1)) {
            throw new VerificationRefusedException(
                    "A limit is 1 row, or 1 byte, per second or more; to stop a verification, pause it");
        }
    }

    /** How long so much may take at the least, in nanoseconds. */
    long nanos(long rows, long bytes) {
        double byRows = rowsPerSecond == null ? 0 : rows * 1e9 / rowsPerSecond;
        double byBytes = bytesPerSecond == null ? 0 : bytes * 1e9 / bytesPerSecond;
        return (long) Math.max(byRows, byBytes);
    }
}

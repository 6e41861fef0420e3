package io.crossfade.migration.verify;

import java.util.ArrayList;
import java.util.List;

/** What one batch of a run came to. */
final class Tally {

    private final List<Finding> findings = new ArrayList<>();
    private long compared;
    private long bytes;
    private long quarantined;

    /** @param bytes of the document */
    void compared(long bytes) {
        compared++;
        this.bytes += bytes;
    }

    /** Of the documents that were compared. */
    long bytes() {
        return bytes;
    }

    void quarantined() {
        quarantined++;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return findings;
    }

    /** In the order of the run's columns: compared, different, missing, extra, unmappable, quarantined, repaired. */
    long[] counts() {
        long[] counts = new long[7];
        counts[0] = compared;
        for (Finding finding : findings) {
            int column =
                    switch (finding.kind()) {
                        case DIFFERENT -> 1;
                        case MISSING -> 2;
                        case EXTRA -> 3;
                        case UNMAPPABLE -> 4;
                    };
            counts[column]++;
            counts[6] += finding.repaired() ? 1 : 0;
        }
        counts[5] = quarantined;
        return counts;
    }
}

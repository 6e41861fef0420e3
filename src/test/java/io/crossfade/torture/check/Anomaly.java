package io.crossfade.torture.check;

/**
 * What must not be.
 *
 * @param kind one word for reports to count by, see {@link Checker}
 * @param key where it shows
 * @param detail the operations that contradict each other; ids and values of the load's own, no addresses
 */
public record Anomaly(String kind, String key, String detail) {

    /** Whether the protocol allows it: it concerns only writes that were still under way. */
    public boolean allowed() {
        return kind.equals(EntityCheck.INVERTED);
    }
}

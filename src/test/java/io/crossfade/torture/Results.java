package io.crossfade.torture;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a campaign came to so far. */
final class Results {

    private final Tally runs = new Tally();
    private final Tally operations = new Tally();
    private final Tally faults = new Tally();
    private final Tally moves = new Tally();
    private final Tally anomalies = new Tally();
    private final Tally allowed = new Tally();
    private final Tally times = new Tally();
    private final Queue<Map<String, Long>> cutovers = new ConcurrentLinkedQueue<>();
    private volatile SortedMap<String, Long> events = new TreeMap<>();

    Tally runs() {
        return runs;
    }

    /** Of the load, by outcome. */
    Tally operations() {
        return operations;
    }

    /** By kind. */
    Tally faults() {
        return faults;
    }

    /** By phase and outcome. */
    Tally moves() {
        return moves;
    }

    /** By kind. */
    Tally anomalies() {
        return anomalies;
    }

    /** What is not linearizable and yet within the protocol's promises, by kind. */
    Tally allowed() {
        return allowed;
    }

    /** Milliseconds, by part of a run. */
    Tally times() {
        return times;
    }

    /** @param steps of the change of a unit's authority, in milliseconds */
    void cutover(Map<String, Long> steps) {
        cutovers.add(steps);
    }

    List<Map<String, Long>> cutovers() {
        return List.copyOf(cutovers);
    }

    /** Rare events of all instances since the start, by name. */
    SortedMap<String, Long> events() {
        return events;
    }

    void events(SortedMap<String, Long> sinceStart) {
        events = sinceStart;
    }
}

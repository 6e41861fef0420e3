package io.crossfade.torture.cluster;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** An instance's counters of rare events, added up over its lives: what is not read before a kill is lost. */
final class EventCounts implements AutoCloseable {

    private static final String COUNTER = "/actuator/metrics/crossfade.events";

    private final ServiceClient viewer;
    private final SortedMap<String, Long> earlier = new TreeMap<>();
    private Map<String, Long> present = Map.of();

    EventCounts(ServiceClient viewer) {
        this.viewer = viewer;
    }

    /** Reads them; of an instance that does not answer, they are as they were last read. */
    synchronized SortedMap<String, Long> total() {
        read();
        SortedMap<String, Long> total = new TreeMap<>(earlier);
        present.forEach((event, count) -> total.merge(event, count, Long::sum));
        return total;
    }

    /** Reads them for the last time in this life. */
    synchronized void bank() {
        read();
        keep();
    }

    /** This life is over, whoever ended it: the next one counts from zero. */
    synchronized void keep() {
        present.forEach((event, count) -> earlier.merge(event, count, Long::sum));
        present = Map.of();
    }

    private void read() {
        Answer all = viewer.get(COUNTER);
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode tag : all.body().path("availableTags")) {
            if (tag.path("tag").asString().equals("event")) {
                for (JsonNode event : tag.path("values")) {
                    counts.put(event.asString(), count(event.asString()));
                }
            }
        }
        counts.forEach((event, count) -> counts.put(event, Math.max(count, present.getOrDefault(event, 0L))));
        if (all.done()) {
            present = counts;
        }
    }

    private long count(String event) {
        return viewer.get(COUNTER + "?tag=event:" + event)
                .body()
                .path("measurements")
                .path(0)
                .path("value")
                .asLong(0);
    }

    @Override
    public void close() {
        viewer.close();
    }
}

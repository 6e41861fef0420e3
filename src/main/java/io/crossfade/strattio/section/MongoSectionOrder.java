package io.crossfade.strattio.section;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.ErrorCategory;
import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.common.UnreadableDocument;
import io.crossfade.strattio.common.UnreadableField;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.query.Update;

/**
 * Moves the sections of a plan under a unique index, which no single update can do. They first go, already in the new
 * order, to places below all others, then up to their own. After a crash in between they stand in an order that is whole
 * and unique; setting the order again puts it right. Each section is moved only from where it was seen, and the whole is done
 * again until it is seen to stand: of two who set an order at the same time, the one that ends last has set it.
 */
final class MongoSectionOrder {

    private static final int ATTEMPTS = 20;
    private static final int STRIPES = 64;

    private final MongoStore store;
    private final Function<Id, List<Place>> places;
    private final List<Lock> stripes =
            Stream.generate(() -> (Lock) new ReentrantLock()).limit(STRIPES).toList();

    /** Where a section stands, whatever else it holds. */
    record Place(Id id, @Nullable Integer orderIndex) {}

    /** @param places of a plan's sections */
    MongoSectionOrder(MongoStore store, Function<Id, List<Place>> places) {
        this.store = store;
        this.places = places;
    }

    void set(Id planId, List<Id> order) {
        Lock lock = stripes.get(Math.floorMod(planId.hashCode(), STRIPES));
        lock.lock();
        try {
            if (!attempt(planId, order, true)) {
                again(planId, order);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something was moved already, so whatever fails from here on leaves it open how they stand. */
    private void again(Id planId, List<Id> order) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                if (attempt(planId, order, false)) {
                    return;
                }
            } catch (DataAccessException | UnreadableDocument e) {
                throw halfDone(e);
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1 + attempt * 2_000_000L));
        }
        throw halfDone(SectionOrderMismatch.contended(planId));
    }

    /** Whether the sections stand in that order now. Once begun, sections that came meanwhile keep their places. */
    private boolean attempt(Id planId, List<Id> order, boolean first) {
        Map<Id, Integer> places = places(planId);
        Set<Id> wanted = new HashSet<>(order);
        if (first && (order.size() != wanted.size() || !places.keySet().equals(wanted))) {
            throw SectionOrderMismatch.of(planId);
        }
        Set<Integer> taken = places.entrySet().stream()
                .filter(place -> !wanted.contains(place.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        Map<Id, Integer> moves = new LinkedHashMap<>();
        int next = 0;
        for (Id id : order) {
            while (taken.contains(next)) {
                next++;
            }
            Integer place = places.get(id);
            if (place != null) {
                if (place != next) {
                    moves.put(id, next);
                }
                next++;
            }
        }
        if (!moves.isEmpty()) {
            move(places, moves);
        }
        return moves.isEmpty();
    }

    private void move(Map<Id, Integer> places, Map<Id, Integer> moves) {
        int free = freePlaces(places, moves.size());
        Instant now = Times.now(store.clock());
        BulkOperations away = store.template().bulkOps(BulkMode.ORDERED, MongoSection.class);
        BulkOperations home = store.template().bulkOps(BulkMode.ORDERED, MongoSection.class);
        for (Map.Entry<Id, Integer> move : moves.entrySet()) {
            int from = Objects.requireNonNull(places.get(move.getKey()));
            to(away, move.getKey(), from, free, now);
            to(home, move.getKey(), free++, move.getValue(), now);
        }
        boolean begun = false;
        try {
            away.execute();
            begun = true;
            home.execute();
        } catch (DataAccessException e) {
            if (!isDuplicate(e)) {
                throw begun ? halfDone(e) : e;
            }
        }
    }

    /** The store's own failure may say that nothing was written, which is true of its last command alone. */
    private static OutcomeUnknownException halfDone(Throwable cause) {
        return new OutcomeUnknownException(
                "The sections may stand in another order now; set the order again, which puts it right", cause);
    }

    private static int freePlaces(Map<Id, Integer> places, int count) {
        int lowest = places.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        long below = Math.min(0L, lowest) - count;
        if (below >= Integer.MIN_VALUE) {
            return (int) below;
        }
        int highest = places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.addExact(Math.max(highest, count), 1);
    }

    private static boolean isDuplicate(DataAccessException e) {
        return e instanceof DuplicateKeyException
                || (e instanceof BulkOperationException bulk
                        && bulk.getErrors().stream()
                                .anyMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY));
    }

    /** Only from the place where it was seen: another instance may set another order at the same time. */
    private static void to(BulkOperations moves, Id id, int from, int place, Instant now) {
        moves.updateOne(
                query(where("id").is(id).and("orderIndex").is(from)),
                new Update().set("orderIndex", place).set("updatedAt", now));
    }

    private Map<Id, Integer> places(Id planId) {
        Map<Id, Integer> found = new HashMap<>();
        places.apply(planId)
                .forEach(place -> found.put(place.id(), UnreadableField.required("order_index", place.orderIndex())));
        return found;
    }
}

package io.crossfade.strattio;

import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.UnitPhases;
import io.crossfade.strattio.financialmodel.FinancialModelMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.researchpack.ResearchPackMapping;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.user.UserMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/**
 * Gives MongoDB the indexes that the tables have. The start neither waits for it nor fails with it: while MongoDB is
 * away, it is tried again. An index that the stored documents contradict, or that is there with other options, is reported, and
 * the others are made.
 */
@Component
class MongoIndexes implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(MongoIndexes.class);
    /** IndexOptionsConflict and IndexKeySpecsConflict. */
    private static final Set<Integer> OTHER_OPTIONS = Set.of(85, 86);

    private static final Set<String> WITHOUT_EFFECT = Set.of("v", "key", "name", "ns", "background");
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Map<UnitMapping, List<IndexModel>> INDEXES = Map.of(
            UserMapping.MAPPING, List.of(unique(ascending("email")), plain(descending("created_at"))),
            PlanMapping.MAPPING,
                    List.of(
                            plain(compoundIndex(ascending("user_id"), descending("created_at"))),
                            plain(ascending("status")),
                            plain(ascending("organisation_id"))),
            SectionMapping.MAPPING,
                    List.of(unique(ascending("plan_id", "order_index")), plain(ascending("section_type"))),
            ResearchPackMapping.MAPPING,
                    List.of(unique(ascending("plan_id", "version")), plain(descending("retrieved_at"))),
            FinancialModelMapping.MAPPING, List.of(unique(ascending("plan_id", "version"))));

    private final MongoTemplate template;
    private final UnitPhases phases;
    private final Set<String> ensured = new HashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param phases where the units stand; without an engine all stand in MongoDB */
    MongoIndexes(MongoTemplate template, ObjectProvider<UnitPhases> phases) {
        this.template = template;
        this.phases = phases.getIfAvailable(() -> unit -> Phase.SOURCE);
    }

    @EventListener(ApplicationStartedEvent.class)
    void begin() {
        Thread.ofVirtual().name("mongo-indexes").start(this::untilStopped);
    }

    /**
     * Makes each index that is not there, once for as long as the unit is in MongoDB: one that comes back there may have lost
     * its collection meanwhile. @throws MongoException if MongoDB cannot be asked
     */
    synchronized void ensure() {
        INDEXES.forEach((unit, indexes) -> {
            if (phases.phase(unit.name()) == Phase.SOURCE_REMOVED) {
                ensured.remove(unit.name());
            } else if (!ensured.contains(unit.name())) {
                indexes.forEach(index -> ensure(unit, index));
                ensured.add(unit.name());
            }
        });
    }

    private void ensure(UnitMapping unit, IndexModel index) {
        try {
            template.getCollection(unit.collection()).createIndex(index.getKeys(), index.getOptions());
        } catch (MongoException e) {
            if (e.getCode() < 0) {
                throw e;
            }
            if (OTHER_OPTIONS.contains(e.getCode())) {
                reportUnlessItServes(unit, index);
                return;
            }
            LOG.error(
                    "MongoDB refused an index of collection '{}' on {} (code {}); correct the documents that"
                            + " contradict it and restart",
                    unit.collection(),
                    index.getKeys().toBsonDocument().keySet(),
                    e.getCode());
        }
    }

    /** One under another name that is as wanted is as good. */
    private void reportUnlessItServes(UnitMapping unit, IndexModel wanted) {
        BsonDocument keys = wanted.getKeys().toBsonDocument();
        List<String> options = wanted.getOptions().isUnique() ? List.of("unique") : List.of();
        List<BsonDocument> inTheWay =
                template
                        .getCollection(unit.collection())
                        .listIndexes(BsonDocument.class)
                        .into(new ArrayList<>())
                        .stream()
                        .filter(index -> index.getDocument("key").equals(keys)
                                || index.getString("name").getValue().equals(name(keys)))
                        .toList();
        if (inTheWay.stream()
                .anyMatch(index -> index.getDocument("key").equals(keys)
                        && optionsOf(index).equals(options))) {
            return;
        }
        for (BsonDocument index : inTheWay) {
            String name = index.getString("name").getValue();
            LOG.error(
                    "Collection '{}' in MongoDB has an index '{}' on {} with options {}; the service wants one on {} with options"
                            + " {}, which MongoDB does not make beside it (code 85 or 86). Nothing was changed. Find out who needs"
                            + " that index; then drop it (db.{}.dropIndex(\"{}\")) and restart, which makes the one that is wanted",
                    unit.collection(),
                    name,
                    index.getDocument("key").toJson(),
                    optionsOf(index),
                    keys.toJson(),
                    options,
                    unit.collection(),
                    name);
        }
    }

    /** Those that change what an index holds or refuses, by name only: a filter may hold values. */
    private static List<String> optionsOf(BsonDocument index) {
        return index.entrySet().stream()
                .filter(option ->
                        !WITHOUT_EFFECT.contains(option.getKey()) && !BsonBoolean.FALSE.equals(option.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** As the driver makes it up. */
    private static String name(BsonDocument keys) {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + "_" + key.getValue().asNumber().intValue())
                .collect(Collectors.joining("_"));
    }

    private void untilStopped() {
        try {
            do {
                tryToEnsure();
            } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToEnsure() {
        try {
            ensure();
        } catch (RuntimeException e) {
            LOG.debug(
                    "MongoDB cannot be asked for its indexes now ({})",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void destroy() {
        stopped.countDown();
    }

    private static IndexModel unique(Bson keys) {
        return new IndexModel(keys, new IndexOptions().unique(true));
    }

    private static IndexModel plain(Bson keys) {
        return new IndexModel(keys);
    }
}

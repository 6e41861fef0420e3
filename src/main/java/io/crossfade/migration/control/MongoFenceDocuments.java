package io.crossfade.migration.control;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Installation.SourceWord;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The fence's documents in MongoDB, one per unit, and beside them the installation's mark, which each read of a fence sees. A read is
 * never answered by a deposed primary.
 */
final class MongoFenceDocuments {

    private static final String COLLECTION = "crossfade_fence";
    private static final String MODE_SINCE = "modeSince";

    /** No unit is called that. */
    private static final String MARK = "(installation)";

    private final MongoDatabase database;
    private final MongoCollection<Document> collection;
    private final MongoAnchor anchor;
    private final Installation installation;
    private volatile @Nullable String knownPlace;

    /** @param limit of each operation */
    MongoFenceDocuments(MongoDatabase database, MongoAnchor anchor, Duration limit, Installation installation) {
        this.database = database.withReadPreference(ReadPreference.primary())
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        this.anchor = anchor;
        this.installation = installation;
        collection = database.getCollection(COLLECTION)
                .withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.MAJORITY)
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Reading(List<FenceDocument> fences, SourceWord word) {}

    private Reading readWithMark() {
        List<FenceDocument> fences = new ArrayList<>();
        InstallationMark mark = null;
        try (ClientSession session = anchor.session()) {
            for (Document document :
                    collection.withReadConcern(ReadConcern.MAJORITY).find(session)) {
                if (MARK.equals(document.getString("_id"))) {
                    mark = mark(document);
                } else {
                    fences.add(fence(document));
                }
            }
        }
        Set<String> units = fences.stream().map(FenceDocument::unit).collect(Collectors.toSet());
        boolean moved = fences.stream().anyMatch(fence -> fence.phase() != Phase.SOURCE || fence.mode() == Mode.CLOSED);
        return new Reading(fences, new SourceWord(mark, mark == null ? null : knownPlace(), units, moved));
    }

    /** What the store says of itself. The installation is not told. */
    SourceWord word() {
        return readWithMark().word();
    }

    /**
     * All fences.
     *
     * @throws UnavailableException if they are not the installation's own
     */
    List<FenceDocument> readAll() {
        long asked = installation.losses();
        Reading reading = readWithMark();
        installation.sourceSays(reading.word(), asked);
        requireOwn();
        return reading.fences();
    }

    private void requireOwn() {
        if (!installation.trusts(Side.SOURCE)) {
            throw new UnavailableException(installation.whySourceIsNotTrusted(), Duration.ofSeconds(2), null);
        }
    }

    Optional<FenceDocument> read(String unit) {
        return readAll().stream().filter(fence -> fence.unit().equals(unit)).findFirst();
    }

    private String knownPlace() {
        String known = knownPlace;
        if (known == null || !installation.knowsSource()) {
            known = place();
            knownPlace = known;
        }
        return known;
    }

    /**
     * Where the fence is: the name of its database and the UUID that the server gave the collection, which its members share, and which
     * a copy or a restored dump does not have.
     * A database without any fence is no place yet.
     */
    String place() {
        BsonDocument found = database.listCollections(BsonDocument.class)
                .filter(Filters.eq("name", COLLECTION))
                .first();
        return database.getName() + "/"
                + (found == null
                        ? ""
                        : found.getDocument("info").getBinary("uuid").asUuid());
    }

    /** Marks an unmarked source. Whatever mark stands there is left alone. */
    void claim(InstallationMark mark) {
        insert(document(mark));
    }

    /** @param old the one that was found there, or null for none; if another stands there now, nothing changes */
    void replaceMark(@Nullable InstallationMark old, InstallationMark mark) {
        if (old == null) {
            claim(mark);
        } else {
            collection.replaceOne(
                    Filters.and(
                            Filters.eq("_id", MARK),
                            Filters.eq("installation", old.id().toString())),
                    document(mark));
        }
    }

    /** Removes what another installation has left. */
    void removeAll() {
        collection.deleteMany(new Document());
    }

    List<String> closedUnits() {
        return readWithMark().fences().stream()
                .filter(fence -> fence.mode() == Mode.CLOSED)
                .map(FenceDocument::unit)
                .toList();
    }

    private static Document document(InstallationMark mark) {
        return new Document("_id", MARK)
                .append("installation", mark.id().toString())
                .append("sourcePlace", mark.sourcePlace())
                .append("targetPlace", mark.targetPlace());
    }

    private static InstallationMark mark(Document document) {
        return new InstallationMark(
                UUID.fromString(document.getString("installation")),
                document.getString("sourcePlace"),
                document.getString("targetPlace"));
    }

    /** Leaves a document alone that another instance has written first. */
    void create(FenceDocument first) {
        insert(fields(first).append("_id", first.unit()).append(MODE_SINCE, new Date()));
    }

    private void insert(Document document) {
        try {
            collection.insertOne(document);
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
        }
    }

    /** @throws UnavailableException if the fence is not the installation's own */
    boolean replace(FenceDocument before, FenceDocument after) {
        requireOwn();
        Bson change = new Document("$set", fields(after));
        return collection
                        .updateOne(
                                Filters.and(
                                        Filters.eq("_id", before.unit()),
                                        Filters.eq("epoch", before.epoch()),
                                        Filters.eq("change", before.change())),
                                after.mode() == before.mode()
                                        ? change
                                        : Updates.combine(change, Updates.currentDate(MODE_SINCE)))
                        .getMatchedCount()
                == 1;
    }

    private static Document fields(FenceDocument fence) {
        return new Document("epoch", fence.epoch())
                .append("change", fence.change())
                .append("term", fence.term())
                .append("mode", fence.mode().name().toLowerCase(Locale.ROOT))
                .append("modeEpoch", fence.modeEpoch())
                .append("strictBefore", fence.strictBefore())
                .append("phase", fence.phase().code())
                .append("percent", fence.percent());
    }

    private static FenceDocument fence(Document document) {
        Date modeSince = document.getDate(MODE_SINCE);
        return new FenceDocument(
                document.getString("_id"),
                document.getLong("epoch"),
                document.getString("change"),
                document.getLong("term"),
                Mode.valueOf(document.getString("mode").toUpperCase(Locale.ROOT)),
                document.getLong("modeEpoch"),
                modeSince == null ? null : modeSince.toInstant(),
                document.getBoolean("strictBefore"),
                Phase.ofCode(document.getString("phase")),
                document.getInteger("percent"));
    }
}

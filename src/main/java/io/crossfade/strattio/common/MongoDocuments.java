package io.crossfade.strattio.common;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.crossfade.migration.UnitMapping;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * Documents by the names of their fields, for what goes by those of a class's properties in Spring Data. A document that was seen is
 * written only while it holds in all its fields what it held then.
 */
final class MongoDocuments {

    private static final String UPDATED_AT = "updated_at";

    private final MongoTemplate template;
    private final Clock clock;
    private final UnitMapping mapping;
    private final boolean bearsTimes;

    MongoDocuments(MongoStore store, UnitMapping mapping) {
        this.template = store.template();
        this.clock = store.clock();
        this.mapping = mapping;
        this.bearsTimes =
                mapping.columns().stream().anyMatch(column -> column.name().equals(UPDATED_AT));
    }

    /** As it is stored: the driver's own documents make a reference of what only looks like one. */
    Optional<BsonDocument> find(Id id) {
        return Optional.ofNullable(template.execute(mapping.collection(), documents -> documents
                .withDocumentClass(BsonDocument.class)
                .find(filter(id, null))
                .first()));
    }

    /** As the driver reads it elsewhere. */
    Document decoded(BsonDocument stored) {
        return template.getCollection(mapping.collection())
                .getCodecRegistry()
                .get(Document.class)
                .decode(new BsonDocumentReader(stored), DecoderContext.builder().build());
    }

    /**
     * It as it is after the change; empty if there is none, or not as it was seen.
     *
     * @param seen null for whatever is stored
     */
    Optional<Document> change(Id id, @Nullable BsonDocument seen, Map<String, @Nullable Object> changes) {
        Document set = new Document();
        Document unset = new Document();
        changes.forEach((field, value) -> {
            if (value == null) {
                unset.append(field, "");
            } else {
                set.append(field, MongoConversions.bson(value));
            }
        });
        mapping.formerNames().forEach((former, present) -> {
            if (changes.containsKey(present)) {
                unset.append(former, "");
            }
        });
        if (bearsTimes) {
            set.append(UPDATED_AT, MongoConversions.bson(Times.nowOrAfter(updatedAt(seen), clock)));
        }
        Document update = new Document();
        if (!set.isEmpty()) {
            update.append("$set", set);
        }
        if (!unset.isEmpty()) {
            update.append("$unset", unset);
        }
        return Optional.ofNullable(template.execute(
                mapping.collection(),
                documents -> documents.findOneAndUpdate(
                        filter(id, seen), update, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))));
    }

    /** False if there is none, or not as it was seen. */
    boolean delete(Id id, @Nullable BsonDocument seen) {
        return Boolean.TRUE.equals(template.execute(
                mapping.collection(),
                documents -> documents.deleteOne(filter(id, seen)).getDeletedCount() > 0));
    }

    private Document filter(Id id, @Nullable BsonDocument seen) {
        Document filter = new Document("_id", MongoConversions.bson(id));
        if (seen != null) {
            mapping.columns().stream()
                    .flatMap(column -> column.fields().stream())
                    .forEach(field -> filter.append(field, same(seen.get(field))));
        }
        return filter;
    }

    /** An array that contains the value equals it too, to MongoDB. */
    private static Document same(@Nullable BsonValue value) {
        Document equal = new Document("$eq", value);
        return new Document("$eq", value).append("$not", new Document("$elemMatch", equal));
    }

    private static @Nullable Instant updatedAt(@Nullable BsonDocument seen) {
        return seen != null && seen.get(UPDATED_AT) instanceof BsonDateTime time
                ? Instant.ofEpochMilli(time.getValue())
                : null;
    }
}

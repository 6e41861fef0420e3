package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An aggregation pipeline. What stands at its beginning and an index can serve, the collection's own find does. */
final class Pipeline {

    private static final Map<String, String> ALIASES = Map.of("$set", "$addFields");
    private static final Set<String> CHANGE_STREAM_STAGES =
            Set.of("$match", "$project", "$addFields", "$set", "$replaceRoot", "$replaceWith", "$redact", "$unset");
    private static final Set<String> READ_ONLY_STAGES = Set.of("$group", "$limit", "$skip", "$count", "$sortByCount");

    private final ReplicatedBackend backend;
    private final ReplicatedDatabase database;
    private final List<Document> stages;

    private Pipeline(ReplicatedBackend backend, ReplicatedDatabase database, List<Document> stages) {
        this.backend = backend;
        this.database = database;
        this.stages = stages;
    }

    static Pipeline of(ReplicatedBackend backend, ReplicatedDatabase database, List<?> stages) {
        List<Document> known = new ArrayList<>();
        for (Document stage : Aggregation.parse(stages)) {
            String name = nameOf(stage);
            if (name.equals("$replaceWith")) {
                known.add(new Document("$replaceRoot", new Document("newRoot", stage.get(name))));
            } else {
                known.add(new Document(ALIASES.getOrDefault(name, name), stage.get(name)));
            }
        }
        return new Pipeline(backend, database, known);
    }

    private static String nameOf(Document stage) {
        if (stage.size() != 1) {
            throw new CommandFailure(
                    40323, "Location40323", "A pipeline stage specification object must contain exactly one field.");
        }
        return stage.keySet().iterator().next();
    }

    /** The specification of the first stage, if it is the one named. */
    @Nullable
    Document first(String name) {
        return !stages.isEmpty() && stages.getFirst().get(name) instanceof Document specification
                ? specification
                : null;
    }

    boolean replacesCollection() {
        return !stages.isEmpty() && stages.getLast().containsKey("$out");
    }

    List<Document> run(@Nullable ReplicatedCollection collection) {
        Prefix prefix = new Prefix();
        int taken = 0;
        while (taken < stages.size() && prefix.take(stages.get(taken))) {
            taken++;
        }
        List<Document> found = collection == null ? List.of() : collection.find(prefix.toFind());
        List<Document> rest = stages.subList(taken, stages.size());
        aggregation(rest, collection).validate(new Document("cursor", new Document()));
        for (UnaryOperator<List<Document>> step : steps(rest, collection)) {
            found = step.apply(found);
        }
        return found;
    }

    private List<UnaryOperator<List<Document>>> steps(List<Document> rest, @Nullable MongoCollection<?> collection) {
        List<UnaryOperator<List<Document>>> steps = new ArrayList<>();
        for (Document stage : rest) {
            String name = nameOf(stage);
            UnaryOperator<List<Document>> own = OwnStages.of(name, stage.get(name));
            steps.add(own == null ? byTheLibrary(stage, collection) : own);
        }
        return steps;
    }

    private UnaryOperator<List<Document>> byTheLibrary(Document stage, @Nullable MongoCollection<?> collection) {
        String name = nameOf(stage);
        Aggregation aggregation = aggregation(List.of(stage), collection);
        return documents -> {
            OwnStages.refuseToEvaluateStored(name, stage.get(name), documents);
            Stream<Document> input = READ_ONLY_STAGES.contains(name)
                    ? documents.stream()
                    : documents.stream().map(Document::cloneDeeply);
            return aggregation.runStages(input);
        };
    }

    /** What a change stream's events go through, one at a time; null for an event that does not pass. */
    Stages afterChangeStream() {
        List<Document> rest = stages.subList(1, stages.size());
        rest.stream()
                .map(Pipeline::nameOf)
                .filter(name -> !CHANGE_STREAM_STAGES.contains(name))
                .forEach(name -> {
                    throw new CommandFailure(
                            20, "IllegalOperation", name + " is not permitted in a $changeStream pipeline");
                });
        List<UnaryOperator<List<Document>>> steps = steps(rest, null);
        return event -> {
            List<Document> passed = List.of(event);
            for (UnaryOperator<List<Document>> step : steps) {
                passed = step.apply(passed);
            }
            return passed.isEmpty() ? null : passed.getFirst();
        };
    }

    private Aggregation aggregation(List<Document> rest, @Nullable MongoCollection<?> collection) {
        return Aggregation.fromPipeline(rest, backend::resolveDatabase, database, collection, NoopOplog.get());
    }

    /** One document in, one or none out. */
    interface Stages {
        @Nullable
        Document apply(Document event);
    }

    /** The leading stages that one find can do: $match, $sort, $skip, $limit, in that order. */
    private static final class Prefix {

        private Document filter = new Document();
        private Document sort = new Document();
        private int skip;
        private int limit;
        private int step;

        boolean take(Document stage) {
            String name = nameOf(stage);
            int at = List.of("$match", "$sort", "$skip", "$limit").indexOf(name);
            if (at < step || (at == 0 && step > 0)) {
                return false;
            }
            switch (name) {
                case "$match" -> filter = Fields.document(stage, name);
                case "$sort" -> sort = Fields.document(stage, name);
                case "$skip" -> skip = Fields.number(stage.get(name), 0);
                default -> limit = Fields.number(stage.get(name), 0);
            }
            step = at + 1;
            return true;
        }

        Find toFind() {
            return Find.of(filter, sort, skip, limit, null);
        }
    }
}

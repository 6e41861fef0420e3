package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which read concerns are refused, as MongoDB does. What a majority of one has is what it has, so those that pass all
 * read the same; only a snapshot would need a past state.
 */
final class ReadConcerns {

    private static final Set<String> LEVELS = Set.of("local", "available", "majority", "linearizable", "snapshot");

    private ReadConcerns() {}

    static void check(Document command) {
        if (!(command.get("readConcern") instanceof Document concern)) {
            return;
        }
        Object level = concern.get("level");
        if (level != null && !(level instanceof String name && LEVELS.contains(name))) {
            throw CommandFailure.badValue(
                    "Enumeration value '" + level + "' for field 'readConcern.level' is not a valid value.");
        }
        if ("snapshot".equals(level)) {
            throw CommandFailure.unsupported("Read concern snapshot");
        }
        if (concern.containsKey("afterClusterTime") && ("linearizable".equals(level) || "available".equals(level))) {
            throw CommandFailure.invalidOptions(
                    "afterClusterTime field can be set only if level is equal to majority, local, or snapshot");
        }
        if (opensChangeStream(command) && level != null && !"majority".equals(level)) {
            throw CommandFailure.invalidOptions(
                    "Aggregation stage $changeStream requires read concern 'majority' but found '" + level + "'");
        }
        if ("linearizable".equals(level) && lastStageWrites(command)) {
            throw CommandFailure.invalidOptions("$out and $merge cannot be used with a 'linearizable' read concern");
        }
    }

    static boolean opensChangeStream(Document command) {
        return command.get("pipeline") instanceof List<?> stages
                && !stages.isEmpty()
                && has(stages.getFirst(), "$changeStream");
    }

    private static boolean lastStageWrites(Document command) {
        return command.get("pipeline") instanceof List<?> stages
                && !stages.isEmpty()
                && (has(stages.getLast(), "$out") || has(stages.getLast(), "$merge"));
    }

    private static boolean has(@Nullable Object stage, String name) {
        return stage instanceof Document specification && specification.containsKey(name);
    }
}

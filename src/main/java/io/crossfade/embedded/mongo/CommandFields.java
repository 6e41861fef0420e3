package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields that each command has in MongoDB 7.0. Another one is refused as there, never passed over: what it asks for
 * would not be done. Of those that stand here, the ones that would change the result and are not supported are refused too.
 */
final class CommandFields {

    /** Those that any command may carry, as drivers send them. */
    private static final Set<String> GENERIC = Set.of(
            "$db",
            "$clusterTime",
            "$readPreference",
            "$client",
            "$audit",
            "lsid",
            "txnNumber",
            "autocommit",
            "startTransaction",
            "stmtId",
            "stmtIds",
            "comment",
            "maxTimeMS",
            "maxTimeMSOpOnly",
            "readConcern",
            "writeConcern",
            "apiVersion",
            "apiStrict",
            "apiDeprecationErrors");

    private static final String FIND_AND_MODIFY =
            "query sort remove update new upsert fields bypassDocumentValidation collation arrayFilters hint let";

    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            known(
                    "find",
                    "filter projection sort hint skip limit batchSize singleBatch max min returnKey showRecordId"
                            + " tailable oplogReplay noCursorTimeout awaitData allowPartialResults collation"
                            + " allowDiskUse let"),
            known("aggregate", "pipeline explain allowDiskUse cursor bypassDocumentValidation collation hint let"),
            known("getMore", "collection batchSize"),
            known("killCursors", "cursors"),
            known("count", "query skip limit hint collation fields"),
            known("distinct", "key query collation"),
            known("insert", "documents ordered bypassDocumentValidation"),
            known("update", "updates ordered bypassDocumentValidation let"),
            known("delete", "deletes ordered let"),
            known("findAndModify", FIND_AND_MODIFY),
            known("findandmodify", FIND_AND_MODIFY),
            known(
                    "create",
                    "capped timeseries expireAfterSeconds clusteredIndex changeStreamPreAndPostImages autoIndexId size"
                            + " max storageEngine validator validationLevel validationAction indexOptionDefaults viewOn"
                            + " pipeline collation encryptedFields"),
            known(
                    "collMod",
                    "index validator validationLevel validationAction viewOn pipeline cappedSize cappedMax"
                            + " changeStreamPreAndPostImages expireAfterSeconds timeseries dryRun"),
            known("drop", ""),
            known("dropDatabase", ""),
            known("renameCollection", "to dropTarget"),
            known("createIndexes", "indexes commitQuorum"),
            known("dropIndexes", "index"),
            known("listIndexes", "cursor"),
            known("listCollections", "filter nameOnly authorizedCollections cursor"),
            known("listDatabases", "filter nameOnly authorizedDatabases"),
            known("collStats", "scale"));

    private static final Map<String, Set<String>> STATEMENTS = Map.of(
            "updates", Set.of("q", "u", "c", "multi", "upsert", "collation", "arrayFilters", "hint"),
            "deletes", Set.of("q", "limit", "collation", "hint"));

    private static final List<String> UNSUPPORTED = List.of("let", "c");

    private CommandFields() {}

    static void check(String name, Document command) {
        Set<String> known = KNOWN.get(name);
        if (known == null) {
            return;
        }
        check(name, command, field -> field.equals(name) || known.contains(field) || GENERIC.contains(field));
        refuseUnsupported(command);
        STATEMENTS.forEach((list, fields) -> {
            if (known.contains(list) && command.get(list) instanceof List<?> statements) {
                statements.forEach(statement -> checkStatement(name + "." + list, statement, fields));
            }
        });
    }

    private static void checkStatement(String path, @Nullable Object statement, Set<String> known) {
        if (statement instanceof Document document) {
            check(path, document, known::contains);
            refuseUnsupported(document);
        }
    }

    /** @param path names the document in the error */
    static void check(String path, Document document, Predicate<String> known) {
        document.keySet().stream().filter(known.negate()).findFirst().ifPresent(field -> {
            throw CommandFailure.unknownField(path + "." + field);
        });
    }

    private static void refuseUnsupported(Document document) {
        for (String option : UNSUPPORTED) {
            if (document.get(option) instanceof Document values && !values.isEmpty()) {
                throw CommandFailure.unsupported("The option '" + option + "'");
            }
        }
    }

    private static Map.Entry<String, Set<String>> known(String command, String fields) {
        return Map.entry(command, Set.of(fields.split(" ")));
    }
}

package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/** What a client may ask that has declared the Stable API: the version there is, and by strict its commands alone. */
final class StableApi {

    private static final Set<String> VERSION_1 = Set.of(
            "aggregate",
            "collMod",
            "count",
            "create",
            "createIndexes",
            "delete",
            "drop",
            "dropDatabase",
            "dropIndexes",
            "endSessions",
            "find",
            "findAndModify",
            "getMore",
            "insert",
            "killCursors",
            "listCollections",
            "listDatabases",
            "listIndexes",
            "ping",
            "refreshSessions",
            "update");

    private StableApi() {}

    static void check(String name, Document command) {
        Object version = command.get("apiVersion");
        if (version != null && !version.equals("1")) {
            throw new CommandFailure(322, "APIVersionError", "API version must be \"1\"");
        }
        if (Utils.isTrue(command.get("apiStrict")) && !VERSION_1.contains(name)) {
            throw new CommandFailure(
                    323,
                    "APIStrictError",
                    "Provided apiStrict:true, but the command " + name + " is not in API Version 1");
        }
    }
}

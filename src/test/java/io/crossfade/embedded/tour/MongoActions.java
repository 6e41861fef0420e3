package io.crossfade.embedded.tour;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Which privilege actions the commands of a client need, by the manual's page of them, each as "where: action"; and those that
 * docs/adopt.md tells adopters to grant.
 */
final class MongoActions implements CommandListener {

    private static final Set<String> FREE = Set.of("hello", "isMaster", "ping", "buildInfo", "endSessions");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Set<String> used = new ConcurrentSkipListSet<>();

    Set<String> used() {
        return new TreeSet<>(used);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (FREE.contains(event.getCommandName())) {
            return;
        }
        BsonDocument command = event.getCommand();
        String where = where(event.getDatabaseName(), event.getCommandName(), command);
        actions(event.getCommandName(), command).forEach(action -> used.add(where + ": " + action));
    }

    private static String where(String database, String name, BsonDocument command) {
        BsonValue target = command.get(name.equals("getMore") ? "collection" : name);
        if (!target.isString() || target.asString().getValue().startsWith("$cmd.")) {
            return "the database";
        }
        String collection = target.asString().getValue();
        if (database.equals("local")) {
            return "local." + collection;
        }
        return collection.startsWith("crossfade_") ? collection : "a unit's collection";
    }

    private static List<String> actions(String name, BsonDocument command) {
        return switch (name) {
            case "find", "getMore", "killCursors", "count", "distinct" -> List.of("find");
            case "aggregate" -> aggregation(command);
            case "insert" -> List.of("insert");
            case "delete" -> List.of("remove");
            case "update" -> isUpsert(command) ? List.of("update", "insert") : List.of("update");
            case "findAndModify" -> findAndModify(command);
            case "createIndexes" -> List.of("createIndex");
            case "dropIndexes" -> List.of("dropIndex");
            case "drop" -> List.of("dropCollection");
            case "create" -> List.of("createCollection");
            case "listIndexes", "listCollections", "collStats", "collMod", "dropDatabase" -> List.of(name);
            default -> List.of("whatever '" + name + "' needs, which this test has to learn");
        };
    }

    private static List<String> aggregation(BsonDocument command) {
        List<String> actions = new ArrayList<>(List.of("find"));
        for (BsonValue stage : command.getArray("pipeline")) {
            switch (stage.asDocument().getFirstKey()) {
                case "$changeStream" -> actions.add("changeStream");
                case "$collStats" -> actions.add("collStats");
                case "$indexStats" -> actions.add("indexStats");
                case "$out" -> actions.addAll(List.of("insert", "remove"));
                case "$merge" -> actions.addAll(List.of("insert", "update"));
                default -> {}
            }
        }
        return actions;
    }

    private static boolean isUpsert(BsonDocument command) {
        return command.getArray("updates").stream().anyMatch(update -> update.asDocument()
                .getBoolean("upsert", BsonBoolean.FALSE)
                .getValue());
    }

    private static List<String> findAndModify(BsonDocument command) {
        boolean removes = command.getBoolean("remove", BsonBoolean.FALSE).getValue();
        boolean inserts = command.getBoolean("upsert", BsonBoolean.FALSE).getValue();
        return Stream.of("find", removes ? "remove" : "update", inserts ? "insert" : "find")
                .distinct()
                .toList();
    }

    /** By the table under the heading on the user's rights: where in the first column, actions in the second. */
    static Set<String> documented() throws IOException {
        Set<String> documented = new TreeSet<>();
        Files.readString(Path.of("docs/adopt.md"))
                .lines()
                .dropWhile(line -> !line.equals("### What its user may do"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|"))
                .filter(columns -> columns.length > 2)
                .forEach(columns -> places(columns[1].strip())
                        .forEach(where -> code(columns[2]).forEach(action -> documented.add(where + ": " + action))));
        return documented;
    }

    private static List<String> places(String column) {
        List<String> names = code(column).toList();
        return names.isEmpty() ? List.of(column) : names;
    }

    private static Stream<String> code(String text) {
        return CODE.matcher(text).results().map((MatchResult match) -> match.group(1));
    }
}

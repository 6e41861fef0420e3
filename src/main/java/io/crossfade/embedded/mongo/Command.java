package io.crossfade.embedded.mongo;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, as far as a fault can choose by it.
 *
 * @param name as on the wire: {@code insert}, {@code findAndModify}, {@code getMore} …
 * @param collection null when the command concerns no single collection
 */
public record Command(
        String name, String database, @Nullable String collection) {

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

    /** Every command; the handshake and the driver's monitoring are not counted as commands. */
    public static Predicate<Command> any() {
        return command -> true;
    }

    public static Predicate<Command> named(String... names) {
        Set<String> chosen = Set.of(names);
        return command -> chosen.contains(command.name());
    }

    public static Predicate<Command> on(String collection) {
        return command -> collection.equals(command.collection());
    }

    /** insert, update, delete and findAndModify. */
    public static Predicate<Command> writes() {
        return command -> WRITES.contains(command.name());
    }
}

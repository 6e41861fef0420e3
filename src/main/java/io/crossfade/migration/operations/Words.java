package io.crossfade.migration.operations;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An enum's constants as operators write them. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if a field is given that belongs to another action than the one asked for */
    static void belongsTo(Enum<?> owner, Enum<?> asked, String field, boolean given) {
        if (given && asked != owner) {
            throw new IllegalArgumentException("'" + field + "' belongs to the action '" + of(owner)
                    + "' alone, not to '" + of(asked) + "'; leave it out");
        }
    }

    /** What a limit was set to, as the audit shows it. */
    static String figures(@Nullable Long rowsPerSecond, @Nullable Long bytesPerSecond) {
        return " to " + figure(rowsPerSecond) + " rows and " + figure(bytesPerSecond) + " bytes per second";
    }

    private static String figure(@Nullable Long limit) {
        return limit == null ? "any number of" : limit.toString();
    }

    /** @throws IllegalArgumentException naming the words there are, if none is that */
    static <E extends Enum<E>> E in(Class<E> type, String name, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' must be one of "
                        + Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "))));
    }
}

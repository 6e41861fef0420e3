package io.crossfade.migration.mapping;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether two rows say the same. JSON is compared by value: numbers exactly, however written, keys in any order; a JSON
 * null counts as NULL. Everything else must be equal.
 */
public final class Comparison {

    private Comparison() {}

    /** The names of the columns that differ, "id" and "unmapped" among them, in the table's order; empty if none does. */
    public static List<String> differences(UnitMapping mapping, Row source, Row target) {
        List<String> differing = new ArrayList<>();
        if (!source.id().equals(target.id())) {
            differing.add("id");
        }
        for (int i = 0; i < mapping.columns().size(); i++) {
            Column column = mapping.columns().get(i);
            Object one = source.values().get(i);
            Object other = target.values().get(i);
            boolean same = column.type() == Column.Type.JSON
                    ? sameJson((String) one, (String) other, "null")
                    : Objects.equals(one, other);
            if (!same) {
                differing.add(column.name());
            }
        }
        if (!sameJson(source.unmapped(), target.unmapped(), "{}")) {
            differing.add("unmapped");
        }
        return differing;
    }

    private static boolean sameJson(@Nullable String one, @Nullable String other, String absent) {
        if (Objects.equals(one, other)) {
            return true;
        }
        try {
            return Json.same(
                    Json.parse(one == null ? absent : one, ""), Json.parse(other == null ? absent : other, ""));
        } catch (RefusedException e) {
            return false;
        }
    }
}

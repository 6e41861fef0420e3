package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may stand under a path.
 *
 * @param fields the fields that are known, and their values; null if nothing stands there
 */
record State(@Nullable JsonNode fields) {

    static final State ABSENT = new State(null);

    /** Something stands there, of which nothing is known. */
    static State anything() {
        return new State(ServiceClient.JSON.createObjectNode());
    }

    /** What it becomes by a change that was not answered: when is not known. */
    State changed(Map<String, JsonNode> changes) {
        if (fields == null) {
            return this;
        }
        ObjectNode changed = ((ObjectNode) fields).deepCopy();
        changes.forEach(changed::set);
        changed.remove("updated_at");
        return new State(changed);
    }

    /** The same, of which this field is not known any more. */
    State without(String field) {
        if (fields == null) {
            return this;
        }
        ObjectNode rest = ((ObjectNode) fields).deepCopy();
        rest.remove(List.of(field, "updated_at"));
        return new State(rest);
    }

    /** What differs from an answer to reading the path, by name; empty if nothing does. */
    List<String> differences(Answer read) {
        if (fields == null) {
            return read.outcome() == Outcome.MISSING ? List.of() : List.of("it is there, and was deleted");
        }
        if (!read.done()) {
            return List.of("it is not there: " + read.summary());
        }
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!JsonValues.same(field.getValue(), read.body().path(field.getKey()))) {
                different.add(field.getKey());
            }
        }
        return different;
    }
}

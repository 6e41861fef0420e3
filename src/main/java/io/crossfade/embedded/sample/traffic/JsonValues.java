package io.crossfade.embedded.sample.traffic;

import tools.jackson.databind.JsonNode;

/** When two JSON values say the same: numbers by their value, keys in any order, null as if it were not there. */
public final class JsonValues {

    private JsonValues() {}

    public static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isNull() || one.isMissingNode()) {
            return other.isNull() || other.isMissingNode();
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isObject()) {
            return one.properties().stream().allMatch(field -> same(field.getValue(), other.path(field.getKey())));
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }
}

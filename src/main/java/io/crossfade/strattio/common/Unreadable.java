package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Something stored of which one field holds no value that the field can have. Never holds the value.
 *
 * @param unit where it is stored
 * @param id in the API's form; in words, if it has none
 * @param field the first that cannot be read
 */
public record Unreadable(String unit, String id, String field) {

    /** A list names it by its id alone. */
    @Override
    @JsonValue
    public String id() {
        return id;
    }
}

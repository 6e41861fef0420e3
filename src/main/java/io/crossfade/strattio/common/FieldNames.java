package io.crossfade.strattio.common;

import java.util.Locale;

/** The name of a field in documents, rows and the API. */
final class FieldNames {

    private FieldNames() {}

    /** A property's in snake_case. Whatever the locale: in Turkish, the small letter of I is another. */
    static String of(String property) {
        return property.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}

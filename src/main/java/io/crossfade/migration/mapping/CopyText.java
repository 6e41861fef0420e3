package io.crossfade.migration.mapping;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values in the text format of PostgreSQL's COPY. */
final class CopyText {

    private CopyText() {}

    static void value(@Nullable Object value, Appendable out) throws IOException {
        switch (value) {
            case null -> out.append("\\N");
            case Boolean bool -> out.append(bool ? 't' : 'f');
            case Instant instant -> out.append(Timestamps.text(instant));
            case List<?> list -> escape(array(list), out);
            default -> escape(value.toString(), out);
        }
    }

    /** An array literal with each element in quotes, so that an empty text or the text NULL stays one. */
    private static String array(List<?> elements) {
        StringBuilder literal = new StringBuilder("{");
        for (Object element : elements) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            switch (element) {
                case null -> literal.append("NULL");
                case List<?> nested -> literal.append(array(nested));
                default -> {
                    literal.append('"');
                    literal.append(element.toString().replace("\\", "\\\\").replace("\"", "\\\""));
                    literal.append('"');
                }
            }
        }
        return literal.append('}').toString();
    }

    private static void escape(String text, Appendable out) throws IOException {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped =
                    switch (text.charAt(i)) {
                        case '\\' -> "\\\\";
                        case '\t' -> "\\t";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        default -> null;
                    };
            if (escaped != null) {
                out.append(text, written, i).append(escaped);
                written = i + 1;
            }
        }
        out.append(text, written, text.length());
    }
}

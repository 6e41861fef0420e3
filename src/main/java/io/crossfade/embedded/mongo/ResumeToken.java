package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stream stands: everything up to the position has been read. As with MongoDB, tokens sort as strings in
 * the order of the log, and the token of an invalidate event is good for {@code startAfter} only.
 *
 * @param oplog the log in which the position was given out
 */
record ResumeToken(long position, int oplog, boolean afterInvalidate) {

    private static final Pattern SHAPE = Pattern.compile("82[0-9A-F]{24}0[01]");

    static ResumeToken parse(@Nullable Object token) {
        if (token instanceof Document document
                && document.get("_data") instanceof String data
                && SHAPE.matcher(data).matches()) {
            return new ResumeToken(
                    HexFormat.fromHexDigitsToLong(data, 2, 18),
                    HexFormat.fromHexDigits(data, 18, 26),
                    data.endsWith("1"));
        }
        throw new CommandFailure(
                260, "InvalidResumeToken", "The resume token is not one of this server's: expected {_data: <hex>}");
    }

    Document toDocument() {
        HexFormat hex = HexFormat.of().withUpperCase();
        String data = "82" + hex.toHexDigits(position) + hex.toHexDigits(oplog) + (afterInvalidate ? "01" : "00");
        return new Document("_data", data);
    }
}

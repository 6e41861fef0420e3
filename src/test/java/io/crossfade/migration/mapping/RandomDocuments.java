package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.Things.MAPPING;

import io.crossfade.migration.Column;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Documents as years of old code leave them: fields missing, of odd types, nested, named oddly. The seed decides all. */
final class RandomDocuments {

    private static final String[] FRAGMENTS = {
        "a", "Z", "0", " ", "", "İ", "ı", "é", "e\u0301", "😀", "\uFFFD", "\uFFFF", "\u2028", "\\", "\\N", "\"", "'",
        "\t", "\n", "\r", "\b", "\u0001", "{", "}", ",", "$", ".", "NULL", "null", "\\u0000", "/"
    };
    private static final String[] KEYS = {
        "",
        "a",
        "b",
        "c.d",
        "e$f",
        "$",
        "$set",
        "$oid",
        "$date",
        "$numberLong",
        "$ref",
        "id",
        "_id",
        "_class",
        "title",
        "parent_id",
        "unmapped",
        "İ",
        "\\",
        "\"",
        "data"
    };

    private final Random random;

    RandomDocuments(long seed) {
        random = new Random(seed);
    }

    BsonDocument next() {
        BsonDocument document = new BsonDocument("_id", rarely(20) ? new BsonBinary(uuid()) : objectId());
        for (Column column : MAPPING.columns()) {
            boolean there = column.field().equals("title") ? !rarely(50) : random.nextBoolean();
            if (there) {
                document.append(column.field(), rarely(40) ? value(0) : fitting(column));
            }
            for (String former : column.formerly()) {
                if (rarely(4)) {
                    BsonValue present = document.get(column.field());
                    document.append(former, present == null || rarely(3) ? fitting(column) : present);
                }
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = key();
            if (!document.containsKey(key)) {
                document.append(key, value(0));
            }
        }
        return document;
    }

    private BsonValue fitting(Column column) {
        return switch (column.type()) {
            case REFERENCE -> objectId();
            case TEXT -> column.allowed().isEmpty() ? new BsonString(text(3)) : new BsonString("plain");
            case TIMESTAMP -> date();
            case INT -> anyOf(() -> new BsonInt32(random.nextInt(101)), () -> new BsonDouble(random.nextInt(101)));
            case BIGINT -> anyOf(() -> new BsonInt64(random.nextLong()), this::decimal);
            case BOOLEAN -> BsonBoolean.valueOf(random.nextBoolean());
            case TEXT_ARRAY -> {
                BsonArray array = new BsonArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(new BsonString(text(5)));
                }
                yield array;
            }
            case JSON -> value(0);
        };
    }

    private BsonValue value(int depth) {
        if (depth < 4 && random.nextInt(3) == 0) {
            return random.nextBoolean() ? document(depth + 1) : array(depth + 1);
        }
        return anyOf(
                () -> BsonNull.VALUE,
                () -> new BsonString(text(8)),
                () -> new BsonInt32(random.nextInt()),
                () -> new BsonInt64(random.nextLong()),
                () -> new BsonDouble(Double.longBitsToDouble(random.nextLong())),
                () -> new BsonDouble(random.nextInt(2_000_000) / 1000.0 - 1000),
                () -> new BsonDouble(List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e22, 0x1p63)
                        .get(random.nextInt(6))),
                this::decimal,
                this::date,
                this::objectId,
                () -> new BsonBinary(uuid()),
                () -> new BsonBinary(
                        BsonBinarySubType.USER_DEFINED, text(4).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                () -> BsonBoolean.valueOf(random.nextBoolean()),
                () -> new BsonRegularExpression(text(3), "i"),
                () -> new BsonSymbol(text(3)),
                () -> new BsonTimestamp(random.nextLong()),
                () -> new BsonDbPointer("db." + text(2), objectId().asObjectId().getValue()),
                () -> new BsonJavaScriptWithScope(text(2), document(depth + 1)),
                BsonUndefined::new,
                BsonMaxKey::new);
    }

    private BsonDocument document(int depth) {
        BsonDocument document = new BsonDocument();
        for (int i = random.nextInt(5); i > 0; i--) {
            document.append(key(), value(depth));
        }
        return document;
    }

    private BsonArray array(int depth) {
        BsonArray array = new BsonArray();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(value(depth));
        }
        return array;
    }

    private BsonValue decimal() {
        return new BsonDecimal128(
                random.nextInt(4) == 0
                        ? Decimal128.fromIEEE754BIDEncoding(random.nextLong(), random.nextLong())
                        : Decimal128.parse(random.nextInt(1000) + "E" + (random.nextInt(8) - 2)));
    }

    private BsonValue date() {
        return new BsonDateTime(
                rarely(10) ? random.nextLong() : random.nextLong(-70_000_000_000_000L, 300_000_000_000_000L));
    }

    private BsonValue objectId() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return new BsonObjectId(new ObjectId(bytes));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private String key() {
        return rarely(3) ? text(3) : KEYS[random.nextInt(KEYS.length)];
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        if (rarely(60)) {
            text.append(random.nextBoolean() ? "\0" : "\uD800");
        }
        return text.toString();
    }

    private boolean rarely(int one) {
        return random.nextInt(one) == 0;
    }

    @SafeVarargs
    private BsonValue anyOf(Supplier<BsonValue>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }
}

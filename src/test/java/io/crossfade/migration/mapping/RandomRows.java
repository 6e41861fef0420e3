package io.crossfade.migration.mapping;

import java.util.List;
import java.util.Random;

/** JSON as hands at psql leave it: numbers that no program writes, and wrappers that are damaged, forged or out of place. */
final class RandomRows {

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "\"\"",
            "\"text\"",
            "\"$oid\"",
            "\"😀\\\"\\\\\"",
            "\"\\u001f\"",
            "\"NaN\"",
            "\"5\"");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "0.0",
            "-0.000",
            "1",
            "1.0",
            "1.50",
            "-7.00",
            "1e7000",
            "-1e131071",
            "1e-16383",
            "1e6145",
            "1e6144",
            "12345678901234567890123456789012345",
            "1234567890123456789012345678901234e5000",
            "0.1000000000000000055511151231257827",
            "0.10000000000000000555111512312578270",
            "9007199254740993",
            "9007199254740993.0",
            "9007199254740992.0",
            "1234567890123456770.0",
            "1234567890123456768",
            "1234567890123456768.000",
            "9223372036854775807",
            "9223372036854775808",
            "9223372036854775808.0",
            "9223372036854776000",
            "-9223372036854775808",
            "-9223372036854775809",
            "1e300",
            "100000000000000000000000",
            "99999999999999991611392",
            "1e-7",
            "4.9e-324",
            "2e-324",
            "1.7976931348623157e308",
            "1.8e308");

    private static final List<String> TEXTS = List.of(
            "5",
            "-0",
            "-0.0",
            "1.0",
            "1.00000000000000000001",
            "NaN",
            "-NaN",
            "nan",
            "Infinity",
            "-Infinity",
            "infinity",
            "0x1p3",
            "1e7000",
            "1E6144",
            "1d",
            " 1",
            "",
            "9223372036854775808",
            "2147483648",
            "1234567890123456770.0",
            "1.2345678901234568E18",
            "1e999999999999",
            "0.1000",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.000Z",
            "2020-01-01T00:00:00+01:00",
            "+1000000000-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
            "0123456789abcdef01234567",
            "0123456789ABCDEF01234567",
            "AAAA",
            "AA==",
            "AA",
            "!",
            "1" + "0".repeat(6144),
            "1" + "0".repeat(6145));

    private static final List<String> WRAPPERS = List.of(
            "$oid",
            "$symbol",
            "$numberInt",
            "$numberLong",
            "$numberDouble",
            "$numberDecimal",
            "$binary",
            "$uuid",
            "$code",
            "$timestamp",
            "$regularExpression",
            "$dbPointer",
            "$date",
            "$minKey",
            "$maxKey",
            "$undefined");

    private static final List<String> INNER = List.of(
            "{\"base64\": \"AA==\", \"subType\": \"00\"}",
            "{\"base64\": \"AA==\", \"subType\": \"100\"}",
            "{\"base64\": \"AA==\"}",
            "{\"t\": 1, \"i\": 2}",
            "{\"t\": 1.0, \"i\": 2}",
            "{\"t\": 5000000000, \"i\": -1}",
            "{\"pattern\": \"a\", \"options\": \"im\"}",
            "{\"pattern\": \"a\", \"options\": \"mi\"}",
            "{\"$ref\": \"a.b\", \"$id\": {\"$oid\": \"0123456789abcdef01234567\"}}",
            "{\"$ref\": \"a.b\", \"$id\": \"0123456789abcdef01234567\"}",
            "{\"$numberLong\": \"-1\"}",
            "{\"$numberLong\": \"1\"}",
            "{\"$numberInt\": \"1\"}",
            "1",
            "true",
            "[]");

    private static final List<String> KEYS =
            List.of("", "a", "b.c", ".", "$", "$set", "$ref", "$scope", "_id", "title", "data", "İ", "e$f", "more");

    private final Random random;

    RandomRows(long seed) {
        random = new Random(seed);
    }

    String json() {
        return json(0);
    }

    private String json(int depth) {
        int kind = random.nextInt(depth > 3 ? 6 : 9);
        return switch (kind) {
            case 0 -> anyOf(SCALARS);
            case 1, 2 -> anyOf(NUMBERS);
            case 3, 4 -> '{' + quoted(anyOf(WRAPPERS)) + ": " + quoted(anyOf(TEXTS)) + '}';
            case 5 -> '{' + quoted(anyOf(WRAPPERS)) + ": " + anyOf(INNER) + '}';
            case 6 -> '[' + json(depth + 1) + ", " + json(depth + 1) + ']';
            case 7 ->
                '{' + quoted(anyOf(WRAPPERS)) + ": " + quoted(anyOf(TEXTS)) + ", " + quoted(anyOf(KEYS)) + ": "
                        + json(depth + 1) + '}';
            default -> object(depth);
        };
    }

    String object() {
        return object(0);
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(3); i >= 0; i--) {
            object.append(quoted(anyOf(KEYS)))
                    .append(": ")
                    .append(json(depth + 1))
                    .append(i > 0 ? ", " : "}");
        }
        return object.toString();
    }

    String anyOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}

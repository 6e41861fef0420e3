package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of fields that MongoDB keeps in an update and the library refuses: one with a dot, and in a replacement one that begins with
 * {@code $} and is not at the top. While an update is under way they go by names that no BSON document can have.
 */
final class HiddenNames {

    private static final char HIDDEN = '\0';

    private HiddenNames() {}

    static boolean isReplacement(Document update) {
        return update.keySet().stream().noneMatch(name -> name.startsWith("$"));
    }

    static Document inUpdate(Document update) {
        return isReplacement(update) ? hide(update, true) : update;
    }

    /** Of findAndModify. */
    static Document inCommand(Document command) {
        return command.get("update") instanceof Document update
                ? command.clone().append("update", inUpdate(update))
                : command;
    }

    static Document inReply(Document reply) {
        return reply.get("value") instanceof Document value ? reply.append("value", restore(value)) : reply;
    }

    /** Of documents that the update is to change. */
    static List<Document> copies(List<Document> found, Document update) {
        boolean isReplacement = isReplacement(update);
        return found.stream()
                .map(document -> hide(document.cloneDeeply(), isReplacement))
                .toList();
    }

    private static Document hide(Document document, boolean isReplacement) {
        return renamed(document, '.', HIDDEN, isReplacement ? '$' : HIDDEN, HIDDEN);
    }

    static Document restore(Document document) {
        return renamed(document, HIDDEN, '.', HIDDEN, '$');
    }

    private static Document renamed(Document document, char any, char instead, char first, char nested) {
        if (document.entrySet().stream()
                .noneMatch(field -> field.getKey().indexOf(any) >= 0 || has(field.getValue(), first))) {
            return document;
        }
        Document renamed = new Document();
        document.forEach((name, value) ->
                renamed.put(name.replace(any, instead), name.equals("_id") ? value : renamed(value, first, nested)));
        return renamed;
    }

    private static boolean has(@Nullable Object value, char first) {
        return switch (value) {
            case Document document ->
                document.entrySet().stream()
                        .anyMatch(field -> field.getKey().indexOf(first) == 0 || has(field.getValue(), first));
            case List<?> elements -> elements.stream().anyMatch(element -> has(element, first));
            case null -> false;
            default -> false;
        };
    }

    private static @Nullable Object renamed(@Nullable Object value, char first, char instead) {
        return switch (value) {
            case Document document -> {
                Document renamed = new Document();
                document.forEach((name, inner) -> renamed.put(
                        name.indexOf(first) == 0 ? instead + name.substring(1) : name, renamed(inner, first, instead)));
                yield renamed;
            }
            case List<?> elements ->
                elements.stream()
                        .map(element -> renamed(element, first, instead))
                        .toList();
            case null -> null;
            default -> value;
        };
    }
}

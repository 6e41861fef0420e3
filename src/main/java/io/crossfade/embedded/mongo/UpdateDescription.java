package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an update changed, as a change event tells it: a field that was set is given whole at its path, an element that
 * was appended to an array at its index. A positional update is told by comparing the document before and after.
 */
final class UpdateDescription {

    private final Document updated = new Document();
    private final List<String> removed = new ArrayList<>();
    private final List<Document> truncated = new ArrayList<>();

    private UpdateDescription() {}

    static Document of(Document update, Document before, Document after) {
        UpdateDescription description = new UpdateDescription();
        Set<String> paths = pathsOf(update);
        if (paths.isEmpty() || paths.stream().anyMatch(path -> path.contains("$"))) {
            description.compareDocuments("", before, after);
        } else {
            paths.forEach(path -> description.compareAt(path, before, after));
        }
        return new Document("updatedFields", description.updated)
                .append("removedFields", description.removed)
                .append("truncatedArrays", description.truncated);
    }

    private static Set<String> pathsOf(Document update) {
        Set<String> paths = new LinkedHashSet<>();
        update.forEach((operator, operand) -> ((Document) operand).forEach((path, value) -> {
            paths.add(path);
            if (operator.equals("$rename")) {
                paths.add((String) value);
            }
        }));
        return paths;
    }

    /** Tells the change at a path; a field whose parent was not there is told with its parent. */
    private void compareAt(String path, Document before, Document after) {
        int end = path.indexOf('.');
        while (end >= 0 && valueAt(before, path.substring(0, end)) != Missing.getInstance()) {
            end = path.indexOf('.', end + 1);
        }
        String shortest = end < 0 ? path : path.substring(0, end);
        tell(shortest, valueAt(before, shortest), valueAt(after, shortest), false);
    }

    private void tell(String path, @Nullable Object before, @Nullable Object after, boolean deeply) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (after == Missing.getInstance()) {
            removed.add(path);
        } else if (before instanceof List<?> shorter
                && after instanceof List<?> longer
                && longer.size() > shorter.size()
                && longer.subList(0, shorter.size()).equals(shorter)) {
            for (int i = shorter.size(); i < longer.size(); i++) {
                updated.put(path + "." + i, longer.get(i));
            }
        } else if (deeply && before instanceof Document old && after instanceof Document changed) {
            compareDocuments(path + ".", old, changed);
        } else if (deeply && before instanceof List<?> old && after instanceof List<?> changed) {
            compareArrays(path, old, changed);
        } else {
            updated.put(path, after);
        }
    }

    private void compareDocuments(String prefix, Document before, Document after) {
        Set<String> fields = new LinkedHashSet<>(before.keySet());
        fields.addAll(after.keySet());
        fields.forEach(field -> tell(prefix + field, before.getOrMissing(field), after.getOrMissing(field), true));
    }

    private void compareArrays(String path, List<?> before, List<?> after) {
        int common = Math.min(before.size(), after.size());
        for (int i = 0; i < common; i++) {
            tell(path + "." + i, before.get(i), after.get(i), true);
        }
        for (int i = common; i < after.size(); i++) {
            updated.put(path + "." + i, after.get(i));
        }
        if (after.size() < before.size()) {
            truncated.add(new Document("field", path).append("newSize", after.size()));
        }
    }

    private static @Nullable Object valueAt(Document document, String path) {
        Object value = document;
        for (String name : path.split("\\.")) {
            if (value instanceof Map<?, ?> fields && fields.containsKey(name)) {
                value = fields.get(name);
            } else if (value instanceof List<?> array && isIndexOf(array, name)) {
                value = array.get(Integer.parseInt(name));
            } else {
                return Missing.getInstance();
            }
        }
        return value;
    }

    private static boolean isIndexOf(List<?> array, String name) {
        return name.length() < 9
                && !name.isEmpty()
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(name) < array.size();
    }
}

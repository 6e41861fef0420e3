package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns one collection's effects into oplog entries. Called under the collection's lock, with the documents as they are
 * stored.
 */
final class CollectionLog {

    private final Consumer<OplogEntry.Change> append;
    private boolean keepsImages;

    CollectionLog(Consumer<OplogEntry.Change> append) {
        this.append = append;
    }

    /** Whether entries hold the documents before and after, for streams that require them. */
    void keepImages(boolean keep) {
        keepsImages = keep;
    }

    void inserted(Document document) {
        append.accept(new OplogEntry.Insert(document.get("_id"), document));
    }

    void replaced(Document before, Document after) {
        append.accept(new OplogEntry.Replace(after.get("_id"), after, image(before)));
    }

    void updated(Document update, Document before, Document after) {
        Document description = UpdateDescription.of(update, before, after);
        append.accept(new OplogEntry.Update(after.get("_id"), description, image(before), image(after)));
    }

    void removed(Document document) {
        append.accept(new OplogEntry.Delete(document.get("_id"), image(document)));
    }

    private @Nullable Document image(Document document) {
        return keepsImages ? document : null;
    }
}

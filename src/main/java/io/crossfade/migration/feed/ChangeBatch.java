package io.crossfade.migration.feed;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import io.crossfade.migration.mapping.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * What the events of an answer come to.
 *
 * @param keys of the unit, which have changed
 * @param marks of any unit, which stand among the changes
 * @param losses what happened to the collection as a whole, of which no event tells the keys
 * @param token the position behind them
 * @param ends whether the stream ends with them and has to be opened again
 */
record ChangeBatch(Set<String> keys, List<String> marks, Set<String> losses, BsonDocument token, boolean ends) {

    static ChangeBatch of(ChangeStream stream, List<ChangeStreamDocument<RawBsonDocument>> events) {
        Set<String> keys = new LinkedHashSet<>();
        List<String> marks = new ArrayList<>();
        Set<String> losses = new LinkedHashSet<>();
        for (ChangeStreamDocument<RawBsonDocument> event : events) {
            BsonValue id = ChangeStream.id(event);
            if (ChangeStream.isMark(event)) {
                if (event.getOperationType() == OperationType.INSERT && id != null && id.isString()) {
                    marks.add(id.asString().getValue());
                }
            } else if (id != null && stream.concerns(event)) {
                keys.add(Ids.text(id));
            } else {
                losses.add(loss(stream, event));
            }
        }
        ChangeStreamDocument<RawBsonDocument> last = events.getLast();
        return new ChangeBatch(
                keys, marks, losses, last.getResumeToken(), last.getOperationType() == OperationType.INVALIDATE);
    }

    private static String loss(ChangeStream stream, ChangeStreamDocument<RawBsonDocument> event) {
        return switch (event.getOperationType()) {
            case DROP -> "the collection was dropped";
            case RENAME ->
                stream.concerns(event)
                        ? "the collection was renamed away"
                        : "another collection was renamed over this one";
            case DROP_DATABASE -> "the database was dropped";
            case INVALIDATE -> "the change stream was invalidated";
            default -> "an event of type '" + event.getOperationTypeString() + "' named no document";
        };
    }
}

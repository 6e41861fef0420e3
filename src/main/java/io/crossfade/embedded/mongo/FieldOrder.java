package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;

/** The order in which MongoDB stores a document's fields. */
final class FieldOrder {

    private FieldOrder() {}

    static Document idFirst(Document document) {
        if (!document.containsKey("_id") || document.keySet().iterator().next().equals("_id")) {
            return document;
        }
        Document reordered = new Document("_id", document.get("_id"));
        reordered.putAll(document);
        return reordered;
    }

    /** A replacement's fields stand in the order in which they were given, after the id. */
    static Document ofReplacement(Document replacement, Document document) {
        Document ordered = new Document("_id", document.get("_id"));
        replacement.keySet().forEach(field -> ordered.put(field, document.get(field)));
        return ordered;
    }
}

package io.crossfade.benchmark;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.PostgresRows;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.section.SectionMapping;
import java.sql.Connection;
import java.util.List;
import org.bson.BsonDocument;

/** Find all, transform, one INSERT … ON CONFLICT per document: how one would write a copy at first. */
final class PlainWay {

    private final Stores stores;
    private final int documents;

    /** @param documents of plans and of sections */
    PlainWay(Stores stores, int documents) {
        this.stores = stores;
        this.documents = documents;
    }

    /** @return rows per second */
    double measure(Report report) throws Exception {
        stores.empty();
        for (UnitMapping parent : Stores.UNITS.subList(0, 2)) {
            EncodedRows rows = EncodedRows.of(stores, parent, 1, Copies.directory());
            rows.copy(stores.target);
            rows.delete();
        }
        EncodedRows plans = EncodedRows.of(stores, PlanMapping.MAPPING, 1, Copies.directory());
        double seconds = copy(PlanMapping.MAPPING);
        stores.execute("TRUNCATE plans CASCADE");
        plans.copy(stores.target);
        plans.delete();
        seconds += copy(SectionMapping.MAPPING);
        double rate = 2 * documents / seconds;
        report.figure("plain", "the plain way, one INSERT … ON CONFLICT per document", rate, "rows/s", "");
        return rate;
    }

    private double copy(UnitMapping unit) throws Exception {
        PostgresRows rows = new PostgresRows(unit);
        long start = System.nanoTime();
        int copied = 0;
        try (Connection connection = stores.target.getConnection()) {
            for (BsonDocument document : stores.source
                    .getCollection(unit.collection(), BsonDocument.class)
                    .find()
                    .limit(documents)) {
                rows.upsert(connection, List.of(Documents.toRow(unit, document)));
                copied++;
            }
        }
        if (copied < documents) {
            throw new IllegalStateException(
                    "benchmark.plain is " + documents + ", but there are only " + copied + " of " + unit.name());
        }
        return (System.nanoTime() - start) / 1e9;
    }
}

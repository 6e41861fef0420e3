package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Comparison;
import io.crossfade.migration.mapping.Documents;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.mapping.Row;
import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.sync.Failures;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Compares what a walk comes by. What differs is only suspected: the two stores were not read at the same time. */
final class Suspects {

    private Suspects() {}

    static Optional<Difference> of(UnitMapping mapping, Side authority, Walk.Pair pair) {
        BsonDocument document = pair.document();
        Row row = pair.row();
        if (document == null) {
            return absent(pair.key(), authority == Side.TARGET);
        }
        try {
            Row mapped = Documents.toRow(mapping, document);
            if (row == null) {
                return absent(pair.key(), authority == Side.SOURCE);
            }
            List<String> columns = Comparison.differences(mapping, mapped, row);
            return columns.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Difference(pair.key(), Difference.Kind.DIFFERENT, columns));
        } catch (RefusedException refused) {
            return Optional.of(new Difference(pair.key(), Difference.Kind.UNMAPPABLE, columns(refused.column())));
        } catch (RuntimeException | Error fault) {
            if (Failures.concernsTheMoment(fault)) {
                throw fault;
            }
            // Of the mapping or of the program: it must not hold up the keys that come after.
            return Optional.of(new Difference(pair.key(), Difference.Kind.UNMAPPABLE, List.of()));
        }
    }

    private static Optional<Difference> absent(String key, boolean authorityHasIt) {
        return Optional.of(
                new Difference(key, authorityHasIt ? Difference.Kind.MISSING : Difference.Kind.EXTRA, List.of()));
    }

    private static List<String> columns(@Nullable String column) {
        return column == null ? List.of() : List.of(column);
    }
}

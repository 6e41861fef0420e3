package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.crossfade.migration.Side;
import io.crossfade.migration.sync.Difference;
import org.bson.BsonObjectId;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

/** A document that the mapping stumbles over is one finding, and not the end of the run. */
class SuspectsTest {

    private static Walk.Pair pair(Error failure) {
        RawBsonDocument document = mock(RawBsonDocument.class, call -> {
            throw failure;
        });
        return new Walk.Pair(new BsonObjectId(), document, null);
    }

    @Test
    void takesAnyFailureForTheKeys() {
        assertThat(Suspects.of(OWNERS, Side.SOURCE, pair(new AssertionError()))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Difference.Kind.UNMAPPABLE);
    }

    @Test
    void takesWhatConcernsTheWholeProgramForNoKeys() {
        assertThatThrownBy(() -> Suspects.of(OWNERS, Side.SOURCE, pair(new OutOfMemoryError())))
                .isInstanceOf(OutOfMemoryError.class);
    }
}

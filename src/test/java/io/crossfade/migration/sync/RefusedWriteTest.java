package io.crossfade.migration.sync;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import io.crossfade.migration.testing.TwoStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Whose fault it is that MongoDB did not take a document. */
class RefusedWriteTest {

    private static void write(int code) throws Exception {
        try (TwoStores stores = new TwoStores()) {
            String key = UUID.randomUUID().toString();
            stores.sql("INSERT INTO owners (id, name) VALUES ('" + key + "', 'n')");
            SourceWrites.Running refusing = mock(SourceWrites.Running.class);
            doThrow(new MongoBulkWriteException(
                            BulkWriteResult.unacknowledged(),
                            List.of(new BulkWriteError(code, "said", new BsonDocument(), 0)),
                            null,
                            new ServerAddress(),
                            Set.of()))
                    .when(refusing)
                    .apply(any(), any());
            Duration limit = Duration.ofSeconds(5);
            new SyncTransaction(stores.target, stores.fence, limit, limit)
                    .inLock("owners", List.of(key), locked -> new ToSource(
                                    OWNERS, stores.reads, new Quarantine(stores.target), Long.MAX_VALUE)
                            .run(locked, refusing, List.of(key), Set.of(), Map.of()));
        }
    }

    @Test
    void theDocuments() {
        assertThatThrownBy(() -> write(121)).isInstanceOf(ToSource.SourceRefusedException.class);
    }

    /** Red if each document that Atlas does not take, as the cluster is full, is set aside. */
    @Test
    void theServers() {
        assertThatThrownBy(() -> write(8000)).isInstanceOf(MongoBulkWriteException.class);
    }
}

package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncForTests;
import java.util.List;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks that go straight into the table, and all that makes one go by staging instead. */
@Timeout(60)
class DirectCopyTest extends DirectCopyFixture {

    @Test
    void goesStraightIntoAnEmptyRange() throws Exception {
        owners(500);
        complete(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(staged()).isFalse();
    }

    @Test
    void aDocumentThatIsRefusedDoesNotHoldUpTheOthers() throws Exception {
        owners(20);
        stores.documents(OWNERS).insertOne(owner(objectId(), "x".repeat(41)));
        complete(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM crossfade.quarantine")).containsExactly("1");
        assertThat(stores.query("SELECT by_key FROM crossfade.backfill_chunk")).containsExactly("1");
        assertThat(staged()).isFalse();
    }

    @Test
    void anOrphanAndTwoThatClaimOneValueAreSortedOutByStaging() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS, Step.Observer.NONE);
        BsonValue orphan = objectId();
        stores.documents(ITEMS)
                .insertMany(List.of(
                        item(objectId(), owner, "fine", 1),
                        item(orphan, objectId(), "orphan", 1),
                        item(objectId(), owner, "same", 1),
                        item(objectId(), owner, "same", 2)));
        complete(ITEMS, Step.Observer.NONE);
        assertThat(staged()).isTrue();
        assertThat(stores.query("SELECT code FROM items")).contains("fine").doesNotContain("orphan");
        assertThat(stores.query("SELECT reason FROM crossfade.quarantine")).contains("orphan", "duplicate");
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    /** Red if orphans were to be seen at the commit alone, where nothing can be done about them any more. */
    @Test
    void constraintsThatWaitForTheCommitAreLookedAtBefore() throws Exception {
        stores.sql("ALTER TABLE items ALTER CONSTRAINT items_owner_id_fkey DEFERRABLE INITIALLY DEFERRED");
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS, Step.Observer.NONE);
        stores.documents(ITEMS)
                .insertMany(List.of(item(objectId(), owner, "fine", 1), item(objectId(), objectId(), "orphan", 1)));
        complete(ITEMS, Step.Observer.NONE);
        assertThat(stores.query("SELECT code FROM items")).containsExactly("fine");
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
    }

    @Test
    void aChunkThatIsLargerThanMayBeHeldGoesByStaging() throws Exception {
        owners(500);
        setting.heldBytes = 1_000;
        complete(OWNERS, Step.Observer.NONE);
        assertThat(staged()).isTrue();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** Red if bytes are sent to a column that takes them for something else. */
    @Test
    void aColumnOfAnotherTypeIsGivenWhatASyncByKeyGivesIt() throws Exception {
        UnitMapping events =
                UnitMapping.of("events").column(Column.timestamp("at")).build();
        stores.sql("CREATE TABLE events (id UUID PRIMARY KEY, at TIMESTAMP, unmapped JSONB)");
        setting.units = new Units(List.of(events));
        setting.states = new UnitStates(setting.units, stores.fence, Set.of());
        stores.phase("backfill");
        setting.states.refresh();
        KeySync sync = SyncForTests.keySync(setting.units, stores.target, stores.fence, stores.source, stores.reads);
        setting.sync = sync::sync;
        BsonValue id = objectId();
        stores.documents(events).insertOne(new BsonDocument("_id", id).append("at", new BsonDateTime(0)));

        complete(events, Step.Observer.NONE);

        String copied = stores.query("SELECT at FROM events").getFirst();
        stores.sql("DELETE FROM events");
        sync.sync("events", List.of(Ids.text(id)));
        assertThat(stores.query("SELECT at FROM events")).containsExactly(copied);
    }
}

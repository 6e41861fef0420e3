package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnknownUnitException;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class StoreCheckTest extends VerificationFixture {

    @Test
    void findsNothingWhereBothAreEqual() throws Exception {
        List<BsonValue> ids = equalOwners(9);

        StoreCheck.Report report = check().run("owners", 100, Ids.text(ids.get(4)), null, null);

        assertThat(report.authority()).isEqualTo(Side.SOURCE);
        assertThat(report.source()).isEqualTo(new StoreCheck.Count(9, true));
        assertThat(report.target()).isEqualTo(new StoreCheck.Count(9, true));
        assertThat(report.drawn().keys())
                .containsExactlyInAnyOrderElementsOf(ids.stream().map(Ids::text).toList());
        assertThat(report.drawn().different()).isEmpty();
        assertThat(report.asked())
                .isEqualTo(new StoreCheck.Compared(List.of(Ids.text(ids.get(4))), List.of(), List.of()));
    }

    /** Keys are drawn from both stores: what the one alone has is seen too. */
    @Test
    void findsWhatDiffersAndWhatOneStoreAloneHas() throws Exception {
        List<BsonValue> ids = equalOwners(9);
        differ(ids);

        StoreCheck.Report report = check().run("owners", 100, null, null, null);

        assertThat(report.drawn().different())
                .extracting(Difference::key, Difference::kind)
                .containsExactlyInAnyOrder(
                        tuple(Ids.text(ids.get(0)), Difference.Kind.DIFFERENT),
                        tuple(Ids.text(ids.get(1)), Difference.Kind.MISSING),
                        tuple(Ids.text(ids.get(2)), Difference.Kind.MISSING),
                        tuple(Ids.text(ids.get(3)), Difference.Kind.EXTRA),
                        tuple(Ids.text(ids.get(4)), Difference.Kind.EXTRA));
        assertThat(report.source().number()).isEqualTo(7);
        assertThat(report.target().number()).isEqualTo(7);
        assertThat(report.asked()).isNull();
    }

    @Test
    void drawsNoMoreThanIsAskedFor() throws Exception {
        equalOwners(9);

        assertThat(check().run("owners", 4, null, null, null).drawn().keys()).hasSize(4);
        // From each store one, they would seldom be the same.
        for (int i = 0; i < 5; i++) {
            assertThat(check().run("owners", 1, null, null, null).drawn().keys())
                    .hasSize(1);
        }
        assertThat(check().run("owners", 0, null, null, null).drawn().keys()).isEmpty();
    }

    @Test
    void drawsAllFromTheOneStoreThatHasAny() throws Exception {
        equalOwners(9);
        stores.sql("DELETE FROM owners");
        assertThat(check().run("owners", 6, null, null, null).drawn().different())
                .hasSize(6)
                .extracting(Difference::kind)
                .containsOnly(Difference.Kind.MISSING);

        equalOwners(9);
        stores.documents(OWNERS).deleteMany(new BsonDocument());
        assertThat(check().run("owners", 6, null, null, null).drawn().different())
                .hasSize(6)
                .extracting(Difference::kind)
                .containsOnly(Difference.Kind.EXTRA);
    }

    @Test
    void findsKeysByTheValueOfATextInEitherStore() throws Exception {
        equalOwners(2);
        BsonValue here = new BsonObjectId(new ObjectId());
        BsonValue there = new BsonObjectId(new ObjectId());
        stores.documents(OWNERS).insertOne(owner(here, "sought"));
        stores.sql("INSERT INTO owners (id, name, unmapped) SELECT '" + Ids.uuid(there)
                + "', 'sought', unmapped FROM owners LIMIT 1");

        StoreCheck.Report report = check().run("owners", 0, null, "name", "sought");

        assertThat(report.asked().keys()).containsExactly(Ids.text(here), Ids.text(there));
        assertThat(report.asked().different()).hasSize(2);
    }

    @Test
    void saysThatNeitherStoreHasAKey() throws Exception {
        String nobody = new ObjectId().toHexString();

        assertThat(check().run("owners", 0, nobody, null, null).asked())
                .isEqualTo(new StoreCheck.Compared(List.of(nobody), List.of(nobody), List.of()));
    }

    @Test
    void countsThoseWhoReferToNobodyInEitherStore() throws Exception {
        List<BsonValue> owners = equalOwners(2);
        stores.documents(ITEMS).insertOne(item(new BsonObjectId(new ObjectId()), owners.get(0), "a", 1));
        stores.documents(ITEMS)
                .insertOne(item(new BsonObjectId(new ObjectId()), new BsonObjectId(new ObjectId()), "b", 1));

        StoreCheck.Report report = check().run("items", 0, null, null, null);

        assertThat(report.orphans()).singleElement().satisfies(orphans -> {
            assertThat(orphans.source()).isEqualTo(1);
            assertThat(orphans.target()).isZero();
        });
    }

    @Test
    void refusesWhatCannotBe() {
        StoreCheck check = check();
        assertThatThrownBy(() -> check.run("nobody", 0, null, null, null)).isInstanceOf(UnknownUnitException.class);
        assertThatThrownBy(() -> check.run("owners", 1_001, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'keys'");
        assertThatThrownBy(() -> check.run("owners", 0, "no key", null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> check.run("owners", 0, null, "name", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'field' and 'value'");
        assertThatThrownBy(() -> check.run("owners", 0, null, "settings", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    private StoreCheck check() {
        return new StoreCheck(
                stores.units,
                stores.states,
                new SourceCounts(stores.source, Duration.ofSeconds(30)),
                new TargetCounts(stores.target, Duration.ofSeconds(30)),
                new ForwardingLook(),
                unit -> 0);
    }
}

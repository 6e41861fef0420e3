package io.crossfade.strattio.contract;

import static io.crossfade.strattio.contract.IrregularDocumentsTests.collection;
import static io.crossfade.strattio.contract.IrregularDocumentsTests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.UnreadableDocument;
import io.crossfade.strattio.user.SubscriptionTier;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserMapping;
import io.crossfade.strattio.user.UserPatch;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Documents whose fields have the names of earlier releases. A change never leaves two names with different values. */
class FormerNamesTests {

    private final Stores mongo = MongoStores.get();

    @Test
    void aFieldReadsUnderTheNameThatItOnceHadUntilItIsChanged() throws Exception {
        String id = new ObjectId().toHexString();
        put(
                UserMapping.MAPPING,
                "{_id: {$oid: '%s'}, email: '%s@x.org', passwordHash: 'h', subscriptionTier: 'starter'}"
                        .formatted(id, id));
        for (Stores stores : List.of(mongo, PostgresStores.get())) {
            assertThat(stores.users().find(Id.of(id)))
                    .hasValueSatisfying(user -> assertThat(user.passwordHash()).isEqualTo("h"));
        }

        User read = mongo.users().find(Id.of(id)).orElseThrow();
        mongo.users().update(Id.of(id), new UserPatch().name("New"), ExpectedContract.as(read));
        User changed = mongo.users().update(Id.of(id), new UserPatch().subscriptionTier(SubscriptionTier.ENTERPRISE));

        assertThat(changed.subscriptionTier()).isEqualTo(SubscriptionTier.ENTERPRISE);
        assertThat(changed.passwordHash()).isEqualTo("h");
        assertThat(collection(UserMapping.MAPPING)
                        .find(new BsonDocument("_id", new BsonObjectId(new ObjectId(id))))
                        .first())
                .containsKeys("subscription_tier", "passwordHash")
                .doesNotContainKeys("subscriptionTier", "password_hash");
        mongo.users().delete(Id.of(id));
    }

    @Test
    void twoNamesOfAFieldThatHoldDifferentValuesAreToldWithoutThem() {
        String id = new ObjectId().toHexString();
        collection(UserMapping.MAPPING)
                .insertOne(BsonDocument.parse(
                        "{_id: {$oid: '%s'}, email: '%s@x.org', password_hash: 'S3CRET', passwordHash: 'S3CRET2'}"
                                .formatted(id, id)));

        assertThatThrownBy(() -> mongo.users().find(Id.of(id)))
                .isInstanceOf(UnreadableDocument.class)
                .message()
                .contains(id, "password_hash")
                .doesNotContain("S3CRET");
        assertThat(mongo.users()
                        .update(Id.of(id), new UserPatch().passwordHash("h"))
                        .passwordHash())
                .isEqualTo("h");
        mongo.users().delete(Id.of(id));
    }
}

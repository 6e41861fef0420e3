package io.crossfade.migration.operations;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.crossfade.migration.control.Audit;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.sync.SyncForTests;
import io.crossfade.migration.testing.TwoStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Who sees what of the keys that are set aside. */
class QuarantineEndpointTest {

    private static final String ADDRESS = "someone@example.org";

    private final Audit audit = mock(Audit.class);
    private TwoStores stores;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("dual_write");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** @param key of the sealed documents, or null to keep none */
    private QuarantineEndpoint endpoint(byte[] key) {
        Quarantine quarantine = SyncForTests.quarantine(stores.target, key);
        KeySync sync = SyncForTests.keySync(
                stores.units, stores.target, stores.fence, stores.source, stores.reads, quarantine);
        return new QuarantineEndpoint(stores.units, quarantine, sync, new Audited(audit));
    }

    private static SecurityContext as(String role) {
        SecurityContext context = mock(SecurityContext.class);
        when(context.isUserInRole(role)).thenReturn(true);
        return context;
    }

    /** Neither could become a row: the ids are of no type that a row's has, or the name is missing. */
    private String setAside(QuarantineEndpoint endpoint, BsonValue id) throws Exception {
        stores.documents(OWNERS)
                .insertOne(new BsonDocument("_id", id)
                        .append("name", new BsonInt32(1))
                        .append("legacy", new BsonString("UNMAPPED")));
        String key = id.isString()
                ? '"' + id.asString().getValue() + '"'
                : id.asObjectId().getValue().toHexString();
        endpoint.retry(as("ADMIN"), "owners", key, "test");
        return key;
    }

    @Test
    void aViewerSeesNoAddressNotEvenInThePlaceOfTheNextPage() throws Exception {
        QuarantineEndpoint endpoint = endpoint(new byte[32]);
        for (int i = 0; i < 3; i++) {
            setAside(endpoint, new BsonString(i + ADDRESS));
        }
        String plain = setAside(endpoint, new BsonObjectId());

        assertThat(keys(endpoint, "ADMIN")).hasSize(4).contains(plain).anyMatch(key -> key.contains(1 + ADDRESS));
        assertThat(keys(endpoint, "VIEWER")).hasSize(4).contains(plain).noneMatch(key -> key.contains("@"));
        ArgumentCaptor<String> written = ArgumentCaptor.forClass(String.class);
        verify(audit, atLeastOnce()).write(any(), any(), written.capture());
        assertThat(written.getAllValues().toString()).contains("retry").doesNotContain("@");
    }

    /** Page by page, with what leads from one to the next. */
    private static List<String> keys(QuarantineEndpoint endpoint, String role) throws Exception {
        List<String> keys = new ArrayList<>();
        String after = null;
        do {
            QuarantineEndpoint.Entries page = endpoint.one(as(role), "owners", after, 1);
            page.entries().forEach(entry -> keys.add(entry.key()));
            after = page.next();
            assertThat(String.valueOf(after)).doesNotContain("@");
        } while (after != null);
        return keys;
    }

    @Test
    void anUnmappedFieldIsShownOnlyToWhoNamesIt() throws Exception {
        QuarantineEndpoint endpoint = endpoint(new byte[32]);
        String key = setAside(endpoint, new BsonObjectId());

        assertThat(endpoint.show(as("ADMIN"), "owners", "document", key, "why", null)
                        .document())
                .contains("\"legacy\": \"(unmapped", "\"name\"")
                .doesNotContain("UNMAPPED");
        assertThat(endpoint.show(as("ADMIN"), "owners", "document", key.toUpperCase(Locale.ROOT), "why", "legacy")
                        .document())
                .contains("UNMAPPED");
        assertThatThrownBy(() -> endpoint.show(as("ADMIN"), "owners", "document", key, "why", "other"))
                .isInstanceOf(IllegalArgumentException.class);
        verify(audit, atLeastOnce()).write(any(), any(), any());
    }

    /** Red if one text is said of both. */
    @Test
    void saysWhetherAKeyIsSetAsideOrItsDocumentWasNotKept() throws Exception {
        QuarantineEndpoint endpoint = endpoint(null);
        String key = setAside(endpoint, new BsonObjectId());

        assertThatThrownBy(() -> endpoint.show(as("ADMIN"), "owners", "document", key, "why", null))
                .isInstanceOf(RefusedOperationException.class)
                .hasMessageContaining("is set aside (wrong-type)")
                .hasMessageNotContaining("not set aside");
        assertThatThrownBy(() ->
                        endpoint.show(as("ADMIN"), "owners", "document", new ObjectId().toHexString(), "why", null))
                .isInstanceOf(RefusedOperationException.class)
                .hasMessageContaining("is not set aside");
    }
}

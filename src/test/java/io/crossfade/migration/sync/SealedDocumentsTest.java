package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

class SealedDocumentsTest {

    private static final BsonDocument DOCUMENT =
            new BsonDocument("_id", new BsonString("k")).append("password", new BsonString("SECRET"));

    private final SealedDocuments sealed = new SealedDocuments(key(1));

    @Test
    void comesBackAsItCameAndCannotBeReadMeanwhile() {
        byte[] one = sealed.seal("users", "k", DOCUMENT);
        byte[] other = sealed.seal("users", "k", DOCUMENT);
        assertThat(sealed.open("users", "k", one)).isEqualTo(DOCUMENT);
        assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("SECRET", "password");
        assertThat(one).as("each with a nonce of its own").isNotEqualTo(other);
    }

    @Test
    void isOpenedByItsKeyAloneAndForItsDocumentAlone() {
        byte[] one = sealed.seal("users", "k", DOCUMENT);
        for (SealedDocuments another : new SealedDocuments[] {new SealedDocuments(key(2)), new SealedDocuments(null)}) {
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> another.open("users", "k", one));
        }
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> sealed.open("users", "l", one));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> sealed.open("plans", "k", one));
    }

    @Test
    void keepsNothingWithoutAKey() {
        assertThat(new SealedDocuments(null).seal("users", "k", DOCUMENT)).isNull();
        assertThat(new QuarantineProperties("").key()).isNull();
    }

    @Test
    void takesAKeyOfTheRightLengthAndNeverShowsIt() {
        String given = Base64.getEncoder().encodeToString(key(1));
        assertThat(new QuarantineProperties(given).key()).isEqualTo(key(1));
        assertThat(new QuarantineProperties(given).toString()).doesNotContain(given);
        for (String wrong : new String[] {"c2hvcnQ=", "no base64!"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new QuarantineProperties(wrong))
                    .withMessageNotContaining(wrong);
        }
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return key;
    }
}

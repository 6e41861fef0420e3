package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import io.crossfade.migration.control.MongoFailures.Verdict;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error that passes is nobody's fault: what it interrupted may be done or not. */
class MongoFailuresTest {

    private static BsonDocument answer(int code) {
        return new BsonDocument("ok", new BsonDouble(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString("said"));
    }

    private static List<MongoException> failures(int code) {
        ServerAddress server = new ServerAddress();
        return List.of(
                new MongoCommandException(answer(code), server),
                new MongoQueryException(answer(code), server),
                new MongoWriteException(new WriteError(code, "said", new BsonDocument()), server, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 13, 24, 43, 50, 64, 91, 112, 134, 175, 189, 237, 262, 462, 8000, 10107, 11600, 14031})
    void passes(int code) {
        assertThat(failures(code))
                .allSatisfy(failure -> assertThat(MongoFailures.judge(new IllegalStateException(failure)))
                        .isEqualTo(Verdict.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 14, 72, 121, 11000, 17280, 51091})
    void isOfTheOperationItself(int code) {
        assertThat(failures(code))
                .allSatisfy(failure -> assertThat(MongoFailures.judge(failure)).isEqualTo(Verdict.REFUSED));
    }

    /** Of a code that nobody knew when this was written. */
    @Test
    void passesIfTheServerSaysSo() {
        BsonDocument labelled =
                answer(99_999).append("errorLabels", new BsonArray(List.of(new BsonString("SystemOverloadedError"))));

        assertThat(MongoFailures.judge(new MongoCommandException(labelled, new ServerAddress())))
                .isEqualTo(Verdict.UNKNOWN);
    }
}

package io.crossfade.migration.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.FenceForTests;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.sync.KeySync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

/** A stream that cannot be followed is told: once in the log for each failure, and all the time in the metrics. */
@ExtendWith(OutputCaptureExtension.class)
class FollowerFailureTest {

    private final Leases leases = mock(Leases.class);
    private final Installation installation = Installation.ofNewStores();
    private final Checkpoints checkpoints = mock(Checkpoints.class);
    private ChangeStreamFollower follower;
    private Thread thread;

    @BeforeEach
    void lead() throws Exception {
        when(leases.acquire(any(), any())).thenReturn(true);
        Checkpoints.Checkpoint checkpoint = mock(Checkpoints.Checkpoint.class);
        when(checkpoint.token()).thenReturn(new BsonDocument());
        when(checkpoint.age()).thenReturn(Duration.ZERO);
        when(checkpoints.read(any())).thenReturn(Optional.of(checkpoint));
        when(checkpoints.save(any(), any())).thenReturn(true);
    }

    @AfterEach
    void stop() throws InterruptedException {
        follower.stop();
        thread.interrupt();
        thread.join();
    }

    private void follow(ChangeStream stream) {
        FeedProperties properties = new FeedProperties(
                10,
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
        follower = new ChangeStreamFollower(
                "owners",
                stream,
                installation,
                checkpoints,
                mock(KeySync.class),
                mock(Marks.class),
                properties,
                leases,
                new StoreNames("MONGO", "POSTGRES"));
        thread = Thread.ofPlatform().daemon().start(follower);
    }

    private static MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> quiet() {
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor = mock();
        when(cursor.getServerCursor()).thenReturn(new ServerCursor(1, new ServerAddress()));
        return cursor;
    }

    @Test
    void warnsOncePerFailureAndTellsForHowLong(CapturedOutput output) {
        ChangeStream failing = mock(ChangeStream.class);
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> quiet = quiet();
        when(failing.open(any()))
                .thenThrow(failure(40573))
                .thenThrow(failure(40573))
                .thenThrow(failure(13))
                .thenThrow(failure(13))
                .thenReturn(quiet);

        follow(failing);

        await().until(() -> follower.problem() == null
                && output.getOut().contains("Unit 'owners': its change stream is followed again"));
        assertThat(StringUtils.countOccurrencesOf(
                        output.getOut(), "Unit 'owners': its change stream cannot be followed"))
                .isEqualTo(2);
        assertThat(output).contains("MongoCommandException 40573").contains("MongoCommandException 13");
        assertThat(follower.failing()).isZero();
    }

    @Test
    void tellsForHowLongItHasFailed() {
        ChangeStream failing = mock(ChangeStream.class);
        when(failing.open(any())).thenThrow(failure(40573));

        follow(failing);

        await().until(() -> follower.failing().compareTo(Duration.ofMillis(200)) > 0);
    }

    private static MongoCommandException failure(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonDouble(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("secret")),
                new ServerAddress());
    }

    /** Red if it is tried for ever, for its code is none that is known. */
    @Test
    void beginsAnewWhereTheServerSaysThatItCannotGoOn() throws Exception {
        ChangeStream ended = mock(ChangeStream.class);
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> quiet = quiet();
        MongoCommandException failure = failure(99_999);
        failure.addLabel("NonResumableChangeStreamError");
        BsonDocument position = new BsonDocument("_data", new BsonString("now"));
        when(ended.positionNow(any())).thenReturn(Optional.of(position));
        when(ended.open(any())).thenThrow(failure).thenReturn(quiet);

        follow(ended);

        await().untilAsserted(() -> verify(checkpoints).lose(eq("owners"), eq(position), contains("99999")));
        await().until(() -> follower.problem() == null);
    }

    @Test
    void tellsThatChangesWereMissedUntilThatIsMadeGood() throws Exception {
        ChangeStream stream = mock(ChangeStream.class);
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> quiet = quiet();
        when(stream.open(any())).thenReturn(quiet);
        AtomicBoolean lost = new AtomicBoolean(true);
        when(checkpoints.tell(any(), any(), any())).thenAnswer(call -> lost.get());

        follow(stream);

        await().until(() -> follower.hasLost());
        lost.set(false);
        await().until(() -> !follower.hasLost());
    }

    /** The driver goes on by itself at whatever answers, from a position that is mostly a time. Red if that answer's position is saved. */
    @Test
    void savesNoPositionThatAnotherSourceMayHaveTold() throws Exception {
        ChangeStream stream = mock(ChangeStream.class);
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> exchanged = quiet();
        when(exchanged.tryNext()).thenAnswer(call -> {
            FenceForTests.reconnect(installation);
            return null;
        });
        when(exchanged.getResumeToken()).thenReturn(new BsonDocument("_data", new BsonString("another's")));
        when(stream.open(any())).thenReturn(exchanged);

        follow(stream);

        await().untilAsserted(() -> verify(stream, atLeast(3)).open(any()));
        verify(checkpoints, never()).save(any(), any());
        assertThat(follower.problem()).contains("the connection to MongoDB was lost on the way");
    }

    /** Red if another server's word that it lacks the history moves the position. */
    @Test
    void takesNoLossFromAnotherSource() throws Exception {
        ChangeStream stream = mock(ChangeStream.class);
        when(stream.open(any())).thenAnswer(call -> {
            FenceForTests.loseSource(installation);
            throw failure(286);
        });
        when(stream.positionNow(any())).thenReturn(Optional.of(new BsonDocument()));

        follow(stream);

        await().until(() -> String.valueOf(follower.problem()).contains("MongoDB was not asked yet"));
        verify(checkpoints, never()).lose(any(), any(), any());
    }

    /** Red if it takes its turn again at once, for then no other instance has the time to. */
    @Test
    void waitsUntilOthersHadTheTimeToFollow() throws Exception {
        ChangeStream failing = mock(ChangeStream.class);
        when(failing.open(any())).thenThrow(failure(40573));
        List<Long> taken = Collections.synchronizedList(new ArrayList<>());
        when(leases.acquire(any(), any())).thenAnswer(call -> {
            taken.add(System.nanoTime());
            return true;
        });

        follow(failing);

        await().until(() -> taken.size() >= 4);
        for (int i = 1; i < 4; i++) {
            // The turn's 100 ms, and two intervals of 10 ms.
            assertThat(Duration.ofNanos(taken.get(i) - taken.get(i - 1)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(119));
        }
        assertThat(follower.failing()).as("it fails all the time").isGreaterThan(Duration.ofMillis(300));
    }

    /** Red if it keeps its turn, for then no other instance follows in its place. */
    @Test
    void leavesItsTurnToOthersWhileItFails() throws Exception {
        ChangeStream failing = mock(ChangeStream.class);
        when(failing.open(any())).thenThrow(failure(40573));
        AtomicInteger renewals = new AtomicInteger();
        when(leases.acquire(any(), any())).thenAnswer(call -> {
            if (follower.leads()) {
                renewals.incrementAndGet();
            }
            return true;
        });

        follow(failing);

        await().untilAsserted(() -> verify(leases, atLeast(5)).acquire(any(), any()));
        assertThat(renewals).hasValue(0);
    }
}

package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Side;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a store is away, since when, and for how long it was. */
class StoreContactTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    private final long started = nanos.get();
    private final StoreContact contact = new StoreContact(
            new Clock() {
                @Override
                public Instant instant() {
                    return START.plusNanos(nanos.get() - started);
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            nanos::get);

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void answerFor(int seconds, Side... stores) {
        for (int i = 0; i < seconds; i++) {
            pass(1);
            for (Side store : stores) {
                contact.answered(store);
            }
        }
    }

    @Test
    void aStoreThatHasNeverAnsweredIsAwaySinceTheStart() {
        pass(1);
        assertThat(contact.state(Side.SOURCE)).isEqualTo(new StoreContact.State(false, START));
    }

    @Test
    void aStoreIsAwaySinceItsLastAnswerAndThereSinceItsFirst() {
        answerFor(10, Side.SOURCE);
        assertThat(contact.state(Side.SOURCE)).isEqualTo(new StoreContact.State(true, START.plusSeconds(1)));

        pass(3);
        assertThat(contact.state(Side.SOURCE).answers())
                .as("within three seconds")
                .isTrue();
        pass(57);
        assertThat(contact.state(Side.SOURCE)).isEqualTo(new StoreContact.State(false, START.plusSeconds(10)));
        contact.answered(Side.SOURCE);
        assertThat(contact.state(Side.SOURCE)).isEqualTo(new StoreContact.State(true, START.plusSeconds(70)));
        assertThat(contact.state(Side.TARGET).answers()).isFalse();
    }

    /** Red if the same second counts twice because both were away in it, or the time before the one asked for counts. */
    @Test
    void tellsForHowLongOneOrTheOtherWasAway() {
        answerFor(10, Side.SOURCE, Side.TARGET);
        answerFor(20, Side.TARGET);
        pass(20);
        contact.answered(Side.SOURCE);
        contact.answered(Side.TARGET);
        answerFor(5, Side.SOURCE, Side.TARGET);

        assertThat(contact.awayWithin(Duration.ofSeconds(55))).isEqualTo(Duration.ofSeconds(41));
        assertThat(contact.awayWithin(Duration.ofSeconds(45))).isEqualTo(Duration.ofSeconds(40));
        assertThat(contact.awayWithin(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(10));
        assertThat(contact.awayWithin(Duration.ofSeconds(5))).isZero();
        answerFor(60, Side.TARGET);
        assertThat(contact.awayWithin(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }
}

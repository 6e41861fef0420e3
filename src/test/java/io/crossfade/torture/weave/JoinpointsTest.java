package io.crossfade.torture.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is woven is named as text; a method that was renamed would silently not be woven. */
class JoinpointsTest {

    static Stream<Joinpoint> joinpoints() {
        return Stream.of(
                        FailpointTable.all().stream().map(Failpoint::joinpoint),
                        Arrays.stream(Rule.values()).flatMap(rule -> rule.joinpoints().stream()),
                        Stream.of(ClockAdvice.CLOCK))
                .flatMap(all -> all)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("joinpoints")
    void eachMeansOneMethodOfTheService(Joinpoint joinpoint) {
        assertThat(joinpoint.find()).as("%s", joinpoint).hasSize(1);
    }

    static Stream<Failpoint> failpointsOfPostgres() {
        return FailpointTable.all().stream().filter(point -> point.failure() == Failure.SQL);
    }

    @ParameterizedTest
    @MethodSource("failpointsOfPostgres")
    void aStepThrowsOnlyWhatItCanThrow(Failpoint point) {
        Method method = point.joinpoint().find().getFirst();
        assertThat(method.getExceptionTypes())
                .as("%s", point)
                .anyMatch(declared -> declared.isAssignableFrom(SQLException.class));
    }

    @Test
    void eachFailpointHasANameOfItsOwn() {
        assertThat(FailpointTable.all().stream().map(Failpoint::name)).doesNotHaveDuplicates();
    }

    @Test
    void aSlowPointThatThereIsNotIsRefused() {
        assertThat(SlowPoints.parse("chunk.read=0.5/300,move.before-drain=1/20").any())
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlowPoints.parse("chunk.reed=0.5/300"))
                .withMessageContaining("chunk.reed");
    }

    @Test
    void aMethodThatIsGoneIsFound() {
        assertThat(new Joinpoint("migration.sync.KeyLocks", "lockAll", 3).find())
                .isEmpty();
        assertThat(new Joinpoint("migration.sync.KeyLocks", "lock", 2).find()).isEmpty();
        assertThat(Optional.of(new Joinpoint("migration.sync.NoSuchType", "lock", 3))
                        .map(Joinpoint::find))
                .hasValueSatisfying(found -> assertThat(found).isEmpty());
    }
}

package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.Revision;
import io.crossfade.strattio.common.Stale;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The part of each aggregate's contract that says what a write is that expects it in one state. */
abstract class ExpectedContract<T extends Aggregate<T>, P extends Patch<P>> {

    abstract Stores stores();

    abstract AggregateRepository<T, P> repository();

    /** A new one. */
    abstract T stored();

    /** To another value for each number. */
    abstract P change(int number);

    abstract P noChange();

    final Given given() {
        return new Given(stores());
    }

    static Expected as(Aggregate<?> item) {
        return new Expected(Set.of("another", Revision.of(item)));
    }

    @Test
    void whatIsAsExpectedIsChangedAndDeleted() {
        T item = stored();

        T changed = repository().update(item.id(), change(1), as(item));
        assertThat(Revision.of(changed)).isNotEqualTo(Revision.of(item));
        assertThat(repository().find(item.id())).contains(changed);
        assertThat(repository().find(item.id()).map(Revision::of)).contains(Revision.of(changed));
        assertThat(repository().update(item.id(), noChange(), as(changed))).isEqualTo(changed);

        repository().delete(item.id(), as(changed));
        assertThat(repository().find(item.id())).isEmpty();
    }

    @Test
    void whatIsNotAsExpectedStaysAsItIs() {
        T item = stored();
        T changed = repository().update(item.id(), change(1));

        assertThatThrownBy(() -> repository().update(item.id(), change(2), as(item)))
                .isInstanceOf(Stale.class)
                .hasMessageContaining(item.id().text());
        assertThatThrownBy(() -> repository().update(item.id(), noChange(), as(item)))
                .isInstanceOf(Stale.class);
        assertThatThrownBy(() -> repository().delete(item.id(), as(item))).isInstanceOf(Stale.class);
        assertThatThrownBy(() -> repository().delete(item.id(), new Expected(Set.of())))
                .isInstanceOf(Stale.class);
        assertThat(repository().find(item.id())).contains(changed);
    }

    @Test
    void whatIsNotThereIsNotAsExpectedEither() {
        Expected expected = as(stored());

        assertThatThrownBy(() -> repository().update(Id.next(), change(1), expected))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> repository().delete(Id.next(), expected)).isInstanceOf(NotFound.class);
    }

    @Test
    void oneOfThoseWinsWhoExpectTheSame() throws Exception {
        T item = stored();
        for (int round = 0; round < 10; round++) {
            T expected = item;
            List<Callable<Optional<T>>> writers = IntStream.range(3 * round, 3 * round + 3)
                    .mapToObj(number -> (Callable<Optional<T>>)
                            () -> unlessRefused(() -> repository().update(expected.id(), change(number), as(expected))))
                    .toList();

            List<T> won =
                    Together.run(writers).stream().flatMap(Optional::stream).toList();

            assertThat(won).hasSize(1);
            item = won.getFirst();
            assertThat(repository().find(item.id())).contains(item);
        }
    }

    @Test
    void eitherAChangeWinsOrADeletion() throws Exception {
        for (int round = 0; round < 5; round++) {
            T item = stored();

            List<Optional<T>> won = Together.run(List.of(
                    () -> unlessRefused(() -> repository().update(item.id(), change(1), as(item))),
                    () -> unlessRefused(() -> {
                        repository().delete(item.id(), as(item));
                        return item;
                    })));

            assertThat(won).filteredOn(Optional::isPresent).hasSize(1);
            assertThat(repository().find(item.id())).isEqualTo(won.getFirst());
        }
    }

    private static <R> Optional<R> unlessRefused(Supplier<R> write) {
        try {
            return Optional.of(write.get());
        } catch (Stale | NotFound refused) {
            return Optional.empty();
        }
    }
}

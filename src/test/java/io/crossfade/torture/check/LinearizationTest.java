package io.crossfade.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The search against the definition: all orders of small histories, made at random so that many fit and many do not. */
class LinearizationTest {

    private static final int HISTORIES = 30_000;
    private static final int LIMIT = 100_000;

    /** A register that also swaps: reads and writes say what they found. */
    private record Step(int found, int left) {}

    private static final class Register implements Model<Integer, Step> {

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public @Nullable Integer after(Integer state, Step step) {
            return step.found() < 0 || step.found() == state ? Integer.valueOf(step.left()) : null;
        }

        @Override
        public Object effect(Step step) {
            return step;
        }
    }

    @Test
    void findsAnOrderWheneverThereIsOneAndNoOther() {
        SplittableRandom random = new SplittableRandom(20);
        int linearizable = 0;
        for (int i = 0; i < HISTORIES; i++) {
            List<Call<Step>> calls = calls(random);
            boolean expected = anyOrder(0, new ArrayList<>(calls));
            assertThat(Linearization.of(new Register(), calls, LIMIT).linearizable())
                    .as("history %d: %s", i, calls)
                    .isEqualTo(expected);
            linearizable += expected ? 1 : 0;
        }
        assertThat(linearizable).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }

    @Test
    void namesTheFirstCallThatFitsNowhere() {
        Call<Step> write = new Call<>(new Step(-1, 1), false, 0, 10);
        Call<Step> seesIt = new Call<>(new Step(1, 1), true, 1, 2);
        Call<Step> seesItNoMore = new Call<>(new Step(0, 0), true, 3, 4);

        Linearization.Verdict<Integer, Step> verdict =
                Linearization.of(new Register(), List.of(write, seesIt, seesItNoMore), LIMIT);

        assertThat(verdict.contradiction()).isEqualTo(seesItNoMore);
        assertThat(verdict.before()).containsExactly(1);
        assertThat(verdict.open()).containsExactly(write);
    }

    @Test
    void saysThatItGaveUp() {
        List<Call<Step>> calls = new ArrayList<>();
        for (int i = 1; i < 20; i++) {
            calls.add(new Call<>(new Step(-1, i), false, i, 100));
        }
        calls.add(new Call<>(new Step(50, 50), true, 30, 40));

        assertThat(Linearization.of(new Register(), calls, LIMIT).decided()).isFalse();
    }

    private static List<Call<Step>> calls(SplittableRandom random) {
        List<Call<Step>> calls = new ArrayList<>();
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            long start = random.nextInt(12);
            long end = random.nextInt(5) == 0 ? Call.NEVER : start + random.nextInt(6);
            int value = random.nextInt(3);
            switch (random.nextInt(3)) {
                case 0 -> calls.add(new Call<>(new Step(value, value), true, start, Math.min(end, start + 6)));
                case 1 -> calls.add(new Call<>(new Step(-1, value), false, start, end));
                default -> calls.add(new Call<>(new Step(value, random.nextInt(3)), false, start, end));
            }
        }
        return calls;
    }

    /** Straight from the definition: takes any call first that began before each other certain one ended. */
    private static boolean anyOrder(int state, List<Call<Step>> left) {
        if (left.stream().noneMatch(Call::certain)) {
            return true;
        }
        long firstEnd = left.stream().mapToLong(Call::end).min().orElseThrow();
        for (Call<Step> call : List.copyOf(left)) {
            Integer next = call.start() <= firstEnd ? new Register().after(state, call.operation()) : null;
            if (next != null) {
                List<Call<Step>> rest = new ArrayList<>(left);
                rest.remove(call);
                if (anyOrder(next, rest)) {
                    return true;
                }
            }
        }
        return false;
    }
}

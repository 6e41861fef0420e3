package io.crossfade.migration.control;

import java.util.function.Function;
import org.springframework.util.function.ThrowingSupplier;

/** Waits in a request's thread. */
final class Interrupts {

    private Interrupts() {}

    /** Does what may be interrupted; then the thread stays so, and the answer is thrown. */
    static <T> T answered(ThrowingSupplier<T> work, Function<InterruptedException, RuntimeException> answer) {
        try {
            return work.getWithException();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw answer.apply(interrupted);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

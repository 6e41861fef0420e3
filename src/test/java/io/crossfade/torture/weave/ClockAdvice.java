package io.crossfade.torture.weave;

import java.time.Clock;
import net.bytebuddy.asm.Advice;

/** Compiled into the method that makes the service's clock: gives it another. */
public final class ClockAdvice {

    static final Joinpoint CLOCK = new Joinpoint("migration.control.ControlConfiguration", "clock", 0);

    private static volatile Clock clock = Clock.systemUTC();

    private ClockAdvice() {}

    static void install(Clock replacement) {
        clock = replacement;
    }

    /** Called from the woven method. */
    public static Clock clock() {
        return clock;
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Clock returned) {
        returned = clock();
    }
}

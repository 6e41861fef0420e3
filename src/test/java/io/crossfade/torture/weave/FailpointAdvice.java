package io.crossfade.torture.weave;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Compiled into a woven method, at its begin or at its good end. */
final class FailpointAdvice {

    private FailpointAdvice() {}

    /** Stands for the point's name. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Name {}

    static final class Before {
        private Before() {}

        @Advice.OnMethodEnter
        static void enter(
                @Name String point,
                @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC) Object first)
                throws Exception {
            Failpoints.reach(point, first);
        }
    }

    static final class After {
        private After() {}

        @Advice.OnMethodExit
        static void exit(
                @Name String point,
                @Advice.Argument(value = 0, optional = true, typing = Assigner.Typing.DYNAMIC) Object first)
                throws Exception {
            Failpoints.reach(point, first);
        }
    }
}

package io.crossfade.torture.weave;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Compiled into the methods of a {@link Rule} that is taken out. */
final class RuleAdvice {

    private RuleAdvice() {}

    /** Does nothing, and says that it was done. */
    static final class LeaveOut {
        private LeaveOut() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@FailpointAdvice.Name String rule) {
            BrokenRules.applied(rule);
            return true;
        }
    }

    static final class ReadFirst {
        private ReadFirst() {}

        @Advice.OnMethodEnter
        static void enter(
                @FailpointAdvice.Name String rule,
                @Advice.This Object attempt,
                @Advice.Argument(0) Collection<String> keys)
                throws Exception {
            BrokenRules.readFirst(rule, attempt, keys);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            BrokenRules.forgetRead();
        }
    }

    static final class AnswerAsRead {
        private AnswerAsRead() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static Object enter(@Advice.Argument(1) Collection<String> keys) {
            return BrokenRules.read(keys);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter Object read,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
            if (read != null) {
                returned = read;
            }
        }
    }

    static final class SavePositionFirst {
        private SavePositionFirst() {}

        @Advice.OnMethodEnter
        static void enter(
                @FailpointAdvice.Name String rule,
                @Advice.This Object follower,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object batch)
                throws Exception {
            BrokenRules.savePositionFirst(rule, follower, batch);
        }
    }

    static final class MarkFirst {
        private MarkFirst() {}

        @Advice.OnMethodEnter
        static void enter(
                @FailpointAdvice.Name String rule,
                @Advice.This Object cutover,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object row)
                throws Exception {
            BrokenRules.markFirst(rule, cutover, row);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            BrokenRules.forgetMark();
        }
    }

    static final class AnswerAsMarked {
        private AnswerAsMarked() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return BrokenRules.marked();
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter boolean marked,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
            if (marked) {
                returned = true;
            }
        }
    }

    static final class AnswerBefore {
        private AnswerBefore() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@FailpointAdvice.Name String rule) {
            BrokenRules.applied(rule);
            return true;
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object before,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
            returned = Optional.of(before);
        }
    }

    static final class DuringCutover {
        private DuringCutover() {}

        @Advice.OnMethodEnter
        static void enter(@FailpointAdvice.Name String rule) {
            BrokenRules.cutoverBegins(rule);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            BrokenRules.cutoverEnds();
        }
    }

    static final class AnswerNobody {
        private AnswerNobody() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return BrokenRules.inCutover();
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.Enter boolean skipped,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
            if (skipped) {
                returned = List.of();
            }
        }
    }

    static final class AnswerAllOver {
        private AnswerAllOver() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return BrokenRules.inCutover();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter boolean skipped, @Advice.Return(readOnly = false) boolean returned) {
            if (skipped) {
                returned = true;
            }
        }
    }
}

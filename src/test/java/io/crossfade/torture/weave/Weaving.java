package io.crossfade.torture.weave;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.utility.JavaModule;

/** Advice compiled into the service's methods while its classes are loaded, or into loaded ones; and out again. */
final class Weaving implements AutoCloseable {

    private record Strand(Joinpoint joinpoint, Class<?> advice, String name) {

        AsmVisitorWrapper visitor() {
            return Advice.withCustomMapping()
                    .bind(FailpointAdvice.Name.class, name)
                    .to(advice)
                    .on(joinpoint.matcher());
        }
    }

    private final List<Strand> strands = new ArrayList<>();
    private final Consumer<String> failed;
    private Instrumentation instrumentation;
    private ResettableClassFileTransformer transformer;

    /** @param failed is told of a class that could not be woven */
    Weaving(Consumer<String> failed) {
        this.failed = failed;
    }

    Weaving failpoints(List<Failpoint> failpoints) {
        for (Failpoint point : failpoints) {
            Class<?> advice =
                    switch (point.place()) {
                        case BEFORE -> FailpointAdvice.Before.class;
                        case AFTER -> FailpointAdvice.After.class;
                    };
            strands.add(new Strand(point.joinpoint(), advice, point.name()));
        }
        return this;
    }

    Weaving without(Rule rule) {
        rule.advice().forEach((joinpoint, advice) -> strands.add(new Strand(joinpoint, advice, rule.name())));
        return this;
    }

    Weaving clock() {
        strands.add(new Strand(ClockAdvice.CLOCK, ClockAdvice.class, "clock"));
        return this;
    }

    Weaving install(Instrumentation into) {
        Map<String, List<Strand>> byClass = strands.stream()
                .collect(Collectors.groupingBy(strand -> strand.joinpoint().className()));
        AgentBuilder agent = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .ignore(none())
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(new AgentBuilder.Listener.Adapter() {
                    @Override
                    public void onError(
                            String type, ClassLoader loader, JavaModule module, boolean loaded, Throwable failure) {
                        failed.accept(type + ": " + failure);
                    }
                });
        for (Map.Entry<String, List<Strand>> one : byClass.entrySet()) {
            agent = agent.type(named(one.getKey()))
                    .transform((builder, type, loader, module, domain) -> woven(builder, type, one.getValue()));
        }
        instrumentation = into;
        transformer = agent.installOn(into);
        return this;
    }

    private static DynamicType.Builder<?> woven(
            DynamicType.Builder<?> builder, TypeDescription type, List<Strand> strands) {
        DynamicType.Builder<?> woven = builder;
        for (Strand strand : strands) {
            woven = woven.visit(strand.visitor());
        }
        return woven;
    }

    @Override
    public void close() {
        transformer.reset(instrumentation, RedefinitionStrategy.RETRANSFORMATION);
    }
}

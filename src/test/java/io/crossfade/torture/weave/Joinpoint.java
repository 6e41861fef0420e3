package io.crossfade.torture.weave;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * A method of the service, named as text because most are visible in their own package alone.
 *
 * @param type below {@code io.crossfade}
 * @param first the simple name of the first parameter's type, where several methods would be meant without it; else empty
 */
record Joinpoint(String type, String method, int parameters, String first) {

    Joinpoint(String type, String method, int parameters) {
        this(type, method, parameters, "");
    }

    String className() {
        return "io.crossfade." + type;
    }

    ElementMatcher.Junction<MethodDescription> matcher() {
        ElementMatcher.Junction<MethodDescription> matcher = named(method)
                .and(takesArguments(parameters))
                .and(not(isAbstract()))
                .and(not(isBridge()));
        return first.isEmpty() ? matcher : matcher.and(takesArgument(0, nameEndsWith("." + first)));
    }

    /** The methods it means; exactly one, or the service has changed. */
    List<Method> find() {
        try {
            Class<?> declaring = Class.forName(className(), false, Joinpoint.class.getClassLoader());
            return Stream.of(declaring.getDeclaredMethods())
                    .filter(one -> one.getName().equals(method))
                    .filter(one -> one.getParameterCount() == parameters)
                    .filter(one -> first.isEmpty()
                            || one.getParameterTypes()[0].getSimpleName().equals(first))
                    .filter(one -> !one.isBridge() && !Modifier.isAbstract(one.getModifiers()))
                    .toList();
        } catch (ClassNotFoundException gone) {
            return List.of();
        }
    }
}

package io.crossfade;

import java.lang.reflect.Proxy;

/**
 * SIGTERM. A JVM that has stopped as it was told to exits with 143, which Maven, systemd and others take for a failure. The class that
 * can change this is of every JDK and yet no part of Java's API, so that the compiler warns of each mention: hence by reflection.
 */
final class StopSignal {

    private StopSignal() {}

    /** From now on it ends the program in order, with 0. */
    static void endsWell() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object stop = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, told) -> {
                        System.exit(0);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), stop);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JDK has no sun.misc.Signal", e);
        }
    }
}

package dev.ezworks.server.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes single calls of a port go wrong. */
public final class Faults {
    private Faults() {}

    /** The same store, but that this method fails with this error before it does anything. */
    public static <T> T failing(Class<T> port, T store, String method, RuntimeException failure) {
        return failingWhile(port, store, method, () -> true, failure);
    }

    /** The same store, but that calls of this method fail with this error while this holds, which is asked at each. */
    public static <T> T failingWhile(
            Class<T> port, T store, String method, BooleanSupplier condition, RuntimeException failure) {
        return proxy(
                port,
                (called, args) -> called.getName().equals(method) && condition.getAsBoolean()
                        ? error(called, failure)
                        : invoke(called, store, args));
    }

    /** The same store, but that this method fails with this error where one of its arguments is this one. */
    public static <T> T failingFor(Class<T> port, T store, String method, Object argument, RuntimeException failure) {
        return proxy(
                port,
                (called, args) ->
                        called.getName().equals(method) && Arrays.asList(args).contains(argument)
                                ? error(called, failure)
                                : invoke(called, store, args));
    }

    /** The same store, but that this method's call happens and then fails with this error. */
    public static <T> T failingAfter(Class<T> port, T store, String method, RuntimeException failure) {
        return changed(port, store, method, result -> result.then(Mono.error(failure)));
    }

    /** The same store, but that this method's call happens and is never answered. */
    public static <T> T silentAfter(Class<T> port, T store, String method) {
        return changed(port, store, method, result -> result.then(Mono.never()));
    }

    /** The same store, but that calls of this method give nothing and never end where one of the arguments is such a one. */
    public static <T> T silentFor(Class<T> port, T store, String method, Predicate<Object> argument) {
        return proxy(
                port,
                (called, args) ->
                        called.getName().equals(method) && Arrays.stream(args).anyMatch(argument)
                                ? never(called)
                                : invoke(called, store, args));
    }

    /** The same store, but that its calls of this method come after this. */
    public static <T> T after(Class<T> port, T store, String method, Runnable action) {
        return proxy(port, (called, args) -> {
            if (called.getName().equals(method)) {
                action.run();
            }
            return invoke(called, store, args);
        });
    }

    /** The same store, but that what this method gives comes through this. */
    public static <T> T through(Class<T> port, T store, String method, UnaryOperator<Flux<?>> change) {
        return proxy(port, (called, args) -> {
            Object result = invoke(called, store, args);
            return called.getName().equals(method) ? change.apply((Flux<?>) result) : result;
        });
    }

    private static <T> T changed(Class<T> port, T store, String method, UnaryOperator<Mono<?>> change) {
        return proxy(port, (called, args) -> {
            Object result = invoke(called, store, args);
            return called.getName().equals(method) ? change.apply((Mono<?>) result) : result;
        });
    }

    private interface Call {
        Object make(Method called, Object[] args) throws Throwable;
    }

    private static <T> T proxy(Class<T> port, Call call) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, args) -> call.make(called, args)));
    }

    private static Object invoke(Method called, Object store, Object[] args) throws Throwable {
        try {
            return called.invoke(store, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static Object error(Method called, RuntimeException failure) {
        return called.getReturnType().equals(Mono.class) ? Mono.error(failure) : Flux.error(failure);
    }

    private static Object never(Method called) {
        return called.getReturnType().equals(Mono.class) ? Mono.never() : Flux.never();
    }
}

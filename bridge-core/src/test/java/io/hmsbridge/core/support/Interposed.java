package io.hmsbridge.core.support;

import io.hmsbridge.core.ledger.Ledger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** A ledger between whose calls a test can step. */
public final class Interposed {

    /** What happens around a call: by default {@code real.call()}. */
    @FunctionalInterface
    public interface Step {
        Object around(String method, Callable<Object> real) throws Exception;
    }

    private Interposed() {}

    public static Ledger ledger(Ledger real, Step step) {
        return of(Ledger.class, real, step);
    }

    /** The same of a part of a ledger. */
    public static <T> T of(Class<T> type, T real, Step step) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (_, method, arguments) -> step.around(method.getName(), () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                    }
                })));
    }

    /** What a ledger that is none answers. */
    @FunctionalInterface
    public interface Answer {
        Object to(String method, Object[] arguments) throws Exception;
    }

    public static Ledger answering(Answer answer) {
        return (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class},
                (_, method, arguments) -> answer.to(method.getName(), arguments));
    }

    @SuppressWarnings("unchecked") // the test knows what it asks for
    public static <T> T first(Object[] arguments) {
        return (T) arguments[0];
    }
}

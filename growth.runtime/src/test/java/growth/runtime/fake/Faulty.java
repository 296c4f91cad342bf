package growth.runtime.fake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plug-in that works until one of its methods is called for the n-th time; what it hands out (a schedule of a run, a dataset) counts too.
 *
 * @param method the method that goes wrong
 * @param call   at which of its calls, from 1
 * @param wrong  what it does instead of its work; what it returns, the method returns
 * @param calls  the calls so far
 */
public record Faulty(String method, int call, Callable<?> wrong, AtomicInteger calls) {
    /** A fault that throws. */
    public static Faulty throwing(String method, int call, Throwable thrown) {
        return doing(method, call, () -> sneaky(thrown));
    }

    /** A fault that does something else. */
    public static Faulty doing(String method, int call, Callable<?> wrong) {
        return new Faulty(method, call, wrong, new AtomicInteger());
    }

    /** Returns the plug-in with this fault. */
    public <T> T in(Class<T> type, T healthy) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
            if (called.getName().equals(method) && calls.incrementAndGet() == call) {
                return wrong.call();
            }
            try {
                Object result = called.invoke(healthy, arguments);
                Class<?> made = called.getReturnType();
                return made.isInterface() && made.getName().startsWith("growth.api.") && !made.isSealed() ? again(made, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private <T> T again(Class<T> type, Object healthy) {
        return in(type, type.cast(healthy));
    }

    @SuppressWarnings("unchecked") // what is thrown may be checked, which no plug-in declares
    private static <T extends Throwable> Object sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

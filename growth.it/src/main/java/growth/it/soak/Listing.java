package growth.it.soak;

import growth.api.GrowthException;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Lists the catalogue again and again, once for all who wait for a change of it. */
final class Listing implements AutoCloseable {
    private static final long PERIOD_MILLIS = 20;
    private static final long LIMIT_SECONDS = 60;

    private final Catalogue catalogue;
    private final Thread thread;
    private Listed last;
    private RuntimeException failure;

    /**
     * What the catalogue says.
     *
     * @param operators the bundle that serves, by operator
     * @param schedules the bundle that serves, by schedule
     * @param broken    the reason, by the name of a jar that cannot be used
     */
    record Listed(Map<String, String> operators, Map<String, String> schedules, Map<String, String> broken) {

        static Listed of(Catalogue catalogue) {
            Map<String, String> broken = new TreeMap<>();
            catalogue.broken().forEach(jar -> broken.put(jar.name(), jar.state()));
            return new Listed(serving(catalogue, PluginKind.OPERATOR), serving(catalogue, PluginKind.SCHEDULE), broken);
        }

        private static Map<String, String> serving(Catalogue catalogue, PluginKind kind) {
            Map<String, String> serving = new TreeMap<>();
            catalogue.plugins(kind).stream().filter(PluginInfo::usable).forEach(info -> serving.put(info.name(), info.bundle()));
            return serving;
        }

        boolean serves(SoakJar jar) {
            return jar.bundle().equals(operators.get(jar.name())) && jar.bundle().equals(schedules.get(jar.name()));
        }

        boolean lacks(String name) {
            return !operators.containsKey(name) && !schedules.containsKey(name);
        }
    }

    Listing(Catalogue catalogue) {
        this.catalogue = catalogue;
        thread = new Thread(this::listAgainAndAgain, "soak-listing");
        thread.start();
    }

    private void listAgainAndAgain() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Listed now = Listed.of(catalogue);
                tell(now, null);
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tell(null, e);
        }
    }

    private synchronized void tell(Listed now, RuntimeException failed) {
        last = now;
        failure = failed;
        notifyAll();
    }

    /**
     * Waits until the catalogue says what is expected.
     *
     * @param expected the expectation in words, for the error
     * @throws SoakFailure if it does not within a minute
     */
    synchronized void await(String expected, Predicate<Listed> says) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (failure == null && (last == null || !says.test(last))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new SoakFailure("not within " + LIMIT_SECONDS + " s: " + expected + "; the catalogue says " + last);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (failure != null) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, "the catalogue cannot be listed: " + failure, failure);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

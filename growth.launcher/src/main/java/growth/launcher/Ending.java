package growth.launcher;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What happens when the process is asked to end, by a signal or by code that had better not: the command saves and returns, the framework
 * stops, the storage goes.
 */
final class Ending implements Runnable {
    /** Exit status of a command that was stopped after it had saved. */
    private static final int STOPPED = 130;
    private static final int FAILING_PLUGIN = 3;

    private final Thread main;
    private final StopRequest stop;
    private final RunningFramework framework;
    private final Storage storage;
    private final Installation installation;
    private final boolean bundlesDecide;

    /**
     * @param main the thread on which the command runs
     * @param boot what ends; its installation knows how long the command may take to follow
     */
    Ending(Thread main, StopRequest stop, Boot boot) {
        this.main = main;
        this.stop = stop;
        this.framework = boot.framework();
        this.storage = boot.storage();
        this.installation = boot.installation();
        this.bundlesDecide = Boolean.parseBoolean(framework.property(Session.WAIT));
    }

    @Override
    public void run() {
        Optional<ExitCall> exit = stop.leaving() || bundlesDecide ? Optional.empty() : ExitCall.present();
        exit.ifPresent(call -> System.err.println("growth: " + call.words(framework.bundles(), installation.plugins())));
        stop.request();
        boolean follows = exit.isEmpty() || exit.get().thread() != main;
        if (follows) {
            stop.awaitCommand(installation.saveTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        framework.stop();
        storage.close();
        // The status of whoever called must not be that of an unfinished command. A signal's is right.
        exit.ifPresent(call -> Runtime.getRuntime().halt(stop.status().filter(status -> status != STOPPED).orElse(FAILING_PLUGIN)));
    }
}

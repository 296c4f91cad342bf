package growth.shell.progress;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.log.LogLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes the logs of trainings, as large as the framework's properties allow. */
@Component(service = RunLogs.class)
public final class RunLogs {
    /** Framework property: megabytes of one file. */
    static final String MEGABYTES = "growth.log.megabytes";
    /** Framework property: number of files of one training. */
    static final String FILES = "growth.log.files";
    private final Optional<String> megabytes;
    private final Optional<String> files;

    @Activate
    public RunLogs(BundleContext context) {
        this(Optional.ofNullable(context.getProperty(MEGABYTES)), Optional.ofNullable(context.getProperty(FILES)));
    }

    /**
     * @param megabytes the property of that name, if it is set
     * @param files     likewise
     */
    public RunLogs(Optional<String> megabytes, Optional<String> files) {
        this.megabytes = megabytes;
        this.files = files;
    }

    /**
     * Returns the log of a training, in that file or in its run folder.
     *
     * @param file the file, which is opened at once
     * @throws GrowthException (CONFIGURATION) if the file cannot be written, or a property is no number that it can be
     */
    public RunLog begin(Optional<Path> file) {
        LogLimits limits = limits();
        return file.map(path -> new RunLog(path, limits.files() > 0 ? limits : LogLimits.USUAL, Instant::now))
                .orElseGet(() -> new RunLog(limits, Instant::now));
    }

    /** Returns the log of a training that has none. */
    public RunLog none() {
        return new RunLog(new LogLimits(LogLimits.USUAL.bytes(), 0), Instant::now);
    }

    private LogLimits limits() {
        return new LogLimits(number(MEGABYTES, megabytes, 1).map(m -> (long) m << 20).orElse(LogLimits.USUAL.bytes()),
                number(FILES, files, 0).orElse(LogLimits.USUAL.files()));
    }

    private static Optional<Integer> number(String name, Optional<String> text, int least) {
        return text.map(digits -> {
            int value = digits.strip().matches("[0-9]{1,6}") ? Integer.parseInt(digits.strip()) : -1;
            if (value < least) {
                throw new GrowthException(Kind.CONFIGURATION, name + "=" + digits + " in conf/framework.properties or JAVA_OPTS is not a"
                        + " whole number from " + least + " on");
            }
            return value;
        });
    }
}

package growth.shell.ranks;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Patience;
import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.ProcessGroups;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Lets ranks meet that have the same Java and the same bundles installed, as patient as the framework's properties say. */
@Component(service = RankMeetings.class)
public final class RankMeetings {
    /** Framework property: seconds for all ranks to come. */
    static final String MEETING = "growth.peers.meeting.seconds";
    /** Framework property: seconds without a sign of life after which a rank is taken for lost. */
    static final String SILENCE = "growth.peers.silence.seconds";
    /** Framework property: seconds for which ranks wait for one that is alive and works. */
    static final String WORK = "growth.peers.work.seconds";
    /** Where the bundles of an installation come from; those of the folder of plug-ins come from elsewhere. */
    private static final String INSTALLED = "reference:";
    private static final long LOOK_MILLIS = 100;
    private final Patience patience;
    private final Map<String, String> versions;

    @Activate
    public RankMeetings(BundleContext context) {
        this(context::getProperty, versions(context.getBundles()));
    }

    /**
     * @param properties the framework's
     * @param versions   what has to be the same on all ranks, by name
     */
    public RankMeetings(UnaryOperator<String> properties, Map<String, String> versions) {
        patience = new Patience(seconds(properties, MEETING, Patience.DEFAULT.meeting()),
                seconds(properties, SILENCE, Patience.DEFAULT.silence()), seconds(properties, WORK, Patience.DEFAULT.work()));
        this.versions = Map.copyOf(versions);
    }

    /**
     * Meets the other ranks.
     *
     * @param peers   who they are
     * @param waiting takes a line about those who are awaited
     * @param stop    whether this process is to end
     * @return the group; empty if this process was asked to end before all had come
     * @throws GrowthException as {@link ProcessGroups#connect}
     */
    public Optional<ProcessGroup> meet(Peers peers, Consumer<String> waiting, BooleanSupplier stop) {
        Thread meeting = Thread.currentThread();
        Thread watch = new Thread(() -> interruptAt(stop, meeting), "growth-meeting-stop");
        watch.setDaemon(true);
        watch.start();
        try {
            return Optional.of(ProcessGroups.connect(peers.versions(versions).patience(patience), waiting));
        } catch (GrowthException e) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            end(watch);
        }
    }

    private static void interruptAt(BooleanSupplier stop, Thread meeting) {
        try {
            while (!stop.getAsBoolean()) {
                Thread.sleep(LOOK_MILLIS);
            }
            meeting.interrupt();
        } catch (InterruptedException e) {
            // they have met
        }
    }

    /** The interrupt was the watch's way to be heard, and is of no use to what follows. */
    private static void end(Thread watch) {
        watch.interrupt();
        boolean over = false;
        while (!over) {
            try {
                watch.join();
                over = true;
            } catch (InterruptedException e) {
                // told
            }
        }
        Thread.interrupted();
    }

    private static Map<String, String> versions(Bundle... bundles) {
        Map<String, String> versions = new TreeMap<>(Map.of("Java", System.getProperty("java.version")));
        for (Bundle bundle : bundles) {
            if (bundle.getLocation().startsWith(INSTALLED)) {
                versions.put(bundle.getSymbolicName(), bundle.getVersion().toString());
            }
        }
        return versions;
    }

    private static Duration seconds(UnaryOperator<String> properties, String name, Duration usual) {
        return Optional.ofNullable(properties.apply(name)).map(text -> {
            try {
                return Patience.DEFAULT.meeting(Duration.ofMillis(Math.round(1000 * Double.parseDouble(text.strip())))).meeting();
            } catch (IllegalArgumentException e) {
                throw new GrowthException(Kind.CONFIGURATION, name + "=" + text + " in conf/framework.properties or JAVA_OPTS is not a"
                        + " number of seconds above 0, at most those of a year", e);
            }
        }).orElse(usual);
    }
}

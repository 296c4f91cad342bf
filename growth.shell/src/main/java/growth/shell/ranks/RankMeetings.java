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
     * @throws GrowthException as {@link ProcessGroups#connect}
     */
    public ProcessGroup meet(Peers peers, Consumer<String> waiting) {
        return ProcessGroups.connect(peers.versions(versions).patience(patience), waiting);
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

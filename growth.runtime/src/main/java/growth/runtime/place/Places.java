package growth.runtime.place;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.launcher.place.Executor;
import growth.launcher.place.Place;
import growth.launcher.place.PlaceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The places where runs can be trained besides this process, as commands ask for them. */
@Component(service = Places.class)
public final class Places {
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Map.Entry<Map<String, Object>, Place>> installed = List.of();

    /** For the framework, which fills in what is there. */
    public Places() {
        // Services come and go.
    }

    /** @param there places by name */
    public Places(Map<String, Place> there) {
        installed = there.entrySet().stream().map(one -> Map.entry(Map.<String, Object>of(Place.NAME, one.getKey()), one.getValue()))
                .toList();
    }

    /**
     * Returns the place of that name.
     *
     * @param name what a user writes behind {@code --on}, e.g. {@code spark}
     * @throws GrowthException (CONFIGURATION) if there is none; the message says which there are, and how to get Spark
     */
    public Elsewhere place(String name) {
        Optional<Place> place = installed.stream().filter(one -> name.equals(one.getKey().get(Place.NAME))).map(Map.Entry::getValue)
                .findFirst();
        return new Elsewhere(name, place.orElseThrow(() -> {
            List<String> names = installed.stream().map(one -> String.valueOf(one.getKey().get(Place.NAME))).sorted().toList();
            return new GrowthException(Kind.CONFIGURATION, "--on: there is no place '" + name + "'"
                    + (names.isEmpty() ? ", nor any other" : "; those there are: " + String.join(", ", names)) + ". Apache Spark is one"
                    + " where the installation has the folder spark or SPARK_HOME names a Spark of your own:"
                    + " see 'More machines' in README.md");
        }), Optional.empty());
    }

    /**
     * Returns the executors of a place.
     *
     * @throws GrowthException if it cannot be reached or takes nothing, in its own words
     */
    public static List<Executor> executors(Place place) {
        try {
            return place.executors();
        } catch (PlaceException e) {
            throw PlacedRun.refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrowthException(Kind.UNEXPECTED, "interrupted while waiting for executors", e);
        }
    }
}

package growth.shell.line;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Components that are installed and cannot work, with the reason in words. */
@Component(service = UnsatisfiedComponents.class)
public final class UnsatisfiedComponents {
    private final ServiceComponentRuntime runtime;

    @Activate
    public UnsatisfiedComponents(@Reference ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** @return why the component with that property cannot work; empty if there is none or it can */
    public Optional<String> with(String property, String value) {
        return reasons(c -> value.equals(c.properties.get(property))).values().stream().findFirst();
    }

    /** @return component → why it cannot work, for the components of bundles whose symbolic name begins so */
    public SortedMap<String, String> ofBundles(String prefix) {
        return reasons(c -> c.bundle != null && c.bundle.symbolicName.startsWith(prefix));
    }

    private SortedMap<String, String> reasons(Predicate<ComponentDescriptionDTO> wanted) {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (wanted.test(component)) {
                reason(component, runtime.getComponentConfigurationDTOs(component))
                        .ifPresent(reason -> reasons.put(component.name, reason));
            }
        }
        return reasons;
    }

    private static Optional<String> reason(ComponentDescriptionDTO component, Collection<ComponentConfigurationDTO> configurations) {
        for (ComponentConfigurationDTO configuration : configurations) {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                return Optional.of("it failed to start: " + firstLine(configuration.failure));
            }
            if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                return Optional.of("it needs " + missing(component, configuration) + ", which no bundle offers now");
            }
        }
        return Optional.empty();
    }

    private static String missing(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        List<String> names = Arrays.stream(configuration.unsatisfiedReferences).map((UnsatisfiedReferenceDTO r) -> r.name).toList();
        return Arrays.stream(component.references).filter((ReferenceDTO r) -> names.contains(r.name)).map(r -> r.interfaceName).distinct()
                .collect(Collectors.joining(" and "));
    }

    /** The failure is a stack trace as text. */
    private static String firstLine(String failure) {
        return failure == null ? "no reason given" : failure.lines().findFirst().orElse("no reason given");
    }
}

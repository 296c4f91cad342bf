package growth.runtime.plugins;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.rootcause.DSComp;
import org.apache.felix.rootcause.DSRef;
import org.apache.felix.rootcause.DSRootCause;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Says in words why components do not work. Felix Root Cause finds what each lacks, down to the component at the end of the chain; here
 * that becomes one line, with the failures of constructors, which Root Cause passes over.
 */
@Component(service = ComponentReasons.class)
public final class ComponentReasons {
    private static final String CAUSE = "Caused by: ";
    private final ServiceComponentRuntime components;
    private final DSRootCause causes;

    /** @param components knows every component and its state */
    @Activate
    public ComponentReasons(@Reference ServiceComponentRuntime components) {
        this.components = components;
        this.causes = new DSRootCause(components);
    }

    /** Returns why components of a started bundle do not work, or an empty text if all do. */
    public String of(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> reasons(component).map(reason -> "its component " + component.name + " " + reason))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** Returns why a component that seems to work gives no object, or an empty text if that is not known either. */
    public String whyNothing(Bundle bundle) {
        String known = of(bundle);
        return !known.isEmpty() ? known : components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> ClassReason.of(bundle, component.implementationClass).stream())
                .collect(Collectors.joining("; "));
    }

    /**
     * Returns why a bundle whose manifest promises a plug-in registers no service for it.
     *
     * @param service  the service's type, in full
     * @param property the service property that holds the plug-in's name
     */
    String whyNoService(Bundle bundle, String service, String property) {
        return new ServiceReason(components).of(bundle, service, property);
    }

    /** Returns why the component with that property does not work; empty if there is none or it works. */
    public Optional<String> with(String property, String value) {
        return all(component -> value.equals(component.properties.get(property))).values().stream().findFirst();
    }

    /** Returns, by component, why components of bundles whose symbolic name begins so do not work. */
    public SortedMap<String, String> ofBundles(String prefix) {
        return all(component -> component.bundle != null && component.bundle.symbolicName.startsWith(prefix));
    }

    private SortedMap<String, String> all(Predicate<ComponentDescriptionDTO> wanted) {
        SortedMap<String, String> reasons = new TreeMap<>();
        components.getComponentDescriptionDTOs().stream().filter(wanted)
                .forEach(component -> reasons(component).findFirst().ifPresent(reason -> reasons.put(component.name, "it " + reason)));
        return reasons;
    }

    /** Returns the reasons, in words that follow the component's name; none where it works. */
    private Stream<String> reasons(ComponentDescriptionDTO component) {
        return components.getComponentConfigurationDTOs(component).stream().flatMap(made -> switch (made.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> Stream.of("failed: " + cause(made.failure));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    Stream.of("has no configuration " + String.join(", ", component.configurationPid));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    causes.getRootCause(component).unsatisfied.stream().map(this::missing);
            default -> Stream.empty();
        }).distinct();
    }

    /** Names the service that is missing, and what keeps the component that would offer it. */
    private String missing(DSRef reference) {
        String service = "waits for " + reference.iface + (reference.filter == null ? "" : " with " + reference.filter);
        return reference.candidates.stream().flatMap(candidate -> candidate.unsatisfied.isEmpty() ? reasons(candidate.desc)
                        .map(reason -> of(candidate) + reason) : candidate.unsatisfied.stream().map(next -> of(candidate) + missing(next)))
                .findFirst().map(reason -> service + reason).orElse(service + ", which nobody offers");
    }

    private static String of(DSComp candidate) {
        return " of " + candidate.desc.name + ", which ";
    }

    /** Returns the last cause of a failure, which is a stack trace: what went wrong first stands last, behind the reflection around it. */
    private static String cause(String failure) {
        List<String> lines = failure == null ? List.of() : failure.lines().toList();
        return lines.stream().filter(line -> line.startsWith(CAUSE)).reduce((earlier, later) -> later)
                .map(line -> line.substring(CAUSE.length()))
                .or(() -> lines.stream().findFirst())
                .orElse("no reason given");
    }
}

package growth.runtime.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says in words why a started bundle's components are not at work. */
public final class ComponentReason {

    private static final String CAUSE = "Caused by: ";

    private final ServiceComponentRuntime components;

    /** @param components knows every component and its state */
    public ComponentReason(ServiceComponentRuntime components) {
        this.components = components;
    }

    /** Returns the reasons of all its components, or an empty text if none is known. */
    public String of(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .flatMap(ComponentReason::words)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> words(ComponentConfigurationDTO component) {
        String name = component.description.name;
        return switch (component.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    Stream.of("its component " + name + " failed: " + cause(component.failure));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Arrays.stream(component.unsatisfiedReferences).map(reference -> "its component " + name + " waits for "
                            + service(component, reference) + ", which nobody offers");
            default -> Stream.empty();
        };
    }

    private static String service(ComponentConfigurationDTO component, UnsatisfiedReferenceDTO unsatisfied) {
        String wanted = Arrays.stream(component.description.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map((ReferenceDTO reference) -> reference.interfaceName)
                .findFirst().orElse(unsatisfied.name);
        return unsatisfied.target == null ? wanted : wanted + " with " + unsatisfied.target;
    }

    /** A failure is a stack trace; what went wrong first stands last, behind the reflection that it went through. */
    private static String cause(String failure) {
        List<String> lines = failure == null ? List.of() : failure.lines().toList();
        return lines.stream().filter(line -> line.startsWith(CAUSE)).reduce((earlier, later) -> later)
                .map(line -> line.substring(CAUSE.length()))
                .or(() -> lines.stream().findFirst())
                .orElse("no reason given");
    }
}

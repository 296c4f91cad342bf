package growth.runtime.plugins;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says in words why a started bundle's components are not at work. */
public final class ComponentReason {

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
                    Stream.of("its component " + name + " failed: " + firstLine(component.failure));
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

    private static String firstLine(String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }
}

package growth.runtime.plugins;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

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

    /** Returns why a component that is at work gives no object, or an empty text if that is not known either. */
    public String whyNothing(Bundle bundle) {
        String known = of(bundle);
        return !known.isEmpty() ? known : components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> ClassReason.of(bundle, component.implementationClass).stream())
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> words(ComponentConfigurationDTO component) {
        return ComponentWords.of(component).map(reason -> "its component " + component.description.name + " " + reason);
    }
}

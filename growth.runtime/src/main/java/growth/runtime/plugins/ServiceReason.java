package growth.runtime.plugins;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Says in words why a bundle whose manifest promises a plug-in registers no service for it.
 *
 * @param components knows every component
 */
record ServiceReason(ServiceComponentRuntime components) {
    private static final String COMPONENTS = "Service-Component";

    /**
     * @param service  the service's type, in full
     * @param property the service property that holds the plug-in's name
     */
    String of(Bundle bundle, String service, String property) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return "its bundle is not started";
        }
        List<String> names = names(bundle, service, property);
        if (!names.isEmpty()) {
            return "it registers " + service + " only under the name " + String.join(", ", names) + " (property " + property + ")";
        }
        Collection<ComponentDescriptionDTO> all = components.getComponentDescriptionDTOs(bundle);
        String described = bundle.getHeaders("").get(COMPONENTS);
        if (all.isEmpty()) {
            return described == null ? "its manifest names no component (" + COMPONENTS + "): its class lacks @Component, or the jar was"
                    + " packed without bnd's manifest" : "none of its components was found: " + COMPONENTS + " is " + described;
        }
        return all.stream().flatMap(component -> of(component, bundle, service)).findFirst()
                .orElse("it is started, but registers no service " + service);
    }

    private static Stream<String> of(ComponentDescriptionDTO component, Bundle bundle, String service) {
        if (component.serviceInterfaces == null || !List.of(component.serviceInterfaces).contains(service)) {
            String offers = component.serviceInterfaces == null || component.serviceInterfaces.length == 0 ? "no service"
                    : String.join(", ", component.serviceInterfaces);
            return Stream.of("its component " + component.name + " offers " + offers + " and not " + service
                    + ": write @Component(service = " + service.substring(service.lastIndexOf('.') + 1) + ".class)");
        }
        return component.defaultEnabled ? ClassReason.of(bundle, component.implementationClass).stream()
                : Stream.of("its component " + component.name + " is not enabled");
    }

    private static List<String> names(Bundle bundle, String service, String property) {
        ServiceReference<?>[] registered = Optional.ofNullable(bundle.getRegisteredServices()).orElse(new ServiceReference<?>[0]);
        return Arrays.stream(registered).filter(r -> List.of((String[]) r.getProperty(Constants.OBJECTCLASS)).contains(service))
                .map(r -> r.getProperty(property) == null ? "none" : "'" + r.getProperty(property) + "'").sorted().toList();
    }
}

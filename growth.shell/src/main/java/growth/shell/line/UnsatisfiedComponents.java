package growth.shell.line;

import growth.runtime.plugins.ComponentWords;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

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
                runtime.getComponentConfigurationDTOs(component).stream().flatMap(ComponentWords::of).findFirst()
                        .ifPresent(reason -> reasons.put(component.name, "it " + reason));
            }
        }
        return reasons;
    }
}

package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What the component runtime knows becomes words. */
class ComponentReasonsTest {

    private final Map<ComponentDescriptionDTO, ComponentConfigurationDTO> components = new LinkedHashMap<>();
    private final ComponentConfigurationDTO configuration = component("noisy");

    /** Adds a component that works, until its configuration says something else. */
    private ComponentConfigurationDTO component(String name, String... services) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = name;
        description.serviceInterfaces = services;
        description.configurationPid = new String[] {"a.pid"};
        description.references = new ReferenceDTO[0];
        description.properties = Map.of("kind", name);
        ComponentConfigurationDTO component = new ComponentConfigurationDTO();
        component.description = description;
        component.state = ComponentConfigurationDTO.SATISFIED;
        component.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        components.put(description, component);
        return component;
    }

    private static void waits(ComponentConfigurationDTO component, String service, String target) {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "needed";
        reference.interfaceName = service;
        component.description.references = new ReferenceDTO[] {reference};
        UnsatisfiedReferenceDTO unsatisfied = new UnsatisfiedReferenceDTO();
        unsatisfied.name = "needed";
        unsatisfied.target = target;
        component.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
        component.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {unsatisfied};
    }

    private ComponentReasons reasons() {
        return new ComponentReasons(new NoComponents() {
            @Override
            public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
                return bundles.length == 0 ? components.keySet() : List.of(configuration.description);
            }

            @Override
            public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO of) {
                return List.of(components.get(of));
            }
        });
    }

    private String reason() {
        return reasons().of((Bundle) null);
    }

    @Test
    void aFailureIsQuotedWithoutItsStackTrace() {
        configuration.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
        configuration.failure = "java.lang.IllegalStateException: no seed\n\tat growth.Noisy.<init>(Noisy.java:1)";
        assertThat(reason()).isEqualTo("its component noisy failed: java.lang.IllegalStateException: no seed");
    }

    @Test
    void theCauseIsQuotedAndNotTheReflectionAroundIt() {
        configuration.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
        configuration.failure = "java.lang.reflect.InvocationTargetException\n\tat a.B.c(B.java:1)\n"
                + "Caused by: a.Wrapped: no seed\n\tat a.B.d(B.java:2)\n"
                + "\t... 3 more\nCaused by: java.io.IOException: no such file\n\t... 9 more\n";
        assertThat(reason()).isEqualTo("its component noisy failed: java.io.IOException: no such file");
    }

    @Test
    void aMissingServiceIsNamed() {
        waits(configuration, "growth.api.engine.Engine", "(kind=gpu)");
        assertThat(reason())
                .isEqualTo("its component noisy waits for growth.api.engine.Engine with (kind=gpu), which nobody offers");
    }

    @Test
    void nothingIsSaidAboutWhatWorks() {
        configuration.state = ComponentConfigurationDTO.SATISFIED;
        assertThat(reason()).isEmpty();
    }

    @Test
    void theChainOfMissingServicesIsFollowedToItsEnd() {
        waits(configuration, "a.Store", null);
        ComponentConfigurationDTO store = component("a.FileStore", "a.Store");
        waits(store, "a.Disk", null);
        assertThat(reason()).isEqualTo("its component noisy waits for a.Store of a.FileStore, which waits for a.Disk, which nobody offers");

        ComponentConfigurationDTO disk = component("a.Ssd", "a.Disk");
        disk.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
        disk.failure = "java.io.IOException: no such device";
        assertThat(reason()).isEqualTo("its component noisy waits for a.Store of a.FileStore, which waits for a.Disk of a.Ssd, which"
                + " failed: java.io.IOException: no such device");
        assertThat(reasons().with("kind", "a.FileStore")).contains("it waits for a.Disk of a.Ssd, which failed:"
                + " java.io.IOException: no such device");
        assertThat(reasons().with("kind", "none")).isEmpty();
    }

    @Test
    void componentsThatWaitForEachOtherAreToldOnce() {
        waits(configuration, "a.Store", null);
        waits(component("a.FileStore", "a.Store"), "a.Noise", null);
        configuration.description.serviceInterfaces = new String[] {"a.Noise"};
        assertThat(reason()).isEqualTo("its component noisy waits for a.Store of a.FileStore, which waits for a.Noise, which nobody"
                + " offers");
    }

    @Test
    void aMissingConfigurationIsNamed() {
        configuration.state = ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
        assertThat(reason()).isEqualTo("its component noisy has no configuration a.pid");
    }
}

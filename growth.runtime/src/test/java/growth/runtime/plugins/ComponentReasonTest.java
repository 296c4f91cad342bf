package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What the component runtime knows becomes words. */
class ComponentReasonTest {

    private final ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    private final ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();

    private String reason() {
        description.name = "noisy";
        configuration.description = description;
        return new ComponentReason(new NoComponents() {
            @Override
            public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
                return List.of(description);
            }

            @Override
            public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO of) {
                return List.of(configuration);
            }
        }).of(null);
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
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "engine";
        reference.interfaceName = "growth.api.engine.Engine";
        description.references = new ReferenceDTO[] {reference};
        UnsatisfiedReferenceDTO unsatisfied = new UnsatisfiedReferenceDTO();
        unsatisfied.name = "engine";
        unsatisfied.target = "(kind=gpu)";
        configuration.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {unsatisfied};
        assertThat(reason())
                .isEqualTo("its component noisy waits for growth.api.engine.Engine with (kind=gpu), which nobody offers");
    }

    @Test
    void nothingIsSaidAboutWhatWorks() {
        configuration.state = ComponentConfigurationDTO.SATISFIED;
        assertThat(reason()).isEmpty();
    }
}

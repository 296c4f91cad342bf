package growth.runtime.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Why a component does not work, in words that follow its name. */
public final class ComponentWords {
    private static final String CAUSE = "Caused by: ";

    private ComponentWords() {
    }

    /**
     * @param component as the component runtime describes it, with its description
     * @return e.g. {@code failed: no teacher weights} or {@code waits for a.Service, which nobody offers}; nothing where it works
     */
    public static Stream<String> of(ComponentConfigurationDTO component) {
        return switch (component.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> Stream.of("failed: " + cause(component.failure));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> Arrays.stream(component.unsatisfiedReferences)
                    .map(reference -> "waits for " + service(component, reference) + ", which nobody offers");
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

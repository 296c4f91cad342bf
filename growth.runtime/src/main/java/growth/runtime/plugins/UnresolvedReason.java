package growth.runtime.plugins;

import java.util.Arrays;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Says in words what an installed bundle needs that nobody provides. */
final class UnresolvedReason {

    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern TO = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

    private final BundleContext context;
    private final FrameworkWiring wiring;

    UnresolvedReason(BundleContext context) {
        this.context = context;
        this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
    }

    /**
     * Describes the bundle's unsatisfied mandatory requirements.
     *
     * @param fallback the framework's own words, for what is not a missing requirement (two versions of a class meet, for example)
     */
    String of(Bundle bundle, String fallback) {
        String missing = bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(UnresolvedReason::isMandatory)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty())
                .map(this::words)
                .distinct()
                .collect(Collectors.joining("; "));
        return missing.isEmpty() ? fallback : missing;
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String effective = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE);
        return effective.equals(Namespace.EFFECTIVE_RESOLVE)
                && !Namespace.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    private String words(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> missingPackage(value(filter, PackageNamespace.PACKAGE_NAMESPACE), filter);
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                    "it is built for another Java than the running " + Runtime.version().feature() + ": " + filter;
            default -> "it needs " + requirement.getNamespace() + " " + filter + ", which no bundle provides";
        };
    }

    private String missingPackage(String name, String filter) {
        SortedSet<String> there = exported(name);
        String wanted = "it imports the package " + name + range(filter);
        return there.isEmpty()
                ? wanted + ", which no bundle exports"
                : wanted + ", but what is exported is version " + String.join(", ", there);
    }

    private SortedSet<String> exported(String packageName) {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(revision -> revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(capability -> packageName.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(capability -> String.valueOf(capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String range(String filter) {
        Matcher from = FROM.matcher(TO.matcher(filter).replaceAll(""));
        Matcher to = TO.matcher(filter);
        String text = from.find() ? " from version " + from.group(1) : "";
        return to.find() ? text + " and below " + to.group(1) : text;
    }

    private static String value(String filter, String attribute) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^)]+)\\)").matcher(filter);
        return matcher.find() ? matcher.group(1) : filter;
    }
}

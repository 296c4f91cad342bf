package growth.it.soak;

import growth.it.probe.NumberedOperator;
import growth.it.probe.NumberedSchedule;
import growth.runtime.plugins.PluginKind;
import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One version of a plug-in with an operator and a schedule of one name, which behave as the version's number says.
 *
 * @param lane   which plug-in it is
 * @param number which version of it
 */
record SoakJar(int lane, int number) {

    private static final List<Class<?>> COMPONENTS = List.of(NumberedOperator.class, NumberedSchedule.class);
    private static final String IMPORTS = "growth.api;version=\"[1.0,2)\",growth.api.algebra;version=\"[1.0,2)\","
            + "growth.api.model;version=\"[1.0,2)\",growth.api.operator;version=\"[1.0,2)\",growth.api.options;version=\"[1.0,2)\","
            + "growth.api.schedule;version=\"[1.0,2)\",growth.api.training;version=\"[1.0,2)\"";

    /** A package that no bundle exports. */
    static final String MISSING = "org.example.matrices";

    /** Returns the name of operator and schedule. */
    String name() {
        return "soak-" + lane;
    }

    /** Returns the bundle as the catalogue names it. */
    String bundle() {
        return "soak.lane" + lane + " " + version();
    }

    private String version() {
        return "1.0." + number;
    }

    /** Writes it in one piece. */
    Path write(Path file) throws IOException {
        return write(file, IMPORTS);
    }

    /** Writes one that cannot be resolved. */
    Path writeUnresolvable(Path file) throws IOException {
        return write(file, IMPORTS + "," + MISSING);
    }

    private Path write(Path file, String imports) throws IOException {
        Map<String, String> headers = Map.of(
                "Bundle-SymbolicName", "soak.lane" + lane,
                "Bundle-Version", version(),
                "Import-Package", imports,
                "Service-Component", description(NumberedOperator.class) + "," + description(NumberedSchedule.class),
                "Provide-Capability", capability(PluginKind.OPERATOR) + "," + capability(PluginKind.SCHEDULE));
        Map<String, String> texts = Map.of(
                NumberedOperator.FILE, "name=" + name() + "\nnumber=" + number + "\n",
                description(NumberedOperator.class), component(NumberedOperator.class, PluginKind.OPERATOR),
                description(NumberedSchedule.class), component(NumberedSchedule.class, PluginKind.SCHEDULE));
        List<Class<?>> classes = new ArrayList<>(COMPONENTS);
        COMPONENTS.forEach(component -> classes.addAll(List.of(component.getDeclaredClasses())));
        classes.addAll(NumberedOperator.alsoNeeds());
        return BundleJar.write(file, headers, texts, classes.toArray(Class<?>[]::new));
    }

    private String capability(PluginKind kind) {
        return kind.namespace() + ";" + kind.namespace() + "=" + name();
    }

    private static String description(Class<?> component) {
        return "OSGI-INF/" + component.getName() + ".xml";
    }

    private String component(Class<?> component, PluginKind kind) {
        return """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s">
                  <property name="%2$s" value="%3$s"/>
                  <service><provide interface="%4$s"/></service>
                  <implementation class="%1$s"/>
                </component>
                """.formatted(component.getName(), kind.property(), name(), kind.service().getName());
    }
}

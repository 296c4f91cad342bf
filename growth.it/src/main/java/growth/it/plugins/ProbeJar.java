package growth.it.plugins;

import growth.it.probe.GatedOperator;
import growth.it.probe.MuteOperator;
import growth.it.probe.UnmadeOperator;
import growth.launcher.BundleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A plug-in with one operator, in a jar as bnd builds them.
 *
 * @param bundle    the bundle's symbolic name
 * @param version   the bundle's version
 * @param operator  the operator's name
 * @param component the operator's class
 * @param gate      whether its constructor takes the gate of {@link Gate}
 * @param imports   what the bundle imports besides the api
 */
public record ProbeJar(String bundle, String version, String operator, Class<?> component, boolean gate, String imports) {

    private static final String API = "growth.api;version='[1.0,2)',growth.api.algebra;version='[1.0,2)',"
            + "growth.api.model;version='[1.0,2)',growth.api.operator;version='[1.0,2)',growth.api.options;version='[1.0,2)'";
    private static final String NESTED = GatedOperator.class.getName() + "$BehindTheGate";

    /** An operator that grows when its gate is open. */
    public static ProbeJar gated(String bundle, String version) {
        return new ProbeJar(bundle, version, GatedOperator.NAME, GatedOperator.class, true, "");
    }

    /** An operator whose constructor fails. */
    public static ProbeJar unmade() {
        return new ProbeJar("unmade.plugin", "1.0.0", UnmadeOperator.NAME, UnmadeOperator.class, false, "");
    }

    /** An operator whose card fails. */
    public static ProbeJar mute() {
        return new ProbeJar("mute.plugin", "1.0.0", MuteOperator.NAME, MuteOperator.class, false, "");
    }

    /** The same one, which cannot be resolved without a package. */
    public ProbeJar importing(String packages) {
        return new ProbeJar(bundle, version, operator, component, gate, "," + packages);
    }

    /** Puts the jar there in one piece. */
    public Path write(Path file) throws IOException {
        String description = "OSGI-INF/" + component.getName() + ".xml";
        Map<String, String> headers = Map.of(
                "Bundle-SymbolicName", bundle,
                "Bundle-Version", version,
                "Import-Package", (API + imports).replace('\'', '"'),
                "Service-Component", description,
                "Provide-Capability", "growth.operator;growth.operator=" + operator);
        try {
            return BundleJar.write(file, headers, Map.of(description, description()),
                    component, component.getSuperclass(), component.getClassLoader().loadClass(NESTED));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private String description() {
        return """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s"%3$s>
                  <property name="operator.name" value="%2$s"/>
                  <service><provide interface="growth.api.operator.GrowthOperator"/></service>
                  %4$s
                  <implementation class="%1$s"/>
                </component>
                """.formatted(component.getName(), operator, gate ? " init=\"1\"" : "", gate ? Gate.REFERENCE : "");
    }
}

package growth.it.plugins;

import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.TrainingListener;
import growth.it.probe.CuriousOperator;
import growth.it.probe.GatedOperator;
import growth.it.probe.LateListener;
import growth.it.probe.LateSchedule;
import growth.it.probe.MuteOperator;
import growth.it.probe.RivalOperator;
import growth.it.probe.UnmadeOperator;
import growth.launcher.BundleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plug-in with one operator, schedule or listener, in a jar as bnd builds them.
 *
 * @param bundle    the bundle's symbolic name
 * @param version   the bundle's version
 * @param name      the plug-in's name
 * @param component the plug-in's class
 * @param needs     what its constructor takes, as its description asks for it; empty for nothing
 * @param imports   what the bundle imports besides the api
 */
public record ProbeJar(String bundle, String version, String name, Class<?> component, String needs, String imports) {

    private static final String API = "growth.api;version='[1.0,2)',growth.api.algebra;version='[1.0,2)',"
            + "growth.api.model;version='[1.0,2)',growth.api.operator;version='[1.0,2)',growth.api.options;version='[1.0,2)',"
            + "growth.api.schedule;version='[1.0,2)',growth.api.training;version='[1.0,2)'";
    private static final Set<Class<?>> IMMEDIATE = Set.of(CuriousOperator.class);

    /** An operator that grows when its gate is open. */
    public static ProbeJar gated(String bundle, String version) {
        return new ProbeJar(bundle, version, GatedOperator.NAME, GatedOperator.class, Gate.REFERENCE, "");
    }

    /** An operator whose constructor fails. */
    public static ProbeJar unmade() {
        return new ProbeJar("unmade.plugin", "1.0.0", UnmadeOperator.NAME, UnmadeOperator.class, "", "");
    }

    /** An operator whose card fails. */
    public static ProbeJar mute() {
        return new ProbeJar("mute.plugin", "1.0.0", MuteOperator.NAME, MuteOperator.class, "", "");
    }

    /** An operator with the name of one of the installation's. */
    public static ProbeJar rival() {
        return new ProbeJar("rival.plugin", "9.0.0", RivalOperator.NAME, RivalOperator.class, "", "");
    }

    /** An operator that is made as soon as its bundle starts, and then looks around. */
    public static ProbeJar curious() {
        String reference = "<reference name=\"catalogue\" interface=\"growth.runtime.catalogue.Catalogue\" parameter=\"0\"/>";
        return new ProbeJar("curious.plugin", "1.0.0", CuriousOperator.NAME, CuriousOperator.class, reference, ",growth.runtime.catalogue");
    }

    /** A listener that needs another class when the model has grown. */
    public static ProbeJar listener(String version) {
        return new ProbeJar("listener.plugin", version, "listener", LateListener.class, Gate.REFERENCE, "");
    }

    /** A schedule that needs another class when the model grows. */
    public static ProbeJar schedule(String version) {
        return new ProbeJar("late.plugin", version, LateSchedule.NAME, LateSchedule.class, "", "");
    }

    /** The same one, which cannot be resolved without a package. */
    public ProbeJar importing(String packages) {
        return new ProbeJar(bundle, version, name, component, needs, "," + packages);
    }

    /** What a bundle offers with such a component: {@code operator}, {@code schedule} or {@code listener}. */
    private String kind() {
        return GrowthSchedule.class.isAssignableFrom(component) ? "schedule"
                : TrainingListener.class.isAssignableFrom(component) ? "listener" : "operator";
    }

    private Class<?> service() {
        return switch (kind()) {
            case "schedule" -> GrowthSchedule.class;
            case "listener" -> TrainingListener.class;
            default -> GrowthOperator.class;
        };
    }

    /** Puts the jar there in one piece. */
    public Path write(Path file) throws IOException {
        String description = "OSGI-INF/" + component.getName() + ".xml";
        String kind = "growth." + kind();
        Map<String, String> headers = Map.of(
                "Bundle-SymbolicName", bundle,
                "Bundle-Version", version,
                "Import-Package", (API + imports).replace('\'', '"'),
                "Service-Component", description,
                "Provide-Capability", kind + ";" + kind + "=" + name);
        List<Class<?>> classes = new ArrayList<>(List.of(component));
        classes.addAll(List.of(component.getDeclaredClasses()));
        if (component.getSuperclass() != Object.class) {
            classes.add(component.getSuperclass());
        }
        return BundleJar.write(file, headers, Map.of(description, description()), classes.toArray(Class<?>[]::new));
    }

    private String attributes() {
        return (IMMEDIATE.contains(component) ? " immediate=\"true\"" : "") + (needs.isEmpty() ? "" : " init=\"1\"");
    }

    private String description() {
        return """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s"%3$s>
                  <property name="%6$s.name" value="%2$s"/>
                  <service><provide interface="%5$s"/></service>
                  %4$s
                  <implementation class="%1$s"/>
                </component>
                """.formatted(component.getName(), name, attributes(), needs, service().getName(), kind());
    }
}

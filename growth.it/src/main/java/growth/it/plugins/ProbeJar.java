package growth.it.plugins;

import growth.api.training.TrainingListener;
import growth.it.probe.CuriousOperator;
import growth.it.probe.DeviceCheck;
import growth.it.probe.GatedOperator;
import growth.it.probe.LateListener;
import growth.it.probe.LateSchedule;
import growth.it.probe.MuteOperator;
import growth.it.probe.RivalOperator;
import growth.it.probe.UnmadeOperator;
import growth.it.probe.UnmadePlugin;
import growth.runtime.plugins.PluginKind;
import growth.testing.BundleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.hc.api.HealthCheck;

/**
 * A plug-in with one operator, schedule, data source, engine, listener or health check, in a jar as bnd builds them.
 *
 * @param bundle    the bundle's symbolic name
 * @param version   the bundle's version
 * @param offer     what the plug-in is
 * @param name      the plug-in's name
 * @param component the plug-in's class
 * @param needs     what its constructor takes, as its description asks for it; empty for nothing
 * @param imports   what the bundle imports besides the api
 */
public record ProbeJar(String bundle, String version, Offer offer, String name, Class<?> component, String needs, String imports) {

    private static final String API = "growth.api;version='[1.0,2)',growth.api.algebra;version='[1.0,2)',"
            + "growth.api.data;version='[1.0,2)',growth.api.engine;version='[1.1,1.2)',"
            + "growth.api.model;version='[1.0,2)',growth.api.operator;version='[1.0,2)',growth.api.options;version='[1.0,2)',"
            + "growth.api.schedule;version='[1.0,2)',growth.api.training;version='[1.0,2)'";
    private static final Set<Class<?>> IMMEDIATE = Set.of(CuriousOperator.class);
    private static final Offer OPERATOR = Offer.of(PluginKind.OPERATOR);
    private static final Offer LISTENER = new Offer("growth.listener", "listener.name", TrainingListener.class);

    /**
     * What a plug-in is.
     *
     * @param namespace the namespace of its capability
     * @param property  the service property that holds its name
     * @param service   the type it is registered as
     */
    record Offer(String namespace, String property, Class<?> service) {
        static Offer of(PluginKind kind) {
            return new Offer(kind.namespace(), kind.property(), kind.service());
        }
    }

    /** An operator that grows when its gate is open. */
    public static ProbeJar gated(String bundle, String version) {
        return new ProbeJar(bundle, version, OPERATOR, GatedOperator.NAME, GatedOperator.class, Gate.REFERENCE, "");
    }

    /** An operator whose constructor fails. */
    public static ProbeJar unmade() {
        return new ProbeJar("unmade.plugin", "1.0.0", OPERATOR, UnmadeOperator.NAME, UnmadeOperator.class, "", "");
    }

    /**
     * An engine or a data source that needs a device.
     *
     * @param waits whether its description says so; if not, its constructor fails
     */
    public static ProbeJar unmade(PluginKind kind, String version, boolean waits) {
        return new ProbeJar("unmade.plugin", version, Offer.of(kind), UnmadePlugin.NAME, UnmadePlugin.class, waits ? Gate.REFERENCE : "",
                "");
    }

    /** An operator whose card fails. */
    public static ProbeJar mute() {
        return new ProbeJar("mute.plugin", "1.0.0", OPERATOR, MuteOperator.NAME, MuteOperator.class, "", "");
    }

    /** An operator with the name of one of the installation's. */
    public static ProbeJar rival() {
        return new ProbeJar("rival.plugin", "9.0.0", OPERATOR, RivalOperator.NAME, RivalOperator.class, "", "");
    }

    /** An operator that is made as soon as its bundle starts, and then looks around. */
    public static ProbeJar curious() {
        String reference = "<reference name=\"catalogue\" interface=\"growth.runtime.plugins.Catalogue\" parameter=\"0\"/>";
        return new ProbeJar("curious.plugin", "1.0.0", OPERATOR, CuriousOperator.NAME, CuriousOperator.class, reference,
                ",growth.runtime.plugins");
    }

    /** A listener that needs another class when the model has grown. */
    public static ProbeJar listener(String version) {
        return new ProbeJar("listener.plugin", version, LISTENER, "listener", LateListener.class, Gate.REFERENCE, "");
    }

    /** A health check. */
    public static ProbeJar check(String version) {
        return new ProbeJar("device.plugin", version, new Offer("growth.check", HealthCheck.NAME, HealthCheck.class), DeviceCheck.NAME,
                DeviceCheck.class, "", ",org.apache.felix.hc.api;version='[2.0,3)',org.osgi.framework");
    }

    /** A schedule that needs another class when the model grows. */
    public static ProbeJar schedule(String version) {
        return new ProbeJar("late.plugin", version, Offer.of(PluginKind.SCHEDULE), LateSchedule.NAME, LateSchedule.class, "", "");
    }

    /** The same one, which cannot be resolved without a package. */
    public ProbeJar importing(String packages) {
        return new ProbeJar(bundle, version, offer, name, component, needs, "," + packages);
    }

    /** Puts the jar there in one piece. */
    public Path write(Path file) throws IOException {
        String description = "OSGI-INF/" + component.getName() + ".xml";
        Map<String, String> headers = Map.of(
                "Bundle-SymbolicName", bundle,
                "Bundle-Version", version,
                "Import-Package", (API + imports).replace('\'', '"'),
                "Service-Component", description,
                "Provide-Capability", offer.namespace() + ";" + offer.namespace() + "=" + name);
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
                  <property name="%6$s" value="%2$s"/>
                  <service><provide interface="%5$s"/></service>
                  %4$s
                  <implementation class="%1$s"/>
                </component>
                """.formatted(component.getName(), name, attributes(), needs, offer.service().getName(), offer.property());
    }
}

package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.BundleJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What is really wrong with a jar, in words. */
class ReasonsTest extends FolderFixture {
    private static final String SERVICE = "growth.api.operator.GrowthOperator";

    private Bundle bundle(Map<String, String> headers, Class<?>... classes) throws IOException, BundleException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Bundle-SymbolicName", "odd");
        Bundle bundle = framework.context().installBundle(BundleJar.write(temporary.resolve("odd.jar"), all, classes).toUri().toString());
        bundle.start();
        return bundle;
    }

    private static String why(Bundle bundle, ComponentDescriptionDTO... components) {
        return new ServiceReason(new NoComponents() {
            @Override
            public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
                return List.of(components);
            }
        }).of(bundle, SERVICE, "operator.name");
    }

    private static ComponentDescriptionDTO component(String implementation, boolean enabled, String... services) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = "odd.Odd";
        component.implementationClass = implementation;
        component.defaultEnabled = enabled;
        component.serviceInterfaces = services;
        return component;
    }

    /** Not public, as a component's class must be. */
    static class Hidden {
    }

    /** Needs a class that its jar does not have. */
    public static class Needy {
        /** Does nothing with it. */
        public void take(Hidden hidden) {
            assertThat(hidden).isNull();
        }
    }

    @Test
    void aComponentWithoutTheRightServiceIsTold() throws Exception {
        Bundle bundle = bundle(Map.of("Service-Component", "OSGI-INF/odd.xml"), Needy.class, Hidden.class);
        assertThat(why(bundle, component(Needy.class.getName(), true, "growth.api.operator.LearningOperator")))
                .isEqualTo("its component odd.Odd offers growth.api.operator.LearningOperator and not growth.api.operator.GrowthOperator:"
                        + " write @Component(service = GrowthOperator.class)");
        assertThat(why(bundle, component(Needy.class.getName(), true))).startsWith("its component odd.Odd offers no service and not ");
        assertThat(why(bundle, component(Needy.class.getName(), false, SERVICE))).isEqualTo("its component odd.Odd is not enabled");
        assertThat(why(bundle)).isEqualTo("none of its components was found: Service-Component is OSGI-INF/odd.xml");
        bundle.stop();
        assertThat(why(bundle)).isEqualTo("its bundle is not started");
    }

    @Test
    void aClassThatCannotBeUsedIsTold() throws Exception {
        // a class of this name is nowhere, while Hidden is found among the tests
        String code = new String(code(Needy.class), StandardCharsets.ISO_8859_1).replace("ReasonsTest$Hidden", "ReasonsTest$Absent");
        Bundle bundle = bundleOf(Needy.class, code.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ClassReason.of(bundle, Needy.class.getName())).contains("its class " + Needy.class.getName() + " needs "
                + "growth.runtime.plugins.ReasonsTest$Absent, which is neither in the jar nor imported: Import-Package lacks"
                + " growth.runtime.plugins");
        assertThat(ClassReason.of(bundle, "odd.Gone")).contains("its class odd.Gone is not in the jar");
        bundle.uninstall();
        Bundle whole = bundle(Map.of(), Needy.class, Hidden.class);
        assertThat(ClassReason.of(whole, Needy.class.getName())).isEmpty();
        assertThat(ClassReason.of(whole, Hidden.class.getName())).contains("its class " + Hidden.class.getName()
                + " has no public constructor");
    }

    @Test
    void aClassOfALaterJavaIsTold() throws Exception {
        byte[] code = code(Hidden.class);
        code[7] = 99;
        Bundle bundle = bundleOf(Hidden.class, code);
        assertThat(ClassReason.of(bundle, Hidden.class.getName())).contains("its class " + Hidden.class.getName()
                + " is compiled for Java 55, and this is Java " + Runtime.version().feature() + ": compile it with --release 17");
    }

    private static byte[] code(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            return in.readAllBytes();
        }
    }

    /** A bundle with one class of that code. */
    private Bundle bundleOf(Class<?> type, byte[] code) throws IOException, BundleException {
        Path jar = temporary.resolve("one.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            entry(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: one\n\n"
                    .getBytes(StandardCharsets.UTF_8));
            entry(out, type.getName().replace('.', '/') + ".class", code);
        }
        Bundle bundle = framework.context().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private String jar(String... names) throws IOException {
        Path jar = temporary.resolve("packed.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            for (String name : names) {
                entry(out, name, "Manifest-Version: 1.0\nCreated-By: 17 (Oracle)\n\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        return JarCheck.reason(jar);
    }

    @Test
    void howAJarWasPackedIsTold() throws IOException {
        assertThat(jar("META-INF/MANIFEST.MF", "OSGI-INF/a.Odd.xml", "a/Odd.class")).startsWith("its manifest has no"
                + " Bundle-SymbolicName, so it is not a bundle: it was built with bnd (there is OSGI-INF), but packed without bnd's "
                + "manifest");
        assertThat(jar("classes/META-INF/MANIFEST.MF", "classes/a/Odd.class")).isEqualTo("it has no META-INF/MANIFEST.MF, so it is "
                + "not a bundle: the manifest lies at classes/META-INF/MANIFEST.MF; pack what is in that folder, not the folder");
        assertThat(jar("META-INF/MANIFEST.MF", "a/Odd.java")).endsWith("it holds sources; take the jar of classes");
        assertThat(jar("META-INF/MANIFEST.MF", "a/Odd.class")).endsWith("so it is not a bundle: build it with bnd");
    }
}

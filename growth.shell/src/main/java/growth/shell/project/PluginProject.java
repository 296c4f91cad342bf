package growth.shell.project;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.runtime.plugins.PluginKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Maven project with a plug-in of one kind, which depends on nothing but an installation of growth: a pom, bnd's instructions, one class,
 * one test that runs the conformance suite, and a page.
 *
 * @param name       what the plug-in, its package and its class are called
 * @param kind       an operator, a schedule or a suite
 * @param repository the Maven repository with growth's artefacts
 */
public record PluginProject(PluginName name, PluginKind kind, Path repository) {

    /** Returns the text of every file, by its path inside the project. */
    public Map<String, String> files() {
        String source = "java/" + name.packageName().replace('.', '/') + "/" + type();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", filled("pom.xml"));
        files.put("bnd.bnd", filled("bnd.bnd"));
        files.put(".mvn/maven.config", filled("maven.config"));
        files.put(".gitignore", "target/\n");
        files.put("README.md", filled(kind.words() + ".md"));
        files.put("src/main/" + source + ".java", filled(kind.words() + ".java.txt"));
        files.put("src/test/" + source + "Test.java", filled(kind.words() + "-test.java.txt"));
        return files;
    }

    /**
     * Writes the project.
     *
     * @param folder the folder to make
     * @throws GrowthException (CONFIGURATION) that names the folder, if it exists or cannot be written
     */
    public void write(Path folder) {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder);
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, folder + ": the project cannot be written there: " + IoReason.of(e)
                    + "; choose another folder with --dir", e);
        }
    }

    private String type() {
        return name.typeName() + Character.toUpperCase(kind.words().charAt(0)) + kind.words().substring(1);
    }

    private String filled(String template) {
        return template(template).replace("{{name}}", name.text()).replace("{{kind}}", kind.words()).replace("{{type}}", type())
                .replace("{{package}}", name.packageName()).replace("{{repository}}", repository.toUri().toString());
    }

    private static String template(String name) {
        try (InputStream text = PluginProject.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

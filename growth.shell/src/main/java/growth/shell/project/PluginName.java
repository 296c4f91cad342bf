package growth.shell.project;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The name of a new project's plug-in.
 *
 * @param text its name in run files, e.g. {@code my-stack}
 */
public record PluginName(String text) {
    private static final Pattern WORDS = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    /** Names that clash with other packages or with classes of the api. */
    private static final Set<String> TAKEN = Set.of("growth", "java", "javax", "learning", "mapped", "running");

    /**
     * @throws GrowthException (CONFIGURATION) that says what would be right, if run files or Java could not have the name
     */
    public PluginName {
        if (!WORDS.matcher(text).matches() || text.length() > 60) {
            throw new GrowthException(Kind.CONFIGURATION, "'" + text + "' is not a plug-in name: give lower-case words joined by hyphens,"
                    + " at most 60 letters and digits, e.g. my-stack");
        }
        String flat = text.replace("-", "");
        if (!SourceVersion.isName(flat) || TAKEN.contains(flat)) {
            throw new GrowthException(Kind.CONFIGURATION, "'" + text + "' would clash with a word of Java or of growth; give two words,"
                    + " e.g. my-" + text);
        }
    }

    /** Returns the name of the package, e.g. {@code mystack}. */
    public String packageName() {
        return text.replace("-", "");
    }

    /** Returns the beginning of the class's name, e.g. {@code MyStack}. */
    public String typeName() {
        return Arrays.stream(text.split("-")).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}

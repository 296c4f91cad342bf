package growth.it.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What one version of a numbered plug-in has in its jar, beside the same classes: it makes versions behave differently.
 *
 * @param name   the name of operator and schedule
 * @param number what the operator fills grown tensors with; the schedule grows after that many steps
 */
record Numbered(String name, int number) {

    static Numbered read() {
        Properties text = new Properties();
        try (InputStream file = Numbered.class.getResourceAsStream("/" + NumberedOperator.FILE)) {
            text.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Numbered(text.getProperty("name"), Integer.parseInt(text.getProperty("number")));
    }
}

package growth.runtime.folder;

import com.fasterxml.jackson.annotation.JsonProperty;
/**
 * A value of the run file that a resume changed.
 *
 * @param path dotted, from the root of the run file
 * @param from the value before, as written
 * @param to   the value from here on, as written
 */
public record SettingChange(@JsonProperty("setting") String path, String from, String to) {
    @Override
    public String toString() {
        return path + " " + from + " -> " + to;
    }
}

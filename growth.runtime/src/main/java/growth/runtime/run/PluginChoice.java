package growth.runtime.run;

import growth.api.options.Options;

/**
 * A plug-in a run uses, with its options.
 *
 * @param name    its name ({@code kind:} in the run file)
 * @param options its validated options
 * @param place   {@code file:line} where it is chosen
 */
public record PluginChoice(String name, Options options, String place) {
}

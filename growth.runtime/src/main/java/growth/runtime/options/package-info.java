/**
 * From declared options ({@link growth.api.options.OptionSpec}) to values: defaults, validation with places, JSON Schema. Run files and
 * plug-ins' own options go through the same code.
 */
package growth.runtime.options;

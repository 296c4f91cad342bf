/** YAML 1.2 as values that know where they were written; overrides from the command line; writing it back. */
package growth.runtime.yaml;

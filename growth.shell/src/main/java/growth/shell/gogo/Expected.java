package growth.shell.gogo;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds what a word of a command line can be from the words before it. */
final class Expected {
    private Expected() {
    }

    /**
     * Returns the option whose value or the parameter that the word is; empty if nothing fits.
     *
     * @param spec   the command
     * @param before the words after the command's name and before the one in question
     */
    static Optional<ArgSpec> after(List<String> before, CommandSpec spec) {
        OptionSpec pending = null;
        int values = 0;
        int positionals = 0;
        for (String word : before) {
            OptionSpec option = spec.optionsMap().get(word);
            if (option != null) {
                pending = option.arity().max() > 0 ? option : null;
                values = 0;
            } else if (pending != null && values < pending.arity().max()) {
                values++;
            } else if (!word.startsWith("-")) {
                positionals++;
            }
        }
        if (pending != null && values < pending.arity().max()) {
            return Optional.of(pending);
        }
        int index = positionals;
        return spec.positionalParameters().stream().filter(p -> p.index().contains(index)).map((PositionalParamSpec p) -> (ArgSpec) p)
                .findFirst();
    }
}

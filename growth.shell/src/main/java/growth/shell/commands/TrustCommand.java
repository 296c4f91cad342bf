package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import growth.runtime.plugins.ManifestFacts;
import growth.runtime.plugins.trust.PluginTrust;
import growth.runtime.plugins.trust.TrustMode;
import growth.runtime.plugins.trust.TrustedList;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.BundleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Adds jars to the list of trusted ones, or takes them away. Nothing of them runs. */
@Command(name = TrustCommand.NAME, description = "adds jars to the list of trusted ones (growth.plugins.trust=listed), or takes them away",
        footer = {
            "",
            "Examples:",
            "  growth plugins trust hello.jar",
            "  growth plugins trust --remove hello.jar",
            "",
            "The list is conf/" + PluginTrust.LIST + ", with lines as sha256sum prints them. Trainings that run follow it."
        })
final class TrustCommand implements GrowthCommand {
    static final String NAME = "trust";
    private static final String HASH = "[0-9a-fA-F]{64}";

    @ParentCommand
    private PluginsCommand plugins;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the jars; with --remove also the SHA-256 of one that is gone")
    private List<Path> files = List.of();

    @Option(names = "--remove", description = "takes them away")
    private boolean remove;

    /**
     * A jar to be listed.
     *
     * @param name   its file name
     * @param sha256 the hash of its content
     * @param facts  what it says of itself
     */
    private record Jar(String name, String sha256, String facts) {
    }

    @Override
    public int run(Console console) {
        PluginTrust trust = plugins.trust();
        TrustedList list = trust.list();
        List<Jar> jars = new ArrayList<>();
        // all are read before one is listed
        files.forEach(file -> jars.add(jar(file, console)));
        for (Jar jar : jars) {
            boolean changed = remove ? list.remove(jar.sha256()) : list.add(jar.sha256(), jar.name());
            console.out().println(jar.sha256() + "  " + jar.name());
            if (!jar.facts().isEmpty()) {
                console.out().println("  " + jar.facts());
            }
            console.out().println("  " + outcome(changed) + " " + list.file());
        }
        if (!remove && !trust.mode().equals(Optional.of(TrustMode.LISTED))) {
            console.out().println();
            console.out().println("the list counts only with " + PluginTrust.SETTING + "=listed, which stands in "
                    + list.file().resolveSibling("framework.properties") + "; now it is "
                    + trust.mode().map(TrustMode::id).orElse("neither any, listed nor signed"));
        }
        return 0;
    }

    private String outcome(boolean changed) {
        if (remove) {
            return changed ? "removed from" : "was not in";
        }
        return changed ? "added to" : "stood already in";
    }

    private Jar jar(Path given, Console console) {
        if (remove && given.toString().matches(HASH)) {
            return new Jar("(by its hash)", given.toString().toLowerCase(Locale.ROOT), "");
        }
        Path file = console.resolve(given);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a device may have no end
            throw new GrowthException(Kind.CONFIGURATION, given + " is no file; name a jar");
        }
        try {
            String sha256 = Sha256.of(file);
            return new Jar(file.getFileName().toString(), sha256, remove ? "" : facts(file));
        } catch (IOException e) {
            throw IoReason.unreadable(Kind.CONFIGURATION, given, e);
        }
    }

    /** @throws GrowthException (CONFIGURATION) if it is no bundle, which could be trusted and not be installed */
    private static String facts(Path file) {
        try {
            ManifestFacts facts = ManifestFacts.of(file);
            if (!facts.name().isEmpty()) {
                return facts.name() + " " + facts.version() + ", provides: " + BundleTable.provides(facts.provides());
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, file + " is not a jar, or not a whole one: " + IoReason.of(e), e);
        }
        throw new GrowthException(Kind.CONFIGURATION, file + " is no bundle: its manifest has no Bundle-SymbolicName; build it with bnd");
    }
}

package growth.shell.commands;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.plugins.BundleInfo;
import growth.runtime.plugins.InstalledBundles;
import growth.runtime.plugins.trust.PluginTrust;
import growth.runtime.plugins.trust.TrustMode;
import growth.shell.command.CommandListing;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.plugins.BundleJson;
import growth.shell.plugins.BundleTable;
import growth.shell.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the jars of the folder of plug-ins and what became of them. */
@Component(service = GrowthCommand.class, scope = ServiceScope.PROTOTYPE)
@CommandListing(name = "plugins", group = "Plug-ins", order = 45)
@Command(description = "lists the jars of plugins/, what they provide, whether they are trusted and what they miss; or explains one",
        subcommands = TrustCommand.class,
        footer = {
            "",
            "Examples:",
            "  growth plugins",
            "  growth plugins hello.jar",
            "  growth plugins trust hello.jar",
            "",
            "There is nothing to install: a jar copied into plugins/ is used at once, one that is deleted is gone when nobody uses it",
            "any more.",
            "Which jars may be used says growth.plugins.trust in conf/framework.properties: any, listed (growth plugins trust) or signed."
        })
public final class PluginsCommand implements GrowthCommand {
    private static final String NAME = "NAME";
    private final InstalledBundles bundles;
    private final PluginTrust trust;

    @Parameters(paramLabel = NAME, arity = "0..1", description = "the jar, bundle or plug-in to explain")
    private String name;

    @Option(names = "--all", description = "lists the installation's bundles as well")
    private boolean all;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Activate
    public PluginsCommand(@Reference InstalledBundles bundles, @Reference PluginTrust trust) {
        this.bundles = bundles;
        this.trust = trust;
    }

    @Override
    public int run(Console console) {
        if (json) {
            List<BundleInfo> found = name != null ? named() : Stream.concat(bundles.plugins().stream(),
                    all ? bundles.installation().stream() : Stream.empty()).toList();
            Json.print(BundleJson.of(bundles.folder().toString(), trust.mode().map(TrustMode::id).orElse("none"), found), console);
        } else {
            (name == null ? listed(console.width()) : pages(console.width())).forEach(console.out()::println);
        }
        return 0;
    }

    private List<String> listed(int width) {
        List<BundleInfo> jars = bundles.plugins();
        List<String> lines = new ArrayList<>(jars.isEmpty() ? List.of("there is no jar in " + bundles.folder())
                : BundleTable.lines(jars, width));
        if (all) {
            lines.add("");
            lines.addAll(BundleTable.installation(bundles.installation(), width));
        }
        return lines;
    }

    private List<String> pages(int width) {
        List<String> lines = new ArrayList<>();
        for (BundleInfo bundle : named()) {
            lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
            lines.addAll(BundleTable.page(bundle, width));
        }
        return lines;
    }

    /** A jar is looked for in the folder first: the installation's are many, and hashing them takes time. */
    private List<BundleInfo> named() {
        List<BundleInfo> found = named(bundles.plugins());
        if (found.isEmpty()) {
            found = named(bundles.installation());
        }
        if (found.isEmpty()) {
            String there = bundles.plugins().stream().map(BundleInfo::jar).flatMap(Optional::stream).collect(Collectors.joining(", "));
            throw new GrowthException(Kind.MISSING_PLUGIN, "no jar, bundle or plug-in is called '" + name + "'; in " + bundles.folder()
                    + " there " + (there.isEmpty() ? "is no jar" : "is " + there) + ", and growth plugins --all lists the installation's");
        }
        return found;
    }

    private List<BundleInfo> named(List<BundleInfo> among) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return among.stream().filter(bundle -> bundle.name().equals(name) || bundle.jar().equals(Optional.of(file))
                || bundle.provides().stream().anyMatch(promise -> promise.endsWith(" " + name))).toList();
    }

    /** Returns whom the subcommand adds to. */
    PluginTrust trust() {
        return trust;
    }

    @Override
    public List<String> candidates(String label) {
        return !label.equals(NAME) ? List.of() : Stream.concat(Stream.of(TrustCommand.NAME), bundles.plugins().stream()
                .flatMap(bundle -> Stream.concat(bundle.jar().stream(), Stream.of(bundle.name())))).filter(word -> !word.isEmpty())
                .distinct().toList();
    }
}

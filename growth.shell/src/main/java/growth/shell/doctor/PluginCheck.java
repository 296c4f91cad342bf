package growth.shell.doctor;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.shell.command.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The installed plug-ins, usable or not. */
public final class PluginCheck implements Check {
    /** Without these no run can be trained; without the others no run can grow. */
    private static final Set<PluginKind> ESSENTIAL = Set.of(PluginKind.ENGINE, PluginKind.DATA);
    private final Catalogue catalogue;

    public PluginCheck(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public List<Finding> look(Console console) {
        List<Finding> findings = new ArrayList<>();
        for (PluginKind kind : PluginKind.values()) {
            findings.add(usable(kind));
        }
        for (PluginKind kind : PluginKind.values()) {
            catalogue.plugins(kind).stream().filter(p -> !p.usable()).forEach(p -> findings.add(broken(kind.words() + " " + p.name(), p)));
        }
        catalogue.broken().stream().distinct().forEach(p -> findings.add(broken("jar " + p.name(), p)));
        return findings;
    }

    private Finding usable(PluginKind kind) {
        List<PluginInfo> usable = catalogue.plugins(kind).stream().filter(PluginInfo::usable).toList();
        if (!usable.isEmpty()) {
            return Finding.ok(kind.words() + "s", usable.stream().map(PluginInfo::name).collect(Collectors.joining(", ")));
        }
        return ESSENTIAL.contains(kind)
                ? Finding.fail(kind.words() + "s", "none can be used",
                        "a bundle of the installation is missing or does not start: install it again")
                : Finding.warn(kind.words() + "s", "none can be used",
                        "runs can be trained, but not grow; put the jar of one into plugins/");
    }

    private static Finding broken(String subject, PluginInfo plugin) {
        return Finding.warn(subject, plugin.state() + " (" + plugin.bundle() + ")", "replace or remove it; nothing else is affected");
    }
}

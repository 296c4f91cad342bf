package growth.shell.doctor;

import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks the installed plug-ins, usable or not. */
@Component(property = {HealthCheck.NAME + "=plug-ins", HealthCheck.TAGS + "=" + InstalledChecks.LIVE})
@ServiceRanking(200)
public final class PluginCheck implements HealthCheck {
    /** The kinds without which no run can be trained; without the others, no run can grow or be scored on tasks. */
    private static final Set<PluginKind> ESSENTIAL = Set.of(PluginKind.ENGINE, PluginKind.DATA);
    private final Catalogue catalogue;

    @Activate
    public PluginCheck(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        for (PluginKind kind : PluginKind.values()) {
            usable(kind, log);
        }
        for (PluginKind kind : PluginKind.values()) {
            catalogue.plugins(kind).stream().filter(p -> !p.usable()).forEach(p -> broken(kind.words() + " " + p.name(), p, log));
        }
        catalogue.broken().stream().distinct().forEach(p -> broken("jar " + p.name(), p, log));
        return new Result(log);
    }

    private void usable(PluginKind kind, FormattingResultLog log) {
        List<String> names = catalogue.plugins(kind).stream().filter(PluginInfo::usable).map(PluginInfo::name).toList();
        if (!names.isEmpty()) {
            log.info("{}s: {}", kind.words(), names.stream().collect(Collectors.joining(", ")));
        } else if (ESSENTIAL.contains(kind)) {
            log.critical("{}s: none can be used\na bundle of the installation is missing or does not start: install it again",
                    kind.words());
        } else {
            log.warn("{}s: none can be used\nruns can be trained, but not {}; put the jar of one into plugins/", kind.words(),
                    kind == PluginKind.SUITE ? "scored on tasks" : "grow");
        }
    }

    private static void broken(String subject, PluginInfo plugin, FormattingResultLog log) {
        log.warn("{}: {} ({})\nreplace or remove it; nothing else is affected", subject, plugin.state(), plugin.bundle());
    }
}

package growth.shell.doctor;

import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import growth.runtime.plugins.PluginFolder;
import growth.runtime.plugins.trust.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks which jars of the folder of plug-ins may be installed, and who else could change that. */
@Component(property = HealthCheck.NAME + "=trust")
@ServiceRanking(150)
public final class TrustCheck implements HealthCheck {
    private final PluginTrust trust;
    private final Path plugins;

    @Activate
    public TrustCheck(@Reference PluginTrust trust, @Reference PluginFolder folder) {
        this(trust, folder.path());
    }

    TrustCheck(PluginTrust trust, Path plugins) {
        this.trust = trust;
        this.plugins = plugins;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Optional<String> trouble = trust.trouble();
        if (trouble.isPresent()) {
            log.warn("{}\nuntil that is mended, no jar of {} is installed", trouble.get(), plugins);
        } else {
            Path conf = settings(trust.folders().get(0));
            switch (trust.mode().orElseThrow()) {
                case ANY -> log.info("any jar in {} is installed\nto install only jars that are listed or signed, set {}=listed or signed"
                        + " in {}", plugins, PluginTrust.SETTING, conf);
                case LISTED -> log.info("jars are installed if they are listed: {} in {}", trust.size(), trust.list().file());
                case SIGNED -> log.info("jars are installed if they are signed: {} certificate(s) in {}", trust.size(), trust.keystore());
            }
        }
        others(plugins, "put code into it", log);
        trust.folders().forEach(folder -> others(settings(folder), "change which jars are trusted", log));
        return new Result(log);
    }

    private static Path settings(Path folder) {
        return folder.resolve("framework.properties");
    }

    private static void others(Path file, String danger, FormattingResultLog log) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            OtherUsers.whoCanChange(file).ifPresent(how -> log.warn("{}\nthey could {}", how, danger));
        } catch (IOException e) {
            log.warn("{} cannot be asked who may write it: {}", file, IoReason.of(e));
        }
    }
}

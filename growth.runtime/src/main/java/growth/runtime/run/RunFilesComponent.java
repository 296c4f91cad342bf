package growth.runtime.run;

import growth.api.options.Card;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads run files with the plug-ins of the catalogue. */
@Component
public final class RunFilesComponent implements RunFiles {
    private final Catalogue catalogue;

    /** @param catalogue knows the plug-ins that run files name */
    @Activate
    public RunFilesComponent(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public RunFile read(Path file, List<String> overrides) {
        return reader().read(file, overrides);
    }

    @Override
    public RunFile read(Path file, Mapping document) {
        return reader().read(file, document);
    }

    @Override
    public RunFile readToResume(Path file, List<String> overrides) {
        return reader().readToResume(file, overrides);
    }

    private RunFileReader reader() {
        return new RunFileReader(this::card, catalogue::defaultEngine);
    }

    @Override
    public String schema() {
        return RunSchema.of(installed()).toPrettyString() + "\n";
    }

    @Override
    public String reference() {
        return RunReference.of(installed());
    }

    private Map<PluginSlot, List<Card>> installed() {
        Map<PluginSlot, List<Card>> installed = new EnumMap<>(PluginSlot.class);
        for (PluginSlot slot : PluginSlot.values()) {
            installed.put(slot, catalogue.plugins(slot.plugins()).stream().filter(PluginInfo::usable).map(PluginInfo::card)
                    .flatMap(Optional::stream).toList());
        }
        return installed;
    }

    private Card card(PluginSlot slot, String name) {
        return switch (slot) {
            case DATA -> {
                try (var lease = catalogue.data(name)) {
                    yield lease.get().card();
                }
            }
            case SCHEDULE -> {
                try (var lease = catalogue.schedule(name)) {
                    yield lease.get().card();
                }
            }
            case SUITES -> {
                try (var lease = catalogue.suite(name)) {
                    yield lease.get().card();
                }
            }
            case OPERATOR -> {
                try (var lease = catalogue.operator(name)) {
                    yield lease.get().card().card();
                }
            }
        };
    }
}

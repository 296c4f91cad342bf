package growth.shell.plugins;

import growth.api.GrowthException;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed plug-ins of one kind.
 *
 * @param catalogue where they are found
 * @param kind      of which kind they are
 */
public record PluginShelf(Catalogue catalogue, PluginKind kind) {
    /** Returns all of them by name, and at the end the jars that offer nothing usable. */
    public List<PluginEntry> all() {
        return Stream.concat(catalogue.plugins(kind).stream(), catalogue.broken().stream()).distinct().map(this::entry).toList();
    }

    /** Returns the names of those that can be used. */
    public List<String> usable() {
        return catalogue.plugins(kind).stream().filter(PluginInfo::usable).map(PluginInfo::name).distinct().toList();
    }

    /**
     * Returns all entries of that name: more than one if several bundles offer it.
     *
     * @param name a plug-in's name, or the file name of a jar that cannot be used
     * @throws GrowthException (MISSING_PLUGIN) that names the installed ones
     */
    public List<PluginEntry> named(String name) {
        List<PluginEntry> found = all().stream().filter(e -> e.info().name().equals(name)).toList();
        if (found.isEmpty()) {
            refuse(name).close();
            throw new GrowthException(GrowthException.Kind.MISSING_PLUGIN, kind.words() + " '" + name + "' has just been removed again");
        }
        return found;
    }

    /** The catalogue refuses an unknown name in the same words as in a run. */
    private Lease<?> refuse(String name) {
        return switch (kind) {
            case OPERATOR -> catalogue.operator(name);
            case SCHEDULE -> catalogue.schedule(name);
            case DATA -> catalogue.data(name);
            case ENGINE -> catalogue.engine(name);
            case SUITE -> catalogue.suite(name);
        };
    }

    private PluginEntry entry(PluginInfo info) {
        if (info.kind() != PluginKind.OPERATOR || !info.usable()) {
            return new PluginEntry(info, Optional.empty(), "");
        }
        try (Lease<GrowthOperator> lease = catalogue.operator(info.name())) {
            OperatorCard card = lease.get().card();
            return new PluginEntry(info, Optional.of(card), GrownSizes.words(lease.get(), card));
        } catch (GrowthException e) {
            // its bundle was removed after it was listed
            return new PluginEntry(info, Optional.empty(), "");
        }
    }
}

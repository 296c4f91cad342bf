package growth.runtime.plugins.trust;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import growth.formats.folder.OtherUsers;
import growth.runtime.plugins.PluginSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Decides which jars of the folder of plug-ins may be installed. The mode holds as long as the framework runs; lists and keystores are read
 * anew when they change.
 */
@Component(service = PluginTrust.class, configurationPid = PluginSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PluginTrust {
    /** The list's name, in the folders of settings. */
    public static final String LIST = "trusted-plugins.sha256";
    /** The keystore's name in the folders of settings, where no other is named. */
    public static final String KEYSTORE = "trusted-plugins.p12";
    /** The setting's name. */
    public static final String SETTING = "growth.plugins.trust";
    private static final String PASSWORD = "GROWTH_PLUGINS_KEYSTORE_PASSWORD";

    private final String given;
    private final Optional<TrustMode> mode;
    private final TrustPlaces places;

    /** @param settings say which mode holds, and where settings lie */
    @Activate
    public PluginTrust(PluginSettings settings) {
        this(settings.plugins_trust(), TrustPlaces.of(settings));
    }

    PluginTrust(String mode, TrustPlaces places) {
        this.given = mode;
        this.mode = TrustMode.of(mode);
        this.places = places;
    }

    /**
     * Returns a trust that is not configured by the framework.
     *
     * @param mode     a mode's name
     * @param settings the folder of list and keystore
     */
    public static PluginTrust in(String mode, Path settings) {
        return new PluginTrust(mode, new TrustPlaces(List.of(settings.resolve(LIST)), settings.resolve(KEYSTORE), Optional.empty()));
    }

    /** Returns the mode; empty if the setting says something else, so that no jar is installed. */
    public Optional<TrustMode> mode() {
        return mode;
    }

    /** Returns the folders of settings: that which this user can write, and the installation's where that is another one. */
    public List<Path> folders() {
        return places.lists().stream().map(Path::getParent).toList();
    }

    /** Returns the list to which this user can add. */
    public TrustedList list() {
        return new TrustedList(places.lists().get(0));
    }

    /** Returns the keystore that counts; it need not exist. */
    public Path keystore() {
        return places.keystore();
    }

    /**
     * Judges a jar.
     *
     * @param sha256 of its content
     * @param jar    a file with that content which nobody else can change
     */
    public TrustVerdict judge(String sha256, Path jar) {
        if (mode.isEmpty()) {
            return TrustVerdict.refuse(misspelt());
        }
        try {
            return switch (mode.get()) {
                case ANY -> TrustVerdict.trust(TrustMode.ANY.id());
                case LISTED -> hashes().contains(sha256) ? TrustVerdict.trust(TrustMode.LISTED.id())
                        : TrustVerdict.refuse("it is not trusted: its SHA-256 stands in no list; 'growth plugins trust FILE.jar' adds it"
                                + " to " + list().file());
                case SIGNED -> JarSignatures.verify(jar, certificates());
            };
        } catch (GrowthException e) {
            return TrustVerdict.refuse("no jar is trusted: " + e.getMessage());
        }
    }

    private String misspelt() {
        return "no jar is trusted: " + SETTING + " is '" + given + "', and can be "
                + Stream.of(TrustMode.values()).map(TrustMode::id).collect(Collectors.joining(", "));
    }

    /** Returns why no jar at all can be trusted; empty if the settings are in order. */
    public Optional<String> trouble() {
        if (mode.isEmpty()) {
            return Optional.of(misspelt());
        }
        try {
            switch (mode.get()) {
                case LISTED -> hashes();
                case SIGNED -> certificates();
                default -> { }
            }
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of("no jar is trusted: " + e.getMessage());
        }
    }

    /** Returns how many jars are listed, or certificates are in the keystore. */
    public int size() {
        return mode.filter(TrustMode.SIGNED::equals).isPresent() ? certificates().certificates().size() : hashes().size();
    }

    private Set<String> hashes() {
        Set<String> hashes = new HashSet<>();
        places.lists().forEach(file -> hashes.addAll(new TrustedList(file).hashes()));
        return hashes;
    }

    private TrustedCertificates certificates() {
        char[] password = password();
        return TrustedCertificates.read(places.keystore(), password);
    }

    /** Returns the keystore's password: what the file says, or else the environment; null if neither says anything. */
    private char[] password() {
        if (places.password().isEmpty()) {
            String environment = System.getenv(PASSWORD);
            return environment == null || environment.isEmpty() ? null : environment.toCharArray();
        }
        Path file = places.password().get();
        try {
            OtherUsers.whoCanChange(file).ifPresent(how -> {
                throw new GrowthException(Kind.CONFIGURATION, "the keystore's password does not count: " + how);
            });
            return Files.readString(file, StandardCharsets.UTF_8).strip().toCharArray();
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, "the keystore's password cannot be read: " + file + ": " + IoReason.of(e), e);
        }
    }

    /** Returns a value that is equal to that of another time if nothing has changed since that could change a verdict. */
    public Object stamp() {
        if (mode.isEmpty() || mode.get() == TrustMode.ANY) {
            return "";
        }
        List<Object> stamps = new ArrayList<>();
        Stream.of(places.lists().stream(), Stream.of(places.keystore()), places.password().stream()).flatMap(files -> files)
                .forEach(file -> stamps.add(stamp(file)));
        return stamps;
    }

    /** Permissions are part of it, because a file that others can write does not count. */
    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()),
                    unix ? Files.getAttribute(file, "unix:ctime") : "");
        } catch (IOException e) {
            return "";
        }
    }
}

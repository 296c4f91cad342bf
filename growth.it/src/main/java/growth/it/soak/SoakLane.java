package growth.it.soak;

import growth.it.plugins.PluginsFolder;
import growth.it.soak.Listing.Listed;
import growth.it.soak.PluginUse.Begun;
import growth.runtime.plugins.Catalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.osgi.framework.Bundle;

/**
 * One plug-in that comes, changes and goes. Every move waits until the catalogue says what it must say after it, and uses what is new.
 * Used by one thread.
 */
final class SoakLane {
    /** Of a jar that a move has broken. */
    private static final String TRUNCATED = "it is not a jar, or not a whole one";
    private static final String STARVED = "it imports the package " + SoakJar.MISSING + ", which no bundle exports";
    private static final int PAUSE_MILLIS = 30;

    private final Catalogue catalogue;
    private final PluginsFolder plugins;
    private final Listing listing;
    private final PluginUse use;
    private final Path workshop;
    private final RandomGenerator random;
    private final String[] names;
    private int named;
    private SoakJar jar;
    private State state = State.ABSENT;

    /** What the catalogue has to say of it. */
    private enum State { ABSENT, SERVING, TRUNCATED, STARVED }

    /**
     * @param number   which lane it is
     * @param workshop a folder for jars that are not dropped yet
     * @param seed     decides which move follows which, together with the number
     */
    SoakLane(int number, Catalogue catalogue, PluginsFolder plugins, Listing listing, Path workshop, long seed) {
        this.catalogue = catalogue;
        this.plugins = plugins;
        this.listing = listing;
        this.use = new PluginUse(catalogue);
        this.workshop = workshop;
        this.random = new SplittableRandom(seed * 1000 + number);
        this.names = new String[] {"soak-" + number + ".jar", "soak-" + number + "-renamed.jar"};
        this.jar = new SoakJar(number, 1);
    }

    /** Makes the next move. */
    SoakStep step() throws IOException, InterruptedException {
        Move move = switch (state) {
            case ABSENT -> Move.INSTALL;
            case SERVING -> Move.next(random);
            default -> random.nextInt(3) == 0 ? Move.REMOVE : Move.UPDATE;
        };
        SoakJar before = jar;
        double seconds = switch (move) {
            case INSTALL, UPDATE -> {
                double took = replace();
                use.whole(jar);
                yield took;
            }
            case UPDATE_IN_USE -> {
                try (Begun begun = use.begin(before)) {
                    double took = replace();
                    use.whole(jar);
                    use.finish(begun, before);
                    yield took;
                }
            }
            case TRUNCATE -> breakJar(State.TRUNCATED);
            case STARVE -> breakJar(State.STARVED);
            case REMOVE -> remove();
            case RENAME -> rename();
            case TOUCH -> touch();
            case USE -> {
                use.whole(jar);
                yield 0;
            }
        };
        return new SoakStep(jar, move, seconds);
    }

    private Path file() {
        return plugins.jar(names[named]);
    }

    /** Drops the next version, and returns how long it took until it was listed. */
    private double replace() throws IOException, InterruptedException {
        jar = new SoakJar(jar.lane(), jar.number() + 1);
        long dropped;
        if (random.nextBoolean()) {
            jar.write(file());
            dropped = System.nanoTime();
        } else {
            dropped = copy(Files.readAllBytes(jar.write(workshop.resolve(names[0]))));
        }
        return await(State.SERVING, dropped);
    }

    /** As cp does: into the place, piece by piece. */
    private long copy(byte[] content) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(file())) {
            out.write(content, 0, content.length / 2);
            out.flush();
            Thread.sleep(random.nextInt(PAUSE_MILLIS));
            out.write(content, content.length / 2, content.length - content.length / 2);
        }
        return System.nanoTime();
    }

    private double breakJar(State how) throws IOException, InterruptedException {
        jar = new SoakJar(jar.lane(), jar.number() + 1);
        Path made = workshop.resolve(names[0]);
        byte[] content = Files.readAllBytes(how == State.STARVED ? jar.writeUnresolvable(made) : jar.write(made));
        try (OutputStream out = Files.newOutputStream(file())) {
            out.write(content, 0, how == State.TRUNCATED ? content.length * 2 / 3 : content.length);
        }
        return await(how, System.nanoTime());
    }

    private double remove() throws IOException, InterruptedException {
        Files.delete(file());
        double took = await(State.ABSENT, System.nanoTime());
        use.nothing(jar);
        return took;
    }

    private double rename() throws IOException, InterruptedException {
        Optional<Bundle> bundle = plugins.bundle(names[named]);
        Path old = file();
        named = 1 - named;
        Files.move(old, file());
        return settled(bundle, System.nanoTime());
    }

    private double touch() throws IOException, InterruptedException {
        Optional<Bundle> bundle = plugins.bundle(names[named]);
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_000_000_000_000L + random.nextInt(1_000_000)));
        return settled(bundle, System.nanoTime());
    }

    /** The content is the same, and so must be the bundle. */
    private double settled(Optional<Bundle> before, long changed) throws IOException, InterruptedException {
        catalogue.settle();
        double took = await(State.SERVING, changed);
        if (!before.equals(plugins.bundle(names[named]))) {
            throw new SoakFailure(jar.bundle() + " is another bundle although its content is the same");
        }
        use.whole(jar);
        return took;
    }

    private double await(State expected, long changed) throws InterruptedException {
        state = expected;
        listing.await(jar.bundle() + " is " + state, this::isRight);
        return (System.nanoTime() - changed) / 1e9;
    }

    /** Returns whether the catalogue says of this plug-in what it must. */
    boolean isRight(Listed listed) {
        String reason = listed.broken().getOrDefault(names[named], "");
        return switch (state) {
            case ABSENT -> listed.lacks(jar.name()) && reason.isEmpty();
            case SERVING -> listed.serves(jar) && reason.isEmpty();
            case TRUNCATED -> listed.lacks(jar.name()) && reason.startsWith(TRUNCATED);
            case STARVED -> listed.lacks(jar.name()) && reason.equals(STARVED);
        };
    }

    /** Removes whatever there is, and waits until the catalogue has followed. */
    void clear() throws IOException, InterruptedException {
        for (String name : names) {
            Files.deleteIfExists(plugins.jar(name));
        }
        await(State.ABSENT, System.nanoTime());
    }

    @Override
    public String toString() {
        return jar.bundle() + ", " + state;
    }
}

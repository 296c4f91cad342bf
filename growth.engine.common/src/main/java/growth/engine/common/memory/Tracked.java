package growth.engine.common.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes memories and remembers them, so that what has been made can be released when something fails before it has an owner.
 *
 * @param <M> kind of memory
 */
public final class Tracked<M extends FlatMemory> implements FlatMemory.Source<M> {
    private final FlatMemory.Source<M> source;
    private final List<M> made = new ArrayList<>();

    private Tracked(FlatMemory.Source<M> source) {
        this.source = source;
    }

    /**
     * Returns what is made of memories of a source; if that fails, all of them are released.
     *
     * @param <M>   kind of memory
     * @param <T>   what owns the memories
     * @param owner makes it
     */
    public static <M extends FlatMemory, T> T allOrNothing(FlatMemory.Source<M> source, Function<FlatMemory.Source<M>, T> owner) {
        Tracked<M> tracked = new Tracked<>(source);
        try {
            return owner.apply(tracked);
        } catch (RuntimeException | Error failure) {
            tracked.made.forEach(FlatMemory::close);
            throw failure;
        }
    }

    @Override
    public M zeros(long length) {
        return remembered(source.zeros(length));
    }

    @Override
    public M uninitialised(long length) {
        return remembered(source.uninitialised(length));
    }

    private M remembered(M memory) {
        made.add(memory);
        return memory;
    }
}

package growth.engine.torch.aten;

/** The open arenas of one {@link Aten}, and how many handles it holds. */
final class Arenas {
    private final Calls calls;
    private final Arena outermost = new Arena(this, null);
    private Arena innermost = outermost;
    private long live;

    Arenas(Calls calls) {
        this.calls = calls;
    }

    Arena open() {
        return innermost = new Arena(this, innermost);
    }

    /** Releases an arena and those opened inside it; nothing happens if it is closed already. */
    void close(Arena arena) {
        for (Arena open = innermost; open != outermost; open = open.outer()) {
            if (open == arena) {
                while (innermost != arena) {
                    leave();
                }
                leave();
                return;
            }
        }
    }

    private void leave() {
        innermost.releaseAll();
        innermost = innermost.outer();
    }

    void closeAll() {
        while (innermost != outermost) {
            leave();
        }
        outermost.releaseAll();
    }

    /** Gives a handle that this process owns to the innermost arena. */
    Tensor own(long handle) {
        Tensor tensor = new Tensor(calls, handle);
        innermost.take(tensor);
        live++;
        return tensor;
    }

    /** Hands a tensor to the outermost arena, which lives as long as the operators do. */
    Tensor hold(Tensor tensor) {
        tensor.arena.forget(tensor);
        outermost.take(tensor);
        return tensor;
    }

    void dropped() {
        live--;
    }

    long live() {
        return live;
    }
}

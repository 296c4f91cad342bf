package growth.data.tokenfiles;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.data.tokens.Tokens;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorInfo;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A tensor {@code [tokens]} of whole numbers in a safetensors file, read where it is needed. */
final class SafetensorsTokens implements Tokens {
    private final SafetensorsFile file;
    private final TensorInfo tensor;

    /**
     * Opens a tensor.
     *
     * @param name of the tensor; may be empty if the file has only one of one dimension
     * @throws GrowthException (DATA) if there is no such tensor
     */
    SafetensorsTokens(Path path, Optional<String> name) {
        file = SafetensorsFile.open(path, Kind.DATA);
        try {
            tensor = name.isPresent() ? file.tensor(name.get()) : only(path, file);
            if (!fits(tensor)) {
                throw new GrowthException(Kind.DATA, path + ": tensor '" + tensor.name() + "' is " + tensor
                        + ", but token ids are whole numbers of one dimension");
            }
        } catch (GrowthException e) {
            file.close();
            throw e;
        }
    }

    private static TensorInfo only(Path path, SafetensorsFile file) {
        List<TensorInfo> fitting = file.header().tensors().values().stream().filter(SafetensorsTokens::fits).toList();
        if (fitting.size() != 1) {
            throw new GrowthException(Kind.DATA, path + ": has " + fitting.size() + " tensors of whole numbers of one dimension, not one"
                    + (fitting.isEmpty() ? "" : "; name one with tensor, e.g. tensor: " + fitting.get(0).name()));
        }
        return fitting.get(0);
    }

    private static boolean fits(TensorInfo tensor) {
        return tensor.shape().size() == 1 && tensor.type().whole();
    }

    /** Returns the tensor's name. */
    String tensor() {
        return tensor.name();
    }

    @Override
    public long size() {
        return tensor.count();
    }

    @Override
    public void read(long from, int[] into, int offset, int count) {
        file.read(tensor.name(), from, IntBuffer.wrap(into, offset, count));
    }

    @Override
    public void close() {
        file.close();
    }
}

package growth.engine.torch.aten;

import growth.api.GrowthException;

/** The device has not enough free memory for what was asked. The session is unharmed: what was computed before is still there. */
public final class OutOfDeviceMemory extends GrowthException {
    private static final long serialVersionUID = 1L;

    OutOfDeviceMemory(String message) {
        this(null, null, message, null);
    }

    private OutOfDeviceMemory(String place, String key, String message, Throwable cause) {
        super(Kind.UNEXPECTED, place, key, message, cause);
    }

    @Override
    protected GrowthException copy(String where, String wrong, String message) {
        return new OutOfDeviceMemory(where, wrong, message, getCause());
    }
}

package growth.it.probe;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.FrameworkUtil;

/** A check as an engine of a third party would bring it: version 1 of its bundle finds an old driver, version 2 fails itself. */
public final class DeviceCheck implements HealthCheck {

    /** The check's name. */
    public static final String NAME = "device";

    @Override
    public Result execute() {
        if (FrameworkUtil.getBundle(DeviceCheck.class).getVersion().getMajor() > 1) {
            throw new IllegalStateException("no such device");
        }
        FormattingResultLog log = new FormattingResultLog();
        log.info("{} devices", 1);
        log.warn("driver 4 is old\ninstall driver 5");
        return new Result(log);
    }
}

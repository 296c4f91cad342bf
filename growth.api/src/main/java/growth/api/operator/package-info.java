/** Growth operators: the contract that a plug-in implements, the requests it gets and the plans it returns. */
@Export
@Version("1.0.0")
package growth.api.operator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

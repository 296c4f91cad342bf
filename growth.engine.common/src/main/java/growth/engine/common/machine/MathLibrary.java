package growth.engine.common.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A library that multiplies matrices in this process.
 *
 * @param kind    which
 * @param version its version; empty if it does not tell
 * @param kernels the kernels that it has chosen for the processor, in its own words; empty if it does not tell
 */
public record MathLibrary(Kind kind, Optional<String> version, Optional<String> kernels) {
    /** The libraries that are known here. */
    public enum Kind {
        /** OpenBLAS. */
        OPENBLAS("OpenBLAS"),
        /** Intel's Math Kernel Library. */
        MKL("MKL"),
        /** oneDNN, whose kernels are made when they are first needed. */
        ONEDNN("oneDNN");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns its name. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Returns the facts on which the bits of its products depend.
     *
     * @param role what it is here, which names the facts, e.g. {@code blas}
     */
    public Map<String, String> facts(String role) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(role, kind + version.map(v -> " " + v).orElse(""));
        kernels.ifPresent(chosen -> facts.put(role + " kernels", chosen));
        return facts;
    }
}

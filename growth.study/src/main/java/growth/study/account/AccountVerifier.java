package growth.study.account;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.study.file.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Recomputes an account from the runs' files and compares it with the one that was written down, value by value. Other machines may round
 * logarithms and powers otherwise, so numbers are equal if they agree to nine digits.
 */
public final class AccountVerifier {
    private static final double EQUAL = 1e-9;

    private AccountVerifier() {
    }

    /**
     * The result.
     *
     * @param values      numbers and texts that were compared
     * @param differences those that differ, one line each, in the order of the file
     */
    public record Verification(int values, List<String> differences) {
        public Verification {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Verifies the account of a study folder.
     *
     * @param study  the folder's study
     * @param folder the folder
     * @return what was compared; no differences
     * @throws GrowthException (CHECKPOINT) that names the first value that differs, or if {@code account.json} is missing or damaged
     */
    public static Verification verify(Study study, Path folder) {
        Path file = folder.resolve(AccountFile.NAME);
        Account recorded = AccountFile.read(file);
        Verification verification = compare(recorded, AccountBuilder.account(RecordsReader.ofStudy(study, folder)));
        List<String> differences = verification.differences();
        if (!differences.isEmpty()) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": " + differences.get(0)
                    + (differences.size() == 1 ? "" : "; " + (differences.size() - 1) + " more of "
                            + verification.values() + " values differ")
                    + "; run 'growth compare' on the study again to write the account that the metrics give");
        }
        return verification;
    }

    /** Compares two accounts. */
    static Verification compare(Account recorded, Account computed) {
        Comparer comparer = new Comparer();
        comparer.compare("", AccountFile.json(recorded), AccountFile.json(computed));
        return new Verification(comparer.values, comparer.differences);
    }

    private static final class Comparer {
        private final List<String> differences = new ArrayList<>();
        private int values;

        void compare(String path, JsonNode recorded, JsonNode computed) {
            if (recorded.isObject() && computed.isObject()) {
                recorded.fieldNames().forEachRemaining(name -> compare(path.isEmpty() ? name : path + "." + name, recorded.path(name),
                        computed.path(name)));
                Iterator<String> more = computed.fieldNames();
                more.forEachRemaining(name -> {
                    if (!recorded.has(name)) {
                        differ(path + "." + name, recorded.path(name), computed.path(name));
                    }
                });
            } else if (recorded.isArray() && computed.isArray()) {
                for (int i = 0; i < Math.max(recorded.size(), computed.size()); i++) {
                    compare(path + "[" + i + "]", recorded.path(i), computed.path(i));
                }
            } else if (!equal(recorded, computed)) {
                differ(path, recorded, computed);
            } else {
                values++;
            }
        }

        private static boolean equal(JsonNode one, JsonNode other) {
            return one.isNumber() && other.isNumber()
                    ? Math.abs(one.doubleValue() - other.doubleValue()) <= EQUAL * Math.max(Math.abs(one.doubleValue()), 1e-3)
                    : one.equals(other);
        }

        private void differ(String path, JsonNode recorded, JsonNode computed) {
            values++;
            differences.add(path + " is " + words(recorded) + ", but the metrics give " + words(computed));
        }

        private static String words(JsonNode node) {
            String text = node.isMissingNode() ? "missing" : node.isNull() ? "unknown" : node.toString();
            return text.length() > 80 ? text.substring(0, 77) + "…" : text;
        }
    }
}

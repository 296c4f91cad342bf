package growth.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Checks the archives that a build of a release has made: what is in them, how, and that their lists tell the truth. */
public final class ReleaseCheck {

    private final String root;
    private final Archive tar;
    private final List<String> faults = new ArrayList<>();

    private ReleaseCheck(String root, Archive tar) {
        this.root = root;
        this.tar = tar;
    }

    /** @param arguments the folder of the archives, their name without ending */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        String name = arguments[1];
        ReleaseCheck check = new ReleaseCheck(name + "/", Archive.tar(folder.resolve(name + ".tar.gz")));
        check.checkForm();
        check.checkZip(Archive.zip(folder.resolve(name + ".zip")));
        check.checkList(new ObjectMapper().readTree(folder.resolve("components").resolve(name + ".cdx.json").toFile()));
        for (String archive : List.of(name + ".tar.gz", name + ".zip")) {
            check.checkSum(folder.resolve(archive), "SHA-256", ".sha256");
            check.checkSum(folder.resolve(archive), "SHA-512", ".sha512");
        }
        if (!check.faults.isEmpty()) {
            System.err.println(name + ":\n  " + String.join("\n  ", check.faults));
            System.exit(1);
        }
        System.out.println(name + ": " + check.tar.entries().size() + " entries, as they should be");
    }

    private void require(boolean right, String fault) {
        if (!right) {
            faults.add(fault);
        }
    }

    private void checkForm() {
        long time = tar.entries().get(root + "LICENSE").time();
        tar.entries().forEach((name, entry) -> {
            boolean runs = name.endsWith("/") || name.equals(root + "bin/growth");
            require(entry.mode() == (runs ? 0755 : 0644), name + " has mode " + Integer.toOctalString(entry.mode()));
            require(entry.owner().equals("0:0"), name + " belongs to " + entry.owner());
            require(entry.time() == time, name + " has a time of its own");
            require(!name.endsWith(".jsa") && !name.contains("SNAPSHOT"), name + " does not belong into a release");
        });
        for (String needed : List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "bin/growth", "bin/growth.bat", "plugins/README.txt",
                "conf/jvm.options", "licenses/Apache-2.0.txt", "docs/api/index.html")) {
            require(tar.entries().containsKey(root + needed), needed + " is missing");
        }
    }

    /** Files alone: a folder that holds others need not have an entry of its own. */
    private void checkZip(Archive zip) {
        TreeSet<String> names = new TreeSet<>(zip.entries().keySet());
        names.addAll(tar.entries().keySet());
        names.removeIf(name -> name.endsWith("/"));
        for (String name : names) {
            Archive.Entry one = tar.entries().get(name);
            Archive.Entry other = zip.entries().get(name);
            require(one != null && other != null && one.mode() == other.mode() && Arrays.equals(one.content(), other.content()),
                    name + " differs between the archives");
        }
    }

    /** Every jar is in the list, everything in the list is there, and whatever is not ours has its licence's text and a line in NOTICE. */
    private void checkList(JsonNode bill) {
        TreeSet<String> listed = new TreeSet<>();
        String notice = new String(tar.entries().get(root + "NOTICE").content(), StandardCharsets.UTF_8);
        for (JsonNode component : bill.path("components")) {
            component.at("/evidence/occurrences").forEach(place -> listed.add(place.path("location").asText()));
            if (!component.path("group").asText().equals("growth")) {
                String what = component.path("name").asText() + " " + component.path("version").asText();
                require(notice.contains(component.path("version").asText()), what + " is not in NOTICE");
                checkLicences(what, component.path("licenses"));
            }
        }
        Predicate<String> code = name -> name.endsWith(".jar") && !name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar");
        tar.entries().keySet().stream().filter(code).map(name -> name.substring(root.length())).filter(name -> !listed.contains(name))
                .forEach(name -> faults.add(name + " is not in the bill of materials"));
        listed.stream().filter(name -> !tar.entries().containsKey(root + name))
                .forEach(name -> faults.add(name + " is in the bill of materials alone"));
    }

    /** Of several licences one may be chosen, so the text of one must be there. */
    private void checkLicences(String what, JsonNode licences) {
        List<String> ids = new ArrayList<>();
        licences.forEach(licence -> ids.add(licence.at("/license/id").asText()));
        ids.removeIf(String::isEmpty);
        require(ids.isEmpty() || ids.stream().anyMatch(id -> tar.entries().containsKey(root + "licenses/" + id + ".txt")),
                "no text of a licence of " + what + " is there: " + ids);
    }

    private void checkSum(Path archive, String algorithm, String ending) throws IOException {
        try {
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(archive)));
            String line = Files.readString(Path.of(archive + ending)).strip();
            require(line.equals(sum + "  " + archive.getFileName()), archive.getFileName() + ending + " is wrong");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

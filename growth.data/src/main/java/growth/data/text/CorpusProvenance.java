package growth.data.text;

import growth.data.cache.Sha256;
import growth.data.corpus.Document;
import growth.data.tokenizer.OpenTokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run writes down of its text.
 *
 * @param corpus      the documents
 * @param tokenizer   what made them tokens
 * @param trainTokens tokens that are trained on
 * @param validTokens tokens that are kept for validation
 */
record CorpusProvenance(Corpus corpus, OpenTokenizer tokenizer, long trainTokens, long validTokens) {
    /** Files that are listed one by one; the hash over all of them is there for any number. */
    private static final int LISTED = 100;

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        describe("train", corpus.train(), trainTokens, facts);
        if (corpus.valid().isEmpty()) {
            facts.put("valid", "the last " + validTokens + " tokens of the training text");
        }
        describe("valid", corpus.valid(), validTokens, facts);
        facts.put("tokenizer", tokenizer.origin());
        facts.put("tokenizer.sha256", tokenizer.fingerprint());
        facts.put("vocabulary", Integer.toString(tokenizer.tokenizer().vocabulary()));
        return facts;
    }

    private static void describe(String name, List<Document> documents, long tokens, Map<String, String> facts) {
        facts.put(name + ".tokens", Long.toString(tokens));
        if (documents.isEmpty()) {
            return;
        }
        facts.put(name + ".files", Integer.toString(documents.size()));
        facts.put(name + ".bytes", Long.toString(documents.stream().mapToLong(Document::bytes).sum()));
        List<String> hashes = documents.stream().map(Document::sha256).toList();
        facts.put(name + ".sha256", hashes.size() == 1 ? hashes.get(0) : Sha256.of(hashes));
        for (int i = 0; i < Math.min(LISTED, documents.size()); i++) {
            Document document = documents.get(i);
            facts.put(name + ".file." + (i + 1), document.name() + ", " + document.bytes() + " bytes, sha256 " + document.sha256());
        }
    }
}

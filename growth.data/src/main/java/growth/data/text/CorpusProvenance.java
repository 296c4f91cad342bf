package growth.data.text;

import growth.data.corpus.Document;
import growth.data.corpus.FileFacts;
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
        FileFacts.describe(name, documents, facts);
    }
}

package org.clipmeter.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a run: each is tokenized and encoded once, some hundred ahead of their images, those of like length
 * together, and forgotten after its last image.
 */
final class Texts {
    /** The most tokens of a batch, padding included: what they cost a model is of the order of one of its images. */
    private static final int TOKENS_AT_ONCE = 1024;

    private static final int TEXTS_AT_ONCE = 64;
    private static final int ROWS_AHEAD = 512;

    /** A text's tokens and embedding, or the reason why there is none. */
    record Text(int tokens, boolean truncated, Embedding embedding) {}

    /** Hears how far the encoding is. */
    @FunctionalInterface
    interface Listener {
        void encoded(int texts, int total);
    }

    private record Fresh(
            String text, TokenizedText tokens, @Nullable String content) {
        int length() {
            return tokens.inputIds().length;
        }
    }

    private final Encoder encoder;
    private final LongPrompts longPrompts;
    private final KeptEmbeddings kept;
    private final List<Pair> pairs;
    private final Map<String, Integer> lastRows = new HashMap<>();
    private final Map<String, Text> texts = new HashMap<>();
    private int rows;
    private int encoded;
    private int cached;

    Texts(Encoder encoder, LongPrompts longPrompts, KeptEmbeddings kept, List<Pair> pairs) {
        this.encoder = encoder;
        this.longPrompts = longPrompts;
        this.kept = kept;
        this.pairs = pairs;
        for (int i = 0; i < pairs.size(); i++) {
            lastRows.put(text(i), i);
        }
    }

    /** How many were found in the store. */
    int cached() {
        return cached;
    }

    /** The text of a row that {@link #encodeUpTo} has reached; the last row that has it takes it away. */
    Text take(int row) {
        String text = text(row);
        Text found = lastRows.get(text) == row ? texts.remove(text) : texts.get(text);
        if (found == null) {
            throw new IllegalStateException("the text of row " + row + " was not encoded");
        }
        return found;
    }

    /** Encodes the texts of the rows up to {@code end}, and of some hundred more, unless that is done. */
    void encodeUpTo(int end, Listener listener) throws IOException {
        while (rows < end) {
            int to = Math.min(pairs.size(), rows + ROWS_AHEAD);
            Map<String, Fresh> fresh = new LinkedHashMap<>();
            for (int row = rows; row < to; row++) {
                String text = text(row);
                if (!texts.containsKey(text) && !fresh.containsKey(text)) {
                    tokenize(text, fresh);
                }
            }
            encode(fresh, listener);
            rows = to;
        }
    }

    private String text(int row) {
        return pairs.get(row).prompt().text();
    }

    private void tokenize(String text, Map<String, Fresh> fresh) {
        try {
            TokenizedText tokens = encoder.tokens(text);
            if (tokens.truncated() && longPrompts == LongPrompts.FAIL) {
                Failed tooLong = Failed.promptTooLong(tokens.untruncatedLength(), tokens.inputIds().length);
                put(text, new Text(tokens.untruncatedLength(), true, Embedding.failed(tooLong)));
            } else {
                String content = kept.inUse() ? KeptEmbeddings.content(tokens.inputIds()) : null;
                fresh.put(text, new Fresh(text, tokens, content));
            }
        } catch (Throwable e) {
            put(text, new Text(0, false, Embedding.failed(Failed.ofPrompt(e))));
        }
    }

    private void encode(Map<String, Fresh> fresh, Listener listener) throws IOException {
        List<String> contents = fresh.values().stream()
                .filter(text -> text.content() != null)
                .map(text -> String.valueOf(text.content()))
                .toList();
        Map<String, StoredEmbedding> found = kept.find(EmbeddingKey.Kind.TEXT, contents);
        List<Fresh> missing = new ArrayList<>();
        for (Fresh text : fresh.values()) {
            StoredEmbedding embedding = text.content() == null ? null : found.get(text.content());
            if (embedding == null) {
                missing.add(text);
            } else {
                cached++;
                put(text, Embedding.of(embedding.vector()));
            }
        }
        missing.sort(Comparator.comparingInt(Fresh::length));
        for (int from = 0; from < missing.size(); ) {
            int to = from + 1;
            while (to < missing.size() && fits(to + 1 - from, missing.get(to))) {
                to++;
            }
            encode(missing.subList(from, to));
            listener.encoded(encoded, lastRows.size());
            from = to;
        }
    }

    private static boolean fits(int texts, Fresh longest) {
        return texts <= TEXTS_AT_ONCE && texts * longest.length() <= TOKENS_AT_ONCE;
    }

    private void encode(List<Fresh> batch) throws IOException {
        List<Embedding> embeddings = Embedding.ofBatch(
                batch.stream().map(text -> text.tokens().inputIds()).toList(), encoder::textEmbeds);
        Map<String, StoredEmbedding> save = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            put(batch.get(i), embeddings.get(i));
            float[] vector = embeddings.get(i).vector();
            String content = batch.get(i).content();
            if (content != null && vector != null) {
                save.put(content, new StoredEmbedding(vector, Set.of()));
            }
        }
        kept.save(EmbeddingKey.Kind.TEXT, save);
    }

    private void put(Fresh fresh, Embedding embedding) {
        put(
                fresh.text(),
                new Text(fresh.tokens().untruncatedLength(), fresh.tokens().truncated(), embedding));
    }

    private void put(String text, Text value) {
        texts.put(text, value);
        encoded++;
    }
}

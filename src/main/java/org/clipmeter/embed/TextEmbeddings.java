package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.model.TwoTower;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of texts, one text for each row. Each distinct text is tokenized and encoded once, a few hundred rows
 * ahead and together with texts of similar length, and is released after the last row that uses it. One thread uses the
 * object.
 */
public final class TextEmbeddings {
    /** The most tokens of a batch, padding included. Encoding them takes about as long as encoding one image. */
    private static final int TOKENS_AT_ONCE = 1024;

    private static final int TEXTS_AT_ONCE = 64;
    private static final int ROWS_AHEAD = 512;

    /** Receives the progress of the encoding between batches. */
    @FunctionalInterface
    public interface Listener {
        /** Called when this many of the distinct texts are done, whether embedded or failed. */
        void encoded(int texts, int total);
    }

    private record Fresh(
            String text, TokenizedText tokens, @Nullable String content) {
        int length() {
            return tokens.inputIds().length;
        }
    }

    private final TwoTower encoder;
    private final LongPrompts longPrompts;
    private final EmbeddingLookup kept;
    private final List<String> rowTexts;
    private final Map<String, Integer> lastRows = new HashMap<>();
    private final Map<String, EmbeddedText> texts = new HashMap<>();
    private int rows;
    private int encoded;
    private int cached;

    TextEmbeddings(TwoTower encoder, LongPrompts longPrompts, EmbeddingLookup kept, List<String> rowTexts) {
        this.encoder = encoder;
        this.longPrompts = longPrompts;
        this.kept = kept;
        this.rowTexts = rowTexts;
        for (int i = 0; i < rowTexts.size(); i++) {
            lastRows.put(text(i), i);
        }
    }

    /** How many of the texts handled so far were found in the store. */
    public int cached() {
        return cached;
    }

    /**
     * Returns the text of a row. Each row may be taken once.
     *
     * @throws IllegalStateException if {@link #encodeUpTo} has not reached the row, or it was taken before
     */
    public EmbeddedText take(int row) {
        String text = text(row);
        EmbeddedText found = lastRows.getOrDefault(text, -1) == row ? texts.remove(text) : texts.get(text);
        if (found == null) {
            throw new IllegalStateException("the text of row " + row + " was not encoded");
        }
        return found;
    }

    /**
     * Encodes the texts of the rows before {@code end} and of a few hundred rows after it. Texts that are already
     * encoded are skipped.
     *
     * @throws IOException if the model or its weights can't be used any longer
     */
    public void encodeUpTo(int end, Listener listener) throws IOException {
        while (rows < end) {
            int to = Math.min(rowTexts.size(), rows + ROWS_AHEAD);
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
        return rowTexts.get(row);
    }

    private void tokenize(String text, Map<String, Fresh> fresh) {
        try {
            TokenizedText tokens = encoder.tokens(text);
            if (tokens.truncated() && longPrompts == LongPrompts.FAIL) {
                Embedding tooLong = Embedding.Fault.promptTooLong(tokens.untruncatedLength(), tokens.inputIds().length);
                put(text, new EmbeddedText(tokens.untruncatedLength(), true, tooLong));
            } else {
                String content = kept.inUse() ? EmbeddingLookup.content(tokens.inputIds()) : null;
                fresh.put(text, new Fresh(text, tokens, content));
            }
        } catch (Throwable e) {
            put(text, new EmbeddedText(0, false, Embedding.Fault.ofPrompt(e)));
        }
    }

    private void encode(Map<String, Fresh> fresh, Listener listener) throws IOException {
        List<String> contents = fresh.values().stream()
                .filter(text -> text.content() != null)
                .map(text -> String.valueOf(text.content()))
                .toList();
        Map<String, StoredEmbedding> found = kept.find(EmbeddingKey.Modality.TEXT, contents);
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
        List<Embedding> embeddings = EncodedBatch.of(
                batch.stream().map(text -> text.tokens().inputIds()).toList(), encoder::textEmbeds);
        Map<String, StoredEmbedding> save = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            put(batch.get(i), embeddings.get(i));
            String content = batch.get(i).content();
            if (content != null && embeddings.get(i) instanceof Embedding.Vector vector) {
                save.put(content, new StoredEmbedding(vector.values(), Set.of()));
            }
        }
        kept.save(EmbeddingKey.Modality.TEXT, save);
    }

    private void put(Fresh fresh, Embedding embedding) {
        put(
                fresh.text(),
                new EmbeddedText(
                        fresh.tokens().untruncatedLength(), fresh.tokens().truncated(), embedding));
    }

    private void put(String text, EmbeddedText value) {
        texts.put(text, value);
        encoded++;
    }
}

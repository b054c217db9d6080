package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
    /** The contents that this object has stored itself. */
    private final Set<String> own = new HashSet<>();

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
        Map<String, StoredEmbedding> found = kept.find(EmbeddingKey.Modality.TEXT, contents(fresh.values()));
        List<Fresh> missing = new ArrayList<>(fresh.values());
        missing.removeIf(text -> takeStored(text, found));
        missing.sort(Comparator.comparingInt(Fresh::length));
        EmbeddingLookup.Patience patience = kept.patience();
        while (!missing.isEmpty()) {
            int before = missing.size();
            missing = encodeClaimed(missing, listener);
            if (missing.size() < before) {
                patience.renew();
            } else {
                pause(patience);
                listener.encoded(encoded, lastRows.size());
            }
        }
    }

    private static void pause(EmbeddingLookup.Patience patience) {
        try {
            patience.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while others encoded the texts");
        }
    }

    /** Encodes texts in batches, except those that others encode at the moment; returns these. */
    private List<Fresh> encodeClaimed(List<Fresh> texts, Listener listener) throws IOException {
        List<Fresh> others = new ArrayList<>();
        for (int from = 0; from < texts.size(); ) {
            int to = from + 1;
            while (to < texts.size() && fits(to + 1 - from, texts.get(to))) {
                to++;
            }
            encodeClaimed(texts.subList(from, to), others);
            listener.encoded(encoded, lastRows.size());
            from = to;
        }
        return others;
    }

    private void encodeClaimed(List<Fresh> batch, List<Fresh> others) throws IOException {
        List<Fresh> ours = new ArrayList<>();
        Set<String> claimed = new HashSet<>();
        try {
            for (Fresh text : batch) {
                String content = text.content();
                if (content == null || claimed.contains(content) || kept.claim(EmbeddingKey.Modality.TEXT, content)) {
                    ours.add(text);
                    if (content != null) {
                        claimed.add(content);
                    }
                } else {
                    others.add(text);
                }
            }
            Map<String, StoredEmbedding> found = kept.findAgain(EmbeddingKey.Modality.TEXT, contents(batch));
            ours.removeIf(text -> takeStored(text, found));
            others.removeIf(text -> takeStored(text, found));
            encode(ours);
        } finally {
            kept.release(EmbeddingKey.Modality.TEXT, claimed);
        }
    }

    private boolean takeStored(Fresh text, Map<String, StoredEmbedding> found) {
        String content = text.content();
        StoredEmbedding embedding = content == null ? null : found.get(content);
        if (embedding == null) {
            return false;
        }
        if (!own.contains(content)) {
            cached++;
        }
        put(text, Embedding.of(embedding.vector()));
        return true;
    }

    private static List<String> contents(Collection<Fresh> texts) {
        return texts.stream()
                .filter(text -> text.content() != null)
                .map(text -> String.valueOf(text.content()))
                .toList();
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
        own.addAll(save.keySet());
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

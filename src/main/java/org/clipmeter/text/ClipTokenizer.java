package org.clipmeter.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.clipmeter.message.OneLine;

/** CLIP's byte-level BPE tokenizer. Safe for use by several threads. */
public final class ClipTokenizer implements AutoCloseable {
    private static final int LONGEST_TEXT = 1_000_000;

    private final HuggingFaceTokenizer tokenizer;
    private final int maxLength;
    private final long startId;
    private final long endId;
    /** The library's memory must not be freed while another thread encodes. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

    private boolean closed;

    private ClipTokenizer(HuggingFaceTokenizer tokenizer, int maxLength, long startId, long endId) {
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
        this.startId = startId;
        this.endId = endId;
    }

    /**
     * Opens the tokenizer of a model folder: {@code tokenizer.json}, else {@code vocab.json} and {@code merges.txt}.
     *
     * @param maxLength the model's max_position_embeddings (77 for OpenAI's)
     * @throws IOException in one line, if a file is missing or broken, or the native library can't be loaded
     */
    public static ClipTokenizer open(Path folder, int maxLength) throws IOException {
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; start and end token need at least 2 positions");
        }
        byte[] definition = TokenizerFiles.definition(folder);
        HuggingFaceTokenizer tokenizer = create(folder, definition);
        long[] ends = tokenizer.encode("").getIds();
        if (ends.length != 2) {
            tokenizer.close();
            throw TokenizerFiles.refusal(
                    TokenizerFiles.mainFile(folder),
                    "gives " + ends.length + " tokens for an empty text, expected 2, start and end: it is not CLIP's");
        }
        return new ClipTokenizer(tokenizer, maxLength, ends[0], ends[1]);
    }

    /**
     * Tokens of a text, without padding. An empty text has two: start and end.
     *
     * <p>Half a surrogate pair, which no encoding of Unicode can carry, counts as U+FFFD.
     *
     * @throws IllegalArgumentException if the text has more than a million characters, which would take many seconds
     * @throws IllegalStateException if the tokenizer is closed
     */
    public TokenizedText encode(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "the text has " + text.length() + " characters, expected at most " + LONGEST_TEXT);
        }
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The tokenizer is closed");
            }
            long[] all = tokenizer.encode(wellFormed(text)).getIds();
            return new TokenizedText(cut(all), all.length);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /** The id that every text starts with, from the tokenizer's files. */
    public long startId() {
        return startId;
    }

    /** The id that every text ends with, from the tokenizer's files. */
    public long endId() {
        return endId;
    }

    /** The number of tokens that a text is cut to. */
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private long[] cut(long[] all) {
        if (all.length <= maxLength) {
            return all;
        }
        long[] kept = new long[maxLength];
        System.arraycopy(all, 0, kept, 0, maxLength - 1);
        kept[maxLength - 1] = endId;
        return kept;
    }

    private static HuggingFaceTokenizer create(Path folder, byte[] definition) throws IOException {
        loadLibrary();
        Map<String, String> asItIs = Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(definition), asItIs);
        } catch (RuntimeException e) {
            throw TokenizerFiles.refusal(
                    TokenizerFiles.mainFile(folder), "is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    /**
     * Loads the native library ahead of the first tokenizer.
     *
     * @throws IOException in one line, if it can't be loaded
     */
    public static void loadLibrary() throws IOException {
        loadLibrary(EngineSettings.apply());
    }

    private static void loadLibrary(Path unpackedTo) throws IOException {
        try {
            EngineSettings.underOwnLoader(() -> {
                LibUtils.checkStatus();
                return unpackedTo;
            });
        } catch (LinkageError | AssertionError | RuntimeException e) {
            throw new IOException(
                    OneLine.of("The tokenizer's native library can't be loaded on " + System.getProperty("os.name")
                            + ' ' + System.getProperty("os.arch") + " (there is one for linux-x86_64, linux-aarch64,"
                            + " osx-aarch64 and win-x86_64; it is unpacked to " + unpackedTo
                            + ", which needs 20 MB free): " + rootMessage(e)),
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** The text with half surrogate pairs replaced and the newest capital letters in lower case. */
    static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(ClipTokenizer::replaced)
                .map(ClipTokenizer::lowerCase17)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static int replaced(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
    }

    /** Lower case of the capitals that Unicode 17 added: the library's tables end at Unicode 16, the reference's don't. */
    private static int lowerCase17(int codePoint) {
        if (codePoint == 0xA7CE || codePoint == 0xA7D2 || codePoint == 0xA7D4) {
            return codePoint + 1;
        }
        return codePoint >= 0x16EA0 && codePoint <= 0x16EB8 ? codePoint + 0x1B : codePoint;
    }
}

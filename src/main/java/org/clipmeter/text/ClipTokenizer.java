package org.clipmeter.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.engine.EngineException;
import org.clipmeter.engine.EngineSettings;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/** CLIP's byte-level BPE tokenizer. It may be used by several threads. */
public final class ClipTokenizer implements TextTokenizer {
    static final int LONGEST_TEXT = 1_000_000;

    /** The most tokens that a warning names. */
    private static final int NAMED = 5;

    private final NativeTokenizer tokenizer;
    private final int maxLength;
    private final long startId;
    private final long endId;
    private final List<String> warnings;

    private ClipTokenizer(NativeTokenizer tokenizer, int maxLength, long startId, long endId, List<String> warnings) {
        this.tokenizer = tokenizer;
        this.warnings = warnings;
        this.maxLength = maxLength;
        this.startId = startId;
        this.endId = endId;
    }

    /**
     * Opens the tokenizer of a model folder as transformers 5's CLIPTokenizer does, with vocabulary and merges from
     * {@code tokenizer.json}, else from {@code vocab.json} and {@code merges.txt}; and the added tokens of these files,
     * {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json}. The rest of a
     * {@code tokenizer.json} (normalizer, pre-tokenizer, post-processor) is ignored, as in transformers. The caller
     * closes the tokenizer.
     *
     * @param maxLength the model's max_position_embeddings (77 for OpenAI's models)
     * @param embeddings the number of the model's token embeddings, its vocab_size
     * @throws IOException in one line, if a file is missing or broken, if the files require another tokenizer than
     *     CLIP's, if the start or end token has no embedding, or if the native library can't be loaded
     */
    public static ClipTokenizer open(Path folder, int maxLength, int embeddings) throws IOException {
        try {
            return opened(folder, maxLength, embeddings);
        } catch (FileException e) {
            throw e.in(Section.MODEL);
        }
    }

    private static ClipTokenizer opened(Path folder, int maxLength, int embeddings) throws IOException {
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; start and end token need at least 2 positions");
        }
        TokenizerFolder.Contents contents = TokenizerFolder.read(folder);
        boolean startIsOutside = contents.startId() >= embeddings;
        if (startIsOutside || contents.endId() >= embeddings) {
            throw new FileException(
                    contents.source(),
                    "gives the " + (startIsOutside ? "start" : "end") + " token, which every text has, the id "
                            + (startIsOutside ? contents.startId() : contents.endId())
                            + ", but vocab_size in config.json is " + embeddings
                            + "; take both files from the same checkpoint");
        }
        NativeTokenizer tokenizer = create(folder, contents.json());
        long[] ends = tokenizer.ids("");
        if (!Arrays.equals(ends, new long[] {contents.startId(), contents.endId()})) {
            tokenizer.close();
            throw new FileException(
                    folder,
                    "the tokenizer gives " + Arrays.toString(ends) + " for an empty text, expected "
                            + contents.startId() + " and " + contents.endId()
                            + "; take all files from the same checkpoint");
        }
        return new ClipTokenizer(
                tokenizer, maxLength, contents.startId(), contents.endId(), warnings(contents, maxLength, embeddings));
    }

    /** Opens the tokenizer of a model folder without checking the number of the model's token embeddings. */
    public static ClipTokenizer open(Path folder, int maxLength) throws IOException {
        return open(folder, maxLength, Integer.MAX_VALUE);
    }

    private static List<String> warnings(TokenizerFolder.Contents contents, int maxLength, int embeddings) {
        List<String> warnings = new ArrayList<>(contents.warnings());
        warnings.addAll(outside(contents.added(), embeddings));
        if (contents.modelMaxLength() < maxLength) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The tokenizer's model_max_length %.0f is not applied: prompts are cut only at the model's %d positions,"
                            + " because the reference metric does not cut them earlier.",
                    contents.modelMaxLength(),
                    maxLength));
        }
        return warnings.stream().map(OneLine::of).toList();
    }

    /** A warning about added tokens that have no embedding; none if all have one. */
    static List<String> outside(Map<String, Integer> added, int embeddings) {
        List<String> outside = added.entrySet().stream()
                .filter(token -> token.getValue() >= embeddings)
                .map(token -> JsonObjectFile.quoted(token.getKey()))
                .toList();
        int more = outside.size() - NAMED;
        return outside.isEmpty()
                ? List.of()
                : List.of("The model has no embedding for the added tokens "
                        + String.join(", ", outside.subList(0, Math.min(NAMED, outside.size())))
                        + (more > 0 ? " and " + more + " more" : "")
                        + " (its vocab_size is " + embeddings + "): prompts that use them get no score.");
    }

    /**
     * Tokens of a text, without padding. An empty text has two: start and end.
     *
     * <p>Half a surrogate pair, which no Unicode encoding can represent, is replaced by U+FFFD.
     *
     * @throws InvalidRequestException if the text has more than a million characters, which would take many seconds
     * @throws IllegalStateException if the tokenizer is closed
     */
    @Override
    public TokenizedText encode(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidRequestException("the text has " + text.length() + " characters, expected at most "
                    + LONGEST_TEXT + "; shorten the prompt");
        }
        long[] all = tokenizer.ids(wellFormed(text));
        return new TokenizedText(cut(all), all.length);
    }

    /** The id of the token that every text starts with, from the tokenizer's files. */
    long startId() {
        return startId;
    }

    /** The id of the token that every text ends with, from the tokenizer's files. */
    long endId() {
        return endId;
    }

    /** What the user should know about the tokenizer's files, one line each. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        tokenizer.close();
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

    /** A tokenizer of the library from a definition that this package has written. */
    static NativeTokenizer create(Path folder, byte[] definition) throws IOException {
        loadLibrary();
        Map<String, String> asItIs = Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");
        try {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(definition), asItIs));
        } catch (RuntimeException e) {
            throw new FileException(
                    folder,
                    "holds a tokenizer that can't be built: " + e.getMessage()
                            + "; take all files from the same checkpoint",
                    e);
        }
    }

    /**
     * Loads the native library before the first tokenizer is opened.
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
            throw new EngineException(
                    Section.NO_NATIVES,
                    "the tokenizer's native library can't be loaded on " + System.getProperty("os.name") + ' '
                            + System.getProperty("os.arch") + ": " + rootMessage(e) + ". It exists for linux-x86_64,"
                            + " linux-aarch64, osx-aarch64 and win-x86_64, and is unpacked to " + unpackedTo
                            + ", which needs 20 MB free.",
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

    /** The text with half surrogate pairs replaced, and with the newest capital letters converted to lower case. */
    static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(ClipTokenizer::replaced)
                .map(ClipTokenizer::lowerCase17)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    /** The text with half surrogate pairs replaced. */
    static String withWholeCharacters(String text) {
        int[] codePoints = text.codePoints().map(ClipTokenizer::replaced).toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static int replaced(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
    }

    /**
     * The lower case of capitals that Unicode 17 added. The library's tables end at Unicode 16, the reference's do not.
     */
    private static int lowerCase17(int codePoint) {
        if (codePoint == 0xA7CE || codePoint == 0xA7D2 || codePoint == 0xA7D4) {
            return codePoint + 1;
        }
        return codePoint >= 0x16EA0 && codePoint <= 0x16EB8 ? codePoint + 0x1B : codePoint;
    }
}

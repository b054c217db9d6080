package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.jspecify.annotations.Nullable;

/**
 * Gemma's tokenizer, with which SigLIP 2 reads texts: BPE over characters, whose unknown characters become bytes. Every text
 * has the same number of tokens, padding included. It may be used by several threads.
 */
public final class GemmaTokenizer implements TextTokenizer {
    private static final String GEMMA = "GemmaTokenizer";
    private static final String SIGLIP2 = "Siglip2Tokenizer";

    /** Gemma's tokenizer.json, with 256,000 tokens, has 34 MB. */
    private static final int LARGEST = 96 << 20;

    private final NativeTokenizer tokenizer;
    private final Settings settings;
    private final List<String> warnings;
    /**
     * What surrounds the tokens of a text.
     *
     * @param startId null if texts have no start token
     * @param endId null if texts have no end token
     */
    private record Settings(
            @Nullable Long startId, @Nullable Long endId, PaddedTokens padding) {
        int ends() {
            return (startId == null ? 0 : 1) + (endId == null ? 0 : 1);
        }
    }

    private GemmaTokenizer(NativeTokenizer tokenizer, Settings settings, List<String> warnings) {
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.warnings = warnings;
    }

    /**
     * Whether a model folder names a tokenizer of this kind.
     *
     * @throws IOException in one line, if tokenizer_config.json can't be read
     */
    public static boolean isNamedIn(Path folder) throws IOException {
        String name = SiglipTokenizer.className(folder);
        return name.equals(GEMMA) || name.equals(SIGLIP2);
    }

    /**
     * Opens the tokenizer of a model folder as transformers 5's GemmaTokenizer does, or its Siglip2Tokenizer, which converts
     * texts to lower case: with vocabulary and merges from {@code tokenizer.json}, and the added tokens and settings of
     * {@code tokenizer_config.json}. The rest of {@code tokenizer.json} (normalizer, pre-tokenizer, post-processor) is
     * not used. The caller closes the tokenizer.
     *
     * @param length how many tokens every text has, the model's max_position_embeddings
     * @param embeddings the number of the model's token embeddings, its vocab_size
     * @throws IOException in one line, if a file is missing or broken, if the files require another tokenizer, or if the
     *     native library can't be loaded
     */
    public static GemmaTokenizer open(Path folder, int length, int embeddings) throws IOException {
        try {
            return opened(folder, length, embeddings);
        } catch (FileException e) {
            throw e.in(Section.MODEL);
        }
    }

    private static GemmaTokenizer opened(Path folder, int length, int embeddings) throws IOException {
        List<String> warnings = new ArrayList<>();
        ObjectNode config = TokenizerFolder.objectIfPresent(folder.resolve(TokenizerFolder.CONFIG), warnings);
        if (config == null) {
            config = JsonNodeFactory.instance.objectNode();
        }
        JsonObjectFile json = TokenizerFile.jsonIfPresent(folder.resolve(TokenizerFolder.TOKENIZER), LARGEST);
        if (json == null) {
            throw new FileException(folder, "holds no tokenizer; expected " + TokenizerFolder.TOKENIZER);
        }
        warnings.addAll(json.warnings());
        PublishedTokenizer published = PublishedTokenizer.of(json);
        TokenArguments arguments = TokenArguments.read(folder, config, published, warnings);
        TokenizerFolder.requireKnownSettings(arguments);
        requireNoOwnPadding(json, arguments);
        SpecialTokens special = SpecialTokens.of(arguments, GemmaTokenizer::byDefault);
        Vocabulary vocabulary = published.vocabulary();
        boolean lowerCase = SiglipTokenizer.className(folder).equals(SIGLIP2);
        AddedTokens added = AddedTokens.of(folder, vocabulary, special.toAdd(), content -> {
            String spaced = content.replace(' ', '\u2581');
            return lowerCase ? spaced.toLowerCase(Locale.ROOT) : spaced;
        });
        check(vocabulary, special, added);
        Settings settings = settings(arguments, json, special, added, length);
        requireEmbeddings(vocabulary, settings, embeddings);
        warnings.addAll(ClipTokenizer.outside(added.ids(), embeddings));
        warnings.addAll(PaddedTokens.maskWarnings(arguments));
        return new GemmaTokenizer(
                ClipTokenizer.create(folder, TokenizerDefinition.gemma(vocabulary, special, added, lowerCase)),
                settings,
                warnings.stream().map(OneLine::of).toList());
    }

    private static @Nullable String byDefault(String name) {
        return switch (name) {
            case "bos_token" -> "<bos>";
            case "eos_token" -> "<eos>";
            case "unk_token" -> "<unk>";
            case "pad_token" -> "<pad>";
            case "mask_token" -> "<mask>";
            default -> null;
        };
    }

    /** Transformers takes what tokenizer_config.json does not name from a padding or truncation in tokenizer.json. */
    private static void requireNoOwnPadding(JsonObjectFile json, TokenArguments arguments) throws IOException {
        if (json.root().hasNonNull("padding") && !(arguments.has("padding_side") && arguments.has("pad_token"))) {
            throw new FileException(
                    json.file(),
                    "padding: expected null, or padding_side and pad_token in " + TokenizerFolder.CONFIG
                            + "; take all files from the same checkpoint");
        }
        String side = json.root().path("truncation").path("direction").asText("Right");
        if (!side.equals("Right") && !arguments.has("truncation_side")) {
            throw new FileException(
                    json.file(), "truncation.direction: expected Right, got " + JsonObjectFile.quoted(side));
        }
    }

    private static void check(Vocabulary vocabulary, SpecialTokens special, AddedTokens added) throws IOException {
        Set<String> unmerged = new HashSet<>(added.ids().keySet());
        for (int value = 0; value < 256; value++) {
            unmerged.add(String.format("<0x%02X>", value));
        }
        vocabulary.check(unmerged);
        if (!vocabulary.ids().containsKey(special.unknown())) {
            throw new FileException(
                    vocabulary.source(),
                    "has no token " + JsonObjectFile.quoted(special.unknown())
                            + " for unknown symbols; take all files from the same checkpoint");
        }
    }

    private static Settings settings(
            TokenArguments arguments, JsonObjectFile json, SpecialTokens special, AddedTokens added, int length)
            throws IOException {
        Long start = null;
        Long end = null;
        boolean afterText = false;
        for (JsonNode item : template(json)) {
            if (item.has("Sequence") && !afterText) {
                afterText = true;
                continue;
            }
            String token = item.path("SpecialToken").path("id").asText();
            boolean atStart = !afterText && start == null && token.equals(special.start());
            boolean atEnd = afterText && end == null && token.equals(special.end());
            if (!atStart && !atEnd) {
                throw unsupported(json, item);
            }
            start = atStart ? (Long) (long) added.id(token) : start;
            end = atEnd ? (Long) (long) added.id(token) : end;
        }
        if (special.padding().isEmpty()) {
            throw new FileException(arguments.source("pad_token"), "pad_token: expected a token, got null");
        }
        Settings settings = new Settings(
                start,
                end,
                new PaddedTokens(length, added.id(special.padding()), PaddedTokens.before(arguments, true)));
        if (settings.ends() >= length) {
            throw new FileException(
                    json.file(),
                    "start and end token leave no place for a text, since max_position_embeddings is " + length);
        }
        return settings;
    }

    /**
     * What surrounds a text: the template of the file's post-processor. Transformers takes start and end token from it, and not
     * from add_bos_token and add_eos_token. Its tokens are added here; the post-processor itself is not used.
     */
    private static JsonNode template(JsonObjectFile json) throws IOException {
        JsonNode processor = json.root().path("post_processor");
        if (processor.isMissingNode() || processor.isNull()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        JsonNode single = processor.path("single");
        if (!processor.path("type").asText().equals("TemplateProcessing") || !single.isArray()) {
            throw unsupported(json, processor);
        }
        return single;
    }

    private static FileException unsupported(JsonObjectFile json, JsonNode found) {
        return new FileException(
                json.file(),
                "post_processor: expected null, or a TemplateProcessing of the start token, the text and the end token, got "
                        + JsonObjectFile.shown(found));
    }

    private static void requireEmbeddings(Vocabulary vocabulary, Settings settings, int embeddings) throws IOException {
        Long start = settings.startId();
        Long end = settings.endId();
        long largest = Math.max(settings.padding().padId(), Math.max(start == null ? 0 : start, end == null ? 0 : end));
        if (largest >= embeddings) {
            throw new FileException(
                    vocabulary.source(),
                    "gives a token that every text has the id " + largest + ", but vocab_size in config.json is "
                            + embeddings + "; take both files from the same checkpoint");
        }
    }

    /**
     * The tokens of a text, filled up with padding.
     *
     * <p>Half a surrogate pair, which no Unicode encoding can represent, is replaced by U+FFFD.
     *
     * @throws InvalidRequestException if the text has more than a million characters, which would take many seconds
     * @throws IllegalStateException if the tokenizer is closed
     */
    @Override
    public TokenizedText encode(String text) {
        SiglipTokenizer.requireShort(text);
        return framed(tokenizer.ids(ClipTokenizer.withWholeCharacters(text)));
    }

    private TokenizedText framed(long[] all) {
        int ends = settings.ends();
        int kept = Math.min(all.length, settings.padding().length() - ends);
        long[] ids = new long[kept + ends];
        int at = 0;
        if (settings.startId() != null) {
            ids[at++] = settings.startId();
        }
        System.arraycopy(all, 0, ids, at, kept);
        if (settings.endId() != null) {
            ids[at + kept] = settings.endId();
        }
        return settings.padding().of(ids, all.length + ends);
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

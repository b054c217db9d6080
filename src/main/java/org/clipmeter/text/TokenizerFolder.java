package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer files of a model folder, combined as in transformers 5's {@code CLIPTokenizer}: vocabulary and merges
 * from tokenizer.json, else from vocab.json and merges.txt; the added tokens of {@link TokenArguments}; and CLIP's own
 * frame.
 */
final class TokenizerFolder {
    static final String TOKENIZER = "tokenizer.json";
    static final String VOCAB = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL_TOKENS = "special_tokens_map.json";
    static final String ADDED_TOKENS = "added_tokens.json";

    private static final int LARGEST = 32 << 20;
    private static final int LARGEST_SETTINGS = 8 << 20;

    /** Files that transformers would read instead of vocab.json. */
    private static final Pattern OTHER_VOCABULARIES =
            Pattern.compile("tekken\\.json|tokenizer\\.model|tiktoken\\.model");

    /**
     * Settings with which transformers would take the tokenizer from elsewhere than the files, or tokenize differently.
     */
    private static final List<String> REFUSED = List.of(
            "vocab",
            "merges",
            "tokenizer_object",
            "gguf_file",
            "tokenizer_truncation",
            "tokenizer_padding",
            "post_processor",
            "init_inputs",
            "split_special_tokens");

    private final Path folder;
    private final List<String> warnings = new ArrayList<>();

    private TokenizerFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A tokenizer, ready for the tokenizers library.
     *
     * @param json the definition, a tokenizer.json in UTF-8
     * @param source the file that the ids come from
     * @param startId the id of the token that every text starts with
     * @param endId the id of the token that every text ends with
     * @param added the added tokens' ids
     * @param modelMaxLength the length in tokenizer_config.json; infinity if it does not state one
     * @param warnings what the user should know, one line each
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Contents(
            byte[] json,
            Path source,
            int startId,
            int endId,
            Map<String, Integer> added,
            double modelMaxLength,
            List<String> warnings) {}

    /**
     * Reads a folder.
     *
     * @throws IOException in one line, if a file is missing or invalid, or requests something that is not supported
     */
    static Contents read(Path folder) throws IOException {
        return new TokenizerFolder(folder).read();
    }

    private Contents read() throws IOException {
        ObjectNode config = objectIfPresent(folder.resolve(CONFIG), warnings);
        if (config == null) {
            config = JsonNodeFactory.instance.objectNode();
        }
        requireClipTokenizer(config);
        JsonObjectFile json = TokenizerFile.jsonIfPresent(folder.resolve(TOKENIZER), LARGEST);
        PublishedTokenizer published = null;
        if (json != null) {
            warnings.addAll(json.warnings());
            published = PublishedTokenizer.of(json);
        }
        TokenArguments arguments = TokenArguments.read(folder, config, published, warnings);
        requireKnownSettings(arguments);
        Vocabulary vocabulary = published == null ? vocabularyAndMerges() : published.vocabulary();

        SpecialTokens special = SpecialTokens.of(arguments);
        AddedTokens added = AddedTokens.of(folder, vocabulary, special.toAdd());
        check(vocabulary, special, added);
        warnOfOtherIds(arguments, added);
        return new Contents(
                TokenizerDefinition.of(vocabulary, special, added),
                vocabulary.source(),
                added.id(special.start()),
                added.id(special.end()),
                added.ids(),
                modelMaxLength(arguments),
                List.copyOf(warnings));
    }

    private void check(Vocabulary vocabulary, SpecialTokens special, AddedTokens added) throws IOException {
        int unreachable = vocabulary.check(added.ids().keySet());
        if (unreachable > 0) {
            warnings.add(vocabulary.merges().source() + ": no merge gives " + unreachable
                    + " of the vocabulary's tokens; the tokenizer never uses them, as in transformers");
        }
        if (!vocabulary.ids().containsKey(special.unknown())) {
            for (String symbol : ByteSymbols.ALL) {
                if (!vocabulary.ids().containsKey(symbol)
                        || !vocabulary.ids().containsKey(symbol + Vocabulary.WORD_END)) {
                    throw new FileException(
                            vocabulary.source(),
                            "has no token for " + JsonObjectFile.quoted(symbol)
                                    + " in the middle or at the end of a word, and no token for unknown symbols ("
                                    + JsonObjectFile.quoted(special.unknown())
                                    + "); take all files from the same checkpoint");
                }
            }
        }
    }

    private void warnOfOtherIds(TokenArguments arguments, AddedTokens added) throws IOException {
        for (Map.Entry<Long, AddedToken> entry : arguments.added().entrySet()) {
            String content = entry.getValue().content();
            if (!content.isEmpty() && entry.getKey() != added.id(content)) {
                warnings.add(folder + ": the added token " + JsonObjectFile.quoted(content) + " has the id "
                        + added.id(content) + ", as transformers assigns it, not " + entry.getKey()
                        + ", which the files name");
                return;
            }
        }
    }

    private Vocabulary vocabularyAndMerges() throws IOException {
        requireNoOtherVocabulary();
        Path file = folder.resolve(VOCAB);
        Path mergesFile = folder.resolve(MERGES);
        JsonObjectFile vocabulary = TokenizerFile.jsonIfPresent(file, LARGEST);
        String merges = TokenizerFile.textIfPresent(mergesFile, LARGEST);
        if (vocabulary == null || merges == null) {
            throw new FileException(
                    folder,
                    "holds no tokenizer; expected " + TOKENIZER + ", or " + VOCAB + " and " + MERGES + "; missing "
                            + TOKENIZER + " and " + (vocabulary == null ? VOCAB : MERGES));
        }
        warnings.addAll(vocabulary.warnings());
        return new Vocabulary(file, PublishedTokenizer.ids(file, vocabulary.root()), Merges.ofText(mergesFile, merges));
    }

    private void requireNoOtherVocabulary() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (OTHER_VOCABULARIES.matcher(file.getFileName().toString()).find()) {
                    throw new FileException(
                            file,
                            "is read by transformers in place of " + VOCAB + ", which is not supported; expected "
                                    + TOKENIZER);
                }
            }
        }
    }

    /**
     * Transformers chooses the class by tokenizer_config.json, then config.json; classes other than CLIP's split texts
     * differently.
     */
    private void requireClipTokenizer(ObjectNode config) throws IOException {
        Path file = folder.resolve(CONFIG);
        JsonNode named = config.path("tokenizer_class");
        if (TokenArguments.isFalse(named)) {
            file = folder.resolve("config.json");
            ObjectNode model = objectIfPresent(file, new ArrayList<>());
            named = model == null ? named : model.path("tokenizer_class");
        }
        if (!TokenArguments.isFalse(named)
                && !Set.of("CLIPTokenizer", "CLIPTokenizerFast").contains(named.asText())) {
            throw new FileException(
                    file,
                    "tokenizer_class: expected CLIPTokenizer or CLIPTokenizerFast, got " + JsonObjectFile.shown(named));
        }
    }

    /** Refuses settings with which transformers tokenizes differently. */
    static void requireKnownSettings(TokenArguments arguments) throws IOException {
        for (String key : REFUSED) {
            if (!TokenArguments.isFalse(arguments.setting(key))) {
                throw new FileException(
                        arguments.source(key), key + ": this setting is not supported; remove it if you can");
            }
        }
        for (JsonNode name : arguments.setting("fast_tokenizer_files")) {
            if (!name.asText().equals(TOKENIZER)) {
                throw new FileException(
                        arguments.source("fast_tokenizer_files"),
                        "fast_tokenizer_files: expected " + TOKENIZER + " alone, got " + JsonObjectFile.shown(name));
            }
        }
    }

    private double modelMaxLength(TokenArguments arguments) throws IOException {
        JsonNode length = arguments.setting("model_max_length");
        if (length.isMissingNode()) {
            length = arguments.setting("max_len");
        }
        if (length.isMissingNode() || length.isNull()) {
            return Double.POSITIVE_INFINITY;
        }
        if (!length.isNumber()) {
            throw new FileException(
                    arguments.source("model_max_length"),
                    "model_max_length: expected a number, got " + JsonObjectFile.shown(length));
        }
        return length.doubleValue();
    }

    /** The object in a file, or null if the file does not exist. */
    static @Nullable ObjectNode objectIfPresent(Path file, List<String> warnings) throws IOException {
        JsonObjectFile json = TokenizerFile.jsonIfPresent(file, LARGEST_SETTINGS);
        if (json == null) {
            return null;
        }
        warnings.addAll(json.warnings());
        return json.root();
    }
}

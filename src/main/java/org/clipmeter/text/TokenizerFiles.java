package org.clipmeter.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.message.OneLine;

/** The tokenizer files of a model folder, brought into the one form that the tokenizers library reads. */
final class TokenizerFiles {
    static final String TOKENIZER = "tokenizer.json";
    static final String VOCAB = "vocab.json";
    static final String MERGES = "merges.txt";

    private static final long LARGEST = 64L << 20;
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    /** What CLIP takes for a word, from the published tokenizer.json. */
    private static final String WORDS =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TokenizerFiles() {}

    /**
     * A tokenizer.json of the folder's tokenizer, without truncation and padding.
     *
     * @throws IOException in one line, if a file is missing or is not what it should be
     */
    static byte[] definition(Path folder) throws IOException {
        Path whole = folder.resolve(TOKENIZER);
        if (!Files.exists(whole)) {
            return whole(fromVocabularyAndMerges(folder));
        }
        byte[] bytes = bytes(whole);
        ObjectNode definition = object(whole, bytes);
        if (!definition.path("model").path("vocab").isObject()) {
            throw refusal(whole, "has no object model.vocab: it is not a BPE tokenizer");
        }
        boolean asWanted = definition.path("truncation").isNull()
                && definition.path("padding").isNull();
        return asWanted ? bytes : whole(definition);
    }

    private static byte[] whole(ObjectNode definition) throws IOException {
        definition.putNull("truncation");
        definition.putNull("padding");
        return JSON.writeValueAsBytes(definition);
    }

    /** The file that {@link #definition} reads first, for messages. */
    static Path mainFile(Path folder) {
        Path whole = folder.resolve(TOKENIZER);
        return Files.exists(whole) ? whole : folder.resolve(VOCAB);
    }

    private static ObjectNode fromVocabularyAndMerges(Path folder) throws IOException {
        for (String name : List.of(VOCAB, MERGES)) {
            if (!Files.exists(folder.resolve(name))) {
                throw refusal(
                        folder,
                        "holds no tokenizer: expected " + TOKENIZER + ", or " + VOCAB + " and " + MERGES + "; missing "
                                + TOKENIZER + " and " + name);
            }
        }
        ObjectNode vocabulary = object(folder.resolve(VOCAB));
        String start = specialToken(folder, "bos_token", START);
        String end = specialToken(folder, "eos_token", END);
        int startId = id(folder, vocabulary, start);
        int endId = id(folder, vocabulary, end);

        ObjectNode definition = JSON.createObjectNode();
        definition.put("version", "1.0");
        ArrayNode added = definition.putArray("added_tokens");
        // The start token is looked for after lower-casing, the end token before: so says the published file.
        added.add(addedToken(startId, start, true));
        added.add(addedToken(endId, end, false));
        definition.set("normalizer", normalizer());
        definition.set("pre_tokenizer", preTokenizer());
        ObjectNode ends = definition.putObject("post_processor");
        ends.put("type", "RobertaProcessing");
        ends.putArray("sep").add(end).add(endId);
        ends.putArray("cls").add(start).add(startId);
        ends.put("trim_offsets", false);
        ends.put("add_prefix_space", false);
        definition.set("decoder", byteLevel(true));

        ObjectNode model = definition.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", specialToken(folder, "unk_token", end));
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "</w>");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        model.set("vocab", vocabulary);
        model.set("merges", merges(folder.resolve(MERGES)));
        return definition;
    }

    private static ObjectNode addedToken(int id, String content, boolean normalized) {
        ObjectNode token = JSON.createObjectNode();
        token.put("id", id);
        token.put("content", content);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", false);
        token.put("normalized", normalized);
        token.put("special", true);
        return token;
    }

    private static ObjectNode normalizer() {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("normalizers");
        steps.addObject().put("type", "NFC");
        ObjectNode spaces = steps.addObject().put("type", "Replace");
        spaces.putObject("pattern").put("Regex", "\\s+");
        spaces.put("content", " ");
        steps.addObject().put("type", "Lowercase");
        return sequence;
    }

    private static ObjectNode preTokenizer() {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        ObjectNode words = steps.addObject().put("type", "Split");
        words.putObject("pattern").put("Regex", WORDS);
        words.put("behavior", "Removed");
        words.put("invert", true);
        steps.add(byteLevel(false));
        return sequence;
    }

    private static ObjectNode byteLevel(boolean prefixSpace) {
        ObjectNode bytes = JSON.createObjectNode().put("type", "ByteLevel");
        bytes.put("add_prefix_space", prefixSpace);
        bytes.put("trim_offsets", true);
        bytes.put("use_regex", true);
        return bytes;
    }

    private static ArrayNode merges(Path file) throws IOException {
        ArrayNode merges = JSON.createArrayNode();
        int number = 0;
        for (String line : text(file, bytes(file)).split("\r?\n", -1)) {
            number++;
            if (line.isEmpty() || (number == 1 && line.startsWith("#version"))) {
                continue;
            }
            String[] pair = line.split(" ", -1);
            if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
                throw refusal(
                        file, "line " + number + ": expected two symbols with a space between, got \"" + line + '"');
            }
            merges.addArray().add(pair[0]).add(pair[1]);
        }
        return merges;
    }

    /** A token that special_tokens_map.json or tokenizer_config.json names, as text or as an object with its content. */
    private static String specialToken(Path folder, String key, String otherwise) throws IOException {
        for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                JsonNode token = object(file).path(key);
                JsonNode content = token.isObject() ? token.path("content") : token;
                if (content.isTextual()) {
                    return content.textValue();
                }
            }
        }
        return otherwise;
    }

    private static int id(Path folder, ObjectNode vocabulary, String token) throws IOException {
        JsonNode id = vocabulary.path(token);
        if (!id.isInt() || id.intValue() < 0) {
            throw refusal(
                    folder.resolve(VOCAB),
                    "expected the id of the token \"" + token + "\", got " + (id.isMissingNode() ? "nothing" : id));
        }
        return id.intValue();
    }

    private static ObjectNode object(Path file) throws IOException {
        return object(file, bytes(file));
    }

    private static ObjectNode object(Path file, byte[] bytes) throws IOException {
        JsonNode node;
        try {
            node = JSON.readTree(text(file, bytes));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw refusal(file, where + "is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw refusal(
                file,
                "expected a JSON object, got "
                        + (node == null
                                ? "nothing"
                                : node.getNodeType().toString().toLowerCase(Locale.ROOT)));
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw refusal(file, "is " + Files.size(file) + " bytes; a tokenizer's files are at most " + LARGEST);
        }
        return Files.readAllBytes(file);
    }

    private static String text(Path file, byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal(file, "is not UTF-8 text", e);
        }
    }

    static IOException refusal(Path file, String what) {
        return new IOException(OneLine.of(file + " " + what));
    }

    static IOException refusal(Path file, String what, Throwable cause) {
        return new IOException(OneLine.of(file + " " + what), cause);
    }
}

package org.clipmeter.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What transformers takes from a tokenizer.json for CLIP: vocabulary, merges and added tokens. The file's normalizer,
 * pre-tokenizer, post-processor and the model's other settings are ignored, since CLIP's tokenizer has its own.
 */
final class PublishedTokenizer {
    private final Path file;
    private final List<String> warnings;
    private @Nullable Vocabulary vocabulary;
    private JsonNode addedTokens = MissingNode.getInstance();

    private PublishedTokenizer(Path file, List<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    /**
     * Reads a file's text in one pass.
     *
     * @param warnings receives a line for keys that occur twice
     * @throws IOException in one line, if the file is not JSON or holds no BPE vocabulary
     */
    static PublishedTokenizer read(Path file, String text, List<String> warnings) throws IOException {
        PublishedTokenizer tokenizer = new PublishedTokenizer(file, warnings);
        try (JsonParser json = TokenizerJson.parser(text)) {
            tokenizer.read(json);
        } catch (JsonProcessingException e) {
            throw TokenizerJson.invalid(file, e);
        }
        return tokenizer;
    }

    private void read(JsonParser json) throws IOException {
        requireStart(json.nextToken(), JsonToken.START_OBJECT, "a JSON object");
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            noteRepeated(!seen.add(key), key);
            json.nextToken();
            switch (key) {
                case "model" -> vocabulary = model(json);
                case "added_tokens" -> addedTokens = json.readValueAsTree();
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw TokenizerFile.refusal(file, "is not valid JSON: text follows the end of the object");
        }
    }

    private Vocabulary model(JsonParser json) throws IOException {
        requireStart(json.currentToken(), JsonToken.START_OBJECT, "model to be an object");
        Vocabulary.Builder vocab = null;
        Merges merges = Merges.inTokenizerJson(file);
        String type = "";
        String prefix = "";
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            noteRepeated(!seen.add(key), key);
            JsonToken value = json.nextToken();
            switch (key) {
                case "vocab" -> vocab = vocab(json);
                case "merges" -> merges = merges(json);
                case "type" -> type = scalar(json, value);
                case "continuing_subword_prefix" -> prefix = scalar(json, value);
                default -> json.skipChildren();
            }
        }
        if (type.isEmpty() && !prefix.isEmpty()) { // files of before 2020 do not name the type
            throw TokenizerFile.refusal(
                    file,
                    "model.continuing_subword_prefix: expected none in a model without type, got \"" + prefix + '"');
        }
        if (!type.isEmpty() && !type.equals("BPE")) {
            throw TokenizerFile.refusal(file, "model.type: expected BPE, CLIP's, got \"" + type + '"');
        }
        if (vocab == null) {
            throw TokenizerFile.refusal(file, "has no model.vocab: it is not a BPE tokenizer");
        }
        return new Vocabulary(file, vocab.ids(), merges);
    }

    private static String scalar(JsonParser json, JsonToken value) throws IOException {
        String text = value == JsonToken.VALUE_NULL ? "" : json.getText();
        json.skipChildren();
        return text;
    }

    private Vocabulary.Builder vocab(JsonParser json) throws IOException {
        Vocabulary.Builder vocab = new Vocabulary.Builder(file);
        if (json.currentToken() == JsonToken.START_ARRAY) {
            vocabOfList(json, vocab);
            return vocab;
        }
        requireStart(json.currentToken(), JsonToken.START_OBJECT, "model.vocab to be an object of tokens and ids");
        readIds(file, json, vocab, warnings);
        return vocab;
    }

    /** Ids in the order of a list, whose entries are tokens or lists that begin with one. */
    private void vocabOfList(JsonParser json, Vocabulary.Builder vocab) throws IOException {
        int id = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            JsonNode entry = json.readValueAsTree();
            JsonNode token = entry.isArray() ? entry.path(0) : entry;
            if (!token.isTextual()) {
                throw TokenizerFile.refusal(
                        file, "model.vocab, entry " + (id + 1) + ": expected a token, got " + entry);
            }
            vocab.add(token.textValue(), id++);
        }
    }

    /** Reads tokens and ids up to the end of an object; the parser stands at its start. */
    static void readIds(Path file, JsonParser json, Vocabulary.Builder vocab, List<String> warnings)
            throws IOException {
        int repeated = 0;
        String example = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String token = json.currentName();
            JsonToken value = json.nextToken();
            if (value != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() != JsonParser.NumberType.INT
                    || json.getIntValue() < 0) {
                throw TokenizerFile.refusal(
                        file,
                        "the id of the token \"" + token + "\": expected a whole number from 0 to 2147483647, got "
                                + json.getText());
            }
            if (vocab.add(token, json.getIntValue())) {
                repeated++;
                example = token;
            }
        }
        if (repeated > 0) {
            warnings.add(TokenizerJson.repeatedKey(file, repeated + " tokens, such as \"" + example + '"'));
        }
    }

    private Merges merges(JsonParser json) throws IOException {
        requireStart(json.currentToken(), JsonToken.START_ARRAY, "model.merges to be a list");
        Merges merges = Merges.inTokenizerJson(file);
        int number = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            number++;
            String[] pair = next == JsonToken.VALUE_STRING ? json.getText().split(" ", -1) : pair(json);
            if (pair.length != 2) {
                throw TokenizerFile.refusal(
                        file,
                        "model.merges, entry " + number + ": expected two symbols, got " + String.join(" ", pair));
            }
            merges.add(pair[0], pair[1], number);
        }
        return merges;
    }

    private static String[] pair(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return new String[] {json.getText()};
        }
        String[] pair = new String[2];
        int size = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            if (next != JsonToken.VALUE_STRING || size == 2) {
                return new String[] {"[..., " + json.getText() + ", ...]"};
            }
            pair[size++] = json.getText();
        }
        return size == 2 ? pair : new String[] {"a list of " + size};
    }

    private void requireStart(@Nullable JsonToken found, JsonToken expected, String what) throws IOException {
        if (found != expected) {
            throw TokenizerFile.refusal(file, "expected " + what + ", got " + (found == null ? "nothing" : found));
        }
    }

    private void noteRepeated(boolean repeated, String key) {
        if (repeated) {
            warnings.add(TokenizerJson.repeatedKey(file, '"' + key + '"'));
        }
    }

    /** The vocabulary and its merges. */
    Vocabulary vocabulary() throws IOException {
        Vocabulary found = vocabulary;
        if (found == null) {
            throw TokenizerFile.refusal(file, "has no model.vocab: it is not a BPE tokenizer");
        }
        return found;
    }

    /** The value of added_tokens; missing if the file has none. */
    JsonNode addedTokens() {
        return addedTokens;
    }
}

package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/**
 * What transformers takes from a tokenizer.json for CLIP: vocabulary, merges and added tokens. The file's normalizer,
 * pre-tokenizer, post-processor and the model's other settings are ignored, since CLIP's tokenizer has its own.
 *
 * @param addedTokens the value of added_tokens; missing if the file has none
 */
record PublishedTokenizer(Vocabulary vocabulary, JsonNode addedTokens) {

    /** @throws FileException if the file holds no BPE vocabulary */
    static PublishedTokenizer of(JsonObjectFile json) throws IOException {
        Path file = json.file();
        JsonNode model = json.root().path("model");
        if (!model.isMissingNode() && !model.isObject()) {
            throw new FileException(file, "model is " + JsonObjectFile.shown(model) + ", expected an object");
        }
        String type = model.path("type").asText("");
        String prefix = model.path("continuing_subword_prefix").asText("");
        if (type.isEmpty() && !prefix.isEmpty()) { // files from before 2020 do not name the type
            throw new FileException(
                    file,
                    "model.continuing_subword_prefix: expected no prefix in a model without a type, got "
                            + JsonObjectFile.quoted(prefix));
        }
        if (!type.isEmpty() && !type.equals("BPE")) {
            throw new FileException(
                    file, "model.type: expected BPE, the type of CLIP, got " + JsonObjectFile.quoted(type));
        }
        if (!model.has("vocab")) {
            throw new FileException(
                    file,
                    "has no model.vocab, so it is not a BPE tokenizer; expected the tokenizer of a CLIP checkpoint");
        }
        Vocabulary vocabulary = new Vocabulary(file, vocab(file, model.path("vocab")), merges(file, model));
        return new PublishedTokenizer(vocabulary, json.root().path("added_tokens"));
    }

    private static Map<String, Integer> vocab(Path file, JsonNode vocab) throws IOException {
        if (vocab instanceof ObjectNode ids) {
            return ids(file, ids);
        }
        if (!vocab.isArray()) {
            throw new FileException(
                    file, "model.vocab is " + JsonObjectFile.shown(vocab) + ", expected an object of tokens and ids");
        }
        return idsInOrder(file, vocab);
    }

    /** Ids in the order of a list, whose entries are tokens or lists that begin with a token. */
    private static Map<String, Integer> idsInOrder(Path file, JsonNode vocab) throws IOException {
        Vocabulary.Builder ids = new Vocabulary.Builder(file);
        int id = 0;
        for (JsonNode entry : vocab) {
            JsonNode token = entry.isArray() ? entry.path(0) : entry;
            if (!token.isTextual()) {
                throw new FileException(
                        file,
                        "model.vocab, entry " + (id + 1) + ": expected a token, got " + JsonObjectFile.shown(entry));
            }
            ids.add(token.textValue(), id++);
        }
        return ids.ids();
    }

    /** The tokens and ids in an object. */
    static Map<String, Integer> ids(Path file, ObjectNode vocab) throws IOException {
        Vocabulary.Builder ids = new Vocabulary.Builder(file);
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
            JsonNode id = entry.getValue();
            if (!id.isInt() || id.intValue() < 0) {
                throw new FileException(
                        file,
                        "the id of the token " + JsonObjectFile.quoted(entry.getKey())
                                + ": expected a whole number from 0 to 2147483647, got " + JsonObjectFile.shown(id));
            }
            ids.add(entry.getKey(), id.intValue());
        }
        return ids.ids();
    }

    private static Merges merges(Path file, JsonNode model) throws IOException {
        Merges merges = Merges.inTokenizerJson(file);
        JsonNode listed = model.path("merges");
        if (!listed.isMissingNode() && !listed.isArray()) {
            throw new FileException(file, "model.merges is " + JsonObjectFile.shown(listed) + ", expected a list");
        }
        int number = 0;
        for (JsonNode entry : listed) {
            number++;
            String[] pair = pair(entry);
            if (pair.length != 2) {
                throw new FileException(
                        file,
                        "model.merges, entry " + number + ": expected two symbols, got " + JsonObjectFile.shown(entry));
            }
            merges.add(pair[0], pair[1], number);
        }
        return merges;
    }

    private static String[] pair(JsonNode entry) {
        if (entry.isTextual()) {
            return entry.textValue().split(" ", -1);
        }
        boolean two =
                entry.size() == 2 && entry.path(0).isTextual() && entry.path(1).isTextual();
        return two ? new String[] {entry.path(0).textValue(), entry.path(1).textValue()} : new String[0];
    }
}

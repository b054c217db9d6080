package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.shapes.ShapesVocabulary;

/**
 * A tokenizer of the size of OpenAI's, without its data: the bundled model's, whose merges turn every word of the
 * captions into one token, extended by sequences of letters. The added merges come last, so that captions have the same
 * tokens.
 */
final class SyntheticTokenizer {
    static final int VOCABULARY = 49408;
    private static final int CONTEXT = 77;
    private static final String MODEL = "/org/clipmeter/shapes/model/";
    private static final String WORD_END = "</w>";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SyntheticTokenizer() {}

    /** Writes tokenizer.json, tokenizer_config.json, vocab.json and merges.txt. */
    static void write(Path folder) throws IOException {
        ObjectNode tokenizer = template("tokenizer.json");
        ObjectNode model = (ObjectNode) tokenizer.required("model");
        ArrayNode merges = (ArrayNode) model.required("merges");
        Map<String, Integer> ids = new LinkedHashMap<>();
        model.required("vocab").propertyStream().forEach(token -> {
            if (!token.getKey().equals(ShapesVocabulary.START)
                    && !token.getKey().equals(ShapesVocabulary.END)) {
                ids.put(token.getKey(), token.getValue().asInt());
            }
        });
        fill(ids, merges);
        int start = ids.size();
        ids.put(ShapesVocabulary.START, start);
        ids.put(ShapesVocabulary.END, start + 1);

        ObjectNode vocab = JSON.createObjectNode();
        ids.forEach(vocab::put);
        model.set("vocab", vocab);
        ArrayNode added = (ArrayNode) tokenizer.required("added_tokens");
        added.forEach(token ->
                ((ObjectNode) token).put("id", ids.get(token.required("content").asText())));
        ObjectNode ends = (ObjectNode) tokenizer.required("post_processor");
        ends.putArray("cls").add(ShapesVocabulary.START).add(start);
        ends.putArray("sep").add(ShapesVocabulary.END).add(start + 1);

        ObjectNode config = template("tokenizer_config.json");
        config.put("model_max_length", CONTEXT);
        ObjectNode decoder = JSON.createObjectNode();
        config.required("added_tokens_decoder")
                .forEach(token -> decoder.set(
                        String.valueOf(ids.get(token.required("content").asText())), token));
        config.set("added_tokens_decoder", decoder);

        Files.createDirectories(folder);
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer);
        JSON.writeValue(folder.resolve("tokenizer_config.json").toFile(), config);
        JSON.writeValue(folder.resolve("vocab.json").toFile(), vocab);
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        merges.forEach(pair -> lines.append(pair.asText()).append('\n'));
        Files.writeString(folder.resolve("merges.txt"), lines);
    }

    private static void fill(Map<String, Integer> ids, ArrayNode merges) {
        ArrayDeque<String> stems = new ArrayDeque<>();
        for (char letter = 'a'; letter <= 'z'; letter++) {
            stems.add(String.valueOf(letter));
        }
        while (true) {
            String stem = stems.remove();
            for (char letter = 'a'; letter <= 'z'; letter++) {
                for (String end : List.of("", WORD_END)) {
                    if (ids.size() == VOCABULARY - 2) {
                        return;
                    }
                    String token = stem + letter + end;
                    if (ids.putIfAbsent(token, ids.size()) == null) {
                        merges.add(stem + " " + letter + end);
                    }
                }
                stems.add(stem + letter);
            }
        }
    }

    private static ObjectNode template(String name) throws IOException {
        try (InputStream in = SyntheticTokenizer.class.getResourceAsStream(MODEL + name)) {
            return (ObjectNode) JSON.readTree(in);
        }
    }
}

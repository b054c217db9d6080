package org.clipmeter.shapes.training.clip;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.shapes.ShapesVocabulary;

/**
 * Writes a vocabulary as the five files of a CLIP tokenizer, which transformers loads as a fast and as a slow
 * tokenizer.
 *
 * <p>Format: https://github.com/huggingface/tokenizers, and transformers' CLIPTokenizer.
 */
final class TokenizerWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String WORDS =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private final Path folder;
    private final ShapesVocabulary vocabulary;

    private TokenizerWriter(Path folder, ShapesVocabulary vocabulary) {
        this.folder = folder;
        this.vocabulary = vocabulary;
    }

    /** @param context the most tokens of a text */
    static void write(Path folder, ShapesVocabulary vocabulary, int context) throws IOException {
        TokenizerWriter writer = new TokenizerWriter(folder, vocabulary);
        writer.json("tokenizer.json", writer.tokenizer());
        writer.json("tokenizer_config.json", writer.config(context));
        writer.json("special_tokens_map.json", writer.specials());
        writer.json("vocab.json", writer.vocab());
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        for (List<String> pair : vocabulary.merges()) {
            merges.append(pair.get(0)).append(' ').append(pair.get(1)).append('\n');
        }
        Files.writeString(folder.resolve("merges.txt"), merges);
    }

    private void json(String name, ObjectNode content) throws IOException {
        Files.writeString(
                folder.resolve(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private ObjectNode vocab() {
        ObjectNode vocab = JSON.createObjectNode();
        vocabulary.ids().forEach(vocab::put);
        return vocab;
    }

    private ObjectNode tokenizer() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        root.putArray("added_tokens")
                .add(token(ShapesVocabulary.START)
                        .put("id", vocabulary.startId())
                        .put("special", true))
                .add(token(ShapesVocabulary.END).put("id", vocabulary.endId()).put("special", true));
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        ObjectNode spaces = normalizers.addObject().put("type", "Replace");
        spaces.putObject("pattern").put("Regex", "\\s+");
        spaces.put("content", " ");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode splits =
                root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode split = splits.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", WORDS);
        split.put("behavior", "Removed").put("invert", true);
        splits.add(byteLevel(false));
        ObjectNode processor = root.putObject("post_processor").put("type", "RobertaProcessing");
        processor.putArray("sep").add(ShapesVocabulary.END).add(vocabulary.endId());
        processor.putArray("cls").add(ShapesVocabulary.START).add(vocabulary.startId());
        processor.put("trim_offsets", false).put("add_prefix_space", false);
        root.set("decoder", byteLevel(true));
        ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout");
        model.put("unk_token", ShapesVocabulary.END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "</w>")
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", false);
        model.set("vocab", vocab());
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(pair -> merges.add(pair.get(0) + " " + pair.get(1)));
        return root;
    }

    private static ObjectNode byteLevel(boolean prefix) {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", prefix)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static ObjectNode token(String content) {
        return JSON.createObjectNode()
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", content.equals(ShapesVocabulary.START));
    }

    private ObjectNode config(int context) {
        ObjectNode config = JSON.createObjectNode();
        config.put("tokenizer_class", "CLIPTokenizer")
                .put("processor_class", "CLIPProcessor")
                .put("model_max_length", context)
                .put("do_lower_case", true)
                .put("add_prefix_space", false)
                .put("clean_up_tokenization_spaces", false)
                .put("errors", "replace")
                .put("bos_token", ShapesVocabulary.START);
        for (String name : List.of("eos_token", "pad_token", "unk_token")) {
            config.put(name, ShapesVocabulary.END);
        }
        ObjectNode added = config.putObject("added_tokens_decoder");
        added.set(
                String.valueOf(vocabulary.startId()),
                token(ShapesVocabulary.START).put("special", true));
        added.set(
                String.valueOf(vocabulary.endId()), token(ShapesVocabulary.END).put("special", true));
        return config;
    }

    private ObjectNode specials() {
        ObjectNode specials = JSON.createObjectNode();
        specials.set("bos_token", token(ShapesVocabulary.START));
        for (String name : List.of("eos_token", "pad_token", "unk_token")) {
            specials.set(name, token(ShapesVocabulary.END));
        }
        return specials;
    }
}

package org.clipmeter.text;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Writes the tokenizer.json for the tokenizers library: vocabulary, merges and added tokens in the frame that
 * transformers' {@code CLIPTokenizer} or {@code GemmaTokenizer} builds, regardless of the frame in the model's own file.
 */
final class TokenizerDefinition {
    /** CLIP's pattern of a word. */
    private static final String WORDS =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private static final JsonFactory JSON = new JsonFactory();

    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private final AddedTokens added;
    private final Frame frame;

    /** The steps around the vocabulary. */
    private enum Frame {
        CLIP,
        GEMMA,
        /** Gemma's after lower case. */
        SIGLIP2
    }

    private TokenizerDefinition(Vocabulary vocabulary, SpecialTokens special, AddedTokens added, Frame frame) {
        this.vocabulary = vocabulary;
        this.special = special;
        this.added = added;
        this.frame = frame;
    }

    /** The definition of a CLIP's tokenizer as UTF-8 JSON, without truncation and padding. */
    static byte[] of(Vocabulary vocabulary, SpecialTokens special, AddedTokens added) throws IOException {
        return new TokenizerDefinition(vocabulary, special, added, Frame.CLIP).bytes();
    }

    /** The definition of Gemma's tokenizer as UTF-8 JSON, without start and end token, truncation and padding. */
    static byte[] gemma(Vocabulary vocabulary, SpecialTokens special, AddedTokens added, boolean lowerCase)
            throws IOException {
        return new TokenizerDefinition(vocabulary, special, added, lowerCase ? Frame.SIGLIP2 : Frame.GEMMA).bytes();
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 21);
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            write(json);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", "1.0");
        json.writeNullField("truncation");
        json.writeNullField("padding");
        json.writeArrayFieldStart("added_tokens");
        for (Map.Entry<String, Integer> entry : added.ids().entrySet()) {
            addedToken(json, entry.getValue(), added.token(entry.getKey()));
        }
        json.writeEndArray();
        if (frame == Frame.CLIP) {
            normalizer(json);
            preTokenizer(json);
            postProcessor(json);
            json.writeFieldName("decoder");
            byteLevel(json);
        } else {
            gemmaNormalizer(json);
            json.writeNullField("pre_tokenizer"); // it splits at spaces, and none is left
            json.writeNullField("post_processor");
            json.writeNullField("decoder");
        }
        model(json);
        json.writeEndObject();
    }

    private static void addedToken(JsonGenerator json, int id, AddedToken token) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("content", token.content());
        json.writeBooleanField("single_word", token.singleWord());
        json.writeBooleanField("lstrip", token.lstrip());
        json.writeBooleanField("rstrip", token.rstrip());
        json.writeBooleanField("normalized", token.normalized());
        json.writeBooleanField("special", token.special());
        json.writeEndObject();
    }

    /** NFC, then every run of white space becomes one space, then lower case. */
    private static void normalizer(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("normalizer");
        json.writeStringField("type", "Sequence");
        json.writeArrayFieldStart("normalizers");
        json.writeStartObject();
        json.writeStringField("type", "NFC");
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "Replace");
        pattern(json, "\\s+");
        json.writeStringField("content", " ");
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "Lowercase");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Lower case if the frame has it, then every space becomes the character that stands for it in the vocabulary. */
    private void gemmaNormalizer(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("normalizer");
        json.writeStringField("type", "Sequence");
        json.writeArrayFieldStart("normalizers");
        if (frame == Frame.SIGLIP2) {
            json.writeStartObject();
            json.writeStringField("type", "Lowercase");
            json.writeEndObject();
        }
        json.writeStartObject();
        json.writeStringField("type", "Replace");
        json.writeObjectFieldStart("pattern");
        json.writeStringField("String", " ");
        json.writeEndObject();
        json.writeStringField("content", "\u2581");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Splits into words, then represents their bytes as printable characters. */
    private static void preTokenizer(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("pre_tokenizer");
        json.writeStringField("type", "Sequence");
        json.writeArrayFieldStart("pretokenizers");
        json.writeStartObject();
        json.writeStringField("type", "Split");
        pattern(json, WORDS);
        json.writeStringField("behavior", "Removed");
        json.writeBooleanField("invert", true);
        json.writeEndObject();
        byteLevel(json);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void pattern(JsonGenerator json, String regex) throws IOException {
        json.writeObjectFieldStart("pattern");
        json.writeStringField("Regex", regex);
        json.writeEndObject();
    }

    private static void byteLevel(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "ByteLevel");
        json.writeBooleanField("add_prefix_space", false);
        json.writeBooleanField("trim_offsets", true);
        json.writeBooleanField("use_regex", true);
        json.writeEndObject();
    }

    private void postProcessor(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("post_processor");
        json.writeStringField("type", "RobertaProcessing");
        end(json, "sep", special.end());
        end(json, "cls", special.start());
        json.writeBooleanField("trim_offsets", false);
        json.writeBooleanField("add_prefix_space", false);
        json.writeEndObject();
    }

    private void end(JsonGenerator json, String name, String token) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeString(token);
        json.writeNumber(added.id(token));
        json.writeEndArray();
    }

    private void model(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeStringField("type", "BPE");
        json.writeNullField("dropout");
        json.writeStringField("unk_token", special.unknown());
        if (frame == Frame.CLIP) {
            json.writeStringField("continuing_subword_prefix", "");
            json.writeStringField("end_of_word_suffix", Vocabulary.WORD_END);
        } else {
            json.writeNullField("continuing_subword_prefix");
            json.writeNullField("end_of_word_suffix");
        }
        json.writeBooleanField("fuse_unk", frame != Frame.CLIP);
        json.writeBooleanField("byte_fallback", frame != Frame.CLIP);
        json.writeBooleanField("ignore_merges", false);
        json.writeObjectFieldStart("vocab");
        for (Map.Entry<String, Integer> entry : vocabulary.ids().entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        Merges merges = vocabulary.merges();
        for (int rank = 0; rank < merges.size(); rank++) {
            json.writeStartArray();
            json.writeString(merges.left(rank));
            json.writeString(merges.right(rank));
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

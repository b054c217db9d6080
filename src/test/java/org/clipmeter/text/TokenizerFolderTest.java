package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokenizers that result from the files of a folder; the expected ids are those of transformers' tokenizer. */
final class TokenizerFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writesATinyTokenizer() throws IOException {
        TinyTokenizer.write(folder);
    }

    @Test
    void takesStartAndEndFromTheSpecialTokensFile() throws IOException {
        write("vocab.json", "{\"a</w>\":0,\"[E]\":1,\"[S]\":2,\"<|endoftext|>\":3}");
        write("merges.txt", "#version: 0.2\n");
        write("special_tokens_map.json", "{\"bos_token\":\"[S]\",\"eos_token\":{\"content\":\"[E]\"}}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "a", 2, 0, 1);
        }
    }

    @Test
    void ignoresTruncationAndPaddingOfTheFile() throws IOException {
        String definition = new String(TokenizerFolder.read(folder).json(), StandardCharsets.UTF_8)
                .replace(
                        "\"truncation\":null",
                        "\"truncation\":{\"direction\":\"Right\",\"max_length\":3,\"strategy\":\"LongestFirst\",\"stride\":0}")
                .replace(
                        "\"padding\":null",
                        "\"padding\":{\"strategy\":{\"Fixed\":9},\"direction\":\"Right\",\"pad_to_multiple_of\":null,"
                                + "\"pad_id\":7,\"pad_type_id\":0,\"pad_token\":\"<|endoftext|>\"}");
        assertTrue(definition.contains("\"max_length\":3") && definition.contains("\"Fixed\":9"));
        write("tokenizer.json", definition);
        Files.delete(folder.resolve("vocab.json"));
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "a b a b", 6, 2, 3, 2, 3, 7);
        }
    }

    @Test
    void namesTheFilesThatAreMissing() throws IOException {
        Files.delete(folder.resolve("merges.txt"));
        assertRefused("tokenizer.json and merges.txt");
        Files.delete(folder.resolve("vocab.json"));
        assertRefused("tokenizer.json and vocab.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"model\":{}}",
                "{\"model\":{\"vocab\":{}}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":\"b\"},\"merges\":[]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[[\"a\",\"q\"]]}}",
                "{\"model\":{\"vocab\":{}},\"model\":{\"vocab\":{}}}",
                "{\"model\":{\"vocab\":{}}} trailing",
                "not json at all"
            })
    void refusesABrokenTokenizerFileInOneLine(String content) throws IOException {
        write("tokenizer.json", content);
        assertRefused("tokenizer.json");
    }

    @Test
    void refusesATokenizerWithoutAddedTokensAsTransformersDoes() throws IOException {
        write("tokenizer.json", "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]}}");
        assertRefused("added_tokens: expected a list");
    }

    @Test
    void refusesAStartTokenWithoutEmbedding() throws IOException {
        IOException e = assertThrows(IOException.class, () -> ClipTokenizer.open(folder, 77, 7));
        assertTrue(
                String.valueOf(e.getMessage())
                        .contains("vocab.json gives the end token, which every text has, the id 7,"),
                e.toString());
    }

    @Test
    void warnsOfAddedTokensWithoutEmbedding() throws IOException {
        write("added_tokens.json", "{\"<x>\":8,\"<y>\":12}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77, 9)) {
            assertIds(tokenizer, "a <X> b", 6, 2, 8, 3, 7);
            String warnings = String.join("\n", tokenizer.warnings());
            assertTrue(warnings.contains("the added token \"<y>\" has the id 9, as transformers assigns it, not 12"));
            assertTrue(warnings.contains("no embedding for the added tokens \"<y>\" (its vocab_size is 9)"), warnings);
        }
    }

    @Test
    void takesASpecialTokenThatIsAnOrdinaryCharacter() throws IOException {
        write("tokenizer_config.json", "{\"pad_token\":\"b\"}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "aba B", 6, 2, 1, 2, 3, 7);
        }
    }

    @Test
    void ignoresTheFrameOfATokenizerFile() throws IOException {
        String definition = new String(TokenizerFolder.read(folder).json(), StandardCharsets.UTF_8);
        String frame = definition
                .replace("{\"type\":\"NFC\"}", "{\"type\":\"Precompiled\"}")
                .replace("\\\\s+\"}", "\"}")
                .replace("\"continuing_subword_prefix\":\"\"", "\"continuing_subword_prefix\":\"##\"")
                .replace("RobertaProcessing", "BertProcessing");
        assertTrue(frame.contains("Precompiled") && frame.contains("{\"Regex\":\"\"}") && frame.contains("##"));
        write("tokenizer.json", frame);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "AB  aba", 6, 5, 4, 2, 7);
        }
    }

    @Test
    void readsTheLastOfRepeatedKeysWithAWarning() throws IOException {
        write("vocab.json", TinyTokenizer.VOCABULARY.replace("\"a</w>\":2", "\"a</w>\":9,\"a</w>\":2"));
        write("tokenizer_config.json", "{\"pad_token\":\"a\",\"pad_token\":\"b\",\"x\":[NaN,-Infinity]}");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertIds(tokenizer, "a b", 6, 2, 1, 7);
            assertEquals(3, tokenizer.warnings().size(), tokenizer.warnings().toString());
            assertTrue(tokenizer
                    .warnings()
                    .get(0)
                    .contains("tokenizer_config.json: the key \"pad_token\" appears more than once"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenizer.json",
                "vocab.json",
                "merges.txt",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json"
            })
    void refusesWhatIsNotAnOrdinaryFile(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createDirectory(file);
        assertRefused(name + " is a folder, expected a file");
        Files.delete(file);
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")), "no /dev/zero here");
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertRefused(name + " is a device, expected a file");
        Files.delete(file);
        Files.createSymbolicLink(file, folder.resolve("nowhere"));
        assertRefused(name + " is a link to ");
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertRefused(name + " is a named pipe, expected a file"));
        Files.delete(file);
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(3L << 30);
        }
        assertRefused(name + " has 3221225472 bytes, expected at most");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
        assertRefused(name + " is a Git LFS pointer");
    }

    @Test
    void refusesMergesWithoutContent() throws IOException {
        write("merges.txt", "");
        assertRefused("merges.txt is an empty file");
        write("merges.txt", "#version: 0.2\n");
        assertRefused("merges.txt holds no merges, but 2 tokens of the vocabulary");
    }

    @Test
    void warnsOfMergesThatWereCutOff() throws IOException {
        write("merges.txt", "#version: 0.2\na b\n");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertTrue(tokenizer.warnings().get(0).contains("no merge gives 1 of the vocabulary's tokens"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tokenizer_class\":\"PreTrainedTokenizerFast\"}",
                "{\"split_special_tokens\":true}",
                "{\"added_tokens_decoder\":null}",
                "{\"added_tokens_decoder\":{\"9\":{\"content\":\"<A>\"},\"10\":{\"content\":\"<a>\"}}}",
                "{\"bos_token\":null}",
                "{\"eos_token\":\"\"}",
                "{\"bos_token\":{\"content\":\"a\"}}",
                "{\"extra_special_tokens\":\"a\"}",
                "{\"fast_tokenizer_files\":[\"tokenizer.4.0.0.json\"]}",
                "[]"
            })
    void refusesSettingsThatAskForAnotherTokenizer(String config) throws IOException {
        write("tokenizer_config.json", config);
        assertThrows(IOException.class, () -> ClipTokenizer.open(folder, 77).close());
    }

    @Test
    void refusesNestingThatIsTooDeep() throws IOException {
        write("tokenizer.json", "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        assertRefused("is not read, since it is nested more than 1000 levels deep");
    }

    @Test
    void namesTheLineOfABrokenMerge() throws IOException {
        write("merges.txt", "#version: 0.2\na b\na b c\n");
        assertRefused("merges.txt line 3: expected two symbols");
    }

    @Test
    void refusesAMergeOutsideTheVocabulary() throws IOException {
        write("merges.txt", "#version: 0.2\na q\n");
        assertRefused("merges.txt line 2: joins \"a\" and \"q\", but \"q\" is not in the vocabulary");
    }

    @Test
    void refusesAVocabularyWithoutATokenForUnknownSymbols() throws IOException {
        write("vocab.json", TinyTokenizer.VOCABULARY.replace(",\"<|endoftext|>\":7", ""));
        assertRefused("no token for unknown symbols (\"<|endoftext|>\")");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Files.write(folder.resolve("vocab.json"), new byte[] {'{', (byte) 0xe9, '}'});
        assertRefused("is not UTF-8 text");
    }

    @Test
    void saysThatAFileBesideAListOfAddedTokensIsNotReadThoughItIsNotAFile() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"added_tokens_decoder\": {}}");
        Files.createDirectory(folder.resolve("added_tokens.json"));
        Files.writeString(folder.resolve("special_tokens_map.json"), "not even JSON");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            assertEquals(1, tokenizer.warnings().size(), tokenizer.warnings().toString());
            String warning = tokenizer.warnings().get(0);
            assertTrue(warning.contains("added_tokens.json is a folder, expected a file; it is not read"), warning);
        }
    }

    @Test
    void namesTheFirstOfManyAddedTokensWithoutEmbeddingAndCountsTheRest() throws IOException {
        writeAddedTokens(20);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77, 8)) {
            String warnings = String.join("\n", tokenizer.warnings());
            assertTrue(
                    warnings.contains("tokens \"<0>\", \"<1>\", \"<2>\", \"<3>\", \"<4>\" and 15 more (its"), warnings);
        }
    }

    @Test
    void refusesMoreAddedTokensThanTheLibraryTakesInSeconds() throws IOException {
        writeAddedTokens(10_001);
        assertRefused("added tokens, expected at most 10000");
    }

    private void writeAddedTokens(int count) throws IOException {
        StringBuilder json = new StringBuilder("{\"added_tokens_decoder\": {");
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ",").append("\"" + (8 + i) + "\": {\"content\": \"<" + i + ">\"}");
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), json.append("}}"));
    }

    private void assertRefused(String expected) {
        IOException e = assertThrows(
                IOException.class, () -> ClipTokenizer.open(folder, 77).close());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains(folder.toString()), message);
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
    }

    private void assertIds(ClipTokenizer tokenizer, String text, long... expected) {
        assertArrayEquals(expected, tokenizer.encode(text).inputIds(), text);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}

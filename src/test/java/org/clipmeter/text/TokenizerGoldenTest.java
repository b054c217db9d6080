package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("golden")
class TokenizerGoldenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LENGTH = 77;

    private final Path golden = Path.of(System.getProperty("golden", "../shared/golden"));

    @BeforeEach
    void needsTheFixtures() {
        Assumptions.assumeTrue(
                Files.isDirectory(golden.resolve("tokenizer")), "no tokenizer fixtures in " + golden.toAbsolutePath());
    }

    @Test
    void agreesOnEveryCaseFromTokenizerJson() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(files(), MAX_LENGTH)) {
            compare(tokenizer, "tokenizer.json");
        }
    }

    @Test
    void agreesOnEveryCaseFromVocabularyAndMerges(@TempDir Path folder) throws IOException {
        copyWithoutTokenizerJson(folder);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, MAX_LENGTH)) {
            compare(tokenizer, "vocab.json and merges.txt");
        }
    }

    @Test
    void givesTheLibraryTheSameDefinitionFromBothForms(@TempDir Path folder) throws IOException {
        copyWithoutTokenizerJson(folder);
        assertEquals(
                JSON.readTree(TokenizerFolder.read(files()).json()),
                JSON.readTree(TokenizerFolder.read(folder).json()));
    }

    @Test
    void countsTokensAsTheBehaviourFileSays() throws IOException {
        Path file = golden.resolve("tokenizer").resolve("behaviour.json");
        Assumptions.assumeTrue(Files.exists(file), "no " + file);
        JsonNode cases = JSON.readTree(Files.readAllBytes(file));
        assertFalse(cases.isEmpty());
        try (ClipTokenizer tokenizer = ClipTokenizer.open(files(), MAX_LENGTH)) {
            for (JsonNode fact : cases) {
                String name = fact.path("case").textValue();
                TokenizedText tokens = tokenizer.encode(fact.path("prompt").textValue());
                long[] first = ids(fact.path("input_ids_first_10"));
                assertEquals(fact.path("n_tokens_untruncated").intValue(), tokens.untruncatedLength(), name);
                assertEquals(tokens.untruncatedLength() > MAX_LENGTH, tokens.truncated(), name);
                assertEquals(Arrays.toString(first), Arrays.toString(head(tokens.inputIds(), first.length)), name);
            }
        }
    }

    /**
     * Copies with the special tokens' flags: without them transformers does not match {@code <|STARTOFTEXT|>} in
     * capitals.
     */
    private void copyWithoutTokenizerJson(Path folder) throws IOException {
        for (String name : List.of("vocab.json", "merges.txt", "special_tokens_map.json", "tokenizer_config.json")) {
            Files.copy(files().resolve(name), folder.resolve(name));
        }
    }

    private Path files() {
        return golden.resolve("tokenizer_files");
    }

    private void compare(ClipTokenizer tokenizer, String from) throws IOException {
        int compared = 0;
        List<String> differences = new ArrayList<>();
        for (Path file : caseFiles()) {
            for (JsonNode expected : cases(file)) {
                TokenizedText tokens = tokenizer.encode(expected.path("text").textValue());
                boolean equal = Arrays.equals(ids(expected.path("input_ids")), tokens.inputIds())
                        && expected.path("truncated").booleanValue() == tokens.truncated()
                        && expected.path("n_tokens_untruncated").intValue() == tokens.untruncatedLength();
                if (!equal) {
                    differences.add(file.getFileName() + ": " + expected + " but got "
                            + Arrays.toString(tokens.inputIds()) + " of " + tokens.untruncatedLength());
                }
                compared++;
            }
        }
        System.out.println("token sequences compared, from " + from + ": " + compared);
        assertTrue(compared > 0, "no cases in " + golden);
        assertEquals(List.of(), differences.stream().limit(10).toList(), differences.size() + " differ");
    }

    private List<Path> caseFiles() throws IOException {
        try (Stream<Path> all = Files.list(golden.resolve("tokenizer"))) {
            return all.filter(file -> file.getFileName().toString().matches("(.*_)?cases\\.jsonl(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> cases(Path file) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                cases.add(JSON.readTree(line));
            }
        }
        return cases;
    }

    private static long[] ids(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
    }

    private static long[] head(long[] ids, int length) {
        return Arrays.copyOf(ids, Math.min(length, ids.length));
    }
}

package org.clipmeter.image.webp;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Small files with the results of Pillow; {@code webp_cases.py --small}, a test resource, writes them. */
class WebpReaderTest {
    private static final String SMALL = "webp_small.jsonl";
    private static final String REMEDY = " ('webp_cases.py --small > " + SMALL + "' with the pinned Pillow writes it)";
    private static final Path CASES = Path.of(System.getProperty("golden", "../shared/golden"), "../cases");

    @Test
    void decodesSmallFilesAsPillowDoes() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (JsonNode record : small()) {
            String name = record.get("name").asText();
            byte[] file = record.get("file").binaryValue();
            checks.add(() -> assertEquals(record.get("pillow").asText(), WebpOutcome.of(file), name + REMEDY));
        }
        assertAll(checks);
    }

    @Test
    void refusesEveryTruncationInOneLine() throws IOException {
        for (JsonNode record : small()) {
            byte[] file = record.get("file").binaryValue();
            for (int length = 12;
                    length < file.length && !record.get("pillow").asText().equals("refused");
                    length++) {
                byte[] cut = Arrays.copyOf(file, length);
                ImageException e = assertThrows(
                        ImageException.class, () -> WebpReader.read(cut), record.get("name") + " cut to " + length);
                assertTrue(e.getMessage() != null && e.getMessage().lines().count() == 1, e.getMessage());
            }
        }
    }

    @Test
    void refusesAHugeClaimBeforeDecoding() {
        ByteBuffer file = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(32);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(20);
        file.put((byte) 0x2f).putInt(0x0fffffff);
        ImageException e = assertThrows(ImageException.class, () -> WebpReader.read(file.array()));
        assertEquals(Reason.TOO_LARGE, e.reason(), e.getMessage());
    }

    @Test
    @Tag("golden")
    void decodesTheFilesThatOtherReadersGetWrong() throws IOException {
        Path images = CASES.resolve("images");
        Assumptions.assumeTrue(Files.isDirectory(images), "no reference cases in " + images);
        Map<String, String> expected = Map.of(
                "00309_L3_300x200_grad_m6q100.webp",
                "300x200 b9080482dbb1221801cc8a5f0bafaffc05c5c530dd15cfffb9601a4de6b4f196",
                "03964_libwebp-test-data_bad_palette_index.webp",
                "128x128 ed02a1d7496a1b0b6f8b59b31fc6a567be74db49c20a7d7c78c627175bcce53c");
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            String outcome = WebpOutcome.of(Files.readAllBytes(images.resolve(entry.getKey())));
            assertTrue(outcome.startsWith(entry.getValue()), entry.getKey() + ": " + outcome);
        }
    }

    private static List<JsonNode> small() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (InputStream in = WebpReaderTest.class.getResourceAsStream(SMALL)) {
            assertNotNull(in, SMALL + " is a test resource" + REMEDY);
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                records.add(JsonMapper.builder().build().readTree(line));
            }
        }
        assertTrue(records.size() > 20, "only " + records.size() + " files in " + SMALL);
        return records;
    }
}

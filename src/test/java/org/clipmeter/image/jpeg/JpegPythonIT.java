package org.clipmeter.image.jpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.clipmeter.ReferencePython;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares thousands of JPEGs that Pillow writes, and damaged ones, with Pillow: the same bytes, or both refuse. */
class JpegPythonIT {
    private static final String SCRIPT = "jpeg_cases.py";
    private static final String SEED = "13";
    private static final int HASH = 33;

    @TempDir
    Path scratch;

    @Test
    void readsAndRefusesAsPillowDoes() throws IOException, InterruptedException, NoSuchAlgorithmException {
        List<String> differences = new ArrayList<>();
        int accepted = 0;
        int refused = 0;
        try (DataInputStream cases = new DataInputStream(Files.newInputStream(cases()))) {
            for (int index = 0; cases.available() > 0; index++) {
                byte[] file = cases.readNBytes(cases.readInt());
                byte[] expected = cases.readNBytes(HASH);
                byte[] actual = judged(file);
                if (actual[0] != 0) {
                    accepted++;
                } else {
                    refused++;
                }
                if (!Arrays.equals(expected, actual)) {
                    Path kept = Files.write(Path.of("target", "jpeg-case-" + index + ".jpg"), file);
                    differences.add(kept + ": expected " + hex(expected) + ", got " + hex(actual));
                }
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(accepted > 1000 && refused > 1000, accepted + " accepted, " + refused + " refused");
    }

    private Path cases() throws IOException, InterruptedException {
        Path out = scratch.resolve("cases");
        List<String> arguments = new ArrayList<>(List.of(out.toString(), SEED));
        for (String name : JpegDecoderTest.NAMES) {
            arguments.add(copied(name).toString());
        }
        ReferencePython.run(JpegPythonIT.class, SCRIPT, scratch, arguments.toArray(String[]::new));
        return out;
    }

    private Path copied(String resource) throws IOException {
        try (InputStream in = JpegPythonIT.class.getResourceAsStream(resource)) {
            assertNotNull(in, resource);
            return Files.write(scratch.resolve(resource), in.readAllBytes());
        }
    }

    private static byte[] judged(byte[] file) throws NoSuchAlgorithmException {
        byte[] result = new byte[HASH];
        try {
            byte[] rgb = ImageDecoder.decode(file, "case").rgb();
            result[0] = 1;
            System.arraycopy(MessageDigest.getInstance("SHA-256").digest(rgb), 0, result, 1, HASH - 1);
        } catch (ImageException e) {
            // It was refused, so the bytes stay zero.
        }
        return result;
    }

    private static String hex(byte[] judged) {
        return judged[0] == 0 ? "a refusal" : HexFormat.of().formatHex(judged, 1, HASH);
    }
}

package org.clipmeter.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.ReferencePython;
import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.Transparency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares every picture format except JPEG and WebP with Pillow: pixels, and which damaged files are refused. */
class FormatsPythonIT {
    private static final String SCRIPT = "write_pictures.py";
    private static final String SEED = System.getProperty("pictures.seed", "12");
    private static final String DAMAGED_COPIES = System.getProperty("pictures.damaged", "400");

    /** The most TIFF layouts that Pillow reads but that are refused here, with a message that names them. */
    private static final int MOST_REFUSED = 200;

    /** The most of a hundred damaged TIFF files with a different result: libtiff checks tags that are not read here. */
    private static final int MOST_DAMAGED_TIFF = 2;

    @Test
    void pillowReadsTheSame(@TempDir Path scratch) throws IOException, InterruptedException {
        ReferencePython.run(FormatsPythonIT.class, SCRIPT, scratch, scratch.toString(), SEED, DAMAGED_COPIES);
        byte[] pictures = Files.readAllBytes(scratch.resolve("pictures.bin"));
        List<String> wrong = new ArrayList<>();
        List<String> wrongDamagedTiff = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int at = 0;
        int count = 0;
        for (String line : Files.readAllLines(scratch.resolve("pictures.tsv"))) {
            String[] cells = line.split("\t");
            int end = at + Integer.parseInt(cells[1]);
            byte[] data = Arrays.copyOfRange(pictures, at, end);
            at = end;
            count++;
            boolean expectsRefusal = cells[2].equals("error");
            String expected = expectsRefusal ? "refused" : String.join(" ", Arrays.copyOfRange(cells, 3, 7));
            String actual;
            try {
                actual = outcome(ImageDecoder.decode(data, cells[0]));
            } catch (ImageException e) {
                boolean byName =
                        e.reason() == Reason.UNSUPPORTED && e.getMessage().contains("is not read");
                boolean failed = e.getMessage().contains("its decoder failed");
                actual = expectsRefusal && !failed ? "refused" : e.getMessage();
                if (byName && !expectsRefusal) {
                    refused.add(actual);
                    continue;
                }
            }
            if (!actual.equals(expected)) {
                boolean damagedTiff = cells[0].startsWith("tiff") && cells[0].contains("damaged");
                (damagedTiff ? wrongDamagedTiff : wrong).add(line + "\n  here: " + actual);
            }
        }
        assertTrue(count > 3000, count + " pictures");
        assertEquals(List.of(), wrong, wrong.size() + " of " + count + " pictures differ from Pillow's");
        assertTrue(
                wrongDamagedTiff.size() * 100 <= MOST_DAMAGED_TIFF * Integer.parseInt(DAMAGED_COPIES),
                () -> String.join("\n", wrongDamagedTiff));
        assertTrue(refused.size() <= MOST_REFUSED, () -> refused.size() + "\n" + String.join("\n", refused));
    }

    /**
     * Size, SHA-256 of the colors, SHA-256 of the alpha values (- if all are opaque), then s for a single transparent
     * color.
     */
    private static String outcome(RgbImage image) {
        Transparency transparency = image.transparency();
        String alpha = "-";
        if (transparency != null && !isOpaque(transparency.alpha())) {
            alpha = Hash.sha256(transparency.alpha()) + (transparency.keptColor() == Transparency.NO_COLOR ? "" : "s");
        }
        return image.width() + " " + image.height() + " " + Hash.sha256(image.rgb()) + " " + alpha;
    }

    private static boolean isOpaque(byte[] alpha) {
        for (byte value : alpha) {
            if (value != -1) {
                return false;
            }
        }
        return true;
    }
}

package org.clipmeter.model.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.clipmeter.model.ModelException;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClipModelTest {
    private static final long PAUSE = 20_000_000;

    @TempDir
    private Path folder;

    @Test
    void anImageThatGivesNoNumberIsTheImagesFaultWhereTheWeightsAreFinite() throws IOException {
        try (ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu")) {
            int side = model.imageProcessor().width();
            float[] good = new float[3 * side * side];
            float[] bad = good.clone();
            Arrays.fill(bad, Float.NaN);
            String message = assertThrows(ArithmeticException.class, () -> model.imageEmbeds(List.of(good, bad)))
                    .getMessage();
            assertTrue(message.contains("an embedding of norm NaN"), message);
            assertEquals(model.config().projectionDim(), model.imageEmbeds(List.of(good))[0].length);
        }
    }

    @Test
    void weightsThatAreNoNumbersEndTheRunAndAreNamed() throws IOException {
        copyModel();
        String name = "visual_projection.weight";
        overwrite(name, Float.NaN);
        try (ClipModel model = ClipModel.load(folder, "cpu")) {
            int side = model.imageProcessor().width();
            List<float[]> image = List.of(new float[3 * side * side]);
            String message = assertThrows(ModelException.class, () -> model.imageEmbeds(image))
                    .getMessage();
            assertTrue(message.contains("the weights hold NaN in " + name), message);
        }
    }

    @Test
    void theGarbageCollectorTakesNothingThatABatchStillNeeds() throws Exception {
        try (ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu")) {
            int side = model.imageProcessor().width();
            List<float[]> images = Collections.nCopies(16, new float[3 * side * side]);
            List<long[]> texts = Collections.nCopies(
                    64,
                    model.tokenizer().encode("a red circle above a blue square").inputIds());
            float[][] image = model.imageEmbeds(images);
            float[][] text = model.textEmbeds(texts);
            AtomicBoolean over = new AtomicBoolean();
            Thread collector = new Thread(() -> {
                while (!over.get()) {
                    System.gc();
                    LockSupport.parkNanos(PAUSE); // a garbage collection delays the batches, which must still proceed
                }
            });
            collector.start();
            try {
                for (int i = 0; i < 20; i++) {
                    assertArrayEquals(image, model.imageEmbeds(images));
                    assertArrayEquals(text, model.textEmbeds(texts));
                }
            } finally {
                over.set(true);
                collector.join();
            }
        }
    }

    private void copyModel() throws IOException {
        try (Stream<Path> files = Files.list(ShapesModel.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
    }

    /** Overwrites the first value of a tensor with a float32; the file's JSON header gives its position. */
    private void overwrite(String name, float value) throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Math.toIntExact(buffer.getLong(0));
        String header = new String(bytes, Long.BYTES, headerLength, StandardCharsets.UTF_8);
        String entry = header.substring(header.indexOf('"' + name + '"'));
        String offset = entry.replaceFirst("(?s).*?\"data_offsets\"\\s*:\\s*\\[\\s*(\\d+).*", "$1");
        buffer.putFloat(Long.BYTES + headerLength + Integer.parseInt(offset), value);
        Files.write(file, bytes);
    }
}

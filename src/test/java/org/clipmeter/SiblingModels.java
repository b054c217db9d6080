package org.clipmeter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clipmeter.shapes.ShapesModel;

/** Copies of the bundled model whose weights are disturbed, so that tests have several models without a download. */
public final class SiblingModels {
    private SiblingModels() {}

    /**
     * Writes a copy in which each weight is off by up to about a third.
     *
     * @return the folder
     */
    public static Path write(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> found = Files.list(ShapesModel.folder())) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            if (file.toString().endsWith(".safetensors")) {
                disturb(bytes, seed);
            }
            Files.write(folder.resolve(file.getFileName().toString()), bytes);
        }
        return folder;
    }

    private static void disturb(byte[] bytes, long seed) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(buffer.getLong(0));
        boolean half = new String(bytes, 8, header, StandardCharsets.UTF_8).contains("\"F16\"");
        SplittableRandom random = new SplittableRandom(seed);
        for (int at = 8 + header; at < bytes.length; at += half ? 2 : 4) {
            if (half) {
                buffer.putShort(at, (short) (buffer.getShort(at) ^ random.nextInt(4) << 7));
            } else {
                buffer.putInt(at, buffer.getInt(at) ^ random.nextInt(4) << 20);
            }
        }
    }
}

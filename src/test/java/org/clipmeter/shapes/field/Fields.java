package org.clipmeter.shapes.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.weights.file.DType;

/** Fields for tests. */
public final class Fields {
    private Fields() {}

    /** A field with random parameters, which draws colors that depend on the caption. */
    public static Field random(ClipModel reader, long seed) throws IOException {
        List<FieldParameters.Parameter> parameters =
                FieldParameters.all(reader.config().text().width());
        float[] row = new float
                [parameters.stream().mapToInt(FieldParameters.Parameter::size).sum()];
        SplitMix64 random = new SplitMix64(seed);
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (random.bell() * .12);
        }
        Path folder = Files.createTempDirectory("field");
        Path file = folder.resolve("model.safetensors");
        try {
            Field.write(file, parameters, row, DType.F32);
            return Field.load(folder, reader);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}

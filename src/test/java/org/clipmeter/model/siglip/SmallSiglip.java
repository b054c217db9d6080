package org.clipmeter.model.siglip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.ReferencePython;

/** Small checkpoints with random weights, which transformers wrote. */
public final class SmallSiglip {
    private SmallSiglip() {}

    /** Writes a SigLIP and a SigLIP 2, and returns their folders. Skips the test, by name, without the Python for it. */
    public static List<Path> write(Path folder) throws Exception {
        Files.createDirectories(folder);
        ReferencePython.output(
                ReferencePython.ofOpenClip(), SmallSiglip.class, "siglip_matrix.py", folder, folder.toString(), "2");
        return List.of(folder.resolve("000"), folder.resolve("001"));
    }
}

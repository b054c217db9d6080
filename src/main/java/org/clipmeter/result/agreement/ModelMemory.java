package org.clipmeter.result.agreement;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clipmeter.ClipMeter;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.weights.file.AvailableMemory;

/** Decides which models are loaded together: their weights may take a part of the memory that is free before the first. */
final class ModelMemory {
    /** What is left for the computation itself, and for everybody else. */
    private static final double SHARE = 0.6;

    /** The free memory that is assumed if the system does not state it. */
    private static final long UNKNOWN_FREE = 4L << 30;

    /** The weights that are assumed of a model of which nothing is known: those of a ViT-L/14. */
    private static final long UNKNOWN_MODEL = 1_710L << 20;

    private static final int FULL = 4;
    private static final int HALF = 2;

    private final long most;
    private long used;

    /** @param most how many bytes the weights of a group may take */
    ModelMemory(long most) {
        this.most = most;
    }

    /** The memory of this machine at the moment. */
    static ModelMemory now() {
        return new ModelMemory((long) (SHARE * AvailableMemory.bytes().orElse(UNKNOWN_FREE)));
    }

    /** Notes that a model was loaded. */
    void add(ClipMeter model) {
        boolean full = model.model().precision().equals("fp32");
        used += model.model().parameterCount() * (full ? FULL : HALF);
    }

    /** Whether a model's weights fit beside those that are loaded. */
    boolean hasRoomFor(String model) {
        return used + bytes(model) <= most;
    }

    /** The bytes of a model's weights, as far as they are known before it is loaded. */
    private static long bytes(String model) {
        Optional<KnownModel> known = KnownModels.find(model);
        if (known.isPresent()) {
            return known.get().parameters() * FULL;
        }
        try {
            ModelSource source = ModelSource.of(model);
            return source instanceof ModelSource.Folder folder
                    ? size(folder.path())
                    : source instanceof ModelSource.Bundled ? 0 : UNKNOWN_MODEL;
        } catch (ModelException e) {
            return 0; // it will not be loaded
        }
    }

    private static long size(Path folder) {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return UNKNOWN_MODEL;
        }
        return bytes;
    }
}

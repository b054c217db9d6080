package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The named tensors of one checkpoint. */
public interface Weights {
    /** Opens the checkpoint of a model folder: model.safetensors, else its index of shards, else pytorch_model.bin. */
    static Weights open(Path folder) throws WeightsException {
        throw new UnsupportedOperationException(folder.toString());
    }

    /** Tensor names, in file order. */
    Set<String> names();

    /** Shape of a tensor; an empty list for a scalar. */
    List<Long> shape(String name);

    DType dtype(String name);

    /**
     * The values as little-endian float32 in a direct, read-only buffer: mapped memory without a copy for contiguous
     * F32, widened for F16 and BF16.
     */
    ByteBuffer float32(String name) throws WeightsException;

    /** The stored bytes, little-endian, contiguous in row-major order, direct and read-only. */
    ByteBuffer raw(String name) throws WeightsException;

    /** What identifies the content: a hash over the files' bytes (lower-case hex sha-256). */
    String fingerprint() throws WeightsException;

    /** Fails when a file behind these weights has changed in size or modification time since it was opened. */
    void checkUnchanged() throws WeightsException;
}

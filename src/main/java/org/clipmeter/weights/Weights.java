package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The named tensors of one checkpoint. */
public interface Weights {
    /**
     * Opens the checkpoint of a model folder: model.safetensors, else its index of shards, else pytorch_model.bin, else its
     * index of shards. The first that exists is the one: its error is never covered by a fallback.
     */
    static Weights open(Path folder) throws WeightsException {
        Path single = folder.resolve("model.safetensors");
        if (Files.exists(single)) {
            WeightFile file = WeightFile.of(single);
            return new Checkpoint(List.of(file), Safetensors.read(file));
        }
        Path index = folder.resolve("model.safetensors.index.json");
        if (Files.exists(index)) {
            return ShardIndex.read(WeightFile.of(index), ShardIndex.Format.SAFETENSORS);
        }
        Path torch = folder.resolve("pytorch_model.bin");
        if (Files.exists(torch)) {
            WeightFile file = WeightFile.of(torch);
            return new Checkpoint(List.of(file), TorchFile.read(file));
        }
        Path torchIndex = folder.resolve("pytorch_model.bin.index.json");
        if (Files.exists(torchIndex)) {
            return ShardIndex.read(WeightFile.of(torchIndex), ShardIndex.Format.TORCH);
        }
        throw new WeightsException(folder + ": no weights found; expected model.safetensors,"
                + " model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json");
    }

    /** Tensor names, in file order. */
    Set<String> names();

    /** Shape of a tensor; an empty list for a scalar. */
    List<Long> shape(String name);

    DType dtype(String name);

    /**
     * The values as little-endian float32 in a direct, read-only buffer: mapped memory without a copy for contiguous
     * F32 (the mapping outlives this object and interrupts); for F16, BF16, F64 and strided tensors a direct buffer
     * allocated by each call; integers and booleans likewise, rounded to nearest, as torch casts them. A tensor of more than
     * 2^31-1 bytes is refused.
     */
    ByteBuffer float32(String name) throws WeightsException;

    /** The stored bytes, little-endian, contiguous in row-major order, direct and read-only. */
    ByteBuffer raw(String name) throws WeightsException;

    /**
     * What identifies the content, in lower-case hex: the sha-256 of the one file, equal to its etag on the Hub; of
     * several, the sha-256 of their hashes in the order of their names. Read at most once; a Hub blob's name is its hash.
     */
    default String fingerprint() throws WeightsException {
        return fingerprint(FileHashes.NONE);
    }

    /** The same, with hashes of files that were read through before. */
    String fingerprint(FileHashes remembered) throws WeightsException;

    /** What the user should know about these files, one line each; usually empty. */
    List<String> warnings();

    /** Fails when a file behind these weights has changed in size or modification time since it was opened. */
    void checkUnchanged() throws WeightsException;
}

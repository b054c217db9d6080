package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.clipmeter.files.LocalFile;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.FileHashes;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.TorchFile;

/**
 * The named tensors of one checkpoint. Blobs of the Hub's cache are mapped; other files are read into memory when a
 * value is first requested. Whatever happens to those files afterwards, the values and the fingerprint remain those of
 * the bytes that were read.
 *
 * <p>For use by one thread at a time, except {@link #fingerprint}. Closing frees the memory at once, so no buffer may
 * be used afterwards. Without closing, memory is freed after its last buffer has become unreachable.
 */
public interface Weights extends AutoCloseable {
    /**
     * Opens the checkpoint of a model folder: model.safetensors, else its index of shards, else pytorch_model.bin, else
     * its index of shards. The first of these that exists is used; if it has an error, this fails and does not try the
     * next. The caller closes the result.
     *
     * <p>This reads names, types and shapes. The values are loaded, and everything is checked again, when the first
     * value is requested.
     */
    static Weights open(Path folder) throws WeightsException {
        Path single = folder.resolve("model.safetensors");
        if (LocalFile.exists(single)) {
            WeightFile file = WeightFile.of(single);
            return new Checkpoint(List.of(file), () -> Safetensors.read(file), List.of());
        }
        Path index = folder.resolve("model.safetensors.index.json");
        if (LocalFile.exists(index)) {
            return ShardIndex.read(WeightFile.of(index), ShardIndex.Format.SAFETENSORS);
        }
        Path torch = folder.resolve("pytorch_model.bin");
        if (LocalFile.exists(torch)) {
            WeightFile file = WeightFile.of(torch);
            return new Checkpoint(List.of(file), () -> TorchFile.read(file), List.of());
        }
        Path torchIndex = folder.resolve("pytorch_model.bin.index.json");
        if (LocalFile.exists(torchIndex)) {
            return ShardIndex.read(WeightFile.of(torchIndex), ShardIndex.Format.TORCH);
        }
        throw new WeightsException(folder + ": no weights found; expected model.safetensors,"
                + " model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json"
                + OtherWeightFiles.in(folder));
    }

    /**
     * Opens one file in the form of open_clip or OpenAI: safetensors, what torch.save wrote for a state dict or for a dict
     * with a {@code state_dict}, or a TorchScript archive that OpenAI published, of which only the tensors are read. The
     * caller closes the result.
     */
    static Weights openForeign(Path path) throws WeightsException {
        WeightFile file = WeightFile.of(path);
        boolean safetensors = path.toString().endsWith(".safetensors");
        return new Checkpoint(
                List.of(file), () -> safetensors ? Safetensors.read(file) : TorchFile.readForeign(file), List.of());
    }

    /** Tensor names, in file order. */
    Set<String> names();

    /** Entries that are not tensors, and what each of them is, such as "an integer"; usually empty. */
    Map<String, String> others();

    /** Texts that a single safetensors file has beside its tensors ({@code __metadata__}); otherwise empty. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Shape of a tensor; an empty list for a scalar. */
    List<Long> shape(String name);

    DType dtype(String name);

    /**
     * The values as little-endian float32 in a direct, read-only buffer. For contiguous F32 these are the file's own
     * bytes, mapped or in memory, without a copy. For other types and strided tensors, each call allocates a buffer;
     * F64, integers and booleans are rounded to nearest, as torch casts them. A tensor of more than 2^31-1 bytes is
     * refused.
     */
    ByteBuffer float32(String name) throws WeightsException;

    /** The values as {@link #float32} gives them, in an array of their own. */
    default float[] floats(String name) throws WeightsException {
        FloatBuffer buffer = float32(name).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** The first value of a floating-point tensor that is NaN or infinite as float32; empty if there is none. */
    OptionalDouble firstNotFinite(String name) throws WeightsException;

    /** The stored bytes, little-endian, contiguous in row-major order, direct and read-only. */
    ByteBuffer raw(String name) throws WeightsException;

    /**
     * The identity of the content, in lower-case hex: the sha-256 of a single file, which equals its etag on the Hub;
     * of several files, the sha-256 of their hashes in the order of their names. It belongs to the bytes in use. For a
     * blob of the Hub's cache it must equal the blob's name.
     */
    default String fingerprint() throws WeightsException {
        return fingerprint(FileHashes.NONE);
    }

    /** The same, using hashes that were computed before. */
    String fingerprint(FileHashes remembered) throws WeightsException;

    /** What the user should know about these files, one line each; usually empty. */
    List<String> warnings();

    /**
     * Fails if a file behind these weights has changed in size or time since it was opened, and its bytes are still
     * read.
     */
    void checkUnchanged() throws WeightsException;

    @Override
    void close();
}

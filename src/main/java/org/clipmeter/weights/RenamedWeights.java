package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.FileHashes;
import org.clipmeter.weights.file.WeightsException;

/** The tensors of a checkpoint under other names. What a subclass does not say otherwise is as in the checkpoint. */
public abstract class RenamedWeights implements Weights {
    private final Weights stored;

    /** @param stored the checkpoint, which is closed with this */
    protected RenamedWeights(Weights stored) {
        this.stored = stored;
    }

    /** The checkpoint. */
    protected final Weights stored() {
        return stored;
    }

    /**
     * The name in the checkpoint.
     *
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    protected abstract String stored(String name);

    @Override
    public Map<String, String> others() {
        return stored.others();
    }

    @Override
    public List<Long> shape(String name) {
        return stored.shape(stored(name));
    }

    @Override
    public DType dtype(String name) {
        return stored.dtype(stored(name));
    }

    @Override
    public ByteBuffer float32(String name) throws WeightsException {
        return stored.float32(stored(name));
    }

    @Override
    public OptionalDouble firstNotFinite(String name) throws WeightsException {
        return stored.firstNotFinite(stored(name));
    }

    /** The stored bytes of the tensor that this one is made from. */
    @Override
    public ByteBuffer raw(String name) throws WeightsException {
        return stored.raw(stored(name));
    }

    @Override
    public String fingerprint(FileHashes remembered) throws WeightsException {
        return stored.fingerprint(remembered);
    }

    @Override
    public List<String> warnings() {
        return stored.warnings();
    }

    @Override
    public void checkUnchanged() throws WeightsException {
        stored.checkUnchanged();
    }

    @Override
    public void close() {
        stored.close();
    }
}

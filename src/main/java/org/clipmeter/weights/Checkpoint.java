package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.clipmeter.files.Hash;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.Entries;
import org.clipmeter.weights.file.FileHashes;
import org.clipmeter.weights.file.NativeMemory;
import org.clipmeter.weights.file.TensorView;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;

/**
 * Tensors of one or several files. Their locations are determined twice: first from pieces of the files, so that a file
 * that is not a checkpoint, or not the expected one, is refused before gigabytes are read; then from the bytes that
 * were loaded.
 */
final class Checkpoint implements Weights {
    private final List<WeightFile> files;
    private final Reader reader;
    private final Entries entries;
    private final List<String> warnings;
    private final List<NativeMemory> widened = new ArrayList<>();
    private boolean loaded;

    /** Finds the tensors in the current content of the files. */
    @FunctionalInterface
    interface Reader {
        Entries read() throws WeightsException;
    }

    /**
     * Opens files without loading them.
     *
     * @param files in any order, which does not change the order of the tensors
     */
    Checkpoint(List<WeightFile> files, Reader reader, List<String> warnings) throws WeightsException {
        this.files = files.stream()
                .sorted(Comparator.comparing(file -> String.valueOf(file.path().getFileName())))
                .toList();
        this.reader = reader;
        this.entries = reader.read();
        this.warnings = List.copyOf(warnings);
    }

    private synchronized void load() throws WeightsException {
        if (loaded) {
            return;
        }
        boolean read = false;
        for (WeightFile file : files) {
            read |= file.load();
        }
        if (read && !reader.read().equals(entries)) {
            throw files.get(0).refused("changed while it was read; load the model again");
        }
        loaded = true;
    }

    @Override
    public Set<String> names() {
        return entries.tensors().keySet();
    }

    @Override
    public Map<String, String> others() {
        return entries.others();
    }

    @Override
    public Map<String, String> metadata() {
        return entries.metadata();
    }

    @Override
    public List<Long> shape(String name) {
        return view(name).shape();
    }

    @Override
    public DType dtype(String name) {
        return view(name).dtype();
    }

    @Override
    public ByteBuffer float32(String name) throws WeightsException {
        return Float32.from(name, loaded(name), widened::add);
    }

    @Override
    public OptionalDouble firstNotFinite(String name) throws WeightsException {
        return Float32.firstNotFinite(loaded(name));
    }

    @Override
    public ByteBuffer raw(String name) throws WeightsException {
        return loaded(name).bytes();
    }

    @Override
    public String fingerprint(FileHashes remembered) throws WeightsException {
        load();
        if (files.size() == 1) {
            return files.get(0).sha256(remembered);
        }
        Hash all = Hash.sha256();
        for (WeightFile file : files) {
            all.add(file.sha256(remembered));
        }
        return all.hex();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void checkUnchanged() throws WeightsException {
        for (WeightFile file : files) {
            file.checkUnchanged();
        }
    }

    @Override
    public void close() {
        widened.forEach(NativeMemory::close);
        files.forEach(WeightFile::close);
    }

    private TensorView loaded(String name) throws WeightsException {
        load();
        return view(name);
    }

    private TensorView view(String name) {
        TensorView view = entries.tensors().get(name);
        if (view == null) {
            throw new IllegalArgumentException("no tensor '" + name + "' in "
                    + files.get(0).path() + " (" + entries.tensors().size() + " tensors)");
        }
        return view;
    }
}

package org.clipmeter.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Tensors of one or several files. */
final class Checkpoint implements Weights {
    private final List<WeightFile> files;
    private final Map<String, TensorView> tensors;
    private final List<NativeMemory> widened = new ArrayList<>();

    private final List<String> warnings;

    Checkpoint(List<WeightFile> files, Map<String, TensorView> tensors) {
        this(files, tensors, List.of());
    }

    /** The files may come in any order; the tensors keep theirs. */
    Checkpoint(List<WeightFile> files, Map<String, TensorView> tensors, List<String> warnings) {
        this.warnings = List.copyOf(warnings);
        this.files = files.stream()
                .sorted(Comparator.comparing(file -> String.valueOf(file.path().getFileName())))
                .toList();
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Finds the tensors of a file. */
    @FunctionalInterface
    interface Reader {
        Map<String, TensorView> read(WeightFile file) throws WeightsException;
    }

    /** The tensors of one file, which is closed if it is refused. */
    static Checkpoint of(WeightFile file, Reader reader) throws WeightsException {
        boolean read = false;
        try {
            Checkpoint checkpoint = new Checkpoint(List.of(file), reader.read(file));
            read = true;
            return checkpoint;
        } finally {
            if (!read) {
                file.close();
            }
        }
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
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
        return Float32.from(name, view(name), widened::add);
    }

    @Override
    public OptionalDouble firstNotFinite(String name) throws WeightsException {
        return Float32.firstNotFinite(view(name));
    }

    @Override
    public ByteBuffer raw(String name) throws WeightsException {
        return view(name).bytes();
    }

    @Override
    public String fingerprint(FileHashes remembered) throws WeightsException {
        if (files.size() == 1) {
            return files.get(0).sha256(remembered);
        }
        MessageDigest all = WeightFile.sha256Digest();
        for (WeightFile file : files) {
            all.update(file.sha256(remembered).getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(all.digest());
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

    private TensorView view(String name) {
        TensorView view = tensors.get(name);
        if (view == null) {
            throw new IllegalArgumentException(
                    "no tensor '" + name + "' in " + files.get(0).path() + " (" + tensors.size() + " tensors)");
        }
        return view;
    }
}

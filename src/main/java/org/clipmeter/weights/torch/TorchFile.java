package org.clipmeter.weights.torch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.OneLine;
import org.clipmeter.weights.file.Entries;
import org.clipmeter.weights.file.TensorView;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.Pickled.Dict;
import org.clipmeter.weights.torch.Pickled.Items;
import org.clipmeter.weights.torch.Pickled.ScriptModule;
import org.clipmeter.weights.torch.Pickled.Storage;
import org.clipmeter.weights.torch.Pickled.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state dict written by torch.save, as a zip (torch 1.6 and later) or as the older stream. Nothing is executed
 * and nothing is extracted. Entries that are not tensors are listed and otherwise ignored, as in transformers.
 */
public final class TorchFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int LEGACY_START = 0x0a8a0280;
    private static final String CONVERT = "convert the checkpoint to safetensors";
    private static final String AGAIN = "the file is damaged, download it again";
    private static final String STATE_DICT = "save the model's state_dict() with torch.save";

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PATH = 1_000;
    private static final String STATE_DICT_KEY = "state_dict";

    /** Tensors in every model of OpenAI that are not parameters. */
    private static final List<String> OPENAI_SIZES = List.of("input_resolution", "context_length", "vocab_size");

    private final WeightFile file;
    /** Whether files in the forms of open_clip and OpenAI are read too. */
    private final boolean foreign;
    /** The byte position of each storage's data, by key. */
    private final Map<String, Long> positions = new HashMap<>();

    private TorchFile(WeightFile file, boolean foreign) {
        this.file = file;
        this.foreign = foreign;
    }

    /** The entries of the state dict, in its order, by the rules of transformers. */
    public static Entries read(WeightFile file) throws WeightsException {
        return new TorchFile(file, false).read();
    }

    /**
     * The same by the rules of open_clip: also the state dict that lies in a dict under the key state_dict, and the tensors
     * of the TorchScript archives that OpenAI published, by the names of their modules. Their code is never read.
     */
    public static Entries readForeign(WeightFile file) throws WeightsException {
        return new TorchFile(file, true).read();
    }

    private Entries read() throws WeightsException {
        if (ZipDirectory.isZip(file)) {
            return readZip();
        }
        if (file.size() >= 4 && file.read(0, 4).getInt() == LEGACY_START) {
            return readLegacy();
        }
        String other = file.looksLike();
        throw file.refused(
                other == null ? "is neither of the two formats that torch.save writes; " + CONVERT : "is " + other);
    }

    private Entries readZip() throws WeightsException {
        Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(file);
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
                .toList();
        boolean scripted = entries.keySet().stream().anyMatch(name -> name.endsWith("constants.pkl"));
        if (scripted && !foreign) {
            throw file.refused("is a TorchScript archive (it has constants.pkl), which is not supported; " + CONVERT);
        }
        if (!scripted) {
            refuseCompressed(entries.values());
        }
        if (pickles.size() != 1 || !pickles.get(0).matches("[^/]+/data\\.pkl")) {
            throw file.refused("holds " + pickles.size() + " data.pkl entries "
                    + pickles.stream().limit(3).toList() + ", expected one <name>/data.pkl; " + AGAIN);
        }
        String pickleName = pickles.get(0);
        String root = pickleName.substring(0, pickleName.length() - "data.pkl".length());
        checkByteOrder(entries.get(root + "byteorder"));
        ZipDirectory.Entry data = entries.get(pickleName);
        if (data == null || data.size() > Pickle.MAX_BYTES) {
            throw file.refused("has a data.pkl of more than " + Pickle.MAX_BYTES + " bytes; " + CONVERT);
        }
        Pickle pickle = new Pickle(file, "data.pkl", file.map(data.offset(), data.size()), scripted);
        Object loaded = pickle.load();
        for (Storage storage : pickle.storages().values()) {
            ZipDirectory.Entry entry = entries.get(root + "data/" + storage.key());
            long expected = storage.elements() * storage.dtype().bytes();
            if (entry == null || entry.size() != expected) {
                throw file.refused("storage " + root + "data/" + storage.key() + " has "
                        + (entry == null ? "no entry" : entry.size() + " bytes") + ", expected " + expected + " bytes; "
                        + AGAIN);
            }
            positions.put(storage.key(), entry.offset());
        }
        return scripted ? scriptEntries(loaded) : entries(loaded);
    }

    private void refuseCompressed(Collection<ZipDirectory.Entry> entries) throws WeightsException {
        for (ZipDirectory.Entry entry : entries) {
            if (entry.compressed()) {
                throw file.refused("has the compressed zip entry '" + entry.name()
                        + "', expected an entry that is only stored; " + CONVERT);
            }
        }
    }

    private void checkByteOrder(ZipDirectory.@Nullable Entry entry) throws WeightsException {
        if (entry == null) {
            return;
        }
        ByteBuffer bytes = file.read(entry.offset(), (int) Math.min(entry.size(), 20));
        String order = StandardCharsets.ISO_8859_1.decode(bytes).toString();
        if (!order.equals("little")) {
            throw file.refused("has the byte order '" + order + "', expected little; " + CONVERT);
        }
    }

    private Entries readLegacy() throws WeightsException {
        ByteBuffer start = file.map(0, Math.min(file.size(), Pickle.MAX_BYTES));
        Pickle pickle = new Pickle(file, "legacy stream", start, false);
        expect(pickle, MAGIC, "magic number");
        expect(pickle, 1001L, "protocol version");
        boolean little = pickle.load() instanceof Dict info
                && Boolean.TRUE.equals(info.items().get("little_endian"));
        if (!little) {
            throw pickle.refused("the system that wrote the file was not little-endian");
        }
        Object loaded = pickle.load();
        if (!(pickle.load() instanceof Items keys)) {
            throw pickle.refused("expected the list of storage keys, got something else");
        }
        long at = start.position();
        for (Object key : keys.items()) {
            Storage storage = key instanceof String text ? pickle.storages().get(text) : null;
            if (storage == null) {
                throw pickle.refused("a listed storage key belongs to no tensor");
            }
            long elements = at <= file.size() - 8 ? file.read(at, 8).getLong() : -1;
            long end = at + 8 + storage.elements() * storage.dtype().bytes();
            if (elements != storage.elements() || end > file.size()) {
                throw file.refused("storage '" + storage.key() + "' at byte " + at + " has " + elements
                        + " elements or is cut" + " short, expected " + storage.elements() + " elements up to byte "
                        + end + "; " + AGAIN);
            }
            if (positions.put(storage.key(), at + 8) != null) {
                throw file.refused("storage '" + storage.key() + "' is listed twice; " + AGAIN);
            }
            at = end;
        }
        if (positions.size() != pickle.storages().size() || at != file.size()) {
            throw file.refused(
                    "holds " + positions.size() + " of " + pickle.storages().size() + " storages and ends at byte "
                            + file.size() + ", expected " + at + "; " + AGAIN);
        }
        return entries(loaded);
    }

    private void expect(Pickle pickle, Object expected, String what) throws WeightsException {
        Object found = pickle.load();
        if (!expected.equals(found)) {
            throw pickle.refused("expected the " + what + " " + expected + " of torch.save");
        }
    }

    private Entries entries(Object loaded) throws WeightsException {
        boolean nested = foreign && loaded instanceof Dict all && all.items().get(STATE_DICT_KEY) instanceof Dict;
        Object wanted = nested ? ((Dict) loaded).items().get(STATE_DICT_KEY) : loaded;
        if (!(wanted instanceof Dict state)) {
            throw file.refused("holds " + Pickled.kind(loaded) + ", expected a dict of tensors; " + STATE_DICT);
        }
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (Map.Entry<Object, Object> item : state.items().entrySet()) {
            if (!(item.getKey() instanceof String name)) {
                throw file.refused("has an entry under the number " + item.getKey()
                        + ", expected names of tensors only, as transformers does; " + STATE_DICT);
            }
            if (item.getValue() instanceof Tensor tensor) {
                tensors.put(name, view(name, tensor));
            } else {
                others.put(name, Pickled.kind(item.getValue()));
            }
        }
        if (tensors.isEmpty() && !others.isEmpty()) {
            refuseWithoutTensors(state);
        }
        return new Entries(tensors, others);
    }

    /** The tensors of a TorchScript archive of OpenAI, by the path of their attributes. */
    private Entries scriptEntries(Object loaded) throws WeightsException {
        if (!(loaded instanceof ScriptModule root)) {
            throw file.refused(
                    "is a TorchScript archive of " + Pickled.kind(loaded) + ", expected a model; " + CONVERT);
        }
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        flatten(root, "", tensors, Collections.newSetFromMap(new IdentityHashMap<>()));
        for (String name : OPENAI_SIZES) {
            if (!tensors.containsKey(name)) {
                throw file.refused("is a TorchScript archive without the tensor '" + name
                        + "', expected one of the models that OpenAI published; " + CONVERT);
            }
        }
        return Entries.ofTensors(tensors);
    }

    private void flatten(ScriptModule module, String prefix, Map<String, TensorView> tensors, Set<ScriptModule> seen)
            throws WeightsException {
        if (!seen.add(module) || prefix.length() > LONGEST_PATH) {
            throw file.refused("has the module '" + OneLine.name(prefix, LONGEST_NAME)
                    + "' that is part of itself or of two others, which is not supported; " + CONVERT);
        }
        for (Map.Entry<Object, Object> item : module.items().entrySet()) {
            String name = prefix + item.getKey();
            if (item.getValue() instanceof Tensor tensor) {
                if (tensors.put(name, view(name, tensor)) != null) {
                    throw file.refused("has two tensors '" + OneLine.name(name, LONGEST_NAME) + "'; " + AGAIN);
                }
            } else if (item.getValue() instanceof ScriptModule inner) {
                flatten(inner, name + ".", tensors, seen);
            }
        }
    }

    private void refuseWithoutTensors(Dict state) throws WeightsException {
        for (Map.Entry<Object, Object> item : state.items().entrySet()) {
            if (item.getValue() instanceof Dict nested
                    && nested.items().values().stream().anyMatch(Tensor.class::isInstance)) {
                throw file.refused("holds its tensors in a dict under the key '"
                        + OneLine.name(String.valueOf(item.getKey()), LONGEST_NAME)
                        + "', which transformers does not look into: it takes random numbers instead. Save that dict"
                        + " itself with torch.save, or convert it to safetensors.");
            }
        }
        Map.Entry<Object, Object> first = state.items().entrySet().iterator().next();
        throw file.refused("holds no tensor: its entry '" + OneLine.name(String.valueOf(first.getKey()), LONGEST_NAME)
                + "' is " + Pickled.kind(first.getValue()) + ", expected a dict of tensors; " + STATE_DICT);
    }

    private TensorView view(String name, Tensor tensor) throws WeightsException {
        Storage storage = tensor.storage();
        Long start = positions.get(storage.key());
        if (start == null) {
            throw file.refused("tensor '" + name + "' has no storage '" + storage.key() + "'; " + AGAIN);
        }
        long offset = start + tensor.offset() * storage.dtype().bytes();
        return new TensorView(file, storage.dtype(), tensor.shape(), offset, tensor.strides());
    }
}

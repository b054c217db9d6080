package org.clipmeter.weights.torch;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.torch.Pickled.StorageType;
import org.clipmeter.weights.torch.Pickled.Symbol;
import org.jspecify.annotations.Nullable;

/** The only globals that a pickle may name. They are symbols: nothing is imported and nothing is called. */
final class PickleGlobals {
    private static final Map<String, Object> PLAIN = Map.ofEntries(
            Map.entry("collections OrderedDict", Symbol.ORDERED_DICT),
            Map.entry("torch._utils _rebuild_tensor_v2", Symbol.REBUILD_TENSOR),
            Map.entry("torch._utils _rebuild_parameter", Symbol.REBUILD_PARAMETER),
            Map.entry("torch DoubleStorage", new StorageType(DType.F64)),
            Map.entry("torch FloatStorage", new StorageType(DType.F32)),
            Map.entry("torch HalfStorage", new StorageType(DType.F16)),
            Map.entry("torch BFloat16Storage", new StorageType(DType.BF16)),
            Map.entry("torch LongStorage", new StorageType(DType.I64)),
            Map.entry("torch IntStorage", new StorageType(DType.I32)),
            Map.entry("torch ShortStorage", new StorageType(DType.I16)),
            Map.entry("torch CharStorage", new StorageType(DType.I8)),
            Map.entry("torch ByteStorage", new StorageType(DType.U8)),
            Map.entry("torch BoolStorage", new StorageType(DType.BOOL)));

    /** The classes of modules in TorchScript archives, which here are names only. */
    private static final Pattern SCRIPT_MODULE = Pattern.compile("__torch__(\\.[A-Za-z0-9_]+)*");

    /** What TorchScript wraps its lists of numbers into. */
    private static final Set<String> SCRIPT_LISTS = Set.of("build_intlist", "build_doublelist", "build_boollist");

    private PickleGlobals() {}

    /**
     * The symbol for a global; null if it is refused.
     *
     * @param scripted whether those of TorchScript archives are known too
     */
    static @Nullable Object find(String module, String name, boolean scripted) {
        Object known = PLAIN.get(module + " " + name);
        if (known != null || !scripted) {
            return known;
        }
        if (SCRIPT_MODULE.matcher(module).matches()) {
            return Symbol.SCRIPT_CLASS;
        }
        return module.equals("torch.jit._pickle") && SCRIPT_LISTS.contains(name) ? Symbol.SCRIPT_LIST : null;
    }
}

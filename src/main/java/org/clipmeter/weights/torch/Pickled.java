package org.clipmeter.weights.torch;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.weights.file.DType;

/** The values in a restricted pickle besides Long, BigInteger, Double, Boolean and String: data, never classes. */
final class Pickled {
    private Pickled() {}

    enum None {
        NONE
    }

    /** A global on the allow-list; it only stands for its name. */
    enum Symbol {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        /** The class of a module in a TorchScript archive, whatever its name. */
        SCRIPT_CLASS,
        /** A function that gives the list that it is called with. */
        SCRIPT_LIST
    }

    record StorageType(DType dtype) {}

    record Tuple(List<Object> items) {}

    record Items(List<Object> items) {}

    /** Keys are String or Long. */
    record Dict(boolean ordered, Map<Object, Object> items) {
        Dict(boolean ordered) {
            this(ordered, new LinkedHashMap<>(0));
        }

        /** Compares by identity, because a dict in a pickle can contain itself. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "a dict of " + items.size();
        }
    }

    /** A module of a TorchScript archive: its attributes by name. Compares by identity, as dicts do. */
    record ScriptModule(Map<Object, Object> items) {
        ScriptModule() {
            this(new LinkedHashMap<>(0));
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "a module of " + items.size();
        }
    }

    record Storage(DType dtype, String key, long elements) {}

    /** A view of a storage; offset and strides in elements, all inside the storage. */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

    /** The name of a value's type in messages. */
    static String kind(Object value) {
        if (value instanceof Dict) {
            return "a dict";
        }
        if (value instanceof ScriptModule) {
            return "a module";
        }
        if (value instanceof Tuple) {
            return "a tuple";
        }
        if (value instanceof Items) {
            return "a list";
        }
        if (value instanceof Tensor) {
            return "a tensor";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "an integer";
        }
        if (value instanceof Double) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value == None.NONE) {
            return "None";
        }
        return "a " + value.getClass().getSimpleName();
    }
}

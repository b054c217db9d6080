package org.clipmeter.weights.torch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.failure.OneLine;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.Pickled.Dict;
import org.clipmeter.weights.torch.Pickled.Items;
import org.clipmeter.weights.torch.Pickled.None;
import org.clipmeter.weights.torch.Pickled.ScriptModule;
import org.clipmeter.weights.torch.Pickled.Storage;
import org.clipmeter.weights.torch.Pickled.StorageType;
import org.clipmeter.weights.torch.Pickled.Symbol;
import org.clipmeter.weights.torch.Pickled.Tensor;
import org.clipmeter.weights.torch.Pickled.Tuple;

/**
 * A pickle machine for state dicts that executes nothing. Every opcode, global and call that is not on a short list is
 * refused, with its name and byte offset; the depth, length and number of all values are limited.
 */
final class Pickle {
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_OPCODES = 1 << 19;
    private static final int MAX_STACK = 1 << 16;
    private static final int MAX_MEMO = 1 << 17;
    private static final int MAX_MARKS = 1_000;
    private static final int MAX_STRING = 65_536;
    private static final int MAX_LONG = 16;
    private static final int LONGEST_NAME = 100;

    private final WeightFile file;
    private final String part;
    private final boolean scripted;
    private final ByteBuffer bytes;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int opcodes;
    private int opcodeAt;

    /**
     * @param part the name of these bytes in messages
     * @param scripted whether it may hold the modules of a TorchScript archive, of which only their tensors are kept
     */
    Pickle(WeightFile file, String part, ByteBuffer bytes, boolean scripted) {
        this.scripted = scripted;
        this.file = file;
        this.part = part;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Loads the pickle at the buffer's position and moves the position after it. */
    Object load() throws WeightsException {
        stack.clear();
        marks.clear();
        memo.clear();
        while (true) {
            opcodeAt = bytes.position();
            if (++opcodes > MAX_OPCODES) {
                throw refused("the pickle has more than " + MAX_OPCODES + " opcodes");
            }
            int code = need(1).get() & 0xff;
            Opcode opcode = Opcode.of(code);
            if (opcode == null) {
                throw refused(String.format(Locale.ROOT, "0x%02x is not an opcode", code));
            }
            if (opcode == Opcode.STOP) {
                Object result = pop();
                if (!stack.isEmpty() || !marks.isEmpty()) {
                    throw refused("opcode STOP leaves " + stack.size() + " values on the stack, expected 1");
                }
                return result;
            }
            step(opcode);
        }
    }

    /** The storages of the tensors of all loaded pickles, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** The error for the opcode that was read last. */
    WeightsException refused(String reason) {
        return file.refused(part + ", byte " + opcodeAt + ": " + reason
                + "; convert the checkpoint to safetensors, or download it again");
    }

    private void step(Opcode opcode) throws WeightsException {
        switch (opcode) {
            case PROTO -> protocol(need(1).get() & 0xff);
            case MARK -> mark();
            case NONE -> push(None.NONE);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case BININT -> push((long) need(4).getInt());
            case BININT1 -> push(need(1).get() & 0xffL);
            case BININT2 -> push(need(2).getShort() & 0xffffL);
            case LONG1 -> push(longInteger(need(1).get() & 0xff));
            case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(need(8).getLong())));
            case BINUNICODE -> push(text(need(4).getInt() & 0xffffffffL));
            case EMPTY_TUPLE -> push(new Tuple(List.of()));
            case TUPLE -> push(new Tuple(popToMark()));
            case TUPLE1 -> push(new Tuple(pop(1)));
            case TUPLE2 -> push(new Tuple(pop(2)));
            case TUPLE3 -> push(new Tuple(pop(3)));
            case EMPTY_LIST -> push(new Items(new ArrayList<>(0)));
            case APPEND -> append(pop(1));
            case APPENDS -> append(popToMark());
            case EMPTY_DICT -> push(new Dict(false));
            case SETITEM -> setItems(pop(2));
            case SETITEMS -> setItems(popToMark());
            case BINPUT -> memo(need(1).get() & 0xffL);
            case LONG_BINPUT -> memo(need(4).getInt() & 0xffffffffL);
            case BINGET -> recall(need(1).get() & 0xffL);
            case LONG_BINGET -> recall(need(4).getInt() & 0xffffffffL);
            case GLOBAL -> push(global(line(), line()));
            case BINPERSID -> push(storage(pop()));
            case REDUCE -> {
                Object arguments = pop();
                push(call(pop(), arguments));
            }
            case NEWOBJ -> {
                if (!scripted || !pop(2).equals(List.of(Symbol.SCRIPT_CLASS, new Tuple(List.of())))) {
                    throw unread(opcode);
                }
                push(new ScriptModule());
            }
            case BUILD -> build(pop());
            default -> throw unread(opcode);
        }
    }

    private void build(Object state) throws WeightsException {
        if (peek() instanceof ScriptModule module && module.items().isEmpty() && state instanceof Dict dict) {
            opcodes += dict.items().size(); // a memo can give one dict to many modules
            module.items().putAll(dict.items());
        } else if (!(peek() instanceof Dict dict && dict.ordered())) {
            throw refused("opcode BUILD is used on " + Pickled.kind(peek()) + ", expected an OrderedDict");
        }
    }

    private WeightsException unread(Opcode opcode) {
        return refused("opcode " + opcode + " is refused, since only a plain dict of tensors is read");
    }

    private void protocol(int version) throws WeightsException {
        if (version != 2) {
            throw refused("opcode PROTO asks for pickle protocol " + version + ", expected 2, which torch.save writes");
        }
    }

    private Object global(String module, String name) throws WeightsException {
        Object known = PickleGlobals.find(module, name, scripted);
        if (known == null) {
            throw refused("global '" + module + "." + name + "' is refused" + entry()
                    + ", since only a plain dict of tensors is read");
        }
        return known;
    }

    /** The entry of the outermost dict that is currently being read, for messages; empty if there is none. */
    private String entry() {
        int from = marks.isEmpty() ? 0 : marks.get(0);
        int to = marks.size() > 1 ? marks.get(1) : stack.size();
        for (int at = to - 1; at >= from; at--) {
            if (stack.get(at) instanceof String name) {
                return " in the entry '" + OneLine.name(name, LONGEST_NAME) + "'";
            }
        }
        return "";
    }

    private Object call(Object callee, Object arguments) throws WeightsException {
        List<Object> given = arguments instanceof Tuple tuple ? tuple.items() : List.of(None.NONE);
        if (callee == Symbol.ORDERED_DICT && given.isEmpty()) {
            return new Dict(true);
        }
        if (callee == Symbol.SCRIPT_LIST && given.size() == 1 && given.get(0) instanceof Items list) {
            return list;
        }
        if (callee == Symbol.REBUILD_PARAMETER && given.size() == 3 && given.get(0) instanceof Tensor tensor) {
            return tensor;
        }
        if (callee == Symbol.REBUILD_TENSOR
                && given.size() == 6
                && given.get(0) instanceof Storage storage
                && given.get(1) instanceof Long offset
                && given.get(2) instanceof Tuple shape
                && given.get(3) instanceof Tuple strides) {
            return tensor(storage, offset, counts(shape), counts(strides));
        }
        String name = callee instanceof Symbol symbol ? symbol.name() : Pickled.kind(callee);
        throw refused("opcode REDUCE calls " + name + " with " + given.size() + " arguments that do not fit");
    }

    private List<Long> counts(Tuple tuple) throws WeightsException {
        List<Long> counts = new ArrayList<>();
        for (Object item : tuple.items()) {
            if (!(item instanceof Long count) || count < 0 || counts.size() == 16) {
                throw refused("a tensor's shape or strides are not a list of at most 16 counts");
            }
            counts.add(count);
        }
        return counts;
    }

    private Tensor tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) throws WeightsException {
        boolean fits = shape.size() == strides.size() && offset >= 0 && offset <= storage.elements();
        if (fits && !shape.contains(0L)) {
            try {
                long elements = 1;
                long last = offset;
                for (int d = 0; d < shape.size(); d++) {
                    elements = Math.multiplyExact(elements, shape.get(d));
                    last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
                }
                fits = elements <= storage.elements() && last < storage.elements();
            } catch (ArithmeticException e) {
                fits = false;
            }
        }
        if (!fits) {
            throw refused("a tensor of shape " + shape + ", strides " + strides + " and offset " + offset
                    + " does not fit its storage '" + storage.key() + "' of " + storage.elements() + " elements");
        }
        return new Tensor(storage, offset, List.copyOf(shape), List.copyOf(strides));
    }

    private Storage storage(Object id) throws WeightsException {
        List<Object> given = id instanceof Tuple tuple ? tuple.items() : List.of();
        boolean plain = given.size() == 5 || (given.size() == 6 && given.get(5) == None.NONE);
        if (plain
                && given.get(0).equals("storage")
                && given.get(1) instanceof StorageType type
                && given.get(2) instanceof String key
                && key.matches("[0-9]{1,20}")
                && given.get(3) instanceof String
                && given.get(4) instanceof Long elements
                && elements >= 0
                && elements <= file.size() / type.dtype().bytes()) {
            Storage storage = new Storage(type.dtype(), key, elements);
            Storage other = storages.putIfAbsent(key, storage);
            if (other != null && !other.equals(storage)) {
                throw refused("storage '" + key + "' is " + storage.elements() + " " + storage.dtype() + " here and "
                        + other.elements() + " " + other.dtype() + " before");
            }
            return storage;
        }
        throw refused(
                "opcode BINPERSID is refused: expected ('storage', type, digits, location, count) that fits the file");
    }

    private void append(List<Object> values) throws WeightsException {
        if (!(peek() instanceof Items list)) {
            throw refused("opcode APPENDS is used on " + Pickled.kind(peek()) + ", expected a list");
        }
        list.items().addAll(values);
    }

    private void setItems(List<Object> pairs) throws WeightsException {
        if (!(peek() instanceof Dict dict) || pairs.size() % 2 != 0) {
            throw refused("opcode SETITEMS is used on " + Pickled.kind(peek()) + " with " + pairs.size()
                    + " keys and values");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            Object key = pairs.get(i);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw refused("a dict key is " + Pickled.kind(key) + ", expected a text or an integer");
            }
            if (dict.items().put(key, pairs.get(i + 1)) != null) {
                throw refused("a dict has the key '" + key + "' twice");
            }
        }
    }

    private void memo(long index) throws WeightsException {
        memo.put(index, peek());
        if (memo.size() > MAX_MEMO) {
            throw refused("the pickle has more than " + MAX_MEMO + " memo entries");
        }
    }

    private void recall(long index) throws WeightsException {
        Object value = memo.get(index);
        if (value == null) {
            throw refused("memo entry " + index + " is not set");
        }
        push(value);
    }

    private void mark() throws WeightsException {
        if (marks.size() == MAX_MARKS) {
            throw refused("opcode MARK is nested more than " + MAX_MARKS + " levels deep");
        }
        marks.add(stack.size());
    }

    private void push(Object value) throws WeightsException {
        if (stack.size() == MAX_STACK) {
            throw refused("the stack has more than " + MAX_STACK + " values");
        }
        stack.add(value);
    }

    private Object peek() throws WeightsException {
        return stack.get(below(1));
    }

    private Object pop() throws WeightsException {
        return stack.remove(below(1));
    }

    private List<Object> pop(int count) throws WeightsException {
        return cut(below(count));
    }

    private List<Object> popToMark() throws WeightsException {
        if (marks.isEmpty()) {
            throw refused("the stack has no MARK");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> top = stack.subList(from, stack.size());
        List<Object> items = List.copyOf(top);
        top.clear();
        return items;
    }

    private int below(int count) throws WeightsException {
        int base = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (stack.size() - count < base) {
            throw refused("the stack has too few values");
        }
        return stack.size() - count;
    }

    private ByteBuffer need(long count) throws WeightsException {
        if (count > bytes.remaining()) {
            throw refused("the pickle ends too early: expected " + count + " bytes more, got " + bytes.remaining());
        }
        return bytes;
    }

    private String text(long length) throws WeightsException {
        need(length);
        if (length > MAX_STRING) {
            throw refused("a text has " + length + " bytes, expected at most " + MAX_STRING);
        }
        ByteBuffer piece = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(piece).toString();
        } catch (CharacterCodingException e) {
            throw refused("a text is not UTF-8");
        }
    }

    private String line() throws WeightsException {
        StringBuilder line = new StringBuilder();
        while (true) {
            char next = (char) (need(1).get() & 0xff);
            if (next == '\n') {
                return line.toString();
            }
            if (line.length() == 200) {
                throw refused("opcode GLOBAL has a name of more than 200 bytes");
            }
            line.append(next);
        }
    }

    private Object longInteger(int length) throws WeightsException {
        if (length > MAX_LONG) {
            throw refused("opcode LONG1 has " + length + " bytes, expected at most " + MAX_LONG);
        }
        byte[] bigEndian = new byte[length + 1];
        need(length);
        for (int i = length; i > 0; i--) {
            bigEndian[i] = bytes.get();
        }
        bigEndian[0] = length > 0 && bigEndian[1] < 0 ? (byte) -1 : 0;
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }
}

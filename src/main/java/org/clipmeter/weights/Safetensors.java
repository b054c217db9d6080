package org.clipmeter.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.JsonStrictness;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.Entries;
import org.clipmeter.weights.file.TensorView;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one safetensors file (<a href="https://github.com/huggingface/safetensors#format">format</a>): 8 bytes with the
 * header's length, a JSON header, the data. Stricter than upstream about duplicate names and leading white space.
 */
final class Safetensors {
    private static final String AGAIN = "; the file is damaged, download it again";
    private static final long MAX_HEADER = 100_000_000;
    private static final int MAX_TENSORS = 16_384;
    private static final int MAX_METADATA = 4_096;
    private static final int MAX_RANK = 16;

    private static final JsonStrictness.Parsers PARSERS = JsonStrictness.STRICT.within(StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNameLength(500)
            .maxNumberLength(20)
            .maxStringLength((int) MAX_HEADER)
            .build());

    private final WeightFile file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Safetensors(WeightFile file) {
        this.file = file;
    }

    private record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {}

    /** The tensors by name, in the order of their data. */
    static Entries read(WeightFile file) throws WeightsException {
        Safetensors reader = new Safetensors(file);
        return new Entries(reader.read(), Map.of(), reader.metadata);
    }

    private Map<String, TensorView> read() throws WeightsException {
        if (file.size() < 8) {
            throw notSafetensors("the file has " + file.size() + " bytes, expected at least 8");
        }
        long length = file.read(0, 8).getLong();
        if (length < 0 || length > MAX_HEADER) {
            throw notSafetensors("its header would have " + Long.toUnsignedString(length) + " bytes, expected at most "
                    + MAX_HEADER);
        }
        if (length > file.size() - 8) {
            throw notSafetensors(
                    "its header of " + length + " bytes ends behind the end of the file (" + file.size() + " bytes)");
        }
        ByteBuffer header = file.map(8, length);
        if (length < 2 || header.get(0) != '{') {
            throw notSafetensors("its header does not start with '{'");
        }
        try (JsonParser json = parser(header)) {
            parse(json);
        } catch (WeightsException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new WeightsException(
                    file.path() + ": its header is not valid JSON (" + e.getOriginalMessage() + ")" + AGAIN, e);
        } catch (IOException e) {
            throw new WeightsException(file.path() + ": its header is not UTF-8 text" + AGAIN, e);
        }
        return views(8 + length);
    }

    /** A strict parser of UTF-8 text, which fails on duplicate names, deep nesting and long names. */
    private static JsonParser parser(ByteBuffer bytes) throws IOException {
        return PARSERS.of(new InputStreamReader(
                new ByteBufferBackedInputStream(bytes),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private WeightsException notSafetensors(String reason) throws WeightsException {
        String other = file.looksLike();
        return file.refused(other == null ? "is not a valid safetensors file: " + reason + AGAIN : "is " + other);
    }

    private void parse(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals("__metadata__")) {
                readMetadata(json);
            } else {
                if (entries.size() == MAX_TENSORS) {
                    throw file.refused("names more than " + MAX_TENSORS + " tensors in its header" + AGAIN);
                }
                entries.add(entry(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw file.refused("has text after the closing brace of its header" + AGAIN);
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        JsonToken start = json.nextToken();
        if (start == JsonToken.VALUE_NULL) {
            return;
        }
        boolean valid = start == JsonToken.START_OBJECT;
        for (int count = 0; valid && json.nextToken() == JsonToken.FIELD_NAME; count++) {
            String name = json.currentName();
            valid = json.nextToken() == JsonToken.VALUE_STRING && count < MAX_METADATA;
            if (valid) {
                metadata.put(name, json.getText());
            }
        }
        if (!valid) {
            throw file.refused(
                    "has a __metadata__ that is not an object of at most " + MAX_METADATA + " strings" + AGAIN);
        }
    }

    private Entry entry(String name, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw wrong(name, "is not an object");
        }
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            switch (field) {
                case "dtype" -> dtype = dtype(name, json);
                case "shape" -> shape = integers(name, field, json);
                case "data_offsets" -> offsets = integers(name, field, json);
                default -> throw wrong(name, "has the unknown field '" + field + "'");
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw wrong(name, "needs dtype, shape and two data_offsets");
        }
        return new Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private DType dtype(String name, JsonParser json) throws IOException {
        String given = json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : "that is not a text";
        @Nullable
        DType known =
                switch (given) {
                    case "F64" -> DType.F64;
                    case "F32" -> DType.F32;
                    case "F16" -> DType.F16;
                    case "BF16" -> DType.BF16;
                    case "I64" -> DType.I64;
                    case "I32" -> DType.I32;
                    case "I16" -> DType.I16;
                    case "I8" -> DType.I8;
                    case "U8" -> DType.U8;
                    case "BOOL" -> DType.BOOL;
                    default -> null;
                };
        if (known == null) {
            throw file.refused("has the tensor '" + name + "' of dtype " + given
                    + ", which is not supported; convert the checkpoint to F32, F16 or BF16");
        }
        return known;
    }

    private List<Long> integers(String name, String field, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw wrong(name, field + " is not an array");
        }
        List<Long> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean integer = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!integer || json.getLongValue() < 0) {
                throw wrong(name, field + " holds " + json.getText() + ", expected an integer from 0 to 2^63-1");
            }
            if (values.size() == MAX_RANK) {
                throw wrong(name, field + " has more than " + MAX_RANK + " values");
            }
            values.add(json.getLongValue());
        }
        return values;
    }

    private Map<String, TensorView> views(long dataStart) throws WeightsException {
        long dataSize = file.size() - dataStart;
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, TensorView> views = new LinkedHashMap<>();
        long reached = 0;
        String before = "the header";
        for (Entry entry : entries) {
            String name = entry.name();
            if (entry.end() < entry.begin()) {
                throw wrong(name, "ends at " + entry.end() + " before it begins at " + entry.begin());
            }
            if (entry.end() > dataSize) {
                throw wrong(name, "ends at " + entry.end() + ", but the data ends at " + dataSize);
            }
            if (entry.begin() != reached) {
                String how = entry.begin() < reached ? "overlaps " : "leaves a hole after ";
                throw wrong(name, how + before + ": it begins at " + entry.begin() + ", expected " + reached);
            }
            long bytes = bytes(entry);
            if (bytes != entry.end() - entry.begin()) {
                throw wrong(
                        name,
                        "has " + (entry.end() - entry.begin()) + " bytes, expected " + bytes + " for " + entry.dtype()
                                + " " + entry.shape());
            }
            views.put(name, TensorView.contiguous(file, entry.dtype(), entry.shape(), dataStart + reached));
            reached = entry.end();
            before = "tensor '" + name + "'";
        }
        if (reached != dataSize) {
            throw file.refused("has " + (dataSize - reached) + (dataSize - reached == 1 ? " byte" : " bytes")
                    + " after " + before + " that no tensor uses" + AGAIN);
        }
        return views;
    }

    private long bytes(Entry entry) throws WeightsException {
        try {
            long bytes = entry.dtype().bytes();
            for (long size : entry.shape()) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw wrong(entry.name(), "has the shape " + entry.shape() + ", whose size overflows");
        }
    }

    private WeightsException wrong(String tensor, String reason) {
        return file.refused("tensor '" + tensor + "' " + reason + AGAIN);
    }
}

package org.clipmeter.weights;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.weights.file.DType;

/** Writes safetensors files that torch and transformers load. */
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 18;

    private SafetensorsWriter() {}

    /**
     * Writes the tensors in their order as F32, or as F16 rounded to nearest. The file appears only when it is
     * complete.
     *
     * @throws IllegalArgumentException for another type, or for a name that occurs twice
     */
    public static void write(Path file, List<NamedTensor> tensors, DType dtype) throws IOException {
        write(file, tensors, dtype, Map.of());
    }

    /**
     * Writes the tensors as {@link #write(Path, List, DType)} does, with texts beside them.
     *
     * @param metadata texts by name; {@code format} is written by itself
     */
    public static void write(Path file, List<NamedTensor> tensors, DType dtype, Map<String, String> metadata)
            throws IOException {
        if (dtype != DType.F32 && dtype != DType.F16) {
            throw new IllegalArgumentException("tensors are written as F32 or F16, not as " + dtype);
        }
        if (tensors.stream().map(NamedTensor::name).distinct().count() != tensors.size()) {
            throw new IllegalArgumentException("two tensors have the same name");
        }
        byte[] header = header(tensors, dtype, metadata);
        AtomicFile.write(file, channel -> {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            chunk.putLong(header.length);
            drain(chunk, channel);
            drain(ByteBuffer.wrap(header).position(header.length), channel);
            for (NamedTensor tensor : tensors) {
                FloatBuffer values = tensor.values().duplicate();
                while (values.hasRemaining()) {
                    float value = values.get();
                    if (dtype == DType.F32) {
                        chunk.putFloat(value);
                    } else {
                        chunk.putShort(Half.fromFloat(value));
                    }
                    if (!chunk.hasRemaining()) {
                        drain(chunk, channel);
                    }
                }
            }
            drain(chunk, channel);
        });
    }

    private static void drain(ByteBuffer chunk, WritableByteChannel channel) throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
    }

    /** The JSON header, padded with spaces so that the data starts at a multiple of 8 bytes. */
    private static byte[] header(List<NamedTensor> tensors, DType dtype, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            json.writeStringField("format", "pt");
            for (Map.Entry<String, String> text : metadata.entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
            json.writeEndObject();
            long at = 0;
            for (NamedTensor tensor : tensors) {
                long end = at + (long) tensor.values().remaining() * dtype.bytes();
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", dtype.name());
                writeLongs(json, "shape", tensor.shape());
                writeLongs(json, "data_offsets", List.of(at, end));
                json.writeEndObject();
                at = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeLongs(JsonGenerator json, String field, List<Long> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (long value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}

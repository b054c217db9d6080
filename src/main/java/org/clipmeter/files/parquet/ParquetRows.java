package org.clipmeter.files.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.clipmeter.files.AtomicFile;
import org.jspecify.annotations.Nullable;

/** Writes Parquet files of flat rows, without compression. */
public final class ParquetRows {
    private ParquetRows() {}

    /** The types of columns; a cell of each may be null. */
    public enum Kind {
        /** A {@link String}. */
        TEXT(PrimitiveTypeName.BINARY),
        /** An {@link Integer}. */
        INT(PrimitiveTypeName.INT32),
        /** A {@link Long}. */
        LONG(PrimitiveTypeName.INT64),
        /** A {@link Double}. */
        DOUBLE(PrimitiveTypeName.DOUBLE),
        /** A {@link Boolean}. */
        BOOLEAN(PrimitiveTypeName.BOOLEAN);

        private final PrimitiveTypeName stored;

        Kind(PrimitiveTypeName stored) {
            this.stored = stored;
        }
    }

    /**
     * A column.
     *
     * @param name different from those of the others
     * @param cell gives the cell of a row, counted from 0, as the kind's type; null for a missing value
     */
    public record Column(String name, Kind kind, IntFunction<@Nullable Object> cell) {}

    /**
     * Writes a file, which appears only when it is complete.
     *
     * @param metadata texts by name, which the file states beside its columns
     */
    public static void write(Path file, List<Column> columns, int rows, Map<String, String> metadata)
            throws IOException {
        AtomicFile.write(file, channel -> {
            try (ParquetWriter<Integer> writer = new Builder(channel, columns)
                    .withConf(new PlainParquetConfiguration())
                    .withCodecFactory(new ParquetCodecs())
                    .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                    .withPageWriteChecksumEnabled(true)
                    .withExtraMetaData(metadata)
                    .build()) {
                for (int row = 0; row < rows; row++) {
                    writer.write(row);
                }
            }
        });
    }

    private static MessageType schema(List<Column> columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        for (Column column : columns) {
            var cell = Types.optional(column.kind().stored);
            schema.addField((column.kind() == Kind.TEXT ? cell.as(LogicalTypeAnnotation.stringType()) : cell)
                    .named(column.name()));
        }
        return schema.named("table");
    }

    /** Makes the library's writer. */
    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
        private final List<Column> columns;

        Builder(WritableByteChannel channel, List<Column> columns) {
            super(new Output(channel));
            this.columns = List.copyOf(columns);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in the library, which calls the other one
        protected WriteSupport<Integer> getWriteSupport(Configuration unused) {
            return new Rows(columns);
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration unused) {
            return new Rows(columns);
        }
    }

    /** Writes rows by their numbers. */
    private static final class Rows extends WriteSupport<Integer> {
        private final List<Column> columns;
        private @Nullable RecordConsumer consumer;

        Rows(List<Column> columns) {
            this.columns = columns;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in the library, which calls the other one
        public WriteContext init(Configuration unused) {
            return new WriteContext(schema(columns), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return new WriteContext(schema(columns), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(Integer row) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("the library has not prepared the file");
            }
            to.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                Object cell = columns.get(i).cell().apply(row);
                if (cell != null) {
                    to.startField(columns.get(i).name(), i);
                    write(cell, to);
                    to.endField(columns.get(i).name(), i);
                }
            }
            to.endMessage();
        }

        private static void write(Object cell, RecordConsumer to) {
            if (cell instanceof Integer number) {
                to.addInteger(number);
            } else if (cell instanceof Long number) {
                to.addLong(number);
            } else if (cell instanceof Double number) {
                to.addDouble(number);
            } else if (cell instanceof Boolean yes) {
                to.addBoolean(yes);
            } else {
                to.addBinary(Binary.fromString((String) cell));
            }
        }
    }

    /** A channel as the library's file, whose position the library asks for. */
    private record Output(WritableByteChannel channel) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            OutputStream out = Channels.newOutputStream(channel);
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int value) throws IOException {
                    out.write(value);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    position += length;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}

package org.clipmeter.files.parquet;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.clipmeter.files.FileText;
import org.jspecify.annotations.Nullable;

/**
 * A column of texts or numbers, or of lists of them in any of the three forms that writers have used: a list of a group of
 * elements, a list of elements, a repeated element.
 *
 * @param type of the column
 * @param list how its elements are stored; null if it is not a list
 * @param element the type of the texts or numbers
 */
record ParquetColumn(Type type, @Nullable Form list, PrimitiveType element) {
    private enum Form {
        GROUP_OF_GROUPS,
        GROUP_OF_ELEMENTS,
        REPEATED
    }

    /** Numbers of at most this size are whole in a double. */
    private static final double LARGEST_WHOLE = 1L << 53;

    /** The column of a type; null if it holds something else. */
    static @Nullable ParquetColumn of(Type type) {
        boolean repeated = type.isRepetition(Type.Repetition.REPEATED);
        if (type.isPrimitive()) {
            return of(type, repeated ? Form.REPEATED : null, type);
        }
        GroupType group = type.asGroupType();
        boolean isList = group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
        if (repeated
                || !isList
                || group.getFieldCount() != 1
                || !group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
            return null;
        }
        Type inner = group.getType(0);
        if (inner.isPrimitive()) {
            return of(type, Form.GROUP_OF_ELEMENTS, inner);
        }
        GroupType item = inner.asGroupType();
        return item.getFieldCount() == 1 && !item.getType(0).isRepetition(Type.Repetition.REPEATED)
                ? of(type, Form.GROUP_OF_GROUPS, item.getType(0))
                : null;
    }

    private static @Nullable ParquetColumn of(Type type, @Nullable Form list, Type element) {
        return element.isPrimitive() && isReadable(element.asPrimitiveType())
                ? new ParquetColumn(type, list, element.asPrimitiveType())
                : null;
    }

    private static boolean isReadable(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BINARY ->
                meaning instanceof StringLogicalTypeAnnotation
                        || meaning instanceof EnumLogicalTypeAnnotation
                        || meaning instanceof JsonLogicalTypeAnnotation;
            case INT32, INT64 -> meaning == null || meaning instanceof IntLogicalTypeAnnotation;
            case FLOAT, DOUBLE -> meaning == null;
            default -> false;
        };
    }

    String name() {
        return type.getName();
    }

    boolean isList() {
        return list != null;
    }

    /** The text of a row, of a list its first element; empty for a null and for an empty list. */
    String text(Group row, int place) {
        if (row.getFieldRepetitionCount(place) == 0) {
            return "";
        }
        if (list == null || list == Form.REPEATED) {
            return element(row, place);
        }
        Group items = row.getGroup(place, 0);
        if (items.getFieldRepetitionCount(0) == 0) {
            return "";
        }
        if (list == Form.GROUP_OF_ELEMENTS) {
            return element(items, 0);
        }
        Group first = items.getGroup(0, 0);
        return first.getFieldRepetitionCount(0) == 0 ? "" : element(first, 0);
    }

    private String element(Group group, int place) {
        return switch (element.getPrimitiveTypeName()) {
            case BINARY -> FileText.decode(group.getBinary(place, 0).getBytes());
            case INT32 -> unsigned(group.getInteger(place, 0));
            case INT64 ->
                isUnsigned() ? Long.toUnsignedString(group.getLong(place, 0)) : Long.toString(group.getLong(place, 0));
            case FLOAT -> number(group.getFloat(place, 0));
            default -> number(group.getDouble(place, 0));
        };
    }

    private boolean isUnsigned() {
        return element.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation meaning && !meaning.isSigned();
    }

    private String unsigned(int value) {
        return isUnsigned() ? Integer.toUnsignedString(value) : Integer.toString(value);
    }

    /** A number that Python's tables store as a float only because another row has none is written as a whole one. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
